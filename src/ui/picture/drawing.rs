//! Drawings: SVG (Scalable Vector Graphics 2), as far as it is shapes, colours and clips.
//!
//! A drawing comes from anywhere, and SVG can ask for more than any machine has: references that
//! unfold without end, effects as costly as one likes, pictures and fonts from elsewhere. So only
//! elements that are cheap to draw are let in, and they are counted as often as they are drawn before
//! anything is drawn.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use eframe::egui::ColorImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{self, BlendMode, Group, Options, Tree};

/// Largest drawing, in bytes.
pub const LARGEST_BYTES: usize = 1 << 20;
/// Most elements, each counted as often as something refers to it, and most that lie in one another.
/// An element whose attributes are long counts once more for each so many bytes.
const MOST_ELEMENTS: u32 = 5000;
const ELEMENT_BYTES: usize = 1024;
const DEEPEST: u32 = 64;
/// Most layers that are drawn by themselves before they are laid on the others, and most of them in
/// one another: each takes memory of its own.
const MOST_LAYERS: u32 = 300;
const DEEPEST_LAYERS: u32 = 8;
/// Most dashes of a line.
const MOST_DASHES: f32 = 2000.0;

/// Namespace of elements that are drawn.
const SVG: &str = "http://www.w3.org/2000/svg";
/// Elements that are drawn, and those that say nothing about how.
const DRAWN: [&str; 24] = [
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "mask",
    "metadata",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "title",
    "use",
    "view",
];

const INTRICATE: &str = "it is too intricate";
const UNREAD: &str = "it cannot be read";

/// Whether a file is a drawing, by how it begins.
pub fn is_drawing(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// The drawing, its longer side of so many pixels.
///
/// # Errors
/// Why it cannot be shown, as the end of a sentence.
pub fn draw(bytes: &[u8], side: u32) -> Result<ColorImage, String> {
    if bytes.len() > LARGEST_BYTES {
        return Err(format!("it is larger than {} MiB", LARGEST_BYTES >> 20));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| UNREAD.to_owned())?;
    if text.contains("<!ENTITY") {
        return Err(INTRICATE.to_owned());
    }
    let drawn = catch_unwind(AssertUnwindSafe(|| drawn(text, side)));
    drawn.unwrap_or_else(|_| Err(UNREAD.to_owned()))
}

fn drawn(text: &str, side: u32) -> Result<ColorImage, String> {
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: 8 * MOST_ELEMENTS, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    Elements::new(&document)?.check(document.root(), 0)?;
    let tree = Tree::from_xmltree(&document, &Options::default()).map_err(|error| error.to_string())?;
    Layers::default().check(tree.root(), 0)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = side as f32 / width.max(height);
    let pixels = |length: f32| ((length * scale).round() as u32).clamp(1, side.max(1));
    let mut pixmap = Pixmap::new(pixels(width), pixels(height)).ok_or(INTRICATE)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let size = [pixmap.width() as usize, pixmap.height() as usize];
    Ok(ColorImage::from_rgba_premultiplied(size, pixmap.data()))
}

/// Elements, as often as they are drawn.
struct Elements<'d, 'x> {
    named: BTreeMap<&'d str, Node<'d, 'x>>,
    /// Whether something in it clips or masks.
    folds: bool,
    left: u32,
}

impl<'d, 'x> Elements<'d, 'x> {
    /// # Errors
    /// Where a name stands twice: which of them is meant would be a guess.
    fn new(document: &'d Document<'x>) -> Result<Self, String> {
        let mut named = BTreeMap::new();
        for node in document.descendants() {
            if let Some(id) = node.attribute("id")
                && named.insert(id, node).is_some()
            {
                return Err(format!("the id `{id}` stands twice in it"));
            }
        }
        let folds = document.descendants().any(|node| matches!(node.tag_name().name(), "clipPath" | "mask"));
        Ok(Elements { named, folds, left: MOST_ELEMENTS })
    }

    /// Counts `node` and all that it holds and refers to.
    fn check(&mut self, node: Node<'d, 'x>, depth: u32) -> Result<(), String> {
        let bytes: usize = node.attributes().map(|attribute| attribute.value().len()).sum();
        let weight = u32::try_from(1 + bytes / ELEMENT_BYTES).unwrap_or(u32::MAX);
        self.left = self.left.checked_sub(weight).ok_or(INTRICATE)?;
        if depth > DEEPEST {
            return Err(INTRICATE.to_owned());
        }
        for attribute in node.attributes() {
            let value = attribute.value();
            let referred = match (attribute.name(), node.tag_name().name()) {
                // Where a link leads to is nothing to draw.
                ("href", "a") => None,
                ("href", _) => match value.trim().strip_prefix('#') {
                    Some(id) => Some(id),
                    None => return Err("it refers to other files".to_owned()),
                },
                _ => None,
            };
            for id in referred.into_iter().chain(links(value)) {
                if let Some(target) = self.named.get(id) {
                    self.check(*target, depth + 1)?;
                }
            }
        }
        for child in node.children().filter(Node::is_element) {
            // Programs for drawing keep notes of their own beside the elements.
            if !matches!(child.tag_name().namespace(), None | Some(SVG)) {
                continue;
            }
            match child.tag_name().name() {
                "metadata" => {}
                "style" => self.check_style(child)?,
                name if DRAWN.contains(&name) => self.check(child, depth + 1)?,
                name => return Err(format!("`{name}` in it is not drawn here")),
            }
        }
        Ok(())
    }

    /// What a style sheet refers to is not followed, so it may refer to colours only.
    fn check_style(&self, style: Node<'d, 'x>) -> Result<(), String> {
        let refers = style.children().filter_map(|text| text.text()).any(|text| text.contains("url("));
        if refers && self.folds { Err(INTRICATE.to_owned()) } else { Ok(()) }
    }
}

/// Names of elements that a value refers to: `url(#name)`.
fn links(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let name = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        name.strip_prefix('#')
    })
}

