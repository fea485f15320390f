//! The synth as a node of a fundsp graph.

use fundsp::prelude::{AudioNode, BufferMut, BufferRef, Frame, SignalFrame};
use fundsp::typenum::{U2, U3};

use crate::sound::{Bus, Patch, Synth};
use crate::time::BLOCK_FRAMES;

/// A synth of one patch that plays what its inputs say.
///
/// Inputs: frequency in Hz, gate (0 released, above 0 the velocity, 1 to 127), level
/// (0 to 1). A gate that rises above 0 starts a note on that very sample, at the
/// frequency of that sample; at 0 it releases it. Notes ring out side by side.
/// Outputs: left, right. Adds no latency.
///
/// Wrap it in `fundsp::prelude::An` to combine it with other nodes.
#[derive(Clone)]
pub struct SynthNode {
    patch: Patch,
    rate_hz: f32,
    synth: Synth,
    note: u32,
    gate: bool,
    level: f32,
    /// Frame within the synth's block.
    at: usize,
    bus: [Bus; 1],
}

impl SynthNode {
    /// A node that plays `patch`, at fundsp's default rate until it is told another. Allocates.
    pub fn new(patch: Patch) -> Self {
        let rate_hz = fundsp::DEFAULT_SR as f32;
        let synth = Synth::new(rate_hz, std::slice::from_ref(&patch));
        SynthNode { patch, rate_hz, synth, note: 0, gate: false, level: 1.0, at: 0, bus: [Bus::silent()] }
    }

    /// Starts, releases or sets the note as the inputs of one frame say.
    fn listen(&mut self, hz: f32, gate: f32, level: f32) {
        let open = gate > 0.0;
        if open && !self.gate {
            self.note = self.note.wrapping_add(1);
            self.synth.note_on(0, self.note, hz, gate);
            self.synth.level(0, self.note, level);
            self.level = level;
        } else if !open && self.gate {
            self.synth.note_off(0, self.note);
        } else if open && level != self.level {
            self.synth.level(0, self.note, level);
            self.level = level;
        }
        self.gate = open;
    }

    /// The next frame.
    fn next(&mut self) -> (f32, f32) {
        let at = self.at;
        self.bus[0].left[at] = 0.0;
        self.bus[0].right[at] = 0.0;
        self.synth.render(at, at + 1, &mut self.bus);
        self.at = (at + 1) % BLOCK_FRAMES;
        (self.bus[0].left[at], self.bus[0].right[at])
    }

    /// Whether the frame would change nothing.
    fn is_steady(&self, gate: f32, level: f32) -> bool {
        (gate > 0.0) == self.gate && (!self.gate || level == self.level)
    }
}

impl AudioNode for SynthNode {
    const ID: u64 = 0x6361_6e74;
    type Inputs = U3;
    type Outputs = U2;

    /// Stops all notes at once, without allocation.
    fn reset(&mut self) {
        self.synth.silence(0);
        self.gate = false;
        self.at = 0;
    }

    /// Builds the synth anew at another rate. Allocates; not for the audio thread.
    fn set_sample_rate(&mut self, sample_rate: f64) {
        if self.rate_hz != sample_rate as f32 {
            *self = SynthNode {
                rate_hz: sample_rate as f32,
                synth: Synth::new(sample_rate as f32, std::slice::from_ref(&self.patch)),
                ..SynthNode::new(self.patch.clone())
            };
        }
    }

    fn tick(&mut self, input: &Frame<f32, U3>) -> Frame<f32, U2> {
        self.listen(input[0], input[1], input[2]);
        let (left, right) = self.next();
        Frame::from([left, right])
    }

    fn process(&mut self, size: usize, input: &BufferRef, output: &mut BufferMut) {
        let mut frame = 0;
        while frame < size {
            self.listen(input.at_f32(0, frame), input.at_f32(1, frame), input.at_f32(2, frame));
            // As far as the inputs stay as they are and the synth's block reaches.
            let mut end = frame + 1;
            let limit = size.min(frame + BLOCK_FRAMES - self.at);
            while end < limit && self.is_steady(input.at_f32(1, end), input.at_f32(2, end)) {
                end += 1;
            }
            let count = end - frame;
            let (from, to) = (self.at, self.at + count);
            self.bus[0].left[from..to].fill(0.0);
            self.bus[0].right[from..to].fill(0.0);
            self.synth.render(from, to, &mut self.bus);
            for offset in 0..count {
                output.set_f32(0, frame + offset, self.bus[0].left[from + offset]);
                output.set_f32(1, frame + offset, self.bus[0].right[from + offset]);
            }
            self.at = to % BLOCK_FRAMES;
            frame = end;
        }
    }

    fn route(&mut self, _input: &SignalFrame, _frequency: f64) -> SignalFrame {
        SignalFrame::new(2)
    }
}
