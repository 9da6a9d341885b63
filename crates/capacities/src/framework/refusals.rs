//! Why the framework was not changed.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameworkRefusal {
    #[error("a capacity has this code")]
    CodeTaken,
    #[error("the capacity has this indicator")]
    IndicatorTaken,
    #[error("somebody changed it meanwhile")]
    ChangedMeanwhile,
    #[error("a link that is no proposal names its source")]
    LinkWithoutSource,
    #[error("the range is none that values can be held against")]
    Range,
    #[error("no capacity is of this dimension")]
    NoDimension,
}

impl Refusal for FrameworkRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CodeTaken => "capacities.code_taken",
            Self::IndicatorTaken => "capacities.indicator_taken",
            Self::ChangedMeanwhile => "capacities.changed_meanwhile",
            Self::LinkWithoutSource => "capacities.link_without_source",
            Self::Range => "capacities.range",
            Self::NoDimension => "capacities.no_dimension",
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::CodeTaken | Self::IndicatorTaken => Some("codigo"),
            Self::LinkWithoutSource => Some("fuente_vinculo"),
            Self::Range => Some("rango"),
            Self::NoDimension => Some("dimension"),
            Self::ChangedMeanwhile => None,
        }
    }
}