/// Layers that are drawn by themselves.
struct Layers {
    left: u32,
}

impl Default for Layers {
    fn default() -> Self {
        Layers { left: MOST_LAYERS }
    }
}

impl Layers {
    fn check(&mut self, group: &Group, depth: u32) -> Result<(), String> {
        let is_layer = group.opacity().get() < 1.0
            || group.isolate()
            || group.blend_mode() != BlendMode::Normal
            || group.clip_path().is_some()
            || group.mask().is_some();
        let depth = depth + u32::from(is_layer);
        if is_layer {
            self.left = self.left.checked_sub(1).ok_or(INTRICATE)?;
        }
        if depth > DEEPEST_LAYERS || !group.filters().is_empty() {
            return Err(INTRICATE.to_owned());
        }
        for node in group.children() {
            if let usvg::Node::Path(path) = node
                && path
                    .stroke()
                    .and_then(|stroke| stroke.dasharray())
                    .is_some_and(|dashes| is_long(path, dashes))
            {
                return Err(INTRICATE.to_owned());
            }
            if let usvg::Node::Group(group) = node {
                self.check(group, depth)?;
            }
            let mut checked = Ok(());
            node.subroots(|root| {
                if checked.is_ok() {
                    checked = self.check(root, depth + 1);
                }
            });
            checked?;
        }
        Ok(())
    }
}

