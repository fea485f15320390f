//! What the room and the guard cost, in µs of CPU per second of audio, against a reverb of
//! fundsp in the same run; `room_bench OUT.wav` writes the room's impulse response instead.
//!
//! Compare the ratios: the absolute figures depend on what else the machine does.

use cantus::sound::denormals::FlushDenormals;
use cantus::sound::{Bus, Guard, GuardSetup, Room, RoomSetup};
use cantus::time::BLOCK_FRAMES;
use fundsp::prelude32::*;

const RATE_HZ: f32 = 48_000.0;
const SECONDS: usize = 10;

fn main() -> Result<(), hound::Error> {
    let _off = FlushDenormals::new();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first() {
        Some(path) => {
            let number =
                |at: usize, default: f32| arguments.get(at).and_then(|a| a.parse().ok()).unwrap_or(default);
            write_impulse(path, number(1, 2.2), number(2, 0.5))
        }
        None => {
            measure();
            Ok(())
        }
    }
}

/// Blocks of noise, the same every time.
fn noise() -> Vec<Bus> {
    let mut state = 1_u32;
    let mut sample = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 * 0.1 - 0.1
    };
    let blocks = RATE_HZ as usize * SECONDS / BLOCK_FRAMES;
    (0..blocks)
        .map(|_| Bus { left: std::array::from_fn(|_| sample()), right: std::array::from_fn(|_| sample()) })
        .collect()
}

/// CPU time of this thread in ns where the system tells (Linux), so that other work on the
/// machine counts less; else the time of day.
fn cpu_ns(origin: std::time::Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next().and_then(|ns| ns.parse().ok()))
        .unwrap_or_else(|| origin.elapsed().as_secs_f64() * 1e9)
}

fn timed(origin: std::time::Instant, mut run: impl FnMut() -> f32) -> (f64, f32) {
    let start = cpu_ns(origin);
    let sum = run();
    ((cpu_ns(origin) - start) / 1e3 / SECONDS as f64, sum)
}

#[allow(clippy::disallowed_methods)]
fn measure() {
    let origin = std::time::Instant::now();
    let sound = noise();
    let mut room = Room::new(RATE_HZ, &RoomSetup::default());
    let mut guard = Guard::new(RATE_HZ, &GuardSetup::default());
    let mut fund = reverb3_stereo(2.2, 0.7, lowpole_hz(5_000.0));
    fund.set_sample_rate(f64::from(RATE_HZ));
    fund.allocate();
    let (mut input, mut output) = (BufferVec::new(2), BufferVec::new(2));
    let mut figures: [Vec<f64>; 3] = Default::default();
    let mut worst_us = 0.0_f64;
    let mut check = 0.0;
    for _ in 0..9 {
        let (cost, sum) = timed(origin, || {
            let mut sum = 0.0;
            for send in &sound {
                let mut out = Bus::silent();
                room.render(0, BLOCK_FRAMES, send, &mut out);
                sum += out.left[0];
            }
            sum
        });
        figures[0].push(cost);
        check += sum;
        let (cost, sum) = timed(origin, || {
            let mut sum = 0.0;
            for block in &sound {
                let mut bus = block.clone();
                guard.process(0, BLOCK_FRAMES, &mut bus);
                sum += bus.left[0];
            }
            sum
        });
        figures[1].push(cost);
        check += sum;
        let (cost, sum) = timed(origin, || {
            let mut sum = 0.0;
            for block in &sound {
                input.channel_f32_mut(0).copy_from_slice(&block.left);
                input.channel_f32_mut(1).copy_from_slice(&block.right);
                fund.process(BLOCK_FRAMES, &input.buffer_ref(), &mut output.buffer_mut());
                sum += output.channel_f32(0)[0];
            }
            sum
        });
        figures[2].push(cost);
        check += sum;
        let start = std::time::Instant::now();
        room.silence(0);
        worst_us = worst_us.max(start.elapsed().as_secs_f64() * 1e6);
    }
    for (name, costs) in ["room", "guard", "fundsp reverb3_stereo"].iter().zip(&mut figures) {
        costs.sort_by(f64::total_cmp);
        println!(
            "{name}: {:.0} µs/s (median of {}, best {:.0})",
            costs[costs.len() / 2],
            costs.len(),
            costs[0]
        );
    }
    println!("emptying the room at once: {worst_us:.1} µs at worst");
    println!("(check {check})");
}

fn write_impulse(path: &str, decay_s: f32, brightness: f32) -> Result<(), hound::Error> {
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE_HZ as u32,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut file = hound::WavWriter::create(path, spec)?;
    let mut room = Room::new(RATE_HZ, &RoomSetup { decay_s, brightness, level_db: 0.0 });
    let mut send = Bus::silent();
    send.left[0] = 1.0;
    send.right[0] = 1.0;
    for _ in 0..(decay_s * 1.2 * RATE_HZ) as usize / BLOCK_FRAMES {
        let mut out = Bus::silent();
        room.render(0, BLOCK_FRAMES, &send, &mut out);
        send.clear();
        for (left, right) in out.left.iter().zip(&out.right) {
            file.write_sample(*left)?;
            file.write_sample(*right)?;
        }
    }
    file.finalize()
}
