//! What becomes of wishes on pages.

use super::super::app::Window;
use super::{Listening, Page, PageWish};
use crate::device::at_login::start_at_login;
use crate::input::Role;

impl Window {
    /// Does what somebody wants on a page.
    pub(in super::super) fn grant_page(&mut self, wish: PageWish) {
        match wish {
            PageWish::Show(page) => self.show_page(page),
            PageWish::Fit => self.session.begin_fit(),
            PageWish::AcceptFit => self.changed(|window| window.session.accept_fit()),
            PageWish::NotNow => self.session.forget_drift(),
            PageWish::Change(edits) => {
                if let Err(reason) = self.session.change_person(&edits) {
                    self.said = reason;
                }
            }
            PageWish::TakeBack => self.changed(|window| window.session.undo_person()),
            PageWish::MakeAgain => self.changed(|window| window.session.redo_person()),
            PageWish::Listen(role) => self.listen(role),
            PageWish::Bind { alone } => {
                let listening = self.pages.listening.clone();
                if let Some((role, heard)) = listening.and_then(|it| Some((it.role, it.heard?))) {
                    self.changed(|window| window.session.bind(role, &heard, alone));
                }
                self.listen(None);
            }
            PageWish::Learn => {
                let learned = self.session.axis_heard();
                let learned = learned.map(|learned| {
                    let plays = self.session.plays_already(&learned);
                    (learned, plays)
                });
                if let Some(listening) = &mut self.pages.listening {
                    listening.learned = Some(learned);
                }
            }
            PageWish::BindAxis => {
                let learned = self.pages.listening.as_ref().and_then(|listening| listening.learned.clone());
                if let Some(Ok((learned, _))) = learned {
                    self.changed(|window| window.session.bind_axis(&learned));
                }
                self.listen(None);
            }
            PageWish::NumbersOf(role) => self.pages.role = role,
            PageWish::AtLogin(on) => self.start_at_login(on),
            PageWish::LookRound => {
                let confirmed = self.session.person().switch_boxes.clone();
                self.pages.look_round(confirmed);
            }
        }
        let status = self.session.status();
        self.pages.round(&mut self.session, &status);
    }

    fn show_page(&mut self, page: Option<Page>) {
        if page != Some(Page::Fit) {
            self.session.end_fit();
            self.pages.fit = None;
        }
        if self.pages.listening.is_some() {
            self.listen(None);
        }
        self.pages.open = page;
    }

    /// Listens for what is to play a role, or plays again what is pressed.
    fn listen(&mut self, role: Option<Role>) {
        match role {
            Some(role) => self.session.listen_for_binding(role),
            None => self.session.stop_listening(),
        }
        self.pages.listening = role.map(Listening::new);
    }

    fn start_at_login(&mut self, on: bool) {
        let Some(path) = self.pages.at_login_path.clone() else { return };
        let program = std::env::current_exe();
        match program.and_then(|program| start_at_login(&path, &program, on)) {
            Ok(()) => self.pages.at_login = Some(on),
            Err(error) => {
                self.said = format!("{} cannot be written: {error}. Everything plays on.", path.display())
            }
        }
    }
}
