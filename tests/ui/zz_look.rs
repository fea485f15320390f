use crate::picture::Easel;
use cantus::ui::*;
#[test]
fn dump() {
    let Ok(out) = std::env::var("LOOK") else { return };
    for theme in Theme::ALL {
        for (name, mut shown) in [
            ("duet", crate::stage::duet(Look::new(theme), 0)),
            ("names", crate::stage::duet(Look { note_names: true, ..Look::new(theme) }, 1)),
            ("scan", crate::stage::scan(Look::new(theme))),
            ("menu", crate::stage::menu(Look::new(theme), 1)),
            ("menu4", crate::stage::menu(Look { size: 3.0, ..Look::new(theme) }, 1)),
        ] {
            let p = Easel::new([1280, 800]).draw(&mut shown);
            let mut data = format!("P6\n{} {}\n255\n", p.size[0], p.size[1]).into_bytes();
            data.extend(p.pixels.iter().flat_map(|c| [c.r(), c.g(), c.b()]));
            std::fs::write(format!("{out}/{}-{name}.ppm", theme.id()), data).unwrap();
        }
    }
}
