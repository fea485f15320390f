//! The weighting of BS.1770-4: how much each frequency counts for loudness.

/// Coefficients of one second-order section, the first of the denominator being 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Section {
    /// Numerator.
    pub b: [f64; 3],
    /// Denominator after its first.
    pub a: [f64; 2],
}

/// The head's shelf (table 1 of the standard), then the high-pass (table 2), at `rate_hz`.
pub(crate) fn k_weighting(rate_hz: f64) -> [Section; 2] {
    let shelf = Section {
        b: [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
        a: [-1.690_659_293_182_41, 0.732_480_774_215_85],
    };
    let high_pass = Section { b: [1.0, -2.0, 1.0], a: [-1.990_047_454_833_98, 0.990_072_250_366_21] };
    [shelf.moved_from_48_khz(rate_hz), high_pass.moved_from_48_khz(rate_hz)]
}

impl Section {
    /// The same analogue filter at another rate.
    ///
    /// The standard prints coefficients for 48 kHz only and asks for the same response at
    /// other rates. With u = (1 − z⁻¹)/(1 + z⁻¹) a section is a ratio of polynomials in u,
    /// and u scales by tan(π f/48000)/tan(π f/rate) about the section's own corner f.
    fn moved_from_48_khz(self, rate_hz: f64) -> Self {
        let in_u = |c: [f64; 3]| [c[0] + c[1] + c[2], 2.0 * (c[0] - c[2]), c[0] - c[1] + c[2]];
        let upper = in_u(self.b);
        let lower = in_u([1.0, self.a[0], self.a[1]]);
        let corner = libm::sqrt(lower[0] / lower[2]);
        let scale = corner / libm::tan(libm::atan(corner) * 48_000.0 / rate_hz);
        let in_z = |c: [f64; 3]| {
            let [c0, c1, c2] = [c[0], c[1] * scale, c[2] * scale * scale];
            [c0 + c1 + c2, 2.0 * (c0 - c2), c0 - c1 + c2]
        };
        let (b, a) = (in_z(upper), in_z(lower));
        Section { b: b.map(|c| c / a[0]), a: [a[1] / a[0], a[2] / a[0]] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 48 kHz the weighting is the standard's own table.
    #[test]
    fn table_at_48_khz() {
        let [shelf, high_pass] = k_weighting(48_000.0);
        let near = |value: f64, table: f64| assert!((value - table).abs() < 1e-9, "{value} is not {table}");
        near(shelf.b[0], 1.535_124_859_586_97);
        near(shelf.a[1], 0.732_480_774_215_85);
        near(high_pass.b[1], -2.0);
        near(high_pass.a[0], -1.990_047_454_833_98);
    }
}
