//! Stems: the sound of each part by itself. They add up to the mix, and change nothing in it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::path::Path;

use cantus::engine::{MAX_LANES, Music, Retired, Sink, Stems};
use cantus::session::midi_lanes::plan;
use cantus::session::stem_files::StemFiles;
use cantus::sound::Bus;
use common::{RATE_HZ, person, preset, preset_ids};

/// Two switches, an axis, other music in the middle of it, and a silent part.
const TRACE: &str = "0.1 a#1 down\n0.2 axis1#9 0.4\n0.4 a#1 up\n0.5 b#2 down\n0.8 b#2 up\n0.9 !count-in 1\n\
                     1.0 a#1 down\n1.2 !master -6\n1.4 !mute 0\n1.6 !preset blues-corner\n1.7 a#1 up\n1.8 a#1 down\n\
                     2.4 a#1 up\n";
const SECONDS: f64 = 3.0;

/// Adds up what came and looks at it.
#[derive(Default)]
struct Sums {
    blocks: usize,
    worst: f32,
    loudest: f32,
    sounding: [bool; MAX_LANES],
}

impl Sink for Sums {
    fn stems(&mut self, stems: &Stems) {
        let all: Vec<&Bus> = stems.lanes.iter().chain([&stems.room]).collect();
        for frame in 0..stems.mix.left.len() {
            let sum: f32 = all.iter().map(|bus| bus.left[frame]).sum();
            self.worst = self.worst.max((sum - stems.mix.left[frame]).abs());
            let sum: f32 = all.iter().map(|bus| bus.right[frame]).sum();
            self.worst = self.worst.max((sum - stems.mix.right[frame]).abs());
            self.loudest = self.loudest.max(sum.abs());
        }
        for (sounding, bus) in self.sounding.iter_mut().zip(&stems.lanes) {
            *sounding |= bus.left.iter().any(|sample| *sample != 0.0);
        }
        assert_eq!(stems.at, 64 * self.blocks as u64);
        self.blocks += 1;
    }

    fn retired(&mut self, _: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

fn offline(id: &str, with_stems: bool) -> cantus::session::offline::Offline {
    let trace = cantus::input::trace::parse(TRACE).unwrap_or_else(|errors| panic!("{}", errors[0]));
    let anyone = person("anyone");
    let music = Music::build(RATE_HZ, &preset(id)).unwrap();
    let mut engine = cantus::engine::Engine::new(RATE_HZ, anyone.body.clone(), music);
    if with_stems {
        engine.keep_stems();
    }
    let script =
        cantus::session::offline::Script::new(&trace, &mut cantus::person::Binder::new(&anyone), RATE_HZ);
    cantus::session::offline::Offline::new(engine, script)
}

/// In every preset, through other music, levels and count-ins, the lanes and the room add up
/// to the mix before the guard, to 1e-6; every block is told; and what is heard is the same,
/// bit by bit, as without stems.
#[test]
fn stems_add_up_to_the_mix() {
    for id in preset_ids() {
        let mut outs = Vec::new();
        for with_stems in [true, false] {
            let (mut offline, mut sums) = (offline(&id, with_stems), Sums::default());
            let mut out = vec![0.0; (SECONDS * RATE_HZ) as usize * 2];
            offline.render(&mut out, &mut sums, &mut common::resolve).unwrap();
            outs.push(out);
            if with_stems {
                assert!(sums.worst <= 1e-6, "{id}: {} beside the mix", sums.worst);
                assert!(sums.loudest > 0.001 && sums.sounding[0], "{id} is silent");
                assert_eq!(sums.blocks, (SECONDS * RATE_HZ) as usize / 64);
            } else {
                assert_eq!(sums.blocks, 0);
            }
        }
        assert!(outs[0] == outs[1], "{id} sounds otherwise with stems");
    }
}

struct Files(StemFiles);

impl Sink for Files {
    fn stems(&mut self, stems: &Stems) {
        self.0.write(stems).unwrap();
    }

    fn retired(&mut self, _: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

fn samples(path: &Path) -> Vec<f32> {
    hound::WavReader::open(path).unwrap().into_samples::<f32>().map(Result::unwrap).collect()
}

/// The files have the parts' names and are equally long, as long as was asked for; a lane that
/// only later music has is silent before; they add up to `mix.wav`.
#[test]
fn stem_files_lie_on_top_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stems");
    let frames = 2 * 48_000 + 1000;
    let files = StemFiles::create(&path, &plan(&preset("first-notes"))).unwrap().up_to(Some(frames));
    let mut files = Files(files);
    let mut out = vec![0.0; (SECONDS * RATE_HZ) as usize * 2];
    offline("first-notes", true).render(&mut out, &mut files, &mut common::resolve).unwrap();
    files.0.finish().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["01-melody.wav", "02.wav", "mix.wav", "room.wav"]);
    let all: Vec<Vec<f32>> = names.iter().map(|name| samples(&path.join(name))).collect();
    assert!(all.iter().all(|sound| sound.len() as u64 == 2 * frames));
    let first = all[1].iter().position(|sample| *sample != 0.0).unwrap() / 2;
    assert!(first > 76_800, "the bass of the second piece sounds at {first}");
    for (place, mix) in all[2].iter().enumerate() {
        let sum = all[0][place] + all[1][place] + all[3][place];
        assert!((sum - mix).abs() <= 1e-6, "{place}");
    }
}
