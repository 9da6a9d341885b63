//! Why the framework was not changed.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("capacities.")]
pub enum FrameworkRefusal {
    #[error("a capacity has this code")]
    #[field("codigo")]
    CodeTaken,
    #[error("the capacity has this indicator")]
    #[field("codigo")]
    IndicatorTaken,
    #[error("somebody changed it meanwhile")]
    ChangedMeanwhile,
    #[error("a link that is no proposal names its source")]
    #[field("fuente_vinculo")]
    LinkWithoutSource,
    #[error("the range is none that values can be held against")]
    #[field("rango")]
    Range,
    #[error("no capacity is of this dimension")]
    #[field("dimension")]
    NoDimension,
}
