//! Standard MIDI files of what sounded: a track for tempo and metre, then one a lane.

use std::io;
use std::path::Path;

use midly::num::{u15, u24, u28};
use midly::{Format, Header, MetaMessage, Smf, Timing, Track, TrackEvent, TrackEventKind};

use super::midi_channels::Channels;
use super::midi_lanes::LanePlan;
use super::midi_message::{Sent, file_channel};
use crate::engine::{GlideRecord, NoteRecord, TempoMark};
use crate::time::{Frames, Metre};

/// Ticks in a quarter note.
const TICKS_A_QUARTER: u16 = 480;
/// Tempo where nothing was told of one, in beats per minute: what the format means then.
const DEFAULT_BPM: f64 = 120.0;

/// What sounded, kept to be written down at the end.
#[derive(Clone, Debug, Default)]
pub struct Score {
    events: Vec<(Frames, Event)>,
}

#[derive(Clone, Debug)]
enum Event {
    Lanes(Vec<LanePlan>),
    Note(NoteRecord),
    Glide(GlideRecord),
    Tempo(TempoMark),
}

impl Score {
    /// Music begins on the frame `at` that has these lanes.
    pub fn lanes(&mut self, at: Frames, lanes: Vec<LanePlan>) {
        self.events.push((at, Event::Lanes(lanes)));
    }

    /// A note started or ended.
    pub fn note(&mut self, note: &NoteRecord) {
        self.events.push((note.at, Event::Note(*note)));
    }

    /// A note glides.
    pub fn glide(&mut self, glide: &GlideRecord) {
        self.events.push((glide.at, Event::Glide(*glide)));
    }

    /// The tempo changed, or other music began.
    pub fn tempo(&mut self, mark: &TempoMark) {
        self.events.push((mark.at, Event::Tempo(*mark)));
    }

    /// Writes all of it, of an engine at `rate_hz`. Notes that still sound end with the last
    /// event.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(mut self, path: &Path, rate_hz: f64) -> io::Result<()> {
        self.events.sort_by_key(|(at, _)| *at);
        let map = TempoMap::new(self.marks(), rate_hz);
        let (lanes, sent) = self.messages();
        let mut tracks = vec![map.track()];
        tracks.extend(lanes.iter().map(|lane| lane_track(lane, &sent, &map)));
        let header = Header::new(Format::Parallel, Timing::Metrical(u15::new(TICKS_A_QUARTER)));
        Smf { header, tracks }.save(path)
    }

    fn marks(&self) -> Vec<TempoMark> {
        let marks = self.events.iter().filter_map(|(_, event)| match event {
            Event::Tempo(mark) => Some(*mark),
            _ => None,
        });
        marks.collect()
    }

    /// Every lane that there was, as it was first, and all messages.
    fn messages(&self) -> (Vec<LanePlan>, Vec<Sent>) {
        let mut channels = Channels::default();
        let mut all: Vec<LanePlan> = Vec::new();
        let mut sent = Vec::new();
        for (_, event) in &self.events {
            match event {
                Event::Lanes(lanes) => {
                    for lane in lanes {
                        if all.iter().all(|known| known.lane != lane.lane) {
                            all.push(lane.clone());
                        }
                    }
                    channels.replan(lanes.clone());
                }
                Event::Note(note) => channels.note(note, &mut sent),
                Event::Glide(glide) => channels.glide(glide, &mut sent),
                Event::Tempo(_) => {}
            }
        }
        let end = self.events.last().map_or(0, |(at, _)| *at);
        channels.until(Frames::MAX, &mut sent);
        if channels.sounds() {
            channels.all_off(sent.last().map_or(end, |last| last.at.max(end)), &mut sent);
        }
        all.sort_by_key(|lane| lane.lane);
        (all, sent)
    }
}

fn meta(delta: u32, message: MetaMessage<'_>) -> TrackEvent<'_> {
    TrackEvent { delta: u28::new(delta.min(0x0FFF_FFFF)), kind: TrackEventKind::Meta(message) }
}

fn lane_track<'a>(lane: &'a LanePlan, sent: &[Sent], map: &TempoMap) -> Track<'a> {
    let mut track = vec![meta(0, MetaMessage::TrackName(lane.name.as_bytes()))];
    let mut last_tick = 0;
    for sent in sent.iter().filter(|sent| sent.lane == lane.lane) {
        let tick = map.tick(sent.at).max(last_tick);
        let delta = u28::new((tick - last_tick).min(0x0FFF_FFFF));
        last_tick = tick;
        let kind = TrackEventKind::Midi { channel: file_channel(sent.channel), message: sent.message };
        track.push(TrackEvent { delta, kind });
    }
    track.push(meta(0, MetaMessage::EndOfTrack));
    track
}

/// One tempo, from a frame on.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    at: Frames,
    /// Quarter notes from the beginning of the file.
    quarters: f64,
    quarters_a_frame: f64,
    /// Said here, where it begins or changes.
    metre: Option<Metre>,
}

/// Frames to ticks, by the tempo that held.
struct TempoMap {
    stretches: Vec<Stretch>,
    rate_hz: f64,
}

