//! The gamepads as the kernel has them, to check what the library says.

use crate::device::keyboard::{NodeId, OpenDevice, Owner, facts, list_nodes, owner, udev_record, udev_runs};

use super::names::Source;

/// What tells one model of gamepad from another: numbers and name. Two of a kind have
/// the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Model {
    pub bus: u16,
    pub vendor: u16,
    pub product: u16,
    pub version: u16,
    pub name: String,
}

impl Model {
    /// From the library's identifier, which holds the four numbers, lowest byte first.
    pub fn new(uuid: [u8; 16], name: &str) -> Model {
        let number = |place: usize| u16::from_le_bytes([uuid[place], uuid[place + 1]]);
        Model {
            bus: number(0),
            vendor: number(4),
            product: number(8),
            version: number(12),
            name: name.trim().to_owned(),
        }
    }

    /// What stays the same when it is unplugged and plugged in again.
    pub fn identity(&self) -> String {
        format!("{:04x}:{:04x}:{:04x}:{}", self.bus, self.vendor, self.product, self.name)
    }
}

struct Node {
    id: NodeId,
    model: Model,
    open: Option<OpenDevice>,
}

/// The kernel's gamepads.
#[derive(Default)]
pub(super) struct KernelPads {
    nodes: Vec<Node>,
    /// Event devices that are no gamepads, or not yet described.
    others: Vec<(NodeId, bool)>,
}

impl KernelPads {
    /// Looks at what changed.
    pub fn look(&mut self) {
        let there = list_nodes();
        let same = |a: &NodeId, b: &NodeId| a.path == b.path && a.rdev == b.rdev && a.stamp.0 == b.stamp.0;
        self.nodes.retain(|node| {
            let alive = node.open.as_ref().is_none_or(|open| open.down().is_ok());
            alive && there.iter().any(|there| same(there, &node.id))
        });
        self.others.retain(|(node, described)| *described && there.contains(node));
        for node in there {
            let known = self.nodes.iter().any(|known| same(&known.id, &node))
                || self.others.iter().any(|(known, _)| *known == node);
            if known {
                continue;
            }
            let record = udev_record(node.rdev);
            if record.is_none() && udev_runs() {
                self.others.push((node, false));
                continue;
            }
            match facts(&node, record.as_ref()) {
                Some(facts) if owner(&facts, &[]) == Owner::Pads => {
                    let model = Model {
                        bus: facts.bus,
                        vendor: facts.vendor,
                        product: facts.product,
                        version: facts.version,
                        name: facts.name,
                    };
                    let open = OpenDevice::open(&node.path).ok();
                    self.nodes.push(Node { id: node, model, open });
                }
                Some(_) => self.others.push((node, true)),
                None => {}
            }
        }
    }

    /// How many readable gamepads of this model there are.
    pub fn count(&self, model: &Model) -> usize {
        self.nodes.iter().filter(|node| node.model == *model && node.open.is_some()).count()
    }

    /// The models of readable gamepads there are, each as often as there are of it.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.nodes.iter().filter(|node| node.open.is_some()).map(|node| &node.model)
    }

    /// The gamepads that are there but may not be read.
    pub fn unreadable(&self) -> impl Iterator<Item = &Model> {
        self.nodes.iter().filter(|node| node.open.is_none()).map(|node| &node.model)
    }

    /// Whether a button of a gamepad of this model is down. Of two of a kind it is not
    /// known which is which, so a button counts as down while it is on either. None where
    /// the kernel cannot be asked.
    pub fn is_down(&self, model: &Model, source: Source) -> Option<bool> {
        let mut asked = None;
        for open in
            self.nodes.iter().filter(|node| node.model == *model).filter_map(|node| node.open.as_ref())
        {
            let down = match source {
                Source::Key(code) => open.down().ok()?.contains(&code),
                Source::Axis(code) => {
                    let (value, least, most) = open.axis(code)?;
                    axis_is_pressed(value, least, most)
                }
                Source::Other => return None,
            };
            asked = Some(asked.unwrap_or(false) || down);
        }
        asked
    }

    /// The key codes that are down on gamepads of this model.
    pub fn down(&self, model: &Model) -> Vec<u16> {
        let nodes = self.nodes.iter().filter(|node| node.model == *model);
        nodes.filter_map(|node| node.open.as_ref()?.down().ok()).flatten().collect()
    }
}

/// Hats rest in the middle and are pressed off it; triggers rest at one end and count as
/// pressed until they are well back.
fn axis_is_pressed(value: i32, least: i32, most: i32) -> bool {
    if least < 0 && most > 0 {
        let middle = (i64::from(least) + i64::from(most)) / 2;
        i64::from(value) != middle
    } else {
        let travel = (f64::from(most) - f64::from(least)).max(1.0);
        (f64::from(value) - f64::from(least)) / travel > 0.2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The library's identifier gives the kernel's four numbers back.
    #[test]
    fn models_are_told_by_number() {
        let uuid = [3, 0, 0, 0, 0x5e, 0x04, 0, 0, 0x0a, 0x0b, 0, 0, 0x01, 0x01, 0, 0];
        let model = Model::new(uuid, "Microsoft X-Box Adaptive Controller");
        assert_eq!((model.vendor, model.product, model.version), (0x045e, 0x0b0a, 0x0101));
        assert_eq!(model.identity(), "0003:045e:0b0a:Microsoft X-Box Adaptive Controller");
    }

    /// A hat is pressed off its middle, a trigger until it is well back.
    #[test]
    fn axes_count_as_pressed() {
        assert!(axis_is_pressed(-1, -1, 1) && axis_is_pressed(1, -1, 1) && !axis_is_pressed(0, -1, 1));
        assert!(axis_is_pressed(1023, 0, 1023) && !axis_is_pressed(0, 0, 1023));
    }
}
