//! Performances made by chance: what a therapist's hands do at a keyboard.

use cantus::chance::Chance;

/// Frames in a millisecond.
pub const MS: u64 = 48;

/// What happens at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    Press { key: u8, velocity: u8 },
    Release { key: u8 },
    Pedal { down: bool },
}

/// A chord that was meant.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    /// Frame of the last key of it.
    pub last_key: u64,
    /// Frame on which the first of its keys is let go.
    pub until: u64,
    pub pitch_classes: u16,
    pub bass: u8,
    /// Two keys stand for it: it is guessed.
    pub is_guess: bool,
}

/// One performance.
#[derive(Clone, Debug)]
pub struct Performance {
    pub style: Style,
    /// Pitch classes of its key.
    pub scale: u16,
    pub deeds: Vec<(u64, Deed)>,
    pub meant: Vec<Meant>,
}

/// What the hands do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Close chords in one hand, any inversion.
    Block,
    /// A bass, alone or in octaves, with a chord in the other hand.
    TwoHands,
    /// Close chords that keep common tones held and move the other fingers as little as they can.
    VoiceLed,
    /// A bass, then the chord above it.
    Stride,
    /// Root, third and seventh.
    Shell,
    /// Two keys: root and third, fifth or tenth, or third and root.
    Two,
    /// One key after the other under the pedal.
    Broken,
}

pub const STYLES: [Style; 7] =
    [Style::Block, Style::TwoHands, Style::VoiceLed, Style::Stride, Style::Shell, Style::Two, Style::Broken];

const MAJOR: [u8; 7] = [0, 2, 4, 5, 7, 9, 11];

/// Semitones above its root of a chord on a degree of the major scale, some of them coloured.
fn chord(chance: &mut Chance, style: Style) -> (u8, Vec<u8>) {
    let degree = [0, 3, 4, 5, 1, 2, 0, 4][chance.below(8)];
    let root = MAJOR[degree];
    let tone = |steps: usize| {
        let place = degree + steps;
        MAJOR[place % 7] + 12 * (place / 7) as u8 - root
    };
    let triad = vec![0, tone(2), tone(4)];
    let seventh = vec![0, tone(2), tone(4), tone(6)];
    if style == Style::Shell {
        return (root, vec![0, tone(2), tone(6)]);
    }
    if matches!(style, Style::Two | Style::Broken) {
        return (root, triad);
    }
    let tones = match chance.below(20) {
        0..=10 => triad,
        11..=14 => seventh,
        15 => vec![0, 5, 7],
        16 => vec![0, 2, 7],
        17 => vec![0, 4, 7, 10],
        18 => vec![0, tone(2), 7, 9],
        _ => vec![[0, 3, 6], [0, 4, 8]][chance.below(2)].to_vec(),
    };
    (root, tones)
}

/// The keys of a chord in close position, the lowest at or above `from`, turned by chance.
fn close(chance: &mut Chance, root: u8, tones: &[u8], from: u8) -> Vec<u8> {
    let turn = chance.below(tones.len());
    let mut keys: Vec<u8> = (0..tones.len())
        .map(|place| {
            let place = place + turn;
            root + tones[place % tones.len()] + 12 * (place / tones.len()) as u8
        })
        .collect();
    keys.sort_unstable();
    let up = (from.saturating_sub(keys[0])).div_ceil(12) * 12;
    keys.iter_mut().for_each(|key| *key += up);
    keys
}

/// The keys of a chord nearest to those `before`.
fn led(root: u8, tones: &[u8], before: &[u8]) -> Vec<u8> {
    let mut best: Option<(u32, Vec<u8>)> = None;
    for turn in 0..tones.len() {
        for octave in 2..6u8 {
            let mut keys: Vec<u8> = (0..tones.len())
                .map(|place| {
                    let place = place + turn;
                    12 * octave + root + tones[place % tones.len()] + 12 * (place / tones.len()) as u8
                })
                .collect();
            keys.sort_unstable();
            let way = keys
                .iter()
                .map(|key| before.iter().map(|old| u32::from(key.abs_diff(*old))).min().unwrap_or(0))
                .sum::<u32>()
                + u32::from(keys[0].abs_diff(before[0]));
            if best.as_ref().is_none_or(|(least, _)| way < *least) {
                best = Some((way, keys));
            }
        }
    }
    best.map(|(_, keys)| keys).unwrap_or_default()
}

