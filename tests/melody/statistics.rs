//! Figures of a melody, counted as `field/melody.md` counts those of folk songs.

use cantus::music::Scale;

/// A note of a melody, and where it fell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// Pitch as a MIDI note number.
    pub pitch: f32,
    /// It fell on a strong beat of the transport.
    pub strong: bool,
    /// It is the last of its phrase.
    pub end: bool,
}

/// How far a figure may be from the songs'.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// This many points above or below.
    Within(f32),
    /// This many points above, or any below.
    AtMost(f32),
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What is counted.
    pub name: &'static str,
    /// The songs' figure.
    pub songs: f32,
    /// How far a melody may be from it.
    pub bound: Bound,
}

const POINTS: Bound = Bound::Within(6.0);
/// The range is in semitones, where 6 would say little.
const SEMITONES: Bound = Bound::Within(3.0);

/// Rows of the table, in its order: per cent, and semitones for the range.
pub const ROWS: [Row; 19] = [
    Row { name: "repeated note", songs: 23.0, bound: Bound::AtMost(6.0) },
    Row { name: "step", songs: 48.0, bound: POINTS },
    Row { name: "third", songs: 18.0, bound: POINTS },
    Row { name: "fourth to fifth", songs: 8.0, bound: POINTS },
    Row { name: "sixth and more", songs: 2.4, bound: POINTS },
    Row { name: "after a step, same direction", songs: 62.0, bound: POINTS },
    Row { name: "after a leap, turns back", songs: 53.0, bound: POINTS },
    Row { name: "last note is the tonic", songs: 71.0, bound: POINTS },
    Row { name: "last note is the third", songs: 18.0, bound: POINTS },
    Row { name: "last note is the fifth", songs: 6.0, bound: POINTS },
    Row { name: "range, 10th percentile (semitones)", songs: 9.0, bound: SEMITONES },
    Row { name: "range, median (semitones)", songs: 12.0, bound: SEMITONES },
    Row { name: "range, 90th percentile (semitones)", songs: 17.0, bound: SEMITONES },
    Row { name: "downbeat of the tonic triad", songs: 67.0, bound: POINTS },
    Row { name: "8 notes: arch", songs: 28.0, bound: POINTS },
    Row { name: "8 notes: rising", songs: 24.0, bound: POINTS },
    Row { name: "8 notes: dipping", songs: 23.0, bound: POINTS },
    Row { name: "8 notes: falling", songs: 23.0, bound: POINTS },
    Row { name: "8 notes: flat", songs: 1.0, bound: POINTS },
];

impl Row {
    /// Whether `figure` is near enough to the songs'.
    pub fn is_met(&self, figure: f32) -> bool {
        match self.bound {
            Bound::Within(points) => (figure - self.songs).abs() <= points,
            Bound::AtMost(points) => figure - self.songs <= points,
        }
    }
}

/// Notes of a tune as long as the songs are on average (31 306 notes in 598 tunes).
pub const TUNE_NOTES: usize = 52;

/// One figure for each of [`ROWS`]. `triad` is the tonic triad in cents.
pub fn measure(notes: &[Note], root: f32, scale: &Scale, triad: [f32; 3]) -> [f32; ROWS.len()] {
    let mut figures = [0.0; ROWS.len()];
    let moves: Vec<Move> = notes.windows(2).map(|pair| Move::new(pair, root, scale)).collect();

    for (kind, figure) in figures[..5].iter_mut().enumerate() {
        *figure = share(&moves, |_| true, |one| one.kind == kind);
    }
    let moving: Vec<Move> = moves.iter().copied().filter(|one| one.direction != 0).collect();
    let pairs: Vec<(Move, Move)> = moving.windows(2).map(|pair| (pair[0], pair[1])).collect();
    figures[5] = share(&pairs, |pair| pair.0.kind == 1, |pair| pair.0.direction == pair.1.direction);
    let pairs: Vec<(Move, Move)> = moves.windows(2).map(|pair| (pair[0], pair[1])).collect();
    figures[6] = share(&pairs, |pair| pair.0.kind >= 3, |pair| pair.0.direction == -pair.1.direction);

    let is = |note: &Note, cents: f32| {
        let above = (note.pitch - root) * 100.0 - cents;
        (above - (above / scale.period_cents()).round() * scale.period_cents()).abs() < 1.0
    };
    for (place, cents) in triad.into_iter().enumerate() {
        figures[7 + place] = share(notes, |note| note.end, |note| is(note, cents));
    }
    let mut ranges: Vec<f32> = notes.chunks_exact(TUNE_NOTES).map(range).collect();
    ranges.sort_by(f32::total_cmp);
    for (place, part) in [0.1, 0.5, 0.9].into_iter().enumerate() {
        figures[10 + place] = ranges[(part * (ranges.len() - 1) as f32).round() as usize];
    }
    figures[13] = share(notes, |note| note.strong, |note| triad.iter().any(|&cents| is(note, cents)));
    let shapes: Vec<usize> = notes.windows(8).map(shape).collect();
    for place in 0..5 {
        figures[14 + place] = share(&shapes, |_| true, |&shape| shape == place);
    }
    figures
}

