//! What people learnt between two tests of the same scale.

use crate::figure::real;
use crate::sheet::{MOST_PEOPLE, MOST_POINTS};
use crate::sums::{Running, Sums};
use crate::{Confidence, Figure, Mean, Minimum, Real, Undefined};

/// What one person gained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PersonGain {
    /// (post − pre) / (max − pre): how much of what was left to learn was learnt (R44; R. R. Hake,
    /// 1998). 1 is everything; below 0, the second test was worse.
    Gained(Real),
    /// The first test left nothing to learn: there is no gain to speak of, and none is made up.
    AlreadyFull,
    /// One of the two tests is missing.
    Unpaired,
    /// A result below 0 or above the highest.
    OutOfScale,
}

/// One person's gain. Results are in the same unit as `max`, the highest.
pub fn gain_of(pre: Option<i64>, post: Option<i64>, max: i64) -> PersonGain {
    let (Some(pre), Some(post)) = (pre, post) else { return PersonGain::Unpaired };
    let fits = |result: i64| (0..=max).contains(&result);
    if max > MOST_POINTS || !fits(pre) || !fits(post) {
        return PersonGain::OutOfScale;
    }
    if pre == max {
        return PersonGain::AlreadyFull;
    }
    Real::new((post - pre) as f64 / (max - pre) as f64)
        .map_or(PersonGain::OutOfScale, PersonGain::Gained)
}

/// What a group gained: only paired people, and how many were left out and why.
#[derive(Clone, Debug, PartialEq)]
pub struct GainReport {
    /// Everybody who was given.
    pub people: usize,
    /// Left out of everything: one of the two tests is missing, or its result is outside the scale.
    pub unpaired: usize,
    /// Left out of the gain and not of the change: the first test was full.
    pub already_full: usize,
    /// The mean of each person's gain; n are the paired who had something left to learn.
    pub gain: Figure<Mean>,
    /// Both tests over all paired people; n are all of them.
    pub change: Figure<Change>,
}

/// Two tests of the same people, in the unit of the results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub pre: Real,
    pub post: Real,
    /// Post − pre.
    pub difference: Mean,
    /// The mean difference over the standard deviation of the differences (Cohen's d_z). Undefined
    /// when everybody changed by the same.
    pub effect: Result<Real, Undefined>,
    /// The mean difference over the mean of the two tests' standard deviations (d_av), which can be
    /// compared with studies of separate groups (D. Lakens, 2013).
    pub effect_of_scale: Result<Real, Undefined>,
}

/// Gains of a group; `people` are `(pre, post)` of everybody, with what is missing.
pub fn gains(
    people: &[(Option<i64>, Option<i64>)],
    max: i64,
    confidence: Confidence,
    minimum: Minimum,
) -> GainReport {
    let each: Vec<PersonGain> =
        people.iter().map(|(pre, post)| gain_of(*pre, *post, max)).collect();
    let already_full = each.iter().filter(|gain| **gain == PersonGain::AlreadyFull).count();
    let gained: Vec<f64> = each
        .iter()
        .filter_map(|gain| match gain {
            PersonGain::Gained(gain) => Some(gain.get()),
            _ => None,
        })
        .collect();
    let paired: Vec<(i64, i64)> = people
        .iter()
        .zip(&each)
        .filter(|(_, gain)| matches!(gain, PersonGain::Gained(_) | PersonGain::AlreadyFull))
        .filter_map(|((pre, post), _)| Some(((*pre)?, (*post)?)))
        .collect();
    GainReport {
        people: people.len(),
        unpaired: people.len() - paired.len(),
        already_full,
        gain: minimum.show(gained.len(), || {
            if gained.len() > MOST_PEOPLE {
                return Err(Undefined::TooLarge);
            }
            Mean::from_running(Running::of(gained.iter().copied()), confidence)
        }),
        change: minimum.show(paired.len(), || change(&paired, confidence)),
    }
}

fn change(paired: &[(i64, i64)], confidence: Confidence) -> Result<Change, Undefined> {
    if paired.len() > MOST_PEOPLE {
        return Err(Undefined::TooLarge);
    }
    let pre = Sums::one(paired.iter().map(|(pre, _)| *pre));
    let post = Sums::one(paired.iter().map(|(_, post)| *post));
    let by = Sums::one(paired.iter().map(|(pre, post)| post - pre));
    let (mean, deviation) = (by.mean_x()?, by.deviation_x()?);
    let over = |deviation: f64| {
        if deviation == 0.0 { Err(Undefined::NoVariance) } else { real(mean.get() / deviation) }
    };
    Ok(Change {
        pre: pre.mean_x()?,
        post: post.mean_x()?,
        difference: Mean::new(mean.get(), deviation.get(), paired.len(), confidence)?,
        effect: over(deviation.get()),
        effect_of_scale: over((pre.deviation_x()?.get() + post.deviation_x()?.get()) / 2.0),
    })
}
