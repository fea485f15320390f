//! Tables in CSV, and order statistics.

/// A table's rows as numbers; words count as not a number.
pub fn rows(path: &str) -> Result<Vec<Vec<f64>>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
    Ok(text.lines().skip(1).map(row).collect())
}

/// A note that sounded: moments in seconds, pitch as a MIDI number.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    pub on_s: f64,
    pub off_s: f64,
    pub pitch: f64,
}

/// Notes of a notes file, in the order of their onsets.
pub fn notes(path: &str) -> Result<Vec<Note>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut notes: Vec<Note> = Vec::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[time_s, _, event, pitch, _] = cells.as_slice() else { return Err(format!("{path}: {line}")) };
        let time_s: f64 = time_s.parse().map_err(|_| line.to_owned())?;
        let pitch: f64 = pitch.parse().map_err(|_| line.to_owned())?;
        if event == "on" {
            notes.push(Note { on_s: time_s, off_s: f64::INFINITY, pitch });
        } else if let Some(open) =
            notes.iter_mut().find(|note| note.pitch == pitch && note.off_s == f64::INFINITY)
        {
            open.off_s = time_s;
        }
    }
    Ok(notes)
}

/// Least, median, 90 %, 99 %, largest.
pub fn spread(values: &[f64]) -> [f64; 5] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted.get(((sorted.len() as f64 - 1.0) * share).round() as usize).copied();
    [0.0, 0.5, 0.9, 0.99, 1.0].map(|share| at(share).unwrap_or(f64::NAN))
}

/// The straight line through points, as a function. Points further from the usual than
/// `outlier` count nothing; what is usual is found by the median slope of all pairs (Theil and
/// Sen), which no few outliers turn.
pub fn robust_line(points: &[(f64, f64)], outlier: f64) -> impl Fn(f64) -> f64 + use<> {
    let pairs = points.iter().enumerate().flat_map(|(i, a)| points[i + 1..].iter().map(move |b| (a, b)));
    let slopes: Vec<f64> = pairs.filter(|(a, b)| b.0 > a.0).map(|(a, b)| (b.1 - a.1) / (b.0 - a.0)).collect();
    let slope = spread(&slopes)[1];
    let first = |x: f64| slope * x;
    let away: Vec<f64> = points.iter().map(|(x, y)| y - first(*x)).collect();
    let usual = spread(&away)[1];
    let near: Vec<_> = points
        .iter()
        .zip(&away)
        .filter(|(_, away)| (**away - usual).abs() <= outlier)
        .map(|(point, _)| *point)
        .collect();
    line(&near)
}

/// The straight line through points by least squares.
fn line(points: &[(f64, f64)]) -> impl Fn(f64) -> f64 + use<> {
    let count = points.len() as f64;
    let mean_x = points.iter().map(|point| point.0).sum::<f64>() / count;
    let mean_y = points.iter().map(|point| point.1).sum::<f64>() / count;
    let over: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let under: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let slope = over / under;
    move |x| mean_y + (x - mean_x) * slope
}
