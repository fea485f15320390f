//! The colours of each theme.

use eframe::egui::Color32;

use super::Theme;

/// Colours by what they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Color32,
    /// Of what lies on it: buttons, cards.
    pub raised: Color32,
    /// Of what is set into it: lists, meters.
    pub sunken: Color32,
    /// Lines and borders.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Text that matters less; still readable.
    pub quiet: Color32,
    /// What is chosen or lit.
    pub accent: Color32,
    /// Text on it.
    pub on_accent: Color32,
    /// Warnings.
    pub warning: Color32,
    /// What is wrong.
    pub severe: Color32,
    /// Parts, by number: told apart without seeing red or green (hues after Okabe and Ito, 2008, with
    /// their lightness moved to the contrast that the ground needs).
    pub parts: [Color32; 8],
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Palette {
    /// The colours of a theme.
    pub fn of(theme: Theme) -> Palette {
        match theme {
            Theme::Dark => Palette {
                ground: rgb(0x11_17_26),
                raised: rgb(0x1F_28_3D),
                sunken: rgb(0x0A_0F_1B),
                line: rgb(0x6C_7B_99),
                text: rgb(0xF2_F5_FB),
                quiet: rgb(0xB9_C4_D8),
                accent: rgb(0xFF_D1_66),
                on_accent: rgb(0x16_12_05),
                warning: rgb(0xFF_C0_5C),
                severe: rgb(0xFF_9D_8A),
                parts: [
                    rgb(0x6F_C8_F2),
                    rgb(0xF5_B2_4A),
                    rgb(0x4F_D3_A8),
                    rgb(0xF0_E4_6A),
                    rgb(0xE3_9B_C6),
                    rgb(0xF0_8A_5B),
                    rgb(0x8F_A8_FF),
                    rgb(0xD8_DC_E6),
                ],
            },
            Theme::Light => Palette {
                ground: rgb(0xFA_F7_F1),
                raised: rgb(0xFF_FF_FF),
                sunken: rgb(0xEC_E7_DC),
                line: rgb(0x76_70_63),
                text: rgb(0x1B_1A_17),
                quiet: rgb(0x4A_47_40),
                accent: rgb(0x0B_4F_7A),
                on_accent: rgb(0xFF_FF_FF),
                warning: rgb(0x7A_4A_00),
                severe: rgb(0xA3_1F_0D),
                parts: [
                    rgb(0x0B_69_A8),
                    rgb(0x9A_5B_00),
                    rgb(0x00_74_55),
                    rgb(0x75_68_00),
                    rgb(0x9B_3F_76),
                    rgb(0xB0_43_00),
                    rgb(0x3D_4F_C4),
                    rgb(0x4A_47_40),
                ],
            },
            Theme::HighContrast => Palette {
                ground: rgb(0x00_00_00),
                raised: rgb(0x00_00_00),
                sunken: rgb(0x00_00_00),
                line: rgb(0xFF_FF_FF),
                text: rgb(0xFF_FF_FF),
                quiet: rgb(0xFF_FF_FF),
                accent: rgb(0xFF_E6_00),
                on_accent: rgb(0x00_00_00),
                warning: rgb(0xFF_E6_00),
                severe: rgb(0xFF_B0_A0),
                parts: [
                    rgb(0x5C_C8_FF),
                    rgb(0xFF_B0_20),
                    rgb(0x30_E0_A8),
                    rgb(0xFF_F0_60),
                    rgb(0xFF_A0_D8),
                    rgb(0xFF_8A_50),
                    rgb(0xA0_B4_FF),
                    rgb(0xFF_FF_FF),
                ],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contrast::contrast;
    use super::*;

    /// In every theme text reaches AAA on all it stands on, and every line, part and mark is told
    /// from the ground (WCAG 2.2: 7 for text, 3 for the rest).
    #[test]
    fn everything_can_be_seen() {
        for theme in Theme::ALL {
            let palette = Palette::of(theme);
            for ground in [palette.ground, palette.raised, palette.sunken] {
                for text in [palette.text, palette.quiet] {
                    assert!(contrast(text, ground) >= 7.0, "{theme:?} {text:?} on {ground:?}");
                }
                for mark in [palette.warning, palette.severe] {
                    assert!(contrast(mark, ground) >= 4.5, "{theme:?} {mark:?} on {ground:?}");
                }
                for mark in palette.parts.into_iter().chain([palette.line, palette.accent]) {
                    assert!(contrast(mark, ground) >= 3.0, "{theme:?} {mark:?} on {ground:?}");
                }
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 7.0, "{theme:?}");
        }
    }
}
