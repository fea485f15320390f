//! The one-minute fit under way: bells ring, the switch answers, and what fits is proposed.
//!
//! Bells are commands in the journal and answers are events in it, both by frames: what a fit finds
//! depends on nothing else. Presses play as always. Everything can be done with the switch that is
//! fitted: once the proposal has been there for a moment, a press accepts it.

use super::fit_changes::fit_changes;
use super::kept_files::Fetched;
use super::press_watch::PressWatch;
use super::running::Session;
use crate::access::{Bells, BodySetup, Drift, FitError, FitProposal, ScanStyle};
use crate::engine::Command;
use crate::input::trace::TraceCommand;
use crate::input::{Role, RoleEvent, RoleValue};
use crate::play::registry;
use crate::time::frames_to_seconds;

/// How long something is there before a press answers it, in s: a press that doubles, or was meant
/// for the last bell, answers nothing.
const LOOK_S: f64 = 2.0;
/// Where a control that is moved counts as pressed.
const DOWN_FROM: f32 = 0.5;

/// The mode in which presses take what is lit.
const SCAN_MODE: &str = "scan";

/// How a fit stands.
#[derive(Clone, Debug, PartialEq)]
pub enum FitState {
    /// Bells ring.
    Ringing {
        /// Bells that rang.
        bells: usize,
        /// Those that were answered.
        answered: usize,
        /// A bell rang that waits for its answer.
        waits: bool,
        /// The switch is down.
        down: bool,
    },
    /// This would fit. A press of the switch accepts it.
    Proposed(FitProposal),
    /// It was accepted and holds.
    Accepted {
        /// What was said of it; the lines behind the first say why it could not be kept.
        said: String,
        /// It changed something, and that was kept for the next time.
        is_kept: bool,
        /// It changed something that can be taken back.
        can_take_back: bool,
    },
    /// Too little was heard. A press of the switch leaves everything as it is.
    Failed(FitError),
}

/// What a session knows of fitting.
#[derive(Default)]
pub(super) struct Fitting {
    fit: Option<Fit>,
    watch: Option<PressWatch>,
    /// Nobody wants to fit this person anew for now.
    not_now: bool,
    seed: u64,
}

struct Fit {
    /// The switch that was pressed first.
    role: Option<Role>,
    bells: Bells,
    /// A bell was sent that has not rung yet.
    is_sent: bool,
    state: Option<FitState>,
    /// Its presses came without their length, as those of a terminal do.
    without_lengths: bool,
    /// From when on a press answers what is shown, in s.
    answers_from_s: f64,
    engine_rebuilds: u32,
}

impl Session {
    /// Begins to fit a switch, whichever is pressed first: the first bell rings after a moment.
    pub fn begin_fit(&mut self) {
        let now_s = self.now_s();
        let engine_rebuilds = self.live.status().engine_rebuilds;
        self.fitting.seed = self.fitting.seed.wrapping_add(1);
        let seed = self.fitting.seed ^ self.live.snapshot().frame;
        let bells = Bells::new(seed, now_s);
        self.fitting.fit = Some(Fit {
            role: None,
            bells,
            is_sent: false,
            state: None,
            without_lengths: false,
            answers_from_s: 0.0,
            engine_rebuilds,
        });
    }

    /// How the fit stands; none where none is under way.
    pub fn fit(&self) -> Option<FitState> {
        let fit = self.fitting.fit.as_ref()?;
        let (bells, answered) = fit.bells.count();
        let ringing =
            || FitState::Ringing { bells, answered, waits: fit.bells.waits(), down: fit.bells.is_down() };
        let mut state = fit.state.clone().unwrap_or_else(ringing);
        if let FitState::Accepted { can_take_back, .. } = &mut state {
            *can_take_back &= self.person_steps.last_is_a_fit();
        }
        Some(state)
    }

    /// The switch that is fitted, once it was pressed.
    pub fn fitted_role(&self) -> Option<Role> {
        self.fitting.fit.as_ref()?.role
    }

    /// The fit ends; what was not accepted is left as it is.
    pub fn end_fit(&mut self) {
        self.fitting.fit = None;
    }

    /// Accepts what is proposed: it holds from the next block on and is kept as the person's own
    /// copy. Says so.
    ///
    /// # Errors
    /// A sentence, where nothing is proposed or it cannot be.
    pub fn accept_fit(&mut self) -> Result<String, String> {
        let proposed = self.fitting.fit.as_ref().and_then(|fit| match &fit.state {
            Some(FitState::Proposed(proposal)) => {
                let role = fit.role?;
                Some(fit_changes(self.person(), role, proposal).edits(role))
            }
            _ => None,
        });
        let edits = proposed.ok_or("Nothing is proposed.")?;
        let changes_something = !edits.is_empty();
        let before = self.kept_before();
        self.change_person(&edits)?;
        let name = &self.person().name;
        let holds = format!("The switch fits {name} now.");
        // Where it cannot be kept it holds all the same, for as long as this session lasts. What
        // changes nothing needs no copy.
        let (said, is_kept) = match changes_something.then(|| self.save_person()) {
            Some(Err(reason)) => (format!("{holds}\n{reason}"), false),
            kept => (holds, kept.is_some()),
        };
        if changes_something {
            self.fitted(before.filter(|_| is_kept));
        }
        let from_s = self.now_s() + LOOK_S;
        if let Some(fit) = &mut self.fitting.fit {
            fit.state =
                Some(FitState::Accepted { said: said.clone(), is_kept, can_take_back: changes_something });
            fit.answers_from_s = from_s;
        }
        Ok(said)
    }