/// Whether a line may have more dashes than are drawn. Between two points it is no longer than four
/// times what it spans.
fn is_long(path: &usvg::Path, dashes: &[f32]) -> bool {
    let spans = path.data().bounds();
    let longest = path.data().len() as f32 * 4.0 * (spans.width() + spans.height());
    let dash: f32 = dashes.iter().sum();
    longest / dash > MOST_DASHES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 64 64\">{inside}</svg>"
        )
    }

    fn refused(inside: &str) -> String {
        draw(svg(inside).as_bytes(), 44).expect_err(inside)
    }

    /// A drawing fills what it is asked to, in its own proportions; with a style sheet, gradients,
    /// clips and uses as programs for drawing write them.
    #[test]
    fn drawings_are_drawn() {
        let red = draw(svg("<rect width='64' height='64' fill='red'/>").as_bytes(), 44).unwrap();
        assert_eq!(red.size, [44, 44]);
        assert!(red.pixels.iter().all(|pixel| pixel.to_array() == [255, 0, 0, 255]));
        let wide =
            format!("\u{feff} <?xml version='1.0'?><!DOCTYPE svg><svg xmlns='{SVG}' viewBox='0 0 20 10'/>");
        assert!(is_drawing(wide.as_bytes()));
        assert_eq!(draw(wide.trim_start_matches('\u{feff}').trim().as_bytes(), 40).unwrap().size, [40, 20]);
        let usual = "<style>.a{fill:url(#g)}</style><defs><linearGradient id='g'><stop stop-color='blue'/>\
            </linearGradient></defs><g id='x'><path class='a' d='M0 0h64v64H0z'/></g>\
            <use xlink:href='#x' opacity='0.5'/><line x2='9' stroke='red' stroke-dasharray='2 1'/>";
        let blue = draw(svg(usual).as_bytes(), 8).unwrap();
        assert_eq!(blue.pixels[20].to_array(), [0, 0, 255, 255]);
    }

    /// Drawings that would take forever, or all memory, or something from elsewhere, are refused at
    /// once, however they go about it.
    #[test]
    fn hostile_drawings_are_refused() {
        let fold =
            |from: &str, to: &str| format!("<g id='{from}'>{}</g>", format!("<use href='#{to}'/>").repeat(9));
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let laughs: String = names.windows(2).map(|pair| fold(pair[0], pair[1])).collect();
        let masks: String = names
            .windows(2)
            .map(|pair| {
                let rects = format!("<rect mask='url(#{})' width='9' height='9'/>", pair[1]).repeat(9);
                format!("<mask id='{}'>{rects}</mask>", pair[0])
            })
            .collect();
        let decoys: String = names.map(|name| format!("<mask id='{name}'/>")).concat();
        let heavy =
            format!("<path id='p' d='M0 0{}'/>{}", "h1".repeat(99_999), "<use href='#p'/>".repeat(4000));
        for (inside, reason) in [
            (laughs, INTRICATE),
            (decoys + &masks + "<rect mask='url(#a)' width='9' height='9'/>", "stands twice"),
            (heavy, INTRICATE),
            (masks + "<rect mask='url(#a)' width='9' height='9'/>", INTRICATE),
            ("<g id='a'><use href='#a'/></g>".to_owned(), INTRICATE),
            ("<g opacity='0.9'>".repeat(60) + "<rect width='9' height='9'/>" + &"</g>".repeat(60), INTRICATE),
            ("<g>".repeat(20_000) + &"</g>".repeat(20_000), INTRICATE),
            ("<rect width='9' height='9'/>".repeat(6000), INTRICATE),
            ("<path d='M0 0h1e9' stroke='red' stroke-dasharray='0.001'/>".to_owned(), INTRICATE),
            (
                "<style>*{mask:url(#m)}</style><mask id='m'><rect width='9' height='9'/></mask>".to_owned(),
                INTRICATE,
            ),
            ("<filter id='f'><feTurbulence numOctaves='999999999'/></filter>".to_owned(), "`filter`"),
            ("<pattern id='p' width='1e9' height='1e9'/>".to_owned(), "`pattern`"),
            ("<image href='file:///etc/passwd'/>".to_owned(), "`image`"),
            ("<use href='http://example.org/a.svg#b'/>".to_owned(), "other files"),
            ("<script>alert(1)</script>".to_owned(), "`script`"),
            ("<text>Hello</text>".to_owned(), "`text`"),
        ] {
            let told = refused(&inside);
            assert!(told.contains(reason), "{told}: {}", &inside[..inside.len().min(80)]);
        }
        let entities = "<!DOCTYPE svg [<!ENTITY a \"&b;&b;&b;\"><!ENTITY b \"&a;&a;\">]><svg>&a;</svg>";
        assert_eq!(draw(entities.as_bytes(), 44).unwrap_err(), INTRICATE);
        assert!(draw(&vec![b'<'; LARGEST_BYTES + 1], 44).unwrap_err().contains("larger than 1 MiB"));
        for broken in [
            "<svg",
            "<svg xmlns='x'/>",
            "<html/>",
            "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'/>",
        ] {
            assert!(draw(broken.as_bytes(), 44).is_err(), "{broken}");
        }
        let vast =
            format!("<svg xmlns='{SVG}' viewBox='0 0 1e30 1'><rect width='1e30' height='1e30'/></svg>");
        assert_eq!(draw(vast.as_bytes(), 44).unwrap().size, [44, 1]);
    }
}
