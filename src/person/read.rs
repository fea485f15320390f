//! From a person file to a checked person.

use std::path::PathBuf;

use super::bindings::{Binding, Bindings, MAX_ROLES_OF_CONTROL, Pattern, PatternName};
use super::file::{
    AxisTable, BindTable, DEFAULT_HEADING, LatchName, MsOrOff, PersonFile, ScanStyleName, SwitchTable,
};
use crate::access::{AxisFit, BodySetup, Latch, ScanSetup, ScanStyle, SwitchTiming};
use crate::document::{Document, DocumentError, Findings, Span};
use crate::input::{Control, MAX_AXES, MAX_SWITCHES, MidiControl, PadControl, PadStick, Role};

/// Where a continuous control that plays a switch counts as pressed, where the file says
/// nothing: half way.
const THRESHOLD: f64 = 0.5;
/// How far back from the threshold it counts as released, where the file says nothing.
const HYSTERESIS: f64 = 0.1;
/// How long a timed latch sounds, where the file says nothing.
const LATCH_MS: f64 = 2000.0;
/// Smallest travel that can be used, as [`AxisFit`] says.
const SMALLEST_TRAVEL: f64 = 0.005;

/// Somebody, as the instrument knows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Name for people.
    pub name: String,
    /// Whom the file fits, in one sentence.
    pub about: String,
    /// Words to find them by.
    pub tags: Vec<String>,
    /// A picture of them, where the file names one; whether it is there is not looked at yet.
    pub picture: Option<PathBuf>,
    /// How they move.
    pub body: BodySetup,
    /// Whether the names of menu items are spoken, where the system can.
    pub speaks: bool,
    /// Identities of keyboards that are confirmed to be switch boxes.
    pub switch_boxes: Vec<String>,
    /// Which controls play which roles.
    pub bindings: Bindings,
}

impl Person {
    /// The person that `document` describes.
    ///
    /// # Errors
    /// Everything that is wrong in it, from the top of the file to its end.
    pub fn read(document: &Document) -> Result<Self, Vec<DocumentError>> {
        let file: PersonFile = document.read()?;
        let mut findings = Findings::new(document);
        let switches = switches(&file);
        let mut rows = Vec::new();
        for bind in &file.bind {
            read_bind(bind, &switches, &mut rows, &mut findings);
        }
        let axes = axes(&file, &rows, &mut findings);
        let mut played = rows.iter().filter(|row| matches!(row.role, Role::Switch(_))).peekable();
        let pulses_only = played.peek().is_some() && played.all(|row| row.pulse);
        let mut body = body(&file, switches, axes, pulses_only, &mut findings);
        body.next = super::next::next(&file, &body.switches, &rows, &mut findings);
        file.menu.check(&body, &rows, &mut findings);
        findings.finish(Person {
            name: file.name,
            about: file.about,
            tags: file.tags,
            picture: file.picture.map(|picture| document.beside(&picture)),
            body,
            speaks: file.menu.speaks(),
            switch_boxes: file.switch_boxes,
            bindings: Bindings::new(rows),
        })
    }
}

fn switches(file: &PersonFile) -> [SwitchTiming; MAX_SWITCHES] {
    let table = |heading: &str| file.switch.get(heading).copied().unwrap_or_default();
    std::array::from_fn(|place| {
        let role = Role::Switch(place as u8).to_string();
        timing(table(&role).over(table(DEFAULT_HEADING)))
    })
}

fn timing(table: SwitchTable) -> SwitchTiming {
    let or = |value: Option<f64>, default: f32| value.map_or(default, |ms| ms as f32);
    let optional = |value: Option<MsOrOff>, default: Option<f32>| match value {
        Some(MsOrOff::Ms(ms)) => Some(ms as f32),
        Some(MsOrOff::Off) => None,
        None => default,
    };
    let default = SwitchTiming::default();
    SwitchTiming {
        acceptance_ms: or(table.acceptance_ms, default.acceptance_ms),
        lockout_ms: or(table.lockout_ms, default.lockout_ms),
        release_debounce_ms: or(table.release_debounce_ms, default.release_debounce_ms),
        long_press_ms: optional(table.long_press_ms, default.long_press_ms),
        double_press_ms: optional(table.double_press_ms, default.double_press_ms),
        latch: match table.latch {
            Some(LatchName::Toggle) => Latch::Toggle,
            Some(LatchName::Timed) => Latch::Timed(table.latch_ms.unwrap_or(LATCH_MS) as f32),
            Some(LatchName::Off) | None => Latch::Off,
        },
        repeat_ms: optional(table.repeat_ms, default.repeat_ms),
        pulse: table.pulse.unwrap_or(default.pulse),
    }
}

