//! Traces made by chance, repeatable.

use cantus::chance::Chance;

/// Somebody playing `seconds` on the given switches: taps and holds, rests, bursts; all
/// switches are up and all axes low at the end. Times are in seconds, onsets mostly off the block grid.
pub fn random_trace(seed: u64, seconds: f64, switches: &[&str], axes: &[&str]) -> String {
    let mut chance = Chance::new(seed);
    let mut lines: Vec<(f64, String)> = Vec::new();
    for switch in switches {
        let mut now = f64::from(chance.between(0.02, 0.6));
        while now < seconds - 0.4 {
            let hold = f64::from(if chance.happens(0.2) {
                chance.between(0.4, 2.5)
            } else {
                chance.between(0.03, 0.35)
            });
            let up = (now + hold).min(seconds - 0.2);
            lines.push((now, format!("{switch} down")));
            lines.push((up, format!("{switch} up")));
            let gap = if chance.happens(0.1) { chance.between(1.5, 4.0) } else { chance.between(0.08, 0.7) };
            now = up + f64::from(gap);
        }
    }
    for axis in axes {
        let mut now = 0.05;
        let mut value = 0.0f32;
        while now < seconds - 0.4 {
            value = (value + chance.between(-0.35, 0.35)).clamp(-1.0, 1.0);
            lines.push((now, format!("{axis} {value:.4}")));
            now += f64::from(chance.between(0.004, 0.12));
        }
        lines.push((seconds - 0.2, format!("{axis} -1")));
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines.iter().map(|(at, what)| format!("{at:.6} {what}\n")).collect()
}

/// Somebody leading for `seconds`: chords that overlap, single keys, a pedal; all keys and the
/// pedal are up at the end. In music without a leader it does nothing.
#[allow(dead_code, reason = "each test binary uses its part")]
pub fn random_leader(seed: u64, seconds: f64) -> String {
    let mut chance = Chance::new(seed).fork(7);
    let mut wheel = Chance::new(seed).fork(8);
    let mut lines: Vec<(f64, String)> = Vec::new();
    let mut now = 0.1;
    while now < seconds - 1.5 {
        let hold = f64::from(chance.between(0.1, 1.0));
        let low = 40 + chance.below(24);
        let mut slots = Vec::new();
        for _ in 0..1 + chance.below(4) {
            let key = low + chance.below(20);
            // One slot a key, as a binder gives them.
            if !slots.contains(&key) {
                slots.push(key);
                let at = now + f64::from(chance.between(0.0, 0.08));
                lines.push((at, format!("leader#{} down {} note={key}", key + 100, 30 + chance.below(90))));
                lines.push((at + hold, format!("leader#{} up note={key}", key + 100)));
            }
        }
        if chance.happens(0.3) {
            lines.push((now, "leader.sustain#250 1".to_owned()));
            lines.push((now + hold, "leader.sustain#250 0".to_owned()));
        }
        if wheel.happens(0.3) {
            let away = wheel.between(-1.0, 1.0);
            lines.push((now + hold * 0.4, format!("leader.bend#251 {away:.3}")));
            lines.push((now + hold * 0.8, "leader.bend#251 0".to_owned()));
        }
        now += hold * f64::from(chance.between(0.7, 1.4));
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines.iter().map(|(at, what)| format!("{at:.6} {what}\n")).collect()
}
