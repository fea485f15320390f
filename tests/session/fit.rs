//! The one-minute fit in a session, without a window.

use std::time::Duration;

use cantus::access::{Drift, Misfit};
use cantus::live::{AudioChoice, DeviceKind};
use cantus::preset::Catalogue;
use cantus::session::{FitState, Session, Wanted, fit_changes};

use crate::hand::{Hand, now, wanted};
use crate::run::Run;

fn round(session: &mut Session) {
    session.round(now()).unwrap();
}

/// Plays on until `done`. Bells are told by a thread of their own: time waits for it now and then.
fn until(session: &mut Session, hand: &mut Hand, what: &str, mut done: impl FnMut(&mut Session) -> bool) {
    for _ in 0..12_000 {
        round(session);
        if done(session) {
            return;
        }
        hand.play(0.05);
        std::thread::park_timeout(Duration::from_millis(1));
    }
    panic!("never came about: {what}");
}

fn waits(session: &Session) -> bool {
    matches!(session.fit(), Some(FitState::Ringing { bells, waits: true, .. }) if bells > 0)
}

fn rings(session: &Session) -> bool {
    matches!(session.fit(), Some(FitState::Ringing { .. }))
}

/// Begins a fit and answers every bell, to the end.
pub fn answer_bells(session: &mut Session, hand: &mut Hand, answer: impl Fn(&mut Hand)) -> usize {
    session.begin_fit();
    let mut bells = 0;
    loop {
        until(session, hand, "a bell, or the end", |session| waits(session) || !rings(session));
        if !rings(session) {
            return bells;
        }
        bells += 1;
        answer(hand);
        hand.play(0.05);
        round(session);
    }
}

/// Presses once, `after_s` from now.
pub fn press(hand: &mut Hand, after_s: f64, held_s: f64) {
    hand.play(after_s);
    hand.press("key:space");
    hand.play(held_s);
    hand.release("key:space");
}

/// A hand that doubles its presses is fitted with a lockout that holds the doubles back; one press
/// accepts, what is accepted is kept as the person's own file and comes with the next start, and
/// can be taken back.
#[test]
fn a_trembling_hand_is_fitted() {
    let folder = tempfile::tempdir().unwrap();
    let wish = || Wanted {
        catalogue: Catalogue::with_folder(folder.path().join("own")),
        audio: AudioChoice::Default,
        ..wanted("first-notes", "one-switch")
    };
    let (mut session, mut hand) = Hand::start(wish());
    let lockout_ms = |session: &Session| session.person().body.switches[0].lockout_ms;
    let before = lockout_ms(&session);
    let bells = answer_bells(&mut session, &mut hand, |hand| {
        [0.5, 0.25].into_iter().for_each(|after_s| press(hand, after_s, 0.15));
    });
    assert!((8..=12).contains(&bells), "{bells}");
    let Some(FitState::Proposed(proposal)) = session.fit() else { panic!("{:?}", session.fit()) };
    // Doubles came 0.4 s after the press.
    let proposed = proposal.lockout_ms.unwrap();
    assert!((400.0..=700.0).contains(&proposed), "{proposed}");
    hand.play(2.5);
    hand.press("key:space");
    until(&mut session, &mut hand, "the person's own", |session| {
        session
            .fit()
            .is_some_and(|fit| matches!(fit, FitState::Accepted { is_kept: true, can_take_back: true, .. }))
    });
    hand.release("key:space");
    assert_eq!(lockout_ms(&session), proposed);
    assert_eq!(session.unsaved(), (false, false));
    session.finish().unwrap();

    let (mut session, _hand) = Hand::start(wish());
    assert_eq!(lockout_ms(&session), proposed, "it was kept");
    assert!(session.undo_person().is_err(), "what was kept long ago is not taken back by a step");
    session.ship_person().unwrap();
    assert_eq!(lockout_ms(&session), before);
}

/// Where everything fits already, accepting changes nothing: no copy is made of the person, and what
/// can be taken back is what could be before.
#[test]
fn what_fits_already_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut session, mut hand) = Hand::start(Wanted {
        catalogue: Catalogue::with_folder(folder.path().join("own")),
        audio: AudioChoice::Default,
        ..wanted("first-notes", "one-switch")
    });
    let before = session.person().body.clone();
    answer_bells(&mut session, &mut hand, |hand| press(hand, 0.7, 0.3));
    let Some(FitState::Proposed(proposal)) = session.fit() else { panic!("{:?}", session.fit()) };
    let role = session.fitted_role().unwrap();
    let changes = fit_changes(session.person(), role, &proposal);
    let edits: Vec<_> = changes.settings.iter().map(|change| change.row.edit(role, change.then)).collect();
    assert!(!edits.is_empty());
    session.change_person(&edits).unwrap();
    session.accept_fit().unwrap();
    assert!(
        matches!(session.fit(), Some(FitState::Accepted { is_kept: false, can_take_back: false, .. })),
        "{:?}",
        session.fit()
    );
    assert!(!session.own_copies().1);
    session.undo_person().unwrap();
    assert_eq!(session.person().body, before);
    assert!(session.undo_person().is_err());
}

