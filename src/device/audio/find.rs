//! Outputs by name.

use cpal::traits::{DeviceTrait, HostTrait};
use cpal::{Device, DeviceId, Host, HostId};

use super::quiet::hush_alsa;
use crate::live::{AudioChoice, AudioError};
use crate::nearest::nearest;

/// Most names that an error suggests.
const SUGGESTIONS: usize = 4;

/// An output that the system lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Stable name for machines: `alsa:hw:CARD=PCH,DEV=0`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What more the system says about it.
    pub about: String,
    /// The system it belongs to: `alsa`, `jack`.
    pub host: String,
    /// Whether this is that system's default.
    pub is_default: bool,
}

/// An output and its listing.
pub(super) struct Found {
    pub device: Device,
    pub listed: Listed,
}

/// Systems in the order in which they are asked for a default: JACK never, because it is
/// there only where somebody set it up.
pub(super) fn hosts() -> Vec<HostId> {
    let mut hosts = cpal::available_hosts();
    let rank = |host: &HostId| match host.name().to_ascii_lowercase().as_str() {
        "alsa" => 0,
        "pipewire" => 1,
        "pulseaudio" => 2,
        "jack" => 9,
        _ => 3,
    };
    hosts.sort_by_key(rank);
    hosts
}

fn is_jack(host: HostId) -> bool {
    host.name().eq_ignore_ascii_case("jack")
}

fn open_host(id: HostId) -> Result<Host, AudioError> {
    cpal::host_from_id(id).map_err(|error| AudioError::NoOutput(error.to_string()))
}

pub(super) fn listed(device: &Device, host: HostId, is_default: bool) -> Listed {
    let id = device.id().map_or_else(|_| format!("{host}:?"), |id| id.to_string());
    let (name, about) = match device.description() {
        Ok(description) => {
            let about: Vec<_> = description.extended().skip(1).collect();
            (description.name().to_owned(), about.join(", "))
        }
        Err(_) => (id.clone(), String::new()),
    };
    Listed { id, name, about, host: host.to_string(), is_default }
}

fn default_of(host: HostId) -> Result<Found, AudioError> {
    let device = open_host(host)?
        .default_output_device()
        .ok_or_else(|| AudioError::NoOutput(format!("{host} has no default output")))?;
    let mut listed = listed(&device, host, true);
    if listed.name == "Default Audio Device" {
        listed.name = format!("the system's default output ({})", host.name());
    }
    Ok(Found { device, listed })
}

fn outputs(host: HostId) -> Vec<Found> {
    let Ok(host_opened) = open_host(host) else { return Vec::new() };
    let default = host_opened.default_output_device().and_then(|device| device.id().ok());
    let Ok(devices) = host_opened.output_devices() else { return Vec::new() };
    devices
        .map(|device| {
            let is_default = device.id().ok().is_some_and(|id| Some(id) == default);
            let listed = listed(&device, host, is_default);
            Found { device, listed }
        })
        .filter(|found| found.listed.id != "alsa:null")
        .collect()
}

/// The outputs to try for a choice, in order.
pub(super) fn find(choice: &AudioChoice) -> Result<Vec<Found>, AudioError> {
    hush_alsa();
    let wanted = match choice {
        AudioChoice::Device(wanted) => wanted.trim(),
        AudioChoice::Default | AudioChoice::Null => {
            let found: Vec<_> = hosts().into_iter().filter(|host| !is_jack(*host)).map(default_of).collect();
            let (found, errors): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
            let found: Vec<_> = found.into_iter().flatten().collect();
            return match (found.is_empty(), errors.into_iter().find_map(Result::err)) {
                (true, Some(error)) => Err(error),
                (true, None) => Err(AudioError::NoOutput("this system has no audio".to_owned())),
                _ => Ok(found),
            };
        }
    };
    let system = system_named(wanted);
    if let Some(host) = hosts().into_iter().find(|host| host.name().eq_ignore_ascii_case(system)) {
        return default_of(host).map(|found| vec![found]);
    }
    if let Some(found) = by_id(wanted) {
        return Ok(vec![found]);
    }
    let all: Vec<_> = hosts().into_iter().flat_map(outputs).collect();
    let ranked = matches(wanted, all.iter().map(|found| &found.listed));
    if ranked.is_empty() {
        // Only now: ALSA has outputs called `pipewire` and `jack` of its own.
        if let Some(system) = not_built(system) {
            return Err(AudioError::NotBuilt { system });
        }
        return Err(not_found(wanted, all.iter().map(|found| &found.listed)));
    }
    let mut all: Vec<_> = all.into_iter().map(Some).collect();
    Ok(ranked.into_iter().filter_map(|place| all[place].take()).collect())
}

/// The sound system that somebody means.
fn system_named(wanted: &str) -> &str {
    if wanted.eq_ignore_ascii_case("pulse") { "pulseaudio" } else { wanted }
}

