//! Quantiles of Student's t.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

use crate::{Confidence, Real};

/// Beyond this the expansion in powers of 1/ν is exact to the last digits, and shorter.
const MANY: usize = 1_000;

/// How many standard errors an interval of this confidence reaches to each side, with so many
/// degrees of freedom (at least one). Correct to 10⁻¹².
///
/// For whole degrees of freedom the distribution has a closed form (Abramowitz and Stegun, 26.7.3
/// and 26.7.4), which is turned round by halving; for more than a thousand, their expansion 26.7.5.
pub fn t_quantile(confidence: Confidence, freedom: usize) -> Real {
    let freedom = freedom.max(1);
    let t = if freedom > MANY {
        expansion(confidence.z(), freedom as f64)
    } else {
        halving(confidence.share(), freedom)
    };
    Real::new(t).unwrap_or(Real::of(0))
}

/// P(|T| < √ν·tan θ).
fn within(angle: f64, freedom: usize) -> f64 {
    let (sine, cosine) = angle.sin_cos();
    let square = cosine * cosine;
    let is_odd = freedom % 2 == 1;
    if freedom == 1 {
        return FRAC_2_PI * angle;
    }
    let (mut term, mut k) = if is_odd { (cosine, 3) } else { (1.0, 2) };
    let mut sum = 0.0;
    // Odd: cos θ, 2/3 cos³ θ, 2·4/(3·5) cos⁵ θ… Even: 1, 1/2 cos² θ, 1·3/(2·4) cos⁴ θ…
    while k <= freedom {
        sum += term;
        term *= (k - 1) as f64 / k as f64 * square;
        k += 2;
    }
    if is_odd { FRAC_2_PI * (angle + sine * sum) } else { sine * sum }
}

fn halving(share: f64, freedom: usize) -> f64 {
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if within(middle, freedom) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    (freedom as f64).sqrt() * (0.5 * (low + high)).tan()
}

fn expansion(z: f64, v: f64) -> f64 {
    let s = z * z;
    let first = z * (s + 1.0) / 4.0;
    let second = z * ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let fourth = z * ((((79.0 * s + 776.0) * s + 1_482.0) * s - 1_920.0) * s - 945.0) / 92_160.0;
    z + (first + (second + (third + fourth / v) / v) / v) / v
}
