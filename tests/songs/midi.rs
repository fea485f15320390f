//! MIDI files as songs.

use cantus::music::{MidiSongErrorKind as Kind, TrackChoice, read_midi};
use midly::num::{u4, u7, u15, u24, u28};
use midly::{Format, Header, MetaMessage, MidiMessage, Smf, Timing, TrackEvent, TrackEventKind};
use proptest::prelude::*;

const TICKS: u32 = 480;

fn event(delta: u32, kind: TrackEventKind<'_>) -> TrackEvent<'_> {
    TrackEvent { delta: u28::new(delta), kind }
}

fn meta(message: MetaMessage<'_>) -> TrackEvent<'_> {
    event(0, TrackEventKind::Meta(message))
}

fn key(delta: u32, channel: u8, key: u8, on: bool) -> TrackEvent<'static> {
    let (key, vel) = (u7::new(key), u7::new(80));
    let message = if on { MidiMessage::NoteOn { key, vel } } else { MidiMessage::NoteOff { key, vel } };
    event(delta, TrackEventKind::Midi { channel: u4::new(channel), message })
}

/// A track that plays keys one after the other, a beat each.
fn line(name: &'static str, channel: u8, keys: &[u8]) -> Vec<TrackEvent<'static>> {
    let mut track = vec![meta(MetaMessage::TrackName(name.as_bytes()))];
    for &pitch in keys {
        track.push(key(0, channel, pitch, true));
        track.push(key(TICKS, channel, pitch, false));
    }
    track.push(meta(MetaMessage::EndOfTrack));
    track
}

const TUNE: [u8; 15] = [66, 66, 67, 69, 69, 67, 66, 64, 62, 62, 64, 66, 64, 62, 62];

fn file(tracks: Vec<Vec<TrackEvent<'static>>>) -> Vec<u8> {
    let mut all = vec![vec![
        meta(MetaMessage::Tempo(u24::new(600_000))),
        meta(MetaMessage::TimeSignature(4, 2, 24, 8)),
        meta(MetaMessage::KeySignature(2, false)),
        meta(MetaMessage::EndOfTrack),
    ]];
    all.extend(tracks);
    let header = Header::new(Format::Parallel, Timing::Metrical(u15::new(TICKS as u16)));
    let mut bytes = Vec::new();
    Smf { header, tracks: all }.write_std(&mut bytes).unwrap();
    bytes
}

fn two_tracks() -> Vec<u8> {
    file(vec![line("Cello", 0, &[38, 45, 38, 45]), line("Oboe", 1, &TUNE), line("Drums", 9, &[90, 90])])
}

fn pitches(bytes: &[u8], choice: TrackChoice<'_>) -> Vec<u8> {
    let song = read_midi("x", bytes, choice).unwrap().song;
    song.notes().iter().map(|note| (song.root + note.above_root) as u8).collect()
}

/// Tempo, metre, key and the tune come from the file; chords are found for its bars.
#[test]
fn a_file_becomes_a_song() {
    let read = read_midi("Joy", &two_tracks(), TrackChoice::Likely).unwrap();
    assert_eq!(read.tracks, [(2, "Cello".to_owned()), (3, "Oboe".to_owned())]);
    let song = read.song;
    assert_eq!((song.name.as_str(), song.tempo_bpm, song.root), ("Joy", 100.0, 62.0));
    assert_eq!(song.notes().len(), 15);
    assert_eq!(song.chords()[0].1.name(song.root).to_string(), "D");
    assert!(song.in_scale_share() > 0.999);
}

/// A track is chosen by its number, its name or a part of it; a wrong one is told with the
/// nearest name.
#[test]
fn tracks_are_chosen() {
    let bytes = two_tracks();
    assert_eq!(pitches(&bytes, TrackChoice::read("2")), [38, 45, 38, 45]);
    assert_eq!(pitches(&bytes, TrackChoice::read("cel")), [38, 45, 38, 45]);
    assert_eq!(pitches(&bytes, TrackChoice::read("")), TUNE);
    let error = read_midi("x", &bytes, TrackChoice::read("Obeo")).unwrap_err();
    assert!(error.to_string().contains("did you mean `Oboe`?"), "{error}");
    assert!(read_midi("x", &bytes, TrackChoice::Number(9)).is_err());
}

/// A file without a key signature finds the key of its tune; that of C major counts as none.
#[test]
fn keys_are_guessed() {
    for (transpose, root) in [(0, 2), (3, 5), (7, 9)] {
        let tune: Vec<u8> = TUNE.iter().map(|pitch| pitch + transpose).collect();
        let header = Header::new(Format::SingleTrack, Timing::Metrical(u15::new(TICKS as u16)));
        let mut bytes = Vec::new();
        let mut track = line("", 3, &tune);
        track.insert(0, meta(MetaMessage::KeySignature(0, false)));
        Smf { header, tracks: vec![track] }.write_std(&mut bytes).unwrap();
        let read = read_midi("x", &bytes, TrackChoice::Likely).unwrap();
        assert_eq!(read.song.root as i32 % 12, root);
        assert_eq!(read.tracks, [(4, "channel 4".to_owned())]);
    }
}

/// Of chords the highest notes are the tune, also where they are rolled; a bass under a held
/// note is not.
#[test]
fn the_tune_is_on_top() {
    let mut track = Vec::new();
    for pitch in [72, 74, 76, 74] {
        track.extend([key(0, 0, 48, true), key(10, 0, 64, true), key(10, 0, pitch, true)]);
        track.extend([key(200, 0, 48, false), key(0, 0, 52, true), key(200, 0, 52, false)]);
        track.extend([key(0, 0, 64, false), key(60, 0, pitch, false)]);
    }
    assert_eq!(pitches(&file(vec![track]), TrackChoice::Likely), [72, 74, 76, 74]);
}

/// What is no song says so, with the place.
#[test]
fn errors_have_a_place() {
    let bytes = two_tracks();
    let error = |bytes: &[u8]| read_midi("x", bytes, TrackChoice::Likely).unwrap_err();
    assert_eq!(error(b"RIFFxxxx").kind, Kind::NotMidi);
    assert_eq!(error(b"").kind, Kind::NotMidi);
    assert!(matches!(error(&bytes[..10]).kind, Kind::CutShort { .. }));
    let cut = error(&bytes[..bytes.len() - 5]);
    assert!(matches!(cut.kind, Kind::CutShort { .. }) && cut.track == Some(4), "{cut}");
    let mut broken = bytes.clone();
    let at = broken.windows(5).rposition(|window| window == b"Drums").unwrap();
    broken[at - 3] = 0x10;
    let told = error(&broken);
    assert_eq!(told.track, Some(4), "{told}");
    assert!(told.byte > 100 && told.to_string().contains("byte"), "{told}");
    assert_eq!(error(&file(vec![line("Drums", 9, &[36, 38])])).kind, Kind::NoNotes);
    let mut endless = line("x", 0, &[60]);
    endless.pop();
    endless.extend((0..300).map(|_| key(0x0FFF_FFFF, 0, 60, true)));
    assert_eq!(error(&file(vec![endless])).kind, Kind::TooLong);
    let many: Vec<TrackEvent<'_>> = (0..70_000).map(|n| key(1, 0, (n % 100) as u8, true)).collect();
    assert_eq!(error(&file(vec![many])).kind, Kind::TooManyNotes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Noise, and noise behind a good header, never makes a panic, and no song is larger than
    /// a song may be.
    #[test]
    fn noise_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut with_header = two_tracks()[..22].to_vec();
        let length = bytes.len() as u32;
        with_header[18..22].copy_from_slice(&length.to_be_bytes());
        with_header.extend(&bytes);
        for bytes in [&bytes, &with_header] {
            if let Ok(read) = read_midi("x", bytes, TrackChoice::Likely) {
                assert!(!read.song.notes().is_empty() && read.song.notes().len() <= 4096);
            }
        }
    }

    /// A good file with some bytes changed, left out or doubled is read or refused.
    #[test]
    fn damage_is_survived(edits in proptest::collection::vec((any::<u16>(), any::<u8>(), 0u8..3), 1..8)) {
        let mut bytes = two_tracks();
        for (place, byte, what) in edits {
            let place = usize::from(place) % bytes.len();
            match what {
                0 => bytes[place] = byte,
                1 => { bytes.remove(place); }
                _ => bytes.insert(place, byte),
            }
        }
        if let Ok(read) = read_midi("x", &bytes, TrackChoice::Likely) {
            assert!(read.song.beats().is_finite());
            assert!(read.song.notes().iter().all(|note| note.beats > 0.0));
            assert!(read.song.lock_scale().degrees().len() <= 64);
        }
    }
}
