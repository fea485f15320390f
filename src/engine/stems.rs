//! Stems: the sound of each lane by itself, on its way to the mix.

use super::lane::MAX_LANES;
use crate::sound::Bus;
use crate::time::Frames;

/// One block of the mix in its parts: what each lane gives, and the rest. Before the guard,
/// which has the last word on all of it together; so the parts add up to [`mix`](Self::mix).
#[derive(Clone, Debug)]
pub struct Stems {
    /// The first frame of the block.
    pub at: Frames,
    /// Frames per second.
    pub rate_hz: u32,
    /// Each lane at its number, behind its effects, level, pan and the master level.
    pub lanes: [Bus; MAX_LANES],
    /// What belongs to no lane: the room, the clicks of a count-in, and what rings out of the
    /// music before.
    pub room: Bus,
    /// All of it, as the guard gets it.
    pub mix: Bus,
    /// Room to work in.
    click: Bus,
}

impl Stems {
    pub(super) fn new(rate_hz: f64) -> Self {
        Stems {
            at: 0,
            rate_hz: rate_hz as u32,
            lanes: std::array::from_fn(|_| Bus::silent()),
            room: Bus::silent(),
            mix: Bus::silent(),
            click: Bus::silent(),
        }
    }

    pub(super) fn begin_block(&mut self, at: Frames) {
        self.at = at;
        for bus in self.lanes.iter_mut().chain([&mut self.room, &mut self.mix, &mut self.click]) {
            bus.clear();
        }
    }

    /// What lane `number` gives: `render` adds it to a bus, and from there it goes to `out`.
    pub(super) fn lane(
        &mut self,
        number: u8,
        (from, to): (usize, usize),
        out: &mut Bus,
        render: impl FnOnce(&mut Bus),
    ) {
        let bus = &mut self.lanes[usize::from(number)];
        render(bus);
        out.add(from, to, bus);
    }

    /// The same for the room.
    pub(super) fn room(&mut self, (from, to): (usize, usize), out: &mut Bus, render: impl FnOnce(&mut Bus)) {
        render(&mut self.room);
        out.add(from, to, &self.room);
    }

    /// The same for clicks; kept with the room.
    pub(super) fn click(&mut self, (from, to): (usize, usize), out: &mut Bus, render: impl FnOnce(&mut Bus)) {
        render(&mut self.click);
        out.add(from, to, &self.click);
        self.room.add(from, to, &self.click);
    }

    /// The master level of one frame.
    pub(super) fn scale(&mut self, frame: usize, gain: f32) {
        for bus in self.lanes.iter_mut().chain([&mut self.room]) {
            bus.left[frame] *= gain;
            bus.right[frame] *= gain;
        }
    }

    /// The mix is whole.
    pub(super) fn mixed(&mut self, from: usize, to: usize, mix: &Bus) {
        self.mix.add(from, to, mix);
    }
}