    /// What of the switch does not fit, as far as presses show; nothing more in this session where
    /// nobody wants to hear of it.
    pub fn drift(&self) -> Option<Drift> {
        self.fitting.watch.as_ref().filter(|_| !self.fitting.not_now).and_then(PressWatch::drift)
    }

    /// Nobody wants to fit anew in this session, for as long as the same person plays.
    pub fn forget_drift(&mut self) {
        self.fitting.not_now = true;
    }

    /// Somebody else plays: nothing of the one before holds for them.
    pub(super) fn fit_somebody_else(&mut self) {
        self.fitting.fit = None;
        self.fitting.not_now = false;
    }

    /// Whether a switch box has been pressing by itself while it was held.
    pub fn self_repeats(&self) -> bool {
        self.fitting.watch.as_ref().is_some_and(PressWatch::self_repeats)
    }

    /// Hears what was pressed, and rings what is due.
    pub(super) fn fit_round(&mut self, fetched: &Fetched) {
        let snapshot = self.live.snapshot();
        let rate_hz = self.rate_hz();
        let setup = self.person().body.clone();
        let watch = &mut self.fitting.watch;
        if watch.as_ref().is_none_or(|watch| !watch.is_of(rate_hz, &setup)) {
            *watch = Some(PressWatch::new(rate_hz, &setup));
        }
        let parts = &self.music.arrangement().setup.parts;
        let scans = setup.scan.style == ScanStyle::Auto && parts.iter().any(|part| part.mode == SCAN_MODE);
        let rings = self.fitting.fit.as_ref().is_some_and(|fit| fit.state.is_none());
        // Answers to bells are no measure of how somebody plays.
        let holding_plays = parts.iter().any(|part| registry::find(part.mode).is_some_and(|row| row.holds));
        if let Some(watch) = self.fitting.watch.as_mut().filter(|_| !rings) {
            watch.set_holding_plays(holding_plays);
            watch.round(&fetched.applied, &snapshot, scans);
        }
        let Some(mut fit) = self.fitting.fit.take() else { return };
        if fit.engine_rebuilds != self.live.status().engine_rebuilds {
            // Frames begin anew: so do the bells.
            return self.begin_fit();
        }
        let now_s = frames_to_seconds(snapshot.frame, rate_hz);
        let answered = fit.hear(fetched, rate_hz);
        if fit.state.is_none() && fit.bells.is_over(now_s) {
            fit.state = Some(fit.proposal(&setup));
            fit.answers_from_s = now_s + LOOK_S;
        } else if fit.state.is_none() && !fit.is_sent && fit.bells.is_due(now_s) {
            fit.is_sent = self.send(Command::Bell, TraceCommand::Bell);
        }
        let state = fit.state.clone();
        self.fitting.fit = Some(fit);
        match state.filter(|_| answered) {
            Some(FitState::Proposed(_)) => {
                let said = self.accept_fit().unwrap_or_else(|reason| reason);
                self.said.push(said);
            }
            Some(FitState::Accepted { .. } | FitState::Failed(_)) => self.end_fit(),
            Some(FitState::Ringing { .. }) | None => {}
        }
    }

    fn now_s(&mut self) -> f64 {
        frames_to_seconds(self.live.snapshot().frame, self.rate_hz())
    }

    fn rate_hz(&mut self) -> f64 {
        f64::from(self.live.status().output.rate_hz)
    }
}

impl Fit {
    /// What the bells say of the switch of somebody who moves like this.
    fn proposal(&self, setup: &BodySetup) -> FitState {
        let proposal = match self.bells.proposal() {
            Ok(proposal) => proposal,
            Err(error) => return FitState::Failed(error),
        };
        let timing = match self.role {
            Some(Role::Switch(number)) if self.without_lengths => setup.switches.get(usize::from(number)),
            _ => None,
        };
        FitState::Proposed(match timing {
            Some(timing) => proposal.without_lengths(timing),
            None => proposal,
        })
    }

    /// Takes in bells and contacts; whether a press answers what is shown.
    fn hear(&mut self, fetched: &Fetched, rate_hz: f64) -> bool {
        // Bells come from nowhere else: one that a fit before has sent rings in this one.
        let is_bell = |(_, command): &&(u64, TraceCommand)| *command == TraceCommand::Bell;
        for (at, _) in fetched.commands.iter().filter(is_bell) {
            self.bells.rang(frames_to_seconds(*at, rate_hz));
            self.is_sent = false;
        }
        let mut answers = false;
        for applied in &fetched.applied {
            let role = applied.event.role;
            if self.role.is_none() && matches!(role, Role::Switch(_)) && is_down(&applied.event) {
                self.role = Some(role);
            }
            if self.role != Some(role) {
                continue;
            }
            let at_s = frames_to_seconds(applied.event.at, rate_hz);
            if is_down(&applied.event) {
                if self.state.is_none() {
                    self.bells.closed(at_s);
                }
                answers |= self.state.is_some() && at_s >= self.answers_from_s;
                if applied.event.pulse {
                    self.without_lengths = true;
                    self.bells.opened(at_s);
                }
            } else if self.state.is_none() {
                self.bells.opened(at_s);
            }
        }
        answers
    }
}

fn is_down(event: &RoleEvent) -> bool {
    match event.value {
        RoleValue::Down { .. } => true,
        RoleValue::Moved(value) => value >= DOWN_FROM,
        RoleValue::Up | RoleValue::Lost | RoleValue::Clock(_) => false,
    }
}
