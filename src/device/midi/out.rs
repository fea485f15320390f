//! MIDI out: ports that can be played to, and one that others can listen to.

use midir::{MidiOutput, MidiOutputConnection};

use super::ports::{shown_name, stable_name};
use super::reader::{MidiPorts, no_midi_advice};
use crate::nearest::nearest;

const CLIENT_NAME: &str = "Cantus out";
/// What others see the notes come from.
const PORT_NAME: &str = "notes";

/// Where MIDI goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutChoice {
    /// A port of our own that other programs can listen to.
    Virtual,
    /// The port whose name has this in it.
    Named(String),
}

impl std::str::FromStr for OutChoice {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.trim() {
            "virtual" => OutChoice::Virtual,
            name => OutChoice::Named(name.to_owned()),
        })
    }
}

/// Why nothing can be played to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutError {
    /// The system has no MIDI.
    #[error("there is no MIDI on this machine. {0}")]
    NoMidi(&'static str),
    /// No port has this name.
    #[error("there is no MIDI output `{wanted}`{}. `cantus list devices` shows what there is", others(.there))]
    NotFound {
        /// What was asked for.
        wanted: String,
        /// What there is, the nearest first.
        there: Vec<String>,
    },
    /// The system has no ports of one's own.
    #[error("this system has no MIDI ports of one's own; name a port instead")]
    NoVirtual,
    /// It is there and does not open.
    #[error("the MIDI output `{0}` cannot be opened; another program may hold it")]
    Refused(String),
}

fn others(there: &[String]) -> String {
    if there.is_empty() { String::new() } else { format!("; there are: {}", there.join(", ")) }
}

/// The ports that can be played to.
pub fn list_outputs() -> MidiPorts {
    match open() {
        Ok(output) => MidiPorts::Found(named(&output).into_iter().map(|(_, name)| name).collect()),
        Err(advice) => MidiPorts::NoMidi(advice),
    }
}

fn open() -> Result<MidiOutput, &'static str> {
    if let Some(advice) = no_midi_advice() {
        return Err(advice);
    }
    MidiOutput::new(CLIENT_NAME).map_err(|_| "The system's MIDI could not be opened.")
}

/// Ports and what they are called, without our own.
fn named(output: &MidiOutput) -> Vec<(midir::MidiOutputPort, String)> {
    let ports = output.ports();
    ports
        .into_iter()
        .filter_map(|port| {
            let name = output.port_name(&port).ok()?;
            let stable = stable_name(&name);
            (!stable.to_lowercase().starts_with("cantus")).then(|| (port, shown_name(stable)))
        })
        .collect()
}

/// An open port.
pub struct OutPort {
    /// What it is called.
    pub name: String,
    /// The system's own name of it; none for a port of our own.
    id: Option<String>,
    connection: MidiOutputConnection,
}

impl OutPort {
    /// Opens the wanted port.
    ///
    /// # Errors
    /// Where there is none, or it does not open.
    pub fn open(choice: &OutChoice) -> Result<OutPort, OutError> {
        let output = open().map_err(OutError::NoMidi)?;
        let wanted = match choice {
            OutChoice::Virtual => return open_virtual(output),
            OutChoice::Named(wanted) => wanted,
        };
        let ports = named(&output);
        let place = find(wanted, ports.iter().map(|(_, name)| name.as_str())).ok_or_else(|| {
            let names = ports.iter().map(|(_, name)| name.as_str());
            let near = nearest(wanted, names.clone());
            let mut there: Vec<String> = names.map(str::to_owned).collect();
            there.sort_by_key(|name| near != Some(name.as_str()));
            OutError::NotFound { wanted: wanted.clone(), there }
        })?;
        let (port, name) = &ports[place];
        let id = port.id();
        match output.connect(port, PORT_NAME) {
            Ok(connection) => Ok(OutPort { name: name.clone(), id: Some(id), connection }),
            Err(_) => Err(OutError::Refused(name.clone())),
        }
    }

    /// Whether the port is still there and still ours: a sequencer takes notes for a port that
    /// was pulled out without a word.
    pub fn is_there(&self) -> bool {
        let Some(id) = &self.id else { return true };
        let listed = open().is_ok_and(|output| {
            named(&output).iter().any(|(port, name)| port.id() == *id && *name == self.name)
        });
        listed && self.is_connected(id)
    }

    /// Whether the sequencer still carries our notes there. A port that was pulled out and
    /// plugged in between two looks has its old address, and nothing connected to it.
    fn is_connected(&self, id: &str) -> bool {
        let clients = std::fs::read_to_string("/proc/asound/seq/clients");
        clients.map_or(true, |text| super::ports::played_to(&text, CLIENT_NAME).iter().any(|to| to == id))
    }

    /// Sends a message, whole.
    ///
    /// # Errors
    /// Where the port does not take it.
    pub fn send(&mut self, message: &[u8]) -> Result<(), midir::SendError> {
        self.connection.send(message)
    }
}

#[cfg(unix)]
fn open_virtual(output: MidiOutput) -> Result<OutPort, OutError> {
    use midir::os::unix::VirtualOutput;
    match output.create_virtual(PORT_NAME) {
        Ok(connection) => Ok(OutPort { name: format!("{CLIENT_NAME}: {PORT_NAME}"), id: None, connection }),
        Err(_) => Err(OutError::NoVirtual),
    }
}

#[cfg(not(unix))]
fn open_virtual(_: MidiOutput) -> Result<OutPort, OutError> {
    Err(OutError::NoVirtual)
}

/// The place of the port that is called `wanted`, or has it in its name.
fn find<'a>(wanted: &str, mut names: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
    let wanted = wanted.to_lowercase();
    let exact = names.clone().position(|name| name.to_lowercase() == wanted);
    exact.or_else(|| names.position(|name| name.to_lowercase().contains(&wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A whole name goes before a part of one, in whatever letters.
    #[test]
    fn ports_are_found_by_name() {
        let names = ["Synth MIDI 2", "synth", "Keys"];
        assert_eq!(find("Synth", names.into_iter()), Some(1));
        assert_eq!(find("midi 2", names.into_iter()), Some(0));
        assert_eq!(find("bagpipe", names.into_iter()), None);
    }
}
