//! Rules for taking a device for the instrument alone, so that a switch box that types
//! Space types it nowhere else.
//!
//! It is never automatic, it is undone after ten seconds unless somebody who can still
//! reach the controls keeps it, and the only keyboard is never taken.

/// How long a grab lasts unless it is kept, in ns.
pub const TRIAL_NS: u64 = 10_000_000_000;

/// Why a grab is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrabRefusal {
    /// Nothing would be left to type with.
    #[error("this is the only keyboard: without it nobody could undo the grab. Plug in a second one first")]
    OnlyKeyboard,
    /// There is no such device.
    #[error("this device is not there (any more)")]
    Gone,
    /// The kernel refuses.
    #[error("another program holds this device for itself already")]
    Taken,
}

/// Whether a device is grabbed, and until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grab {
    /// Everybody gets its keys.
    #[default]
    Free,
    /// Grabbed, undone at this time (monotonic ns) unless kept.
    Trial {
        /// When it is undone.
        until_ns: u64,
    },
    /// Grabbed until released or unplugged.
    Kept,
}

impl Grab {
    /// Asked for by somebody at `now_ns`. `other_keyboards` counts the ordinary keyboards
    /// besides this device that stay free.
    pub fn ask(self, now_ns: u64, other_keyboards: usize) -> Result<Grab, GrabRefusal> {
        match self {
            Grab::Free if other_keyboards == 0 => Err(GrabRefusal::OnlyKeyboard),
            Grab::Free => Ok(Grab::Trial { until_ns: now_ns + TRIAL_NS }),
            grabbed => Ok(grabbed),
        }
    }

    /// Somebody keeps it. Too late, it stays free.
    pub fn keep(self, now_ns: u64) -> Grab {
        match self.at(now_ns) {
            Grab::Trial { .. } => Grab::Kept,
            other => other,
        }
    }

    /// What it is at `now_ns`.
    pub fn at(self, now_ns: u64) -> Grab {
        match self {
            Grab::Trial { until_ns } if now_ns >= until_ns => Grab::Free,
            other => other,
        }
    }

    /// What becomes of it when only `other_keyboards` stay free: a kept grab too is given
    /// up when the other keyboard is unplugged.
    pub fn with_others(self, other_keyboards: usize) -> Grab {
        if other_keyboards == 0 { Grab::Free } else { self }
    }

    /// Whether the device is grabbed.
    pub fn is_on(self) -> bool {
        self != Grab::Free
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Step {
        Ask(usize),
        Keep,
        Others(usize),
        Pass(u64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0_usize..3).prop_map(Step::Ask),
            Just(Step::Keep),
            (0_usize..3).prop_map(Step::Others),
            (0_u64..12_000_000_000).prop_map(Step::Pass),
        ]
    }

    proptest! {
        /// Whatever is asked in whatever order: never on without having been asked for,
        /// never on with no other keyboard, never on longer than the trial unless kept.
        #[test]
        fn the_rules_hold(steps in prop::collection::vec(step(), 0..40)) {
            let (mut grab, mut now, mut asked, mut on_since) = (Grab::Free, 0, false, None);
            for step in steps {
                match step {
                    Step::Ask(others) => {
                        asked = true;
                        match grab.ask(now, others) {
                            Ok(granted) => {
                                prop_assert!(granted.is_on());
                                prop_assert!(grab.is_on() || others > 0);
                                grab = granted;
                            }
                            Err(refusal) => {
                                prop_assert_eq!(refusal, GrabRefusal::OnlyKeyboard);
                                prop_assert_eq!(others, 0);
                            }
                        }
                    }
                    Step::Keep => grab = grab.keep(now),
                    Step::Others(others) => {
                        grab = grab.with_others(others);
                        prop_assert!(others > 0 || !grab.is_on());
                    }
                    Step::Pass(time) => {
                        now += time;
                        grab = grab.at(now);
                    }
                }
                let kept = grab == Grab::Kept;
                on_since = if grab.is_on() { on_since.or(Some(now)) } else { None };
                prop_assert!(asked || !grab.is_on());
                if let Some(since) = on_since {
                    prop_assert!(kept || now - since < TRIAL_NS);
                }
            }
        }
    }

    /// The only keyboard is never grabbed.
    #[test]
    fn the_only_keyboard_is_refused() {
        assert_eq!(Grab::Free.ask(0, 0), Err(GrabRefusal::OnlyKeyboard));
    }
}
