//! The synth in a fundsp graph.

use cantus::sound::voice::fundsp_unit::SynthNode;
use cantus::sound::{Bus, Synth};
use cantus::time::BLOCK_FRAMES;
use fundsp::prelude32::{An, AudioUnit, BufferArray, BufferRef, Frame, U2, U3, constant, map, pass};

use crate::play::{RATE_HZ, patch};

/// In a graph, between other nodes, it sounds as on its own, to the bit.
#[test]
fn it_plays_in_a_graph() {
    let node = SynthNode::new(patch("soft_piano"));
    let inputs = constant(261.6) | constant(90.0) | constant(1.0);
    let mut graph: Box<dyn AudioUnit> = Box::new(
        inputs
            >> An(node)
            >> (pass() | pass())
            >> map(|frame| Frame::<f32, U2>::from([frame[0] * 0.5, frame[1] * 0.5])),
    );
    graph.set_sample_rate(f64::from(RATE_HZ));
    graph.allocate();
    assert_eq!((graph.inputs(), graph.outputs()), (0, 2));
    let mut synth = Synth::new(RATE_HZ, &[patch("soft_piano")]);
    synth.note_on(0, 1, 261.6, 90.0);
    for _ in 0..50 {
        let mut bus = [Bus::silent()];
        synth.render(0, BLOCK_FRAMES, &mut bus);
        let mut out = BufferArray::<U2>::new();
        graph.process(BLOCK_FRAMES, &BufferRef::empty(), &mut out.buffer_mut());
        for frame in 0..BLOCK_FRAMES {
            assert_eq!(out.at_f32(0, frame), bus[0].left[frame] * 0.5);
            assert_eq!(out.at_f32(1, frame), bus[0].right[frame] * 0.5);
        }
    }
}

/// One sample at a time or in blocks of any size, it gives the same samples; a gate in the
/// middle of a block starts and stops notes on that very sample.
#[test]
fn blocks_and_samples_agree() {
    let gate = |frame: usize| if (100..900).contains(&frame) || frame > 1500 { 70.0 } else { 0.0 };
    let level = |frame: usize| if frame < 500 { 1.0 } else { 0.5 };
    let mut one = An(SynthNode::new(patch("flute")));
    let mut many = An(SynthNode::new(patch("flute")));
    for node in [&mut one, &mut many] {
        node.set_sample_rate(f64::from(RATE_HZ));
    }
    let mut frame = 0;
    for size in [64, 1, 7, 33, 64, 50, 64].into_iter().cycle().take(60) {
        let mut input = BufferArray::<U3>::new();
        let mut output = BufferArray::<U2>::new();
        for offset in 0..size {
            input.set_f32(0, offset, 440.0);
            input.set_f32(1, offset, gate(frame + offset));
            input.set_f32(2, offset, level(frame + offset));
        }
        many.process(size, &input.buffer_ref(), &mut output.buffer_mut());
        for offset in 0..size {
            let at = frame + offset;
            let tick = one.tick(&Frame::from([440.0, gate(at), level(at)]));
            assert_eq!([tick[0], tick[1]], [output.at_f32(0, offset), output.at_f32(1, offset)], "{at}");
            assert!(at > 100 || tick[0] == 0.0);
            assert!(!(102..300).contains(&at) || tick[0] != 0.0);
        }
        frame += size;
    }
    one.reset();
    let silent = one.tick(&Frame::from([440.0, 0.0, 1.0]));
    assert_eq!([silent[0], silent[1]], [0.0, 0.0]);
}
