//! What somebody wants of the band, as traces write it.

use std::fmt;
use std::str::FromStr;

use crate::nearest::nearest;

/// What somebody wants of the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandCommand {
    /// Begin now.
    Start,
    /// Come to an end: the ending from the next bar on.
    Stop,
    /// A fill in the next bar.
    Fill,
    /// So much plays from the next bar on, 0 to 3; none follows the player.
    Intensity(Option<u8>),
}

impl fmt::Display for BandCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BandCommand::Start => f.write_str("start"),
            BandCommand::Stop => f.write_str("stop"),
            BandCommand::Fill => f.write_str("fill"),
            BandCommand::Intensity(Some(intensity)) => write!(f, "intensity {intensity}"),
            BandCommand::Intensity(None) => f.write_str("intensity player"),
        }
    }
}

impl FromStr for BandCommand {
    /// A sentence for people.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let command = match (words.next(), words.next()) {
            (Some("start"), None) => BandCommand::Start,
            (Some("stop"), None) => BandCommand::Stop,
            (Some("fill"), None) => BandCommand::Fill,
            (Some("intensity"), Some("player")) => BandCommand::Intensity(None),
            (Some("intensity"), level) => match level.map(str::parse) {
                Some(Ok(level @ 0..=3)) => BandCommand::Intensity(Some(level)),
                _ => return Err("after `intensity` comes 0 to 3, or `player`".to_owned()),
            },
            (Some(word @ ("start" | "stop" | "fill")), Some(_)) => {
                return Err(format!("nothing was expected after `{word}`"));
            }
            (word, _) => {
                let near = nearest(word.unwrap_or_default(), ["start", "stop", "fill", "intensity"]);
                let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
                return Err(format!("the band knows `start`, `stop`, `fill` and `intensity`{near}"));
            }
        };
        match words.next() {
            Some(word) => Err(format!("nothing was expected here, found `{word}`")),
            None => Ok(command),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written reads back, and slips get a hint.
    #[test]
    fn commands_round_trip() {
        for text in ["start", "stop", "fill", "intensity 2", "intensity player"] {
            assert_eq!(text.parse::<BandCommand>().unwrap().to_string(), text);
        }
        assert!("intensity 4".parse::<BandCommand>().unwrap_err().contains("0 to 3"));
        assert!("strat".parse::<BandCommand>().unwrap_err().contains("did you mean `start`?"));
        assert!("stop now".parse::<BandCommand>().is_err());
        assert!("".parse::<BandCommand>().is_err());
    }
}
