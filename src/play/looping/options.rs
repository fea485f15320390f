//! What can be chosen of a loop.

use crate::play::{OptionKind, OptionSpec};

pub(super) const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        name: "bars",
        about: "Bars of the loop; 0 takes as many as the first recording lasts.",
        kind: OptionKind::Number { min: 0.0, max: 16.0, default: 2.0, unit: "bars" },
    },
    OptionSpec {
        name: "records",
        about: "What is recorded: the melody that switch a plays here, or what the part listens to.",
        kind: OptionKind::Choice { values: &["own", "heard"], default: "own" },
    },
    OptionSpec {
        name: "starts",
        about: "What starts and stops recording: nothing, since it always records; a switch; or holding the switch that plays.",
        kind: OptionKind::Choice { values: &["always", "switch", "hold"], default: "always" },
    },
    OptionSpec {
        name: "hold_ms",
        about: "How long the switch is held to start or stop recording, where holding does.",
        kind: OptionKind::Number { min: 500.0, max: 5000.0, default: 1500.0, unit: "ms" },
    },
    OptionSpec {
        name: "layers",
        about: "Rounds that can lie upon one another; with one more the oldest goes.",
        kind: OptionKind::Number { min: 1.0, max: 8.0, default: 4.0, unit: "layers" },
    },
];
