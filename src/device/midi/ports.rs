//! Ports by what stays the same about them.

/// A port's name without the numbers ALSA's sequencer puts behind it, which change with
/// every plug (`… 24:0`).
pub fn stable_name(name: &str) -> &str {
    let Some((rest, last)) = name.rsplit_once(' ') else { return name };
    let numbers = last.split_once(':').is_some_and(|(client, port)| {
        let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        number(client) && number(port)
    });
    if numbers { rest.trim_end() } else { name }
}

/// What to call a port: the client's name, and the port's where it says more.
pub fn shown_name(stable: &str) -> String {
    match stable.split_once(':') {
        Some((client, port)) if port.starts_with(client) => port.to_owned(),
        Some((client, port)) if !client.is_empty() => format!("{client}: {port}"),
        _ => stable.to_owned(),
    }
}

/// Ports that are never listened to: our own, ALSA's loop-back, and PipeWire's bridges,
/// which repeat what other ports send already.
pub fn is_ignored(stable: &str) -> bool {
    let client = stable.split_once(':').map_or(stable, |(client, _)| client);
    client.to_lowercase().starts_with("cantus") || client == "Midi Through" || client.starts_with("PipeWire-")
}

/// The addresses that clients called `client` listen to, from ALSA's
/// `/proc/asound/seq/clients`. A port that was pulled out and plugged in again at once
/// has its old address and nobody listening.
pub fn listened_to(clients: &str, client: &str) -> Vec<String> {
    connected(clients, client, "Connected From:")
}

/// The addresses that clients called `client` play to, from the same.
pub fn played_to(clients: &str, client: &str) -> Vec<String> {
    connected(clients, client, "Connecting To:")
}

fn connected(clients: &str, client: &str, direction: &str) -> Vec<String> {
    let quoted = format!("\"{client}\"");
    let mut ours = false;
    let mut addresses = Vec::new();
    for line in clients.lines() {
        if line.starts_with("Client ") {
            ours = line.contains(&quoted);
        } else if ours && let Some(others) = line.trim().strip_prefix(direction) {
            let plain = others.split(',').map(|address| address.split('[').next().unwrap_or_default().trim());
            addresses.extend(plain.map(str::to_owned));
        }
    }
    addresses
}

/// The identity of a port: its stable name, and where several have the same, the lowest
/// ordinal that `taken` does not hold.
pub fn identity(stable: &str, taken: &[&str]) -> String {
    let mut ordinal = 1;
    loop {
        let identity =
            if ordinal == 1 { format!("midi:{stable}") } else { format!("midi:{stable} #{ordinal}") };
        if !taken.contains(&identity.as_str()) {
            return identity;
        }
        ordinal += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Volatile numbers go, all else stays.
    #[test]
    fn numbers_go() {
        assert_eq!(stable_name("Virtual Raw MIDI 2-0:VirMIDI 2-0 24:0"), "Virtual Raw MIDI 2-0:VirMIDI 2-0");
        assert_eq!(stable_name("Keys:Keys MIDI 1 128:13"), "Keys:Keys MIDI 1");
        assert_eq!(stable_name("Keys 12:"), "Keys 12:");
        assert_eq!(stable_name("Keys"), "Keys");
        assert_eq!(shown_name("Keystation:Keystation MIDI 1"), "Keystation MIDI 1");
        assert_eq!(shown_name("A:B"), "A: B");
    }

    /// Only our own clients' sources count.
    #[test]
    fn listened_ports_are_read() {
        let text = "Client info\n  cur  clients : 3\nClient  24 : \"Keys\" [Kernel]\n  Port   0 : \"Keys\" (RWeX)\n    \
                    Connecting To: 128:0[real:0]\nClient 128 : \"Cantus in\" [User]\n  Port   0 : \"listen\" (-We-)\n    \
                    Connected From: 24:0[real:0], 28:1\nClient 129 : \"Other\" [User]\n    Connected From: 20:0\n";
        assert_eq!(listened_to(text, "Cantus in"), ["24:0", "28:1"]);
        assert_eq!(played_to(text, "Keys"), ["128:0"]);
        assert!(played_to(text, "Cantus in").is_empty());
    }

    /// Two ports of one name get ordinals; the one that comes back takes its own again.
    #[test]
    fn equal_names_get_ordinals() {
        assert_eq!(identity("A:B", &[]), "midi:A:B");
        assert_eq!(identity("A:B", &["midi:A:B"]), "midi:A:B #2");
        assert_eq!(identity("A:B", &["midi:A:B #2"]), "midi:A:B");
    }

    /// Loops are not listened to.
    #[test]
    fn loops_are_ignored() {
        assert!(is_ignored("Midi Through:Midi Through Port-0"));
        assert!(is_ignored("Cantus:notes"));
        assert!(is_ignored("cantus in:listen"));
        assert!(!is_ignored("Virtual Raw MIDI 2-0:VirMIDI 2-0"));
    }
}