/// A bell is in the journal, is heard, and replays to the same sound; presses play meanwhile.
#[test]
fn bells_replay() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.act(&cantus::session::Action::Louder);
    run.session.begin_fit();
    run.until("a bell", |run| matches!(run.session.fit(), Some(FitState::Ringing { bells: 1, .. })));
    run.press("key:space");
    run.until("the answer", |run| matches!(run.session.fit(), Some(FitState::Ringing { answered: 1, .. })));
    assert_eq!(run.presses(), 1);
    run.session.end_fit();
    assert_eq!(run.session.fit(), None);
    run.play_on(24_000);
    let replay = run.replay("first-notes", "one-switch");
    assert!(replay.journal.contains("!bell"), "{}", replay.journal);
    replay.assert_equal();
}

/// Presses that come to be doubled are noticed while somebody plays, without a word; a fit, or no
/// wish for one, ends it.
#[test]
fn drift_is_noticed_quietly() {
    let (mut session, mut hand) = Hand::start(wanted("first-notes", "one-switch"));
    let lockout_s = f64::from(session.person().body.switches[0].lockout_ms) / 1000.0;
    let soon_s = (lockout_s + 0.05 - 0.08).max(0.02);
    for press in 0..72 {
        let pauses: &[f64] = if press < 32 { &[0.9] } else { &[0.9, soon_s] };
        for pause in pauses {
            hand.play(*pause);
            hand.press("key:space");
            hand.play(0.08);
            hand.release("key:space");
        }
        let news = session.round(now()).unwrap();
        assert!(press >= 32 || session.drift().is_none(), "{press}");
        // Time that is moved by hand may leave the recording behind, which is told; the hand is not.
        assert!(
            news.said.is_empty() && news.alerts.iter().all(|alert| !alert.what.contains("ress")),
            "{news:?}"
        );
    }
    hand.play(0.1);
    round(&mut session);
    assert_eq!(session.drift(), Some(Drift { misfit: Misfit::Doubles, came_later: true }));
    session.forget_drift();
    assert_eq!(session.drift(), None);
    // Not even where a number is turned, which begins to watch anew.
    session.edit_person(&"set scan.interval_ms 1234".parse().unwrap()).unwrap();
    double(&mut session, &mut hand, soon_s);
    assert_eq!(session.drift(), None);
}

/// Plays forty presses that come double, `soon_s` after the release.
fn double(session: &mut Session, hand: &mut Hand, soon_s: f64) {
    for _ in 0..40 {
        press(hand, 0.9, 0.08);
        press(hand, soon_s, 0.08);
        round(session);
    }
    hand.play(1.0);
    round(session);
}

/// Whose presses come double from the first one on is offered a fit as well, and once said no, is left
/// in peace for the session; somebody else is not.
#[test]
fn who_never_fitted_is_offered_a_fit() {
    let (mut session, mut hand) = Hand::start(wanted("first-notes", "one-switch"));
    let lockout_s = f64::from(session.person().body.switches[0].lockout_ms) / 1000.0;
    let soon_s = (lockout_s + 0.05 - 0.08).max(0.02);
    let offer = Some(Drift { misfit: Misfit::Doubles, came_later: false });
    double(&mut session, &mut hand, soon_s);
    assert_eq!(session.drift(), offer);
    session.forget_drift();
    double(&mut session, &mut hand, soon_s);
    assert_eq!(session.drift(), None);
    session.set_person("one-switch").unwrap();
    double(&mut session, &mut hand, soon_s);
    assert_eq!(session.drift(), offer);
}

/// A terminal tells no lengths: what goes by length stays as it is, the rest is fitted.
#[test]
fn without_lengths_lengths_stay() {
    let wish = wanted("first-notes", "one-switch");
    let (mut session, mut hand) = Hand::start_with(DeviceKind::Terminal, wish);
    let before = session.person().clone();
    answer_bells(&mut session, &mut hand, |hand| press(hand, 1.3, 0.02));
    session.accept_fit().unwrap();
    let after = session.person();
    assert_eq!(after.body.switches, before.body.switches);
    assert_eq!(after.body.menu, before.body.menu);
    assert!(after.body.scan.interval_ms >= 1900.0, "{}", after.body.scan.interval_ms);
}
