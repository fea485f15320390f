//! The band on a stage of its own: a transport that only counts, and every note judged.

use super::*;
use crate::music::{Chord, Harmony, LockSet, Pitch, Register};
use crate::sound::Patch;
use crate::time::{Frames, Metre};

const RATE_HZ: f64 = 48_000.0;

/// A transport of one tempo that began on frame 0.
struct Metronome(f64);

impl Beats for Metronome {
    fn beat_at(&self, frame: Frames) -> f64 {
        frame as f64 / RATE_HZ * self.0 / 60.0
    }

    fn frame_of(&self, beat: f64) -> Frames {
        (beat * 60.0 / self.0 * RATE_HZ - 1e-6).ceil().max(0.0) as Frames
    }

    fn tempo_bpm(&self) -> f64 {
        self.0
    }
}

fn row(instrument: Instrument, drum: Pitch, from: u8, cells: &str) -> (Instrument, Row) {
    (instrument, Row { from, to: 3, drum, cells: grid::parse(cells, instrument, 8).unwrap() })
}

fn section(rows: Vec<(Instrument, Row)>) -> Section {
    let mut section = Section::default();
    for (instrument, row) in rows {
        section.bars = section.bars.max((row.cells.len() / 8) as u8);
        section.rows[instrument.index()].push(row);
    }
    section
}

/// A plain style in 4/4 with two cells a beat.
fn style() -> Style {
    use Instrument::{Bass, Chords, Drums, Pad};
    let sound = |low: Pitch, voices: u8| {
        Some(InstrumentSetup {
            patch: Patch::default(),
            level_db: 0.0,
            pan: 0.0,
            room_db: -60.0,
            register: Register { low, high: low + 24.0 },
            voices,
            late_ms: 0.0,
        })
    };
    Style {
        name: "Plain".to_owned(),
        origin: String::new(),
        metre: Metre::default(),
        cells_a_beat: 2,
        tempo_bpm: [60.0, 180.0],
        swing: 0.5,
        humanise_ms: 6.0,
        phrase_bars: 4,
        instruments: [sound(36.0, 1), sound(28.0, 1), sound(52.0, 3), sound(55.0, 4)],
        intro: section(vec![row(Drums, 37.0, 0, "x.x.x.x.|x.x.xxxx")]),
        variations: [
            section(vec![
                row(Drums, 36.0, 0, "x...x..."),
                row(Drums, 42.0, 2, "xxxxxxxx"),
                row(Bass, 0.0, 0, "1-5-1-a-"),
                row(Chords, 0.0, 1, "..x-..x-"),
                row(Pad, 0.0, 0, "x-------"),
            ]),
            section(vec![
                row(Drums, 36.0, 0, "x.x.x.x."),
                row(Bass, 0.0, 0, "1---8---"),
                row(Chords, 0.0, 0, "12321232"),
            ]),
        ],
        fill: section(vec![row(Drums, 45.0, 0, "xxxxxxxx")]),
        ending: section(vec![
            row(Drums, 49.0, 0, "X-------"),
            row(Bass, 0.0, 0, "1-------"),
            row(Chords, 0.0, 0, "x-------"),
            row(Pad, 0.0, 0, "x-------"),
        ]),
    }
}

fn setup() -> BandSetup {
    BandSetup {
        style: style(),
        intensity: 1,
        follow: Follow::Fixed,
        start: Start::Press,
        lead_in: LeadIn::None,
        level_db: 0.0,
        rest_s: 30.0,
    }
}

struct Stage {
    band: Band,
    beats: Metronome,
    harmony: Harmony,
    now: Frames,
    /// Notes that sound.
    sounding: Vec<(Instrument, u32, Pitch)>,
    /// Onsets.
    log: Vec<(Frames, Instrument, Pitch)>,
}

impl Stage {
    fn new(setup: BandSetup) -> Self {
        let band = Band::new(RATE_HZ, setup, 7);
        let harmony = Harmony::default();
        Stage { band, beats: Metronome(120.0), harmony, now: 0, sounding: Vec::new(), log: Vec::new() }
    }

