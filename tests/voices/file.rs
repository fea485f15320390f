//! Patch files.

use cantus::sound::patch::{Patch, PatchError};

use crate::play::{IDS, patch};

/// Every shipped patch says what it is and passes its own check.
#[test]
fn shipped_patches_are_sound() {
    for id in IDS {
        let patch = patch(id);
        assert!(patch.name.len() > 2 && patch.about.len() > 20, "{id}");
    }
    assert_eq!(Patch::default().check(), Ok(()));
}

/// Unknown fields are refused, wherever they stand.
#[test]
fn unknown_fields_are_refused() {
    for text in ["volume = 3", "[filter]\ncuttof_hz = 3.0", "[lfo]\nspeed = 1"] {
        let error = toml::from_str::<Patch>(text).unwrap_err().to_string();
        assert!(error.contains("unknown field"), "{error}");
    }
}

/// A value out of range is named with its table and its range; NaN is out of range.
#[test]
fn ranges_are_checked() {
    let read = |text: &str| toml::from_str::<Patch>(text).unwrap().check();
    assert_eq!(
        read("[amp_envelope]\nattack_ms = 2.0"),
        Err(PatchError::Range {
            field: "amp_envelope.attack_ms".to_owned(),
            value: 2.0,
            low: 5.0,
            high: 5000.0
        })
    );
    assert_eq!(read("format = 2"), Err(PatchError::Format { found: 2 }));
    for text in ["[filter]\nresonance = nan", "[loudness]\nregister_db = [0.0, nan, 0.0, 0.0, 0.0, 0.0]"] {
        assert!(matches!(read(text), Err(PatchError::Range { .. })), "{text}");
    }
    let high = read("[loudness]\nregister_db = [0.0, 0.0, 0.0, 0.0, 0.0, 25.0]").unwrap_err();
    assert_eq!(high.to_string(), "`loudness.register_db` is 25, it goes from -24 to 24");
}

/// The schema explains every field.
#[test]
fn the_schema_explains() {
    let schema = serde_json::to_value(schemars::schema_for!(Patch)).unwrap();
    let described = |properties: &serde_json::Value| {
        properties.as_object().unwrap().iter().for_each(|(name, field)| {
            assert!(field.get("description").is_some(), "{name}: {field}");
        });
    };
    described(&schema["properties"]);
    for (name, table) in schema["$defs"].as_object().unwrap() {
        if let Some(properties) = table.get("properties") {
            described(properties);
        } else {
            assert!(table.get("oneOf").is_some() || table.get("enum").is_some(), "{name}");
        }
    }
}

/// A patch written out and read again is the same patch.
#[test]
fn patches_survive_a_round_trip() {
    for id in IDS {
        let patch: Patch = patch(id);
        assert_eq!(toml::from_str::<Patch>(&toml::to_string(&patch).unwrap()).unwrap(), patch);
    }
}
