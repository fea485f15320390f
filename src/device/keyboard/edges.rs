//! From what the kernel reports to presses and releases: repeats are none, and after a
//! loss the true state is taken from the kernel.

/// A key went down or up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The key's code.
    pub code: u16,
    /// Whether it is down now.
    pub down: bool,
}

/// The keys of one device that are held, as far as anybody was told.
#[derive(Clone, Debug, Default)]
pub struct Edges {
    held: Vec<u16>,
}

impl Edges {
    /// A key event: 1 is a press, 0 a release, 2 a repeat. Only keys for which `wanted`
    /// answers yes are taken; a release is told only where the press was.
    pub fn key(&mut self, code: u16, value: i32, wanted: impl FnOnce() -> bool) -> Option<Edge> {
        let place = self.held.iter().position(|held| *held == code);
        match (value, place) {
            (1, None) if wanted() => {
                self.held.push(code);
                Some(Edge { code, down: true })
            }
            (0, Some(place)) => {
                self.held.swap_remove(place);
                Some(Edge { code, down: false })
            }
            _ => None,
        }
    }

    /// After events were lost: `down` are the keys that are down in truth. Releases come
    /// first. Presses and releases that happened both in between cannot be known.
    pub fn reconcile(&mut self, down: &[u16], wanted: impl Fn(u16) -> bool) -> Vec<Edge> {
        let mut edges = Vec::new();
        self.held.retain(|code| {
            let stays = down.contains(code);
            if !stays {
                edges.push(Edge { code: *code, down: false });
            }
            stays
        });
        for code in down {
            edges.extend(self.key(*code, 1, || wanted(*code)));
        }
        edges
    }

    /// Releases all keys.
    pub fn release_all(&mut self) -> Vec<Edge> {
        self.held.drain(..).map(|code| Edge { code, down: false }).collect()
    }

    /// How many keys are held.
    pub fn held(&self) -> usize {
        self.held.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a device reports, with repeats, doubles and losses: downs and ups of a
        /// key alternate, beginning with a down, only wanted keys are told, and when all is
        /// released nothing is held.
        #[test]
        fn downs_and_ups_alternate(
            events in prop::collection::vec((0_u16..6, 0_i32..3, prop::bool::weighted(0.1)), 0..200),
        ) {
            let mut edges = Edges::default();
            let mut told = [false; 6];
            let mut truth = [false; 6];
            let wanted = |code: u16| code < 4;
            for (code, value, lost) in events {
                if value != 2 {
                    truth[usize::from(code)] = value == 1;
                }
                let out: Vec<Edge> = if lost {
                    let down: Vec<u16> = (0..6).filter(|code| truth[usize::from(*code)]).collect();
                    edges.reconcile(&down, wanted)
                } else {
                    edges.key(code, value, || wanted(code)).into_iter().collect()
                };
                for edge in out {
                    prop_assert!(wanted(edge.code));
                    prop_assert_ne!(told[usize::from(edge.code)], edge.down);
                    told[usize::from(edge.code)] = edge.down;
                }
                if lost {
                    prop_assert_eq!(&told[..4], &truth[..4]);
                }
            }
            for edge in edges.release_all() {
                told[usize::from(edge.code)] = false;
            }
            prop_assert_eq!(told, [false; 6]);
            prop_assert_eq!(edges.held(), 0);
        }
    }

    /// The repeats of a held key are not presses.
    #[test]
    fn repeats_are_no_presses() {
        let mut edges = Edges::default();
        assert!(edges.key(57, 1, || true).is_some());
        for _ in 0..30 {
            assert_eq!(edges.key(57, 2, || true), None);
        }
        assert_eq!(edges.key(57, 0, || true), Some(Edge { code: 57, down: false }));
    }
}
