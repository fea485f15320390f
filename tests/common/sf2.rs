//! Writes small SoundFonts, so that no large one has to be kept.
//!
//! SoundFont Technical Specification 2.04, sections 4 to 7.
#![allow(dead_code, reason = "each test binary uses its part")]

/// A sample: 16-bit frames, its loop, its rate and the key that sounds as recorded.
pub struct Sample {
    pub frames: Vec<i16>,
    pub turn: [u32; 2],
    pub rate_hz: u32,
    pub root: u8,
}

/// Generators of one zone, by their number in the specification; the sample comes last.
pub struct Zone {
    pub generators: Vec<(u16, i16)>,
    pub sample: u16,
}

/// A preset with an instrument of its own.
pub struct Preset {
    pub name: &'static str,
    pub bank: u16,
    pub program: u16,
    pub zones: Vec<Zone>,
}

pub const KEYS: u16 = 43;
pub const VELOCITIES: u16 = 44;
pub const LOOPS: u16 = 54;
pub const RELEASE: u16 = 38;
pub const EXCLUSIVE: u16 = 57;

/// Lowest and highest of a range, as one value.
pub fn range(low: u8, high: u8) -> i16 {
    i16::from_le_bytes([low, high])
}

fn chunk(id: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = id.as_bytes().to_vec();
    bytes.extend((content.len() as u32).to_le_bytes());
    bytes.extend(content);
    bytes
}

fn list(form: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    chunk("LIST", &[form.as_bytes(), &parts.concat()].concat())
}

fn name(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(20, 0);
    bytes
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// The bytes of a SoundFont.
pub fn sf2(samples: &[Sample], presets: &[Preset]) -> Vec<u8> {
    let (mut smpl, mut shdr) = (Vec::new(), Vec::new());
    for sample in samples {
        let start = smpl.len() as u32 / 2;
        smpl.extend(sample.frames.iter().flat_map(|frame| frame.to_le_bytes()));
        shdr.extend(name("sample"));
        let end = start + sample.frames.len() as u32;
        for value in [start, end, start + sample.turn[0], start + sample.turn[1], sample.rate_hz] {
            shdr.extend(value.to_le_bytes());
        }
        shdr.extend([sample.root, 0]);
        shdr.extend(words(&[0, 1]));
        smpl.extend([0; 92]);
    }
    shdr.extend([name("EOS"), vec![0; 26]].concat());
    let (mut phdr, mut pbag, mut pgen) = (Vec::new(), Vec::new(), Vec::new());
    let (mut inst, mut ibag, mut igen) = (Vec::new(), Vec::new(), Vec::new());
    for (number, preset) in presets.iter().enumerate() {
        phdr.extend(name(preset.name));
        phdr.extend(words(&[preset.program, preset.bank, pbag.len() as u16 / 4, 0, 0, 0, 0, 0, 0]));
        pbag.extend(words(&[pgen.len() as u16 / 4, 0]));
        pgen.extend(words(&[41, number as u16]));
        inst.extend(name(preset.name));
        inst.extend(words(&[ibag.len() as u16 / 4]));
        for zone in &preset.zones {
            ibag.extend(words(&[igen.len() as u16 / 4, 0]));
            for (generator, value) in &zone.generators {
                igen.extend(words(&[*generator, *value as u16]));
            }
            igen.extend(words(&[53, zone.sample]));
        }
    }
    phdr.extend(name("EOP"));
    phdr.extend(words(&[0, 0, pbag.len() as u16 / 4, 0, 0, 0, 0, 0, 0]));
    pbag.extend(words(&[pgen.len() as u16 / 4, 0]));
    pgen.extend([0; 4]);
    inst.extend(name("EOI"));
    inst.extend(words(&[ibag.len() as u16 / 4]));
    ibag.extend(words(&[igen.len() as u16 / 4, 0]));
    igen.extend([0; 4]);
    let parts = [
        list(
            "INFO",
            &[chunk("ifil", &[2, 0, 4, 0]), chunk("isng", b"EMU8000\0"), chunk("INAM", b"Test\0\0")],
        ),
        list("sdta", &[chunk("smpl", &smpl)]),
        list(
            "pdta",
            &[
                chunk("phdr", &phdr),
                chunk("pbag", &pbag),
                chunk("pmod", &[0; 10]),
                chunk("pgen", &pgen),
                chunk("inst", &inst),
                chunk("ibag", &ibag),
                chunk("imod", &[0; 10]),
                chunk("igen", &igen),
                chunk("shdr", &shdr),
            ],
        ),
    ];
    chunk("RIFF", &[b"sfbk".as_slice(), &parts.concat()].concat())
}

/// A flute of a sine at A4 that loops, and a kit: kick 36, closed hat 42, open hat 46 that the
/// closed one ends.
pub fn small() -> Vec<u8> {
    let sine = (0..4000)
        .map(|n| (f64::from(n) / 100.0 * std::f64::consts::TAU).sin() * 12_000.0)
        .map(|x| x as i16)
        .collect();
    let mut seed = 1u32;
    let burst = (0..20_000)
        .map(|n| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (f64::from(seed >> 16) / 65_536.0 - 0.5) * 20_000.0 * (1.0 - f64::from(n) / 20_000.0)
        })
        .map(|x| x as i16)
        .collect();
    let samples = [
        Sample { frames: sine, turn: [1000, 3000], rate_hz: 44_000, root: 69 },
        Sample { frames: burst, turn: [0, 0], rate_hz: 44_100, root: 60 },
    ];
    let drum = |key: u8, class: i16| Zone {
        generators: vec![(KEYS, range(key, key)), (EXCLUSIVE, class), (RELEASE, 1200)],
        sample: 1,
    };
    let flute = Zone { generators: vec![(LOOPS, 1), (RELEASE, -3600)], sample: 0 };
    let presets = [
        Preset { name: "Small flute", bank: 0, program: 73, zones: vec![flute] },
        Preset {
            name: "Small kit",
            bank: 128,
            program: 0,
            zones: vec![drum(36, 0), drum(42, 1), drum(46, 1)],
        },
    ];
    sf2(&samples, &presets)
}
