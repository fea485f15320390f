//! Small pictures beside names, read as they come into sight.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureOptions};

use super::read::{not_shown, read_square, spawn};
use crate::live::Alert;
use crate::preset::Place;

/// Pictures that are kept beyond those in sight.
const KEPT: usize = 200;

/// A picture, and how many pixels its side has.
type Wanted = (Place, u32);

/// The pictures of lists. They are asked for while a screen is drawn, which only looks, so what is
/// asked is kept behind a cell.
#[derive(Default)]
pub struct Small(RefCell<Shelf>);

#[derive(Default)]
struct Shelf {
    pictures: BTreeMap<Wanted, Picture>,
    /// Those of which it was told that they cannot be shown.
    told: BTreeSet<Wanted>,
    reader: Option<Reader>,
    /// Pictures of the window that were drawn.
    drawn: u64,
    coming: usize,
    is_fresh: bool,
}

struct Picture {
    is: Is,
    /// When it was in sight last, in pictures of the window.
    seen: u64,
}

enum Is {
    Coming,
    Read(ColorImage),
    Drawn(TextureHandle),
    Missing,
}

/// The thread that reads; it ends when nobody asks any more.
struct Reader {
    ask: Sender<Wanted>,
    read: Receiver<(Wanted, Result<ColorImage, String>)>,
}

impl Small {
    /// A new picture of the window begins.
    pub fn begin(&mut self) {
        let shelf = self.0.get_mut();
        shelf.is_fresh = false;
        // What could not be shown may have been put right by the time it is seen again.
        let drawn = shelf.drawn;
        shelf.pictures.retain(|_, picture| picture.seen == drawn || !matches!(picture.is, Is::Missing));
        if shelf.pictures.len() > KEPT {
            shelf.pictures.retain(|_, picture| picture.seen == drawn || matches!(picture.is, Is::Coming));
        }
        shelf.drawn += 1;
    }

    /// Takes in what was read since the last round: alerts for what cannot be shown.
    pub fn take_in(&mut self) -> Vec<Alert> {
        let shelf = self.0.get_mut();
        let read = shelf.reader.iter().flat_map(|reader| reader.read.try_iter());
        let read: Vec<_> = read.collect();
        let mut alerts = Vec::new();
        for (wanted, picture) in read {
            shelf.coming -= 1;
            shelf.is_fresh = true;
            let is = match picture {
                Ok(picture) => {
                    shelf.told.remove(&wanted);
                    Is::Read(picture)
                }
                Err(reason) => {
                    if shelf.told.insert(wanted.clone()) {
                        alerts.push(not_shown(&wanted.0, &reason));
                    }
                    Is::Missing
                }
            };
            if let Some(known) = shelf.pictures.get_mut(&wanted) {
                known.is = is;
            }
        }
        alerts
    }

    /// Whether a picture has come that was not drawn yet.
    pub fn is_fresh(&self) -> bool {
        self.0.borrow().is_fresh
    }

    /// Whether some are still being read.
    pub fn is_coming(&self) -> bool {
        self.0.borrow().coming > 0
    }

    /// The picture at `place`, its side of so many points; none until it has been read.
    pub fn get(&self, ctx: &Context, place: &Place, points: f32) -> Option<TextureHandle> {
        let pixels = (points * ctx.pixels_per_point()).round() as u32;
        self.0.borrow_mut().get(ctx, &(place.clone(), pixels))
    }
}

impl Shelf {
    fn get(&mut self, ctx: &Context, wanted: &Wanted) -> Option<TextureHandle> {
        let drawn = self.drawn;
        let Some(picture) = self.pictures.get_mut(wanted) else {
            let is = if self.ask(wanted) { Is::Coming } else { Is::Missing };
            self.pictures.insert(wanted.clone(), Picture { is, seen: drawn });
            return None;
        };
        picture.seen = drawn;
        if let Is::Read(read) = &mut picture.is {
            let read = std::mem::take(read);
            picture.is = Is::Drawn(ctx.load_texture("small picture", read, TextureOptions::LINEAR));
        }
        match &picture.is {
            Is::Drawn(texture) => Some(texture.clone()),
            _ => None,
        }
    }

