//! How the questions of a test did and what people gained, and what of it may be shown. Pure
//! arithmetic: no database, no clock, no name.
//!
//! - **Suppression is decided here.** A figure about a group is a [`Figure`], which only this crate
//!   makes: it is [`Figure::Hidden`] when the group is smaller than the [`Minimum`]. Whoever adds
//!   groups up adds those alone that [`Minimum::admits`], so that nothing can be subtracted (R81).
//! - **No NaN leaves.** Every number is a [`Real`], which is finite; what has no value says why
//!   ([`Undefined`]).
//! - **Sums are exact.** Points are whole numbers in a unit of the caller's choice (tenths of a
//!   grade, millionths of a point); sums and sums of squares are integers, so that means, variances
//!   and correlations lose nothing until their last division. Shares that are no whole numbers
//!   (gains) are summed as Welford does.
//!
//! Where a rule comes from stands beside it. R44, R47 and R49 are the product's requirements.

mod figure;
mod gain;
mod interval;
mod items;
mod real;
mod reliability;
mod satisfaction;
mod sheet;
mod student;
mod sums;
mod upper_lower;

pub use figure::{Figure, Hidden, Minimum, Shown, Undefined};
pub use gain::{Change, GainReport, PersonGain, gain_of, gains};
pub use interval::{Confidence, Interval, Mean, Proportion};
pub use items::{difficulty, discrimination};
pub use real::Real;
pub use reliability::{alpha, kr20};
pub use satisfaction::{Opinion, Rating, Reply, Satisfaction, satisfaction};
pub use sheet::{MOST_ITEMS, MOST_PEOPLE, MOST_POINTS, PointSheet, SheetFault};
pub use student::t_quantile;
pub use sums::{Spread, mean, mean_of, mean_of_squares, spread};
pub use upper_lower::{OptionChoice, OptionRow, UpperLower, distractors, upper_lower};