    fn play_until(&mut self, end: Frames) {
        loop {
            let view = BandView { harmony: &self.harmony, next: None, beats: &self.beats };
            let Some(due) = self.band.next_deadline(&view).filter(|&due| due <= end) else { break };
            self.now = self.now.max(due);
            let mut out = BandIntents::new();
            let before = self.band.next_deadline(&view);
            assert!(self.band.wake(self.now, &view, &mut out), "woken for nothing at {before:?}");
            for intent in out {
                match intent {
                    BandIntent::On { instrument, note, pitch, velocity } => {
                        let locks = [LockSet::chord(&self.harmony), LockSet::scale(&self.harmony)];
                        let fits =
                            instrument == Instrument::Drums || locks.iter().any(|lock| lock.contains(pitch));
                        assert!(fits, "{instrument:?} {pitch} is not in the harmony");
                        assert!((1.0..=127.0).contains(&velocity));
                        assert!(self.sounding.iter().all(|&(_, sounds, _)| sounds != note));
                        self.sounding.push((instrument, note, pitch));
                        self.log.push((self.now, instrument, pitch));
                    }
                    BandIntent::Off { instrument, note } => {
                        let place = self
                            .sounding
                            .iter()
                            .position(|&(who, sounds, _)| (who, sounds) == (instrument, note));
                        self.sounding.remove(place.expect("ends what sounds"));
                    }
                }
            }
        }
        self.now = end;
    }

    fn bars(&mut self, bars: f64) {
        let end = self.beats.frame_of(bars * 4.0);
        self.play_until(end.saturating_sub(1));
    }

    fn pitches(&self, instrument: Instrument) -> Vec<Pitch> {
        self.log.iter().filter(|(_, who, _)| *who == instrument).map(|(_, _, pitch)| *pitch).collect()
    }
}

fn started(setup: BandSetup) -> Stage {
    let mut stage = Stage::new(setup);
    assert!(stage.band.begins_on_press(0));
    stage.band.pressed(0);
    stage.band.start(0, 0.0);
    stage
}

/// The first press is the first beat, to the frame; two bars are what the rows say.
#[test]
fn bars_are_the_rows() {
    let mut stage = started(setup());
    stage.bars(1.0);
    assert_eq!(stage.log[0].0, 0);
    assert_eq!(stage.pitches(Instrument::Bass)[..3], [36.0, 31.0, 36.0]);
    assert_eq!(stage.pitches(Instrument::Drums), [36.0, 36.0]);
    assert_eq!(stage.pitches(Instrument::Chords).len(), 6);
    let latest = stage.log.iter().map(|&(at, ..)| at % 12_000).max();
    assert!(latest <= Some(288), "nothing is later than the style's 6 ms");
}

/// The form: variation, fill, the other variation; intro first where it is wanted.
#[test]
fn the_form_goes_round() {
    let mut stage = started(BandSetup { lead_in: LeadIn::Intro, ..setup() });
    let mut heard = Vec::new();
    for bar in 0..12 {
        stage.bars(f64::from(bar) + 0.9);
        heard.push(stage.band.snapshot().playing.label());
    }
    let (a, b) = ("variation a", "variation b");
    assert_eq!(heard, ["intro", "intro", a, a, a, "fill", b, b, b, "fill", a, a]);
    assert!(!stage.log.iter().any(|&(at, who, _)| who == Instrument::Pad && at < 190_000));
}

/// Another chord is taken up at once by the pad, and by the bass with its next hit; what
/// clashes ends.
#[test]
fn the_band_follows_the_leader() {
    let mut stage = started(setup());
    stage.bars(1.1);
    stage.harmony.chord = Chord::new(&[500.0, 900.0, 1200.0]);
    stage.log.clear();
    let set = LockSet::chord(&stage.harmony);
    stage.play_until(stage.now + 2_400);
    assert!(stage.sounding.iter().all(|&(who, _, pitch)| who == Instrument::Drums || set.contains(pitch)));
    assert!(stage.pitches(Instrument::Pad).iter().all(|pitch| set.contains(*pitch)));
    assert!(!stage.pitches(Instrument::Pad).is_empty());
    stage.bars(1.4);
    assert!(stage.pitches(Instrument::Bass).iter().all(|pitch| set.contains(*pitch)));
}

