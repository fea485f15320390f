//! Which section plays: the form of a piece, decided bar by bar.

use super::{LeadIn, Style};

/// What the band is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Playing {
    /// Nothing: it waits.
    #[default]
    Waiting,
    /// A bar of clicks.
    Count,
    /// The intro.
    Intro,
    /// A variation, 0 or 1.
    Variation(u8),
    /// A fill, with the rest of this variation going on.
    Fill(u8),
    /// The ending.
    Ending,
}

impl Playing {
    /// Word for people.
    pub fn label(self) -> &'static str {
        match self {
            Playing::Waiting => "waiting",
            Playing::Count => "count-in",
            Playing::Intro => "intro",
            Playing::Variation(0) => "variation a",
            Playing::Variation(_) => "variation b",
            Playing::Fill(_) => "fill",
            Playing::Ending => "ending",
        }
    }
}

/// Where the band is in its form.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) playing: Playing,
    /// Bars since this section began, over fills.
    bar: u16,
    /// Bars since this variation began, over fills.
    phrase_bar: u8,
    /// The next bar is a fill.
    pub(super) fill: bool,
    /// The next bar is the ending.
    pub(super) end: bool,
}

impl Form {
    /// Begins with the lead-in.
    pub(super) fn begin(&mut self, style: &Style, lead_in: LeadIn) {
        let playing = match lead_in {
            LeadIn::Count => Playing::Count,
            LeadIn::Intro if style.intro.bars > 0 => Playing::Intro,
            LeadIn::Intro | LeadIn::None => Playing::Variation(0),
        };
        *self = Form { playing, ..Form::default() };
    }

    /// Bars since this variation began; of other sections, since they began.
    pub(super) fn row_bar(&self) -> u32 {
        match self.playing {
            Playing::Variation(_) | Playing::Fill(_) => u32::from(self.phrase_bar),
            _ => u32::from(self.bar),
        }
    }

    /// A bar is over: what comes next. [`Playing::Waiting`] when the piece is over.
    pub(super) fn next_bar(&mut self, style: &Style, intensity: u8) {
        let ended = self.playing == Playing::Ending;
        self.bar = self.bar.saturating_add(1);
        if self.end && !ended && self.playing != Playing::Waiting {
            let playing = if style.ending.bars > 0 { Playing::Ending } else { Playing::Waiting };
            *self = Form { playing, ..Form::default() };
            return;
        }
        match self.playing {
            Playing::Waiting => {}
            Playing::Count => self.vary(0),
            Playing::Intro if self.bar >= u16::from(style.intro.bars) => self.vary(0),
            Playing::Intro => {}
            Playing::Ending if self.bar >= u16::from(style.ending.bars) => *self = Form::default(),
            Playing::Ending => {}
            Playing::Variation(number) | Playing::Fill(number) => {
                self.phrase_bar = self.phrase_bar.saturating_add(1);
                let phrase_bars = style.phrase_bars.max(1);
                if self.phrase_bar >= phrase_bars {
                    self.vary(1 - number.min(1));
                    return;
                }
                let turning = self.phrase_bar + 1 == phrase_bars && intensity > 0;
                let wanted = std::mem::take(&mut self.fill) || turning;
                self.playing = match wanted && style.fill.bars > 0 {
                    true => Playing::Fill(number),
                    false => Playing::Variation(number),
                };
            }
        }
    }

    fn vary(&mut self, number: u8) {
        let (end, fill) = (self.end, self.fill);
        *self = Form { playing: Playing::Variation(number), end, fill, ..Form::default() };
    }
}