    fn ask(&mut self, wanted: &Wanted) -> bool {
        if self.reader.is_none() {
            self.reader = Reader::start();
        }
        let asked = self.reader.as_ref().is_some_and(|reader| reader.ask.send(wanted.clone()).is_ok());
        self.coming += usize::from(asked);
        asked
    }
}

impl Reader {
    fn start() -> Option<Self> {
        let (ask, asked) = channel::<Wanted>();
        let (tell, read) = channel();
        let run = move || {
            for (place, side) in asked {
                // Whatever a decoder stumbles over, the next picture is read.
                let picture = catch_unwind(AssertUnwindSafe(|| read_square(&place, side)));
                let picture = picture.unwrap_or_else(|_| Err("it cannot be read".to_owned()));
                if tell.send(((place, side), picture)).is_err() {
                    return;
                }
            }
        };
        spawn(run).ok()?;
        Some(Reader { ask, read })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='red'/></svg>";

    /// Takes in all that was asked for; far longer than it ever takes.
    fn settle(small: &mut Small, told: &mut Vec<Alert>) {
        for _ in 0..60_000 {
            told.extend(small.take_in());
            if !small.is_coming() {
                return;
            }
            std::thread::park_timeout(std::time::Duration::from_millis(1));
        }
        panic!("pictures never came");
    }

    /// A picture that was put right is there when it is seen again, and until then it is not told
    /// anew.
    #[test]
    fn what_was_put_right_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("me.svg");
        std::fs::write(&path, "<svg").unwrap();
        let (ctx, mut small, mut told) = (Context::default(), Small::default(), Vec::new());
        let place = Place::Own(path.clone());
        for _ in 0..3 {
            small.begin();
            small.begin();
            assert!(small.get(&ctx, &place, 44.0).is_none());
            settle(&mut small, &mut told);
        }
        assert_eq!(told.len(), 1);
        std::fs::write(&path, RED).unwrap();
        small.begin();
        small.begin();
        assert!(small.get(&ctx, &place, 44.0).is_none());
        settle(&mut small, &mut told);
        small.begin();
        assert!(small.get(&ctx, &place, 44.0).is_some());
        assert_eq!(told.len(), 1);
    }

    /// A picture is there once it was read, at the size that the display has; one that is broken is
    /// told once; however many are looked at, few are kept.
    #[test]
    fn pictures_come_when_they_are_seen() {
        let ctx = Context::default();
        let mut small = Small::default();
        let place = |name: &str, bytes| {
            Place::Shipped(std::path::Path::new(Box::leak(name.to_owned().into_boxed_str())), bytes)
        };
        let (good, broken) = (place("good", RED), place("broken", b"<svg"));
        small.begin();
        assert!(small.get(&ctx, &good, 44.0).is_none() && small.get(&ctx, &broken, 44.0).is_none());
        let mut told = Vec::new();
        settle(&mut small, &mut told);
        assert!(small.is_fresh());
        assert_eq!(told.iter().filter(|alert| alert.what.contains("broken cannot be shown")).count(), 1);
        small.begin();
        assert!(!small.is_fresh());
        assert_eq!(small.get(&ctx, &good, 44.0).map(|texture| texture.size()), Some([44, 44]));
        assert!(small.get(&ctx, &broken, 44.0).is_none() && !small.is_coming());
        for number in 0..600 {
            if number % 20 == 0 {
                small.begin();
            }
            small.get(&ctx, &place(&format!("{number}"), RED), 44.0);
        }
        settle(&mut small, &mut told);
        small.begin();
        assert!(small.0.borrow().pictures.len() <= KEPT + 20);
    }
}