impl TempoMap {
    /// Each mark says where the beat was; so no error adds up, however often the tempo changes.
    fn new(marks: Vec<TempoMark>, rate_hz: f64) -> Self {
        let mut stretches: Vec<Stretch> = Vec::with_capacity(marks.len().max(1));
        let mut before: Option<TempoMark> = None;
        for mark in marks {
            let quarters_a_beat = 4.0 / f64::from(mark.metre.unit.max(1));
            let mut quarters = 0.0;
            if let (Some(last), Some(earlier)) = (stretches.last_mut(), &before) {
                let frames = mark.at.saturating_sub(last.at) as f64;
                quarters = last.quarters + frames * last.quarters_a_frame;
                if !mark.begins && mark.beat > earlier.beat {
                    quarters = last.quarters + (mark.beat - earlier.beat) * quarters_a_beat;
                    if frames > 0.0 {
                        last.quarters_a_frame = (quarters - last.quarters) / frames;
                    }
                }
            }
            let other_metre = before.as_ref().is_none_or(|before| before.metre != mark.metre);
            let stretch = Stretch {
                // What sounded before the first mark counts from it, too.
                at: if stretches.is_empty() { 0 } else { mark.at },
                quarters,
                quarters_a_frame: mark.tempo_bpm / 60.0 / rate_hz * quarters_a_beat,
                metre: (mark.begins || other_metre).then_some(mark.metre),
            };
            match stretches.last_mut() {
                Some(last) if last.at == stretch.at => *last = stretch,
                _ => stretches.push(stretch),
            }
            before = Some(mark);
        }
        if stretches.is_empty() {
            let quarters_a_frame = DEFAULT_BPM / 60.0 / rate_hz;
            stretches.push(Stretch { at: 0, quarters: 0.0, quarters_a_frame, metre: None });
        }
        TempoMap { stretches, rate_hz }
    }

    fn tick(&self, at: Frames) -> u32 {
        let place = self.stretches.partition_point(|stretch| stretch.at <= at).saturating_sub(1);
        let stretch = &self.stretches[place];
        let quarters = stretch.quarters + at.saturating_sub(stretch.at) as f64 * stretch.quarters_a_frame;
        (quarters * f64::from(TICKS_A_QUARTER)).round() as u32
    }

    fn track(&self) -> Track<'static> {
        let mut track = vec![meta(0, MetaMessage::TrackName(b"Cantus"))];
        let mut last_tick = 0;
        for stretch in &self.stretches {
            let tick = self.tick(stretch.at).max(last_tick);
            let mut delta = tick - last_tick;
            last_tick = tick;
            if let Some(metre) = stretch.metre {
                let unit = metre.unit.max(1).ilog2() as u8;
                track.push(meta(delta, MetaMessage::TimeSignature(metre.beats, unit, 24, 8)));
                delta = 0;
            }
            let micros = 1.0e6 / (stretch.quarters_a_frame * self.rate_hz);
            track.push(meta(
                delta,
                MetaMessage::Tempo(u24::new(micros.round().clamp(1.0, 16_777_215.0) as u32)),
            ));
        }
        track.push(meta(0, MetaMessage::EndOfTrack));
        track
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE_HZ: f64 = 48_000.0;

    fn mark(at: Frames, beat: f64, tempo_bpm: f64, begins: bool) -> TempoMark {
        TempoMark { at, beat, tempo_bpm, metre: Metre::default(), begins }
    }

    /// Ticks follow the beat through changes of tempo and other music, and a player that adds up
    /// the file's tempos comes to the same moments.
    #[test]
    fn ticks_are_the_beat() {
        // Four beats at 60, then four at 120, then music that begins anew at 90.
        let marks =
            vec![mark(0, 0.0, 60.0, true), mark(192_000, 4.0, 120.0, false), mark(288_000, 0.0, 90.0, true)];
        let map = TempoMap::new(marks, RATE_HZ);
        for (at, beats) in
            [(0, 0.0), (96_000, 2.0), (192_000, 4.0), (216_000, 5.0), (288_000, 8.0), (320_000, 9.0)]
        {
            assert_eq!(map.tick(at), (beats * 480.0) as u32, "{at}");
        }
        let (mut tick, mut seconds, mut micros) = (0u32, 0.0, 500_000.0);
        let mut moments = Vec::new();
        for event in map.track() {
            let delta = event.delta.as_int();
            tick += delta;
            seconds += f64::from(delta) / 480.0 * micros / 1e6;
            if let TrackEventKind::Meta(MetaMessage::Tempo(tempo)) = event.kind {
                micros = f64::from(tempo.as_int());
                moments.push((tick, seconds));
            }
        }
        assert_eq!(moments.iter().map(|(tick, _)| *tick).collect::<Vec<_>>(), [0, 1920, 3840]);
        for ((_, seconds), wanted) in moments.iter().zip([0.0, 4.0, 6.0]) {
            assert!((seconds - wanted).abs() < 1e-4, "{moments:?}");
        }
    }

    /// A beat that is an eighth is half a quarter.
    #[test]
    fn eighths_are_halves() {
        let metre = Metre { beats: 6, unit: 8 };
        let map = TempoMap::new(vec![TempoMark { metre, ..mark(0, 0.0, 120.0, true) }], RATE_HZ);
        assert_eq!(map.tick(48_000), 480);
    }
}