/// Adds the rows of one `[[bind]]`.
fn read_bind(
    bind: &BindTable,
    switches: &[SwitchTiming; MAX_SWITCHES],
    rows: &mut Vec<Binding>,
    findings: &mut Findings<'_>,
) {
    let role: Option<Role> = match bind.role.get_ref().parse() {
        Ok(role) => Some(role),
        Err(error) => {
            findings.add(bind.role.span(), format!("{error}"));
            None
        }
    };
    let threshold = bind.threshold.as_ref().map_or(THRESHOLD, |value| *value.get_ref());
    let hysteresis = bind.hysteresis.as_ref().map_or(HYSTERESIS, |value| *value.get_ref());
    if let (Some(Role::Axis(_)), Some(span)) =
        (role, bind.threshold.as_ref().or(bind.hysteresis.as_ref()).map(toml::Spanned::span))
    {
        findings.add(span, "only a switch has a threshold: give a role from `a` to `p`, or leave this out");
    } else if threshold.abs() < hysteresis
        && let Some(span) = bind.threshold.as_ref().or(bind.hysteresis.as_ref()).map(toml::Spanned::span)
    {
        findings.add(
            span,
            format!("the hysteresis ({hysteresis}) is at most as large as the threshold ({threshold}), or it would never be released"),
        );
    }

    let several = bind.controls.iter().flatten();
    let mut named = false;
    for written in bind.control.iter().chain(several) {
        named = true;
        let name: PatternName = match written.get_ref().parse() {
            Ok(name) => name,
            Err(error) => {
                findings.add(written.span(), control_message(written.get_ref(), &error));
                continue;
            }
        };
        let Some(role) = role else { continue };
        let pulse = bind.pulse || matches!(role, Role::Switch(n) if switches[usize::from(n)].pulse);
        let row = Binding {
            device: name.device,
            pattern: name.pattern,
            role,
            threshold: threshold as f32,
            hysteresis: hysteresis as f32,
            pulse,
        };
        let same = |other: &&Binding| other.pattern == row.pattern && other.device == row.device;
        if rows.iter().filter(same).any(|other| other.role == role) {
            findings.add(written.span(), format!("`{}` plays `{role}` already", written.get_ref()));
        } else if rows.iter().filter(same).count() >= MAX_ROLES_OF_CONTROL {
            findings.add(written.span(), format!("a control plays at most {MAX_ROLES_OF_CONTROL} roles"));
        } else {
            rows.push(row);
        }
    }
    if !named {
        findings.add(
            bind.role.span(),
            "no control is named for this role: add `control = \"key:space\"` or `controls = [\"key:space\", …]`",
        );
    }
}

fn control_message(written: &str, error: &crate::input::ControlError) -> String {
    match written.strip_prefix("key") {
        Some(rest) if rest.ends_with(":any") => {
            "keys are named one by one, so that no other key is ever looked at: `key:space`, `key:enter`"
                .to_owned()
        }
        _ => error.to_string(),
    }
}

/// The whole travel of what a pattern names: lowest, highest and resting value.
fn travel(pattern: Pattern) -> (f64, f64, f64) {
    match pattern {
        Pattern::One(
            Control::Pad(
                PadControl::Stick(PadStick::LeftX | PadStick::LeftY | PadStick::RightX | PadStick::RightY)
                | PadControl::AxisCode(_),
            )
            | Control::Midi(MidiControl::Bend),
        ) => (-1.0, 1.0, 0.5),
        _ => (0.0, 1.0, 0.0),
    }
}