/// *Finish* plays the ending from the next bar on and lets everything go; a press some time
/// after it begins anew.
#[test]
fn finish_is_an_ending() {
    let mut stage = started(setup());
    stage.bars(1.5);
    stage.band.finish();
    stage.bars(2.5);
    assert!(stage.band.is_ending());
    assert!(!stage.band.begins_on_press(stage.now));
    stage.bars(3.5);
    assert!(stage.band.is_waiting() && stage.sounding.is_empty());
    assert_eq!(stage.pitches(Instrument::Drums).last(), Some(&49.0));
    assert!(!stage.band.begins_on_press(stage.beats.frame_of(12.5)));
    assert!(stage.band.begins_on_press(stage.beats.frame_of(16.0)));
    let notes = stage.log.len();
    stage.bars(8.0);
    assert_eq!(stage.log.len(), notes, "it plays on after its end");
}

/// Without a press for the preset's time it ends by itself.
#[test]
fn it_ends_by_itself() {
    let mut stage = started(BandSetup { rest_s: 10.0, ..setup() });
    stage.bars(5.9);
    assert!(!stage.band.is_ending());
    stage.bars(6.9);
    assert!(stage.band.is_ending());
    stage.bars(9.0);
    assert!(stage.band.is_waiting() && stage.sounding.is_empty());
}

/// The same seed plays the same notes to the frame, another one others.
#[test]
fn chance_is_seeded() {
    let play = |seed: u64| {
        let mut stage = Stage::new(setup());
        stage.band = Band::new(RATE_HZ, setup(), seed);
        stage.band.start(0, 0.0);
        stage.bars(8.0);
        stage.log
    };
    assert_eq!(play(1), play(1));
    assert_ne!(play(1), play(2));
}

/// Chords move by small steps: over a progression no voice leaps, and the pad keeps common
/// tones sounding.
#[test]
fn chords_are_led() {
    let style = Style { phrase_bars: 16, ..style() };
    let mut stage = started(BandSetup { style, ..setup() });
    let roots = [0.0f32, 900.0, 500.0, 700.0, 200.0, 700.0, 0.0];
    let mut tops = Vec::new();
    for (bar, root) in roots.into_iter().enumerate() {
        let third = if [900.0, 200.0].contains(&root) { 300.0 } else { 400.0 };
        stage.harmony.chord = Chord::new(&[root, root + third, root + 700.0]);
        stage.bars(bar as f64 + 0.95);
        let mut voices: Vec<Pitch> = stage
            .sounding
            .iter()
            .filter(|(who, ..)| *who == Instrument::Pad)
            .map(|&(_, _, pitch)| pitch)
            .collect();
        voices.sort_by(f32::total_cmp);
        assert_eq!(voices.len(), 4);
        tops.push(voices);
    }
    for pair in tops.windows(2) {
        let moved: f32 = pair[0].iter().zip(&pair[1]).map(|(from, to)| (from - to).abs()).sum();
        assert!(moved <= 10.0, "{pair:?}");
    }
}

proptest::proptest! {
    /// Whatever happens, tones fit the harmony, notes end, and the end comes.
    #[test]
    fn laws(acts in proptest::collection::vec((0u64..96_000, 0u8..12), 0..60), seed in 0u64..1000) {
        let mut stage = Stage::new(BandSetup { follow: Follow::Player, ..setup() });
        stage.band = Band::new(RATE_HZ, BandSetup { follow: Follow::Player, ..setup() }, seed);
        for (pause, act) in acts {
            stage.play_until(stage.now + pause);
            match act {
                0..=4 => {
                    stage.band.pressed(stage.now);
                    if stage.band.begins_on_press(stage.now) {
                        let beat = (stage.beats.beat_at(stage.now) / 4.0).ceil() * 4.0;
                        stage.band.start(stage.now, beat);
                    }
                }
                5 => stage.band.finish(),
                6 => stage.band.fill(),
                7 => stage.band.set_intensity(Some(3)),
                8 => stage.band.set_intensity(None),
                9 => { stage.band.silence(); stage.sounding.clear(); }
                10 => stage.harmony.root = 55.0 + (stage.now % 12) as f32,
                _ => stage.harmony.chord = Chord::new(&[200.0, 500.0, 900.0, 1200.0]),
            }
            proptest::prop_assert!(stage.sounding.len() <= 48);
        }
        stage.band.finish();
        stage.play_until(stage.now + 480_000);
        proptest::prop_assert!(stage.sounding.is_empty() && stage.band.is_waiting());
    }
}