/// The sound system of this name, where this program was built without it.
fn not_built(wanted: &str) -> Option<&'static str> {
    let systems = [
        ("JACK", cfg!(feature = "jack")),
        ("PipeWire", cfg!(feature = "pipewire")),
        ("PulseAudio", cfg!(feature = "pulseaudio")),
    ];
    systems
        .into_iter()
        .find(|(system, built)| !built && system.eq_ignore_ascii_case(wanted))
        .map(|(system, _)| system)
}

/// An output by its id, with or without the name of its system; ALSA's shorter ways of
/// writing one (`hw:1`, `hw:Loopback,0`) too.
fn by_id(wanted: &str) -> Option<Found> {
    for host in hosts() {
        let prefix = format!("{host}:");
        let id = match wanted.get(..prefix.len()) {
            Some(start) if start.eq_ignore_ascii_case(&prefix) => &wanted[prefix.len()..],
            _ => wanted,
        };
        let Ok(opened) = open_host(host) else { continue };
        if let Some(device) = opened.device_by_id(&DeviceId::new(host, id)) {
            let listed = listed(&device, host, false);
            return Some(Found { device, listed });
        }
    }
    None
}

/// Places of those whose name or id holds `wanted`, the most direct way to a device first.
fn matches<'a>(wanted: &str, listed: impl Iterator<Item = &'a Listed>) -> Vec<usize> {
    let wanted = wanted.to_lowercase();
    let mut ranked: Vec<_> = listed
        .enumerate()
        .filter(|(_, listed)| {
            listed.name.to_lowercase().contains(&wanted) || listed.id.to_lowercase().contains(&wanted)
        })
        .map(|(place, listed)| (directness(&listed.id), place))
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, place)| place).collect()
}

/// ALSA lists a card many times over: first comes the card itself, then the card with
/// conversions.
fn directness(id: &str) -> u8 {
    match id.strip_prefix("alsa:").map(|id| id.split(':').next().unwrap_or(id)) {
        Some("hw") => 0,
        Some("plughw") => 1,
        Some("sysdefault" | "default") => 2,
        Some(_) => 3,
        None => 2,
    }
}

fn not_found<'a>(wanted: &str, listed: impl Iterator<Item = &'a Listed> + Clone) -> AudioError {
    let names = listed.clone().map(|listed| listed.name.as_str());
    let words = listed.clone().flat_map(|listed| listed.name.split([' ', ',']));
    let ids = listed.clone().map(|listed| listed.id.as_str());
    let near = nearest(wanted, names.clone().chain(words).chain(ids).filter(|name| !name.is_empty()));
    let mut suggestions: Vec<String> = near.into_iter().map(str::to_owned).collect();
    for name in names {
        if suggestions.len() < SUGGESTIONS && !suggestions.iter().any(|known| known == name) {
            suggestions.push(name.to_owned());
        }
    }
    AudioError::NotFound { wanted: wanted.to_owned(), suggestions }
}

/// Every output of every system that is built in. Opens none of them.
pub fn list_outputs() -> Vec<Listed> {
    hush_alsa();
    hosts()
        .into_iter()
        .flat_map(|host| {
            let mut all: Vec<_> = outputs(host).into_iter().map(|found| found.listed).collect();
            if !all.iter().any(|listed| listed.is_default)
                && let Ok(default) = default_of(host)
            {
                all.insert(0, default.listed);
            }
            all
        })
        .collect()
}

/// What a choice stands for now.
///
/// # Errors
/// Where there is no such output; names those that come nearest.
pub fn find_output(choice: &AudioChoice) -> Result<Option<Listed>, AudioError> {
    if *choice == AudioChoice::Null {
        return Ok(None);
    }
    find(choice).map(|found| found.into_iter().next().map(|found| found.listed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, name: &str) -> Listed {
        Listed {
            id: id.to_owned(),
            name: name.to_owned(),
            about: String::new(),
            host: "alsa".to_owned(),
            is_default: false,
        }
    }

    fn some() -> Vec<Listed> {
        vec![
            listed("alsa:sysdefault:CARD=PCH", "HDA Intel PCH, ALC256 Analog"),
            listed("alsa:plughw:CARD=PCH,DEV=0", "HDA Intel PCH, ALC256 Analog"),
            listed("alsa:hw:CARD=PCH,DEV=0", "HDA Intel PCH, ALC256 Analog"),
            listed("alsa:hw:CARD=Scarlett,DEV=0", "Scarlett 2i2 USB"),
        ]
    }

    /// A part of a name finds its device, the card itself before the ways round it.
    #[test]
    fn parts_of_names() {
        let all = some();
        assert_eq!(matches("intel", all.iter()), [2, 1, 0]);
        assert_eq!(matches("scarlett", all.iter()), [3]);
        assert_eq!(matches("CARD=PCH,DEV=0", all.iter()), [2, 1]);
        assert!(matches("bagpipe", all.iter()).is_empty());
    }

    /// A misspelt name is answered with the nearest one first.
    #[test]
    fn misspelt() {
        let error = not_found("Scarlet", some().iter());
        let AudioError::NotFound { suggestions, .. } = &error else { panic!("{error}") };
        assert_eq!(suggestions[0], "Scarlett");
        assert!(error.to_string().contains("`Scarlett`"), "{error}");
    }
}