/// Per cent of the `counted` that are `wanted`.
fn share<T>(all: &[T], counted: impl Fn(&T) -> bool, wanted: impl Fn(&T) -> bool) -> f32 {
    let counted: Vec<&T> = all.iter().filter(|one| counted(one)).collect();
    let found = counted.iter().filter(|one| wanted(one)).count();
    100.0 * found as f32 / counted.len().max(1) as f32
}

/// From one note to the next.
#[derive(Clone, Copy)]
struct Move {
    /// 0 repeat, 1 step, 2 third, 3 fourth or fifth, 4 wider.
    kind: usize,
    direction: i32,
}

impl Move {
    fn new(pair: &[Note], root: f32, scale: &Scale) -> Self {
        let width = pair[1].pitch - pair[0].pitch;
        let direction = if width.abs() < 0.01 { 0 } else { width.signum() as i32 };
        Move { kind: kind(pair[0].pitch, pair[1].pitch, root, scale), direction }
    }
}

/// Kind of an interval: by semitones in scales of seven degrees and more, as the table
/// counts; by scale steps in gapped scales (1 is a step, 2 a third, 3 and 4 a fourth or
/// fifth), which is what the same intervals are in a scale of seven degrees.
pub fn kind(from: f32, to: f32, root: f32, scale: &Scale) -> usize {
    let per_octave = scale.degrees().len() as f32 * 1200.0 / scale.period_cents();
    if per_octave < 6.5 {
        match (step(to, root, scale) - step(from, root, scale)).unsigned_abs() {
            steps @ 0..=2 => steps as usize,
            3 | 4 => 3,
            _ => 4,
        }
    } else {
        match (to - from).abs().round() as i32 {
            0 => 0,
            1 | 2 => 1,
            3 | 4 => 2,
            5..=7 => 3,
            _ => 4,
        }
    }
}

/// Degree of a pitch, counted through periods.
fn step(pitch: f32, root: f32, scale: &Scale) -> i32 {
    let cents = (pitch - root) * 100.0;
    let period = (cents / scale.period_cents()).floor() as i32;
    let len = scale.degrees().len() as i32;
    (period * len - 1..=(period + 1) * len)
        .min_by(|&one, &other| {
            (scale.cents_of(one) - cents).abs().total_cmp(&(scale.cents_of(other) - cents).abs())
        })
        .unwrap_or(0)
}

fn range(notes: &[Note]) -> f32 {
    let low = notes.iter().map(|note| note.pitch).fold(f32::INFINITY, f32::min);
    let high = notes.iter().map(|note| note.pitch).fold(f32::NEG_INFINITY, f32::max);
    high - low
}

/// Shape of a span as Huron tells them apart (*The Melodic Arch in Western Folksongs*,
/// 1996): first note, mean of the notes between, last note. 0 arch (the mean is above
/// both), 1 rising, 2 dipping (below both), 3 falling, 4 flat. Counted so, 6 001 German
/// tunes of the Essen collection have 26, 24, 24, 25 and 0.5 %, within 3 points of the
/// table.
pub fn shape(notes: &[Note]) -> usize {
    let (first, last) = (notes[0].pitch, notes[notes.len() - 1].pitch);
    let between = &notes[1..notes.len() - 1];
    let mean = between.iter().map(|note| note.pitch).sum::<f32>() / between.len() as f32;
    let side = |difference: f32| if difference.abs() < 0.005 { 0 } else { difference.signum() as i32 };
    match (side(mean - first), side(mean - last), side(last - first)) {
        (1, 1, _) => 0,
        (-1, -1, _) => 2,
        (_, _, 1) => 1,
        (_, _, -1) => 3,
        _ => 4,
    }
}

/// How patterns of eight notes come again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recurrence {
    /// Per cent of the places in the melody whose pattern occurs more than once in it.
    pub share: f32,
    /// How often the commonest pattern occurs.
    pub most: usize,
}

/// Patterns of eight notes: seven intervals in a row, at any height and in any rhythm.
pub fn recurrence(notes: &[Note]) -> Recurrence {
    let runs = runs(notes, 8);
    Recurrence { share: recurring_share(notes, 8), most: runs.into_iter().max().unwrap_or(0) }
}

/// Per cent of the places whose pattern of `len` notes occurs more than once in `notes`.
pub fn recurring_share(notes: &[Note], len: usize) -> f32 {
    let runs = runs(notes, len);
    let recurring: usize = runs.iter().filter(|&&run| run > 1).sum();
    100.0 * recurring as f32 / runs.iter().sum::<usize>().max(1) as f32
}

/// How often each pattern occurs, to a tenth of a semitone.
fn runs(notes: &[Note], len: usize) -> Vec<usize> {
    let tenths = |pair: &[Note]| ((pair[1].pitch - pair[0].pitch) * 10.0).round() as i32;
    let mut patterns: Vec<Vec<i32>> =
        notes.windows(len).map(|span| span.windows(2).map(tenths).collect()).collect();
    patterns.sort();
    patterns.chunk_by(|one, other| one == other).map(<[_]>::len).collect()
}
