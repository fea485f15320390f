//! Switch interfaces that are known: they play without focus.
//!
//! A device is listed by number only where a public source names it a switch or pedal
//! interface. Most switch boxes carry the number of the chip inside, which says nothing,
//! or tell their maker in their name: those are known by name. Whatever is known by
//! neither is confirmed in the person file, by its identity.

/// A switch interface, by USB or Bluetooth number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSwitch {
    /// Vendor number.
    pub vendor: u16,
    /// Product number.
    pub product: u16,
    /// What it is.
    pub what: &'static str,
    /// Who says so.
    pub source: &'static str,
}

const USB_IDS: &str = "usb.ids (linux-usb.org, 2026-06-10)";
const FOOTSWITCH: &str = "README of github.com/rgerganov/footswitch";

/// Switch interfaces known by number. The udev rules in `docs/linux` list the same.
pub const KNOWN: &[KnownSwitch] = &[
    KnownSwitch { vendor: 0x05f3, product: 0x00ff, what: "VEC foot pedal", source: USB_IDS },
    KnownSwitch {
        vendor: 0x05f3,
        product: 0x0261,
        what: "X-keys switch interface, SPLAT mode",
        source: USB_IDS,
    },
    KnownSwitch {
        vendor: 0x05f3,
        product: 0x0264,
        what: "X-keys switch interface, composite mode",
        source: USB_IDS,
    },
    KnownSwitch { vendor: 0x07b4, product: 0x0202, what: "Olympus foot switch RS-26", source: USB_IDS },
    KnownSwitch { vendor: 0x07b4, product: 0x0218, what: "Olympus foot switch RS-28", source: USB_IDS },
    KnownSwitch { vendor: 0x0c45, product: 0x7403, what: "PCsensor foot switch", source: USB_IDS },
    KnownSwitch { vendor: 0x0c45, product: 0x7404, what: "PCsensor foot switch FS1-P", source: USB_IDS },
    KnownSwitch { vendor: 0x0d50, product: 0x0040, what: "Cleware F4 foot switch", source: USB_IDS },
    KnownSwitch { vendor: 0x413d, product: 0x2107, what: "PCsensor foot switch", source: FOOTSWITCH },
    KnownSwitch { vendor: 0x1a86, product: 0xe026, what: "PCsensor foot switch", source: FOOTSWITCH },
    KnownSwitch { vendor: 0x0426, product: 0x3011, what: "Scythe foot switch", source: FOOTSWITCH },
];

/// Parts of names, in small letters, by which switch interfaces tell what they are:
/// makers of nothing but assistive technology, and plain words for the thing itself.
pub const NAME_PARTS: &[&str] = &[
    "ablenet",
    "don johnston",
    "enabling devices",
    "foot pedal",
    "foot switch",
    "footpedal",
    "footswitch",
    "inclusive technology",
    "origin instruments",
    "pretorian",
    "switch box",
    "switch interface",
    "switchbox",
];

/// The known switch interface of this number.
pub fn by_number(vendor: u16, product: u16) -> Option<&'static KnownSwitch> {
    KNOWN.iter().find(|known| (known.vendor, known.product) == (vendor, product))
}

/// Whether a device of this name tells that it is a switch interface.
pub fn by_name(name: &str) -> bool {
    let name = name.to_lowercase();
    NAME_PARTS.iter().any(|part| name.contains(part))
}
