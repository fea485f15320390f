//! Records from a device with the moment of every callback.
//!
//! `capture DEVICE FRAMES SECONDS OUT.wav OUT.csv`

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cantus::device::clock::monotonic_ns;
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, StreamConfig};

const RATE_HZ: u32 = 48_000;

/// What was captured: callbacks as (monotonic ns, first frame), and interleaved stereo.
struct Taken {
    callbacks: Vec<(u64, usize)>,
    samples: Vec<f32>,
    xruns: u32,
}

pub fn run(arguments: &[&str]) -> Result<(), String> {
    let &[device, frames, seconds, wave, table] = arguments else {
        return Err("capture DEVICE FRAMES SECONDS OUT.wav OUT.csv".to_owned());
    };
    let frames: u32 = frames.parse().map_err(|_| "FRAMES")?;
    let seconds: f64 = seconds.parse().map_err(|_| "SECONDS")?;
    let told = |error: &dyn std::fmt::Display| format!("{device}: {error}");
    let id = format!("alsa:{device}").parse().map_err(|error| told(&error))?;
    let host = cpal::default_host();
    let input = host.device_by_id(&id).ok_or("no such device")?;
    let room = (seconds + 2.0) * f64::from(RATE_HZ);
    // Touched now: the kernel takes milliseconds to clear a large page at its first use, and
    // the card's clock would stand still meanwhile.
    let mut samples = vec![1.0; room as usize * 2];
    samples.clear();
    let mut callbacks = vec![(1, 1); (room / f64::from(frames)) as usize];
    callbacks.clear();
    let taken = Arc::new(Mutex::new(Taken { callbacks, samples, xruns: 0 }));
    let (filled, failed) = (Arc::clone(&taken), Arc::clone(&taken));
    let mut started = false;
    let config = StreamConfig { channels: 2, sample_rate: RATE_HZ, buffer_size: BufferSize::Fixed(frames) };
    let stream = input
        .build_input_stream(
            config,
            move |data: &[f32], _: &cpal::InputCallbackInfo| {
                let now_ns = monotonic_ns();
                if !std::mem::replace(&mut started, true) {
                    real_time();
                }
                if let Ok(mut taken) = filled.lock() {
                    let first = taken.samples.len() / 2;
                    taken.callbacks.push((now_ns, first));
                    taken.samples.extend_from_slice(data);
                }
            },
            move |error| {
                if error.kind() == cpal::ErrorKind::Xrun
                    && let Ok(mut taken) = failed.lock()
                {
                    taken.xruns += 1;
                }
            },
            None,
        )
        .map_err(|error| told(&error))?;
    stream.play().map_err(|error| told(&error))?;
    println!("capturing");
    std::thread::sleep(Duration::from_secs_f64(seconds));
    drop(stream);
    let taken = taken.lock().map_err(|error| told(&error))?;
    write(&taken, wave, table).map_err(|error| told(&error))?;
    println!("captured {} frames, {} xruns", taken.samples.len() / 2, taken.xruns);
    Ok(())
}

fn write(taken: &Taken, wave: &str, table: &str) -> Result<(), Box<dyn std::error::Error>> {
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE_HZ,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::create(wave, spec)?;
    for sample in &taken.samples {
        writer.write_sample(*sample)?;
    }
    writer.finalize()?;
    let mut out = std::io::BufWriter::new(std::fs::File::create(table)?);
    writeln!(out, "callback_ns,first_frame")?;
    for (at_ns, first) in &taken.callbacks {
        writeln!(out, "{at_ns},{first}")?;
    }
    Ok(out.flush()?)
}

/// Nothing may come between the card and the moment that is noted.
fn real_time() {
    let priority = libc::sched_param { sched_priority: 70 };
    // SAFETY: `priority` is valid for the call; 0 is the calling thread.
    unsafe { libc::sched_setscheduler(0, libc::SCHED_FIFO, &priority) };
}