fn axes(file: &PersonFile, rows: &[Binding], findings: &mut Findings<'_>) -> [AxisFit; MAX_AXES] {
    let default = file.axis.get(DEFAULT_HEADING);
    if let Some(table) = default {
        check_travel(table.get_ref(), (-1.0, 1.0), table.span(), findings);
    }
    std::array::from_fn(|place| {
        let role = Role::Axis(place as u8);
        let own = file.axis.get(&role.to_string());
        let below = default.map(|table| *table.get_ref()).unwrap_or_default();
        let table = own.map(|table| *table.get_ref()).unwrap_or_default().over(below);
        let mut bound = rows.iter().filter(|row| row.role == role).map(|row| travel(row.pattern));
        let (low, high, rest) = bound.next().unwrap_or((-1.0, 1.0, 0.5));
        if let Some(own) = own {
            check_travel(&table, (low, high), own.span(), findings);
        }
        let fit = AxisFit::default();
        let or = |value: Option<f64>, default: f32| value.map_or(default, |value| value as f32);
        AxisFit {
            low: table.low.unwrap_or(low) as f32,
            high: table.high.unwrap_or(high) as f32,
            dead_zone: or(table.dead_zone, fit.dead_zone),
            rest: table.rest.unwrap_or(rest) as f32,
            curve: or(table.curve, fit.curve),
            invert: table.invert.unwrap_or(fit.invert),
            smoothing_hz: or(table.smoothing_hz, fit.smoothing_hz),
            hysteresis: or(table.hysteresis, fit.hysteresis),
        }
    })
}

fn check_travel(table: &AxisTable, whole: (f64, f64), span: Span, findings: &mut Findings<'_>) {
    let (low, high) = (table.low.unwrap_or(whole.0), table.high.unwrap_or(whole.1));
    if high - low < SMALLEST_TRAVEL {
        findings.add(
            span.clone(),
            format!(
                "`high` ({high}) must lie at least {SMALLEST_TRAVEL} above `low` ({low}); `invert = true` turns the axis round"
            ),
        );
    }
    if table.smoothing_hz.is_some_and(|hz| hz > 0.0 && hz < 0.1) {
        findings.add(span, "`smoothing_hz` is 0.1 to 50, or 0 for none");
    }
}

fn body(
    file: &PersonFile,
    switches: [SwitchTiming; MAX_SWITCHES],
    axes: [AxisFit; MAX_AXES],
    pulses_only: bool,
    findings: &mut Findings<'_>,
) -> BodySetup {
    let default = BodySetup::default();
    let or = |value: Option<f64>, default: f32| value.map_or(default, |value| value as f32);
    let softest = file.softest_velocity.as_ref().map(|value| *value.get_ref());
    let (softest_velocity, loudest_velocity) =
        (or(softest, default.softest_velocity), or(file.loudest_velocity, default.loudest_velocity));
    let softest_velocity = match &file.softest_velocity {
        Some(written) if softest_velocity > loudest_velocity => {
            findings.add(
                written.span(),
                format!("`softest_velocity` is at most `loudest_velocity`, which is {loudest_velocity}"),
            );
            softest_velocity
        }
        Some(_) => softest_velocity,
        // The default gives way to a loudest velocity below it.
        None => softest_velocity.min(loudest_velocity),
    };
    BodySetup {
        switches,
        axes,
        scan: scan(file),
        menu: file.menu.setup(pulses_only, findings),
        loudest_db: or(file.loudest_db, default.loudest_db),
        softest_attack_ms: or(file.softest_attack_ms, default.softest_attack_ms),
        softest_velocity,
        loudest_velocity,
        max_hold_ms: or(file.max_hold_ms, default.max_hold_ms),
        next: None,
    }
}

fn scan(file: &PersonFile) -> ScanSetup {
    let default = ScanSetup::default();
    let or = |value: Option<f64>, default: f32| value.map_or(default, |ms| ms as f32);
    ScanSetup {
        style: match file.scan.style {
            Some(ScanStyleName::Auto) => ScanStyle::Auto,
            Some(ScanStyleName::Step) => ScanStyle::Step,
            Some(ScanStyleName::Inverse) => ScanStyle::Inverse,
            None => default.style,
        },
        interval_ms: or(file.scan.interval_ms, default.interval_ms),
        first_extra_ms: or(file.scan.first_extra_ms, default.first_extra_ms),
        loops: file.scan.loops.unwrap_or(default.loops),
        escape: file.scan.escape,
    }
}