/// A performance of about eight chords. Chords are rolled over 10 to 80 ms, old keys or the
/// pedal lap over by up to 150 ms, most have a melody at least a fifth above, one chord in
/// six catches a neighbouring key.
pub fn performance(seed: u64) -> Performance {
    let mut chance = Chance::new(seed);
    let style = STYLES[seed as usize % STYLES.len()];
    let key = chance.below(12) as u8;
    let with_pedal = style == Style::Broken || chance.happens(0.4);
    let with_melody = chance.happens(0.6);
    let mut deeds: Vec<(u64, Deed)> = Vec::new();
    let mut meant: Vec<Meant> = Vec::new();
    let mut now = 500 * MS;
    // Keys still down, with when they are let go at the soonest.
    let mut down: Vec<u8> = Vec::new();
    let loudness = chance.between(55.0, 100.0);
    let velocity = |chance: &mut Chance| (loudness * chance.between(0.88, 1.12)).clamp(1.0, 127.0) as u8;
    let ms = |chance: &mut Chance, low: f32, high: f32| (chance.between(low, high) * MS as f32) as u64;
    let mut last = 0;
    for _ in 0..8 {
        let (degree, tones) = chord(&mut chance, style);
        let root = (key + degree) % 12;
        let as_set = tones.iter().fold(0u16, |bits, tone| bits | 1 << ((root + tone) % 12));
        if as_set == last {
            continue;
        }
        last = as_set;
        let from = 45 + chance.below(8) as u8;
        let mut bass_before: Option<u8> = None;
        let keys = match style {
            Style::Block => close(&mut chance, root, &tones, from),
            Style::VoiceLed if !down.is_empty() => led(root, &tones, &down),
            Style::VoiceLed => close(&mut chance, root, &tones, from),
            Style::TwoHands => {
                let mut keys = close(&mut chance, root, &tones, from + 8);
                let bass = 36 + root;
                keys.insert(0, bass);
                if chance.happens(0.4) {
                    keys.insert(0, bass - 12);
                }
                keys
            }
            Style::Stride => {
                bass_before = Some(36 + root % 12);
                close(&mut chance, root, &tones, 53)
            }
            Style::Shell | Style::Broken => tones.iter().map(|tone| 45 + (root + 3) % 12 + tone).collect(),
            Style::Two => {
                let low = 43 + (root + 5) % 12;
                match chance.below(4) {
                    0 => vec![low, low + tones[1]],
                    1 => vec![low, low + tones[2]],
                    2 => vec![low, low + tones[1] + 12],
                    _ => vec![low + tones[1], low + 12],
                }
            }
        };
        let implied = if style == Style::Shell { 1 << ((root + 7) % 12) } else { 0 };
        let bass = bass_before.unwrap_or(keys[0]);
        if let Some(bass) = bass_before {
            // What was held is let go, then the bass sounds alone.
            for old in down.drain(..) {
                deeds.push((now - ms(&mut chance, 0.0, 80.0), Deed::Release { key: old }));
            }
            let velocity = velocity(&mut chance);
            deeds.push((now, Deed::Press { key: bass, velocity }));
            let length = ms(&mut chance, 120.0, 300.0);
            deeds.push((now + length, Deed::Release { key: bass }));
            now += length + ms(&mut chance, 20.0, 250.0);
        }
        // Which finger comes when.
        let kept: Vec<u8> =
            keys.iter().copied().filter(|key| style == Style::VoiceLed && down.contains(key)).collect();
        let mut order: Vec<u8> = keys.iter().copied().filter(|key| !kept.contains(key)).collect();
        match chance.below(4) {
            0 => order.reverse(),
            1 if order.len() > 1 => order.rotate_left(1),
            _ => {}
        }
        if order.is_empty() {
            // The same keys but one: nothing is struck.
            continue;
        }
        let spread =
            if style == Style::Broken { ms(&mut chance, 300.0, 600.0) } else { ms(&mut chance, 10.0, 80.0) };
        let mut last_key = now;
        for (place, key) in order.iter().enumerate() {
            let at = now + spread * place as u64 / (order.len().max(2) - 1) as u64;
            let velocity = velocity(&mut chance);
            deeds.push((at, Deed::Press { key: *key, velocity }));
            last_key = last_key.max(at);
        }
        // Old keys lap over; those of a led voice go as the new ones come.
        let mut released = last_key;
        for old in down.iter().filter(|old| !kept.contains(old)) {
            let lap = if style == Style::VoiceLed {
                ms(&mut chance, 0.0, 60.0) as i64 - 30 * MS as i64
            } else {
                ms(&mut chance, 0.0, 190.0) as i64 - 40 * MS as i64
            };
            let mut at = now.saturating_add_signed(lap);
            if order.contains(old) {
                // The same key is struck again: it has to come up first.
                let again =
                    deeds.iter().rev().find(|deed| matches!(deed.1, Deed::Press { key, .. } if key == *old));
                at = again.map_or(at, |deed| deed.0 - 10 * MS);
            }
            deeds.push((at, Deed::Release { key: *old }));
            released = released.max(at);
        }
        // A voice that is led is known when the old finger is up.
        let known = if style == Style::VoiceLed { released } else { last_key };
        if with_pedal {
            deeds.push((now.saturating_sub(ms(&mut chance, 0.0, 10.0)), Deed::Pedal { down: false }));
            deeds.push((now.max(1) + MS, Deed::Pedal { down: true }));
        }
        let hold = ms(&mut chance, 500.0, 1400.0);
        let until = known + hold;
        if chance.happens(0.16) && style != Style::Broken {
            // A neighbour is caught with one of the keys, softly and not for long.
            let near = keys[chance.below(keys.len())];
            let wrong = if chance.happens(0.5) {
                near + 1 + chance.below(2) as u8
            } else {
                near - 1 - chance.below(2) as u8
            };
            let at = last_key.saturating_sub(ms(&mut chance, 0.0, 15.0)) + ms(&mut chance, 0.0, 10.0);
            if !keys.contains(&wrong) && !down.contains(&wrong) {
                let soft = (loudness * chance.between(0.3, 0.6)) as u8;
                deeds.push((at, Deed::Press { key: wrong, velocity: soft.max(1) }));
                deeds.push((at + ms(&mut chance, 30.0, 120.0), Deed::Release { key: wrong }));
            }
        }
        if with_melody {
            let top = keys[keys.len() - 1];
            let mut at = now + ms(&mut chance, 0.0, 30.0);
            if chance.happens(0.5) {
                at += ms(&mut chance, 60.0, 300.0);
            }
            while at + 200 * MS < until {
                let length = ms(&mut chance, 100.0, 450.0).min(until - at - 60 * MS);
                let note = top + 7 + chance.below(12) as u8;
                if MAJOR.contains(&((note + 12 - key) % 12)) {
                    let velocity = velocity(&mut chance);
                    deeds.push((at, Deed::Press { key: note, velocity }));
                    deeds.push((at + length, Deed::Release { key: note }));
                }
                at += length + ms(&mut chance, 5.0, 200.0);
            }
        }
        meant.push(Meant {
            last_key: known,
            until: until.max(known + 1),
            pitch_classes: as_set | implied,
            bass: bass % 12,
            is_guess: style == Style::Two,
        });
        down = keys;
        if matches!(style, Style::Broken | Style::Two | Style::Shell | Style::Block) && chance.happens(0.4) {
            // A hand that leaves the keys, finger by finger, before it comes again.
            for old in down.drain(..) {
                deeds.push((until + ms(&mut chance, 0.0, 70.0), Deed::Release { key: old }));
            }
            now = until + ms(&mut chance, 120.0, 400.0);
        } else {
            now = until + 60 * MS;
        }
    }
    for old in down {
        deeds.push((now, Deed::Release { key: old }));
    }
    deeds.sort_by_key(|deed| deed.0);
    let scale = MAJOR.iter().fold(0, |bits, step| bits | 1 << ((key + step) % 12));
    Performance { style, scale, deeds, meant }
}
