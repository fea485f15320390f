//! The event devices there are, as sysfs and udev describe them, without opening one.

use std::fs;
use std::os::linux::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::classify::Facts;

/// Where event devices are.
pub const INPUT_DIR: &str = "/dev/input";

/// An event device as it stands in the directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId {
    /// Where it is: `/dev/input/event3`.
    pub path: PathBuf,
    /// What changes when it is made anew or its permissions change.
    pub stamp: (u64, i64, i64),
    /// Device number.
    pub rdev: u64,
}

/// All event devices, by path.
pub fn list() -> Vec<NodeId> {
    let Ok(entries) = fs::read_dir(INPUT_DIR) else { return Vec::new() };
    let mut nodes: Vec<NodeId> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("event"));
            number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        })
        .filter_map(|entry| {
            let meta = entry.metadata().ok()?;
            Some(NodeId {
                path: entry.path(),
                stamp: (meta.st_ino(), meta.st_ctime(), meta.st_ctime_nsec()),
                rdev: meta.st_rdev(),
            })
        })
        .collect();
    nodes.sort();
    nodes
}

/// Whether the udev daemon runs.
pub fn udev_runs() -> bool {
    Path::new("/run/udev/control").exists()
}

/// What udev wrote down about a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UdevRecord {
    /// When udev was done with it: tells an old record from a new one.
    pub initialized: String,
    /// Whether it is a joystick or gamepad.
    pub joystick: bool,
}

/// udev's record of a device; none as long as it has not seen it.
pub fn udev_record(rdev: u64) -> Option<UdevRecord> {
    let path = format!("/run/udev/data/c{}:{}", libc::major(rdev), libc::minor(rdev));
    read_udev_record(&fs::read_to_string(path).ok()?)
}

fn read_udev_record(text: &str) -> Option<UdevRecord> {
    let initialized = text.lines().find_map(|line| line.strip_prefix("I:"))?.to_owned();
    Some(UdevRecord { initialized, joystick: text.lines().any(|line| line == "E:ID_INPUT_JOYSTICK=1") })
}

/// What sysfs says about a device, with udev's word where there is one.
pub fn facts(node: &NodeId, udev: Option<&UdevRecord>) -> Option<Facts> {
    let name = node.path.file_name()?;
    let device = Path::new("/sys/class/input").join(name).join("device");
    let read = |file: &str| fs::read_to_string(device.join(file)).ok();
    let number = |file: &str| {
        read(file).and_then(|text| u16::from_str_radix(text.trim(), 16).ok()).unwrap_or_default()
    };
    let properties = read("properties").map(|text| bits(&text)).unwrap_or_default();
    Some(Facts {
        bus: number("id/bustype"),
        vendor: number("id/vendor"),
        product: number("id/product"),
        version: number("id/version"),
        name: read("name")?.trim_end_matches('\n').trim().to_owned(),
        keys: bits(&read("capabilities/key")?),
        axes: read("capabilities/abs").map_or(0, |text| bits(&text).len()),
        direct: properties.contains(&INPUT_PROP_DIRECT),
        udev_joystick: udev.map(|record| record.joystick),
    })
}

/// Touching happens on what is shown (`linux/input-event-codes.h`).
const INPUT_PROP_DIRECT: u16 = 1;

/// The numbers of the bits that are set in a sysfs bitmap: hexadecimal words of the
/// kernel's word length, the highest first.
fn bits(text: &str) -> Vec<u16> {
    let word = usize::BITS as u16;
    let mut numbers = Vec::new();
    for (place, part) in text.split_whitespace().rev().enumerate() {
        let Ok(value) = u64::from_str_radix(part, 16) else { return Vec::new() };
        numbers.extend((0..64).filter(|bit| value >> bit & 1 == 1).map(|bit| place as u16 * word + bit));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bitmap's lowest word is its last; what cannot be read is empty.
    #[test]
    fn bitmaps_are_read() {
        assert_eq!(bits("0\n"), Vec::<u16>::new());
        assert_eq!(bits("3"), vec![0, 1]);
        assert_eq!(bits("1 0 8000000000000000"), vec![63, 128]);
        assert_eq!(bits("no"), Vec::<u16>::new());
    }

    /// A record counts once udev is done with the device.
    #[test]
    fn udev_records_are_read() {
        assert_eq!(read_udev_record("E:ID_INPUT=1\n"), None);
        let record = read_udev_record("I:123456\nE:ID_INPUT=1\nE:ID_INPUT_JOYSTICK=1\nG:seat\n");
        assert_eq!(record, Some(UdevRecord { initialized: "123456".into(), joystick: true }));
        let record = read_udev_record("I:7\nE:ID_INPUT_KEYBOARD=1\n");
        assert_eq!(record, Some(UdevRecord { initialized: "7".into(), joystick: false }));
    }
}
