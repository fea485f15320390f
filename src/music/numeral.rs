//! One chord in Roman numerals: `ii7`, `bVII`, `V7/V`, `Isus4/3`.

use super::progression::ProgressionErrorKind as Kind;
use super::{Chord, MAX_CHORD_TONES, Scale};

/// The major scale, which numerals are counted by, in cents.
const DIATONIC: [f32; 7] = [0.0, 200.0, 400.0, 500.0, 700.0, 900.0, 1100.0];
const NUMERALS: [&str; 7] = ["I", "II", "III", "IV", "V", "VI", "VII"];
/// A tone this near to a degree is meant to be that degree (a comma is 22 cents, a
/// quarter tone 50).
const SAME_TONE_CENTS: f32 = 35.0;

/// What is stacked on the root.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Quality {
    /// Steps of the scale above the root.
    Steps(&'static [i32]),
    /// Cents above the root.
    Cents(&'static [f32]),
}

use Quality::{Cents, Steps};

/// Everything that may follow a numeral.
const QUALITIES: &[(&str, Quality)] = &[
    ("", Steps(&[0, 2, 4])),
    ("7", Steps(&[0, 2, 4, 6])),
    ("9", Steps(&[0, 2, 4, 6, 8])),
    ("6", Steps(&[0, 2, 4, 5])),
    ("add9", Steps(&[0, 2, 4, 8])),
    ("5", Steps(&[0, 4])),
    ("sus2", Steps(&[0, 1, 4])),
    ("sus4", Steps(&[0, 3, 4])),
    ("sus", Steps(&[0, 3, 4])),
    ("7sus4", Steps(&[0, 3, 4, 6])),
    ("maj", Cents(&[0.0, 400.0, 700.0])),
    ("M", Cents(&[0.0, 400.0, 700.0])),
    ("m", Cents(&[0.0, 300.0, 700.0])),
    ("min", Cents(&[0.0, 300.0, 700.0])),
    ("dim", Cents(&[0.0, 300.0, 600.0])),
    ("°", Cents(&[0.0, 300.0, 600.0])),
    ("o", Cents(&[0.0, 300.0, 600.0])),
    ("aug", Cents(&[0.0, 400.0, 800.0])),
    ("+", Cents(&[0.0, 400.0, 800.0])),
    ("maj7", Cents(&[0.0, 400.0, 700.0, 1100.0])),
    ("M7", Cents(&[0.0, 400.0, 700.0, 1100.0])),
    ("dom7", Cents(&[0.0, 400.0, 700.0, 1000.0])),
    ("m7", Cents(&[0.0, 300.0, 700.0, 1000.0])),
    ("min7", Cents(&[0.0, 300.0, 700.0, 1000.0])),
    ("dim7", Cents(&[0.0, 300.0, 600.0, 900.0])),
    ("°7", Cents(&[0.0, 300.0, 600.0, 900.0])),
    ("o7", Cents(&[0.0, 300.0, 600.0, 900.0])),
    ("ø", Cents(&[0.0, 300.0, 600.0, 1000.0])),
    ("ø7", Cents(&[0.0, 300.0, 600.0, 1000.0])),
    ("m7b5", Cents(&[0.0, 300.0, 600.0, 1000.0])),
    ("maj9", Cents(&[0.0, 400.0, 700.0, 1100.0, 1400.0])),
    ("m9", Cents(&[0.0, 300.0, 700.0, 1000.0, 1400.0])),
];

/// A numeral with its accidental.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    /// 0 (`I`) to 6 (`VII`).
    degree: usize,
    accidental_cents: f32,
    lower_case: bool,
}

/// A chord as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    place: Place,
    quality: Quality,
    /// Chord tone in the bass, 0 for the root.
    inversion: usize,
    /// What it is the dominant (or another degree) of.
    of: Option<Place>,
}

/// The degree and accidental at the start of `word`, and what follows them.
fn read_place(word: &str) -> Result<(Place, &str), Kind> {
    let mut accidental_cents = 0.0;
    let mut rest = word;
    while let Some(sign) = rest.chars().next() {
        match sign {
            'b' | '♭' => accidental_cents -= 100.0,
            '#' | '♯' => accidental_cents += 100.0,
            _ => break,
        }
        rest = &rest[sign.len_utf8()..];
    }
    let lower_case = rest.starts_with(['i', 'v']);
    let letters: &[char] = if lower_case { &['i', 'v'] } else { &['I', 'V'] };
    let end = rest.find(|letter| !letters.contains(&letter)).unwrap_or(rest.len());
    let (numeral, after) = rest.split_at(end);
    let degree = NUMERALS.iter().position(|name| name.eq_ignore_ascii_case(numeral));
    let mixed = after.starts_with(['i', 'v', 'I', 'V']);
    match degree {
        Some(degree) if !mixed && (-200.0..=200.0).contains(&accidental_cents) => {
            Ok((Place { degree, accidental_cents, lower_case }, after))
        }
        _ => Err(Kind::Numeral { word: word.chars().take(24).collect(), near: near_numeral(rest) }),
    }
}

fn near_numeral(word: &str) -> Option<&'static str> {
    let end = word.find(|letter| !"IViv".contains(letter)).unwrap_or(word.len());
    let meant = word[..end].to_ascii_uppercase();
    if meant.is_empty() { None } else { crate::nearest::nearest(&meant, NUMERALS) }
}

