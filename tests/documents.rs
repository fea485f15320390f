//! Presets, persons, scales and patches as files: shipped, good, bad and hostile.

use std::path::Path;

use cantus::document::Document;
use cantus::person::Person;

fn person(text: &str) -> Result<Person, Vec<String>> {
    Person::read(&Document::new("x.person.toml", text.to_owned()))
        .map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// try
#[test]
fn show() {
    println!("{}", serde_json::to_string_pretty(&cantus::person::schema()).unwrap());
    println!("{}", serde_json::to_string_pretty(&cantus::preset::schema()).unwrap());
    let c = cantus::preset::Catalogue::shipped();
    for kind in cantus::preset::FileKind::ALL {
        println!("{:?}", c.entries(kind));
    }
    let d = c.document(cantus::preset::FileKind::Person, "anyone", Path::new("")).unwrap();
    match Person::read(&d) {
        Ok(p) => println!("{:?} {:?} {:?}", p.name, p.body.axes[0], p.body.axes[2]),
        Err(e) => {
            for e in e {
                println!("{e}")
            }
        }
    }
    for text in [
        "",
        "format = 2\n",
        "format = \"1\"",
        "format = 1\nname = \"x\"\nabuot = 3\nloudest_db = 3\n[[bind]]\nrole = \"q\"\ncontrol = \"key:spcae\"\n[switch.aa]\nlatch = \"tggle\"\n[switch.b]\nlong_press_ms = 5\nlockout_ms = \"x\"\n",
        "format = 1\nname = \"x\"\nabout = \"x\"\nloudest_db = nan\n",
        "format = 1\nname = \"x\nabout = y\n[[bind]\nfoo\n",
        "format = 1\nname = \"x\"\nabout = \"x\"\nsoftest_velocity=100\nloudest_velocity=50\n[[bind]]\nrole = \"q\"\ncontrol = \"key:spcae\"\n[[bind]]\nrole=\"a\"\n[[bind]]\ncontrols=[\"pad[X]:sooth\", \"midi:cc200\", \"key:any\", \"spce\"]\nrole=\"axis1\"\nthreshold=0.3\n[switch.a]\nlong_press_ms = \"never\"\n",
        "format = 1\nname = \"x\"\nabout = \"x\"\nsoftest_velocity=100\nloudest_velocity=50\n[[bind]]\nrole = \"q\"\ncontrol = \"key:spcae\"\n[[bind]]\nrole=\"a\"\n[[bind]]\ncontrols=[\"pad[X]:sooth\", \"midi:cc200\", \"key:any\", \"spce\"]\nrole=\"axis1\"\nthreshold=0.3\n[axis.axis1]\nlow=0.5\nhigh=0.5",
    ] {
        println!("=========\n{text}\n---");
        match person(text) {
            Ok(_) => println!("ok"),
            Err(e) => {
                for e in e {
                    println!("{e}")
                }
            }
        }
    }
}