impl Numeral {
    /// Reads one chord; the error says what is wrong and at which character of `word`,
    /// counted from 0.
    pub(super) fn read(word: &str) -> Result<Self, (usize, Kind)> {
        let (place, after) = read_place(word).map_err(|kind| (0, kind))?;
        let (suffix, slash) = match after.split_once('/') {
            Some((suffix, slash)) => (suffix, Some(slash)),
            None => (after, None),
        };
        let at = |part: &str| word[..part.as_ptr() as usize - word.as_ptr() as usize].chars().count();
        let Some((_, quality)) = QUALITIES.iter().find(|(name, _)| *name == suffix) else {
            let names = QUALITIES.iter().map(|(name, _)| *name).filter(|name| !name.is_empty());
            let near = crate::nearest::nearest(suffix, names);
            return Err((at(suffix), Kind::Quality { found: suffix.chars().take(24).collect(), near }));
        };
        let tones = match quality {
            Steps(steps) => steps.len(),
            Cents(cents) => cents.len(),
        };
        let mut numeral = Numeral { place, quality: *quality, inversion: 0, of: None };
        if let Some(slash) = slash {
            let inversion = match slash {
                "1" => Some(0),
                "3" => Some(1),
                "5" => Some(2),
                "7" => Some(3),
                _ => None,
            };
            if let Some(inversion) = inversion {
                if inversion >= tones {
                    return Err((at(slash), Kind::Bass(slash.to_owned())));
                }
                numeral.inversion = inversion;
            } else {
                let (of, rest) = read_place(slash).map_err(|kind| (at(slash), kind))?;
                if !rest.is_empty() {
                    return Err((at(rest), Kind::Bass(rest.chars().take(24).collect())));
                }
                numeral.of = Some(of);
            }
        }
        Ok(numeral)
    }

    /// The chord in `scale`.
    pub(super) fn chord(&self, scale: &Scale) -> Chord {
        let mut tones = Tones { cents: [0.0; MAX_CHORD_TONES], len: 0 };
        let seven = scale.degrees().len() == 7;
        let degree = if seven && self.of.is_none() { self.place.degree_in(scale) } else { None };
        match (degree, self.quality) {
            (Some(degree), Steps(steps)) => {
                steps.iter().for_each(|step| tones.push(scale.cents_of(degree + step)));
            }
            _ => {
                let root = match (degree, self.of) {
                    (Some(degree), _) => scale.cents_of(degree),
                    (None, Some(of)) => of.root(scale) + self.place.nominal(),
                    (None, None) => self.place.nominal(),
                };
                let mut push = |interval: f32| {
                    let (near, distance) = nearest_degree(scale, root + interval);
                    let in_scale = !seven || distance <= SAME_TONE_CENTS;
                    tones.push(if in_scale { scale.cents_of(near) } else { root + interval });
                };
                match self.quality {
                    Cents(cents) => cents.iter().for_each(|&interval| push(interval)),
                    Steps(steps) => {
                        steps.iter().for_each(|&step| push(self.place.interval(step, self.of.is_some())));
                    }
                }
            }
        }
        tones.invert(self.inversion, scale.period_cents());
        Chord::new(&tones.cents[..tones.len])
    }
}

impl Place {
    fn nominal(self) -> f32 {
        DIATONIC[self.degree] + self.accidental_cents
    }

    /// Degree of a seven-note scale, where it has this one.
    fn degree_in(self, scale: &Scale) -> Option<i32> {
        if self.accidental_cents == 0.0 {
            return Some(self.degree as i32);
        }
        let (degree, distance) = nearest_degree(scale, self.nominal());
        (distance <= SAME_TONE_CENTS).then_some(degree)
    }

    /// Cents of the root that is meant in `scale`.
    fn root(self, scale: &Scale) -> f32 {
        if scale.degrees().len() == 7 {
            self.degree_in(scale).map_or(self.nominal(), |degree| scale.cents_of(degree))
        } else {
            scale.cents_of(nearest_degree(scale, self.nominal()).0)
        }
    }

    /// Cents of a chord tone above the root, in the major key that numerals are counted
    /// by: the third is as large as the numeral's case says.
    fn interval(self, step: i32, secondary: bool) -> f32 {
        let plain = self.accidental_cents == 0.0 && !secondary;
        match step {
            1 => 200.0,
            2 if self.lower_case => 300.0,
            2 => 400.0,
            3 => 500.0,
            4 if self.lower_case && self.degree == 6 && self.accidental_cents == 0.0 => 600.0,
            4 => 700.0,
            5 => 900.0,
            6 if plain && !self.lower_case && (self.degree == 0 || self.degree == 3) => 1100.0,
            6 => 1000.0,
            8 => 1400.0,
            _ => 0.0,
        }
    }
}

/// The degree nearest to `cents` and how far it is; between two, the lower.
fn nearest_degree(scale: &Scale, cents: f32) -> (i32, f32) {
    let len = scale.degrees().len() as i32;
    let first = (cents / scale.period_cents()).floor() as i32 * len;
    let mut best = (first, f32::INFINITY);
    for degree in first - 1..=first + len {
        let distance = (scale.cents_of(degree) - cents).abs();
        if distance < best.1 - 0.01 {
            best = (degree, distance);
        }
    }
    best
}

struct Tones {
    cents: [f32; MAX_CHORD_TONES],
    len: usize,
}

impl Tones {
    /// Adds a tone, unless it is the same as one before.
    fn push(&mut self, cents: f32) {
        if self.len < MAX_CHORD_TONES && !self.cents[..self.len].iter().any(|t| (t - cents).abs() < 1.0) {
            self.cents[self.len] = cents;
            self.len += 1;
        }
    }

    /// Puts a tone into the bass: those below it go up by a period.
    fn invert(&mut self, inversion: usize, period_cents: f32) {
        let tones = &mut self.cents[..self.len];
        let inversion = inversion.min(tones.len().saturating_sub(1));
        let bass = tones.get(inversion).copied().unwrap_or(0.0);
        tones.rotate_left(inversion);
        for tone in tones.iter_mut() {
            while *tone < bass {
                *tone += period_cents;
            }
        }
    }
}
