//! What a capacity and an indicator say, and what changed from one saying to the next; pure.

use serde::{Deserialize, Serialize};

use super::refusals::FrameworkRefusal;
use crate::entity::capacity;
use crate::entity::capacity_indicator::{self, IndicatorId};
use crate::labels::{certainty_label, direction_label, subject_label};

/// The certainty of a link that the programme proposes and no source states.
pub const PROPOSAL: &str = "propuesta";

/// The capacity or the indicator that a revision changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevisionSubject {
    Capacity(String),
    Indicator(IndicatorId),
}

impl RevisionSubject {
    /// Returns the subject as `framework_revision.about` keeps it.
    pub fn key(&self) -> String {
        match self {
            Self::Capacity(code) => format!("capacity {code}"),
            Self::Indicator(id) => format!("indicator {id}"),
        }
    }
}

/// Everything of a capacity but its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityText {
    pub name: String,
    pub dimension: String,
    pub subject: String,
    pub retired: bool,
}

impl CapacityText {
    pub fn of(row: &capacity::Model) -> Self {
        Self {
            name: row.name.clone(),
            dimension: row.dimension.clone(),
            subject: row.subject.clone(),
            retired: row.retired,
        }
    }
}

/// Everything of an indicator, and of its link to a capacity, but the codes that values name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorText {
    pub name: String,
    pub unit: String,
    pub range_text: String,
    pub direction: String,
    pub periodicity: String,
    pub source_owner: String,
    pub certainty: String,
    pub evidence: String,
    pub note: String,
    pub link_certainty: String,
    pub link_source: String,
    pub retired: bool,
}

impl IndicatorText {
    pub fn of(row: &capacity_indicator::Model) -> Self {
        Self {
            name: row.name.clone(),
            unit: row.unit.clone(),
            range_text: row.range_text.clone(),
            direction: row.direction.clone(),
            periodicity: row.periodicity.clone(),
            source_owner: row.source_owner.clone(),
            certainty: row.certainty.clone(),
            evidence: row.evidence.clone(),
            note: row.note.clone(),
            link_certainty: row.link_certainty.clone(),
            link_source: row.link_source.clone(),
            retired: row.retired,
        }
    }

    /// Returns why it cannot be saved: a range that no value could be compared with, or a link that is
    /// more than a proposal and names no source.
    pub fn faults(&self) -> Vec<FrameworkRefusal> {
        let unsaid = self.link_certainty != PROPOSAL && self.link_source.trim().is_empty();
        [
            (!is_range(&self.range_text), FrameworkRefusal::Range),
            (unsaid, FrameworkRefusal::LinkWithoutSource),
        ]
        .into_iter()
        .filter_map(|(wrong, refusal)| wrong.then_some(refusal))
        .collect()
    }
}

/// «0 a 100», «-1 a 1», «0 a 100 o más», or words that say that there are no bounds. A range in any
/// other words would bound nothing, and nobody would notice.
fn is_range(text: &str) -> bool {
    if ["sin rango", "bonificación"].contains(&text) {
        return true;
    }
    let bounds = text.strip_suffix(" o más").unwrap_or(text).split_once(" a ");
    let parsed =
        bounds.and_then(|(least, most)| least.parse::<i64>().ok().zip(most.parse::<i64>().ok()));
    parsed.is_some_and(|(least, most)| least < most)
}

/// The texts of a capacity or an indicator at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionBody {
    Capacity(CapacityText),
    Indicator(IndicatorText),
}

impl RevisionBody {
    /// Returns the names and texts of the fields, in the order of the form.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let state = |retired: bool| if retired { "Retirado" } else { "En uso" }.to_owned();
        match self {
            Self::Capacity(text) => vec![
                ("Nombre", text.name.clone()),
                ("Dimensión", text.dimension.clone()),
                ("Tema de formación", subject_label(&text.subject).to_owned()),
                ("Estado", state(text.retired)),
            ],
            Self::Indicator(text) => vec![
                ("Nombre", text.name.clone()),
                ("Unidad", text.unit.clone()),
                ("Rango", text.range_text.clone()),
                ("Sentido", direction_label(&text.direction).to_owned()),
                ("Periodicidad", text.periodicity.clone()),
                ("Quién lo publica", text.source_owner.clone()),
                ("Certeza del indicador", certainty_label(&text.certainty).to_owned()),
                ("Evidencia", text.evidence.clone()),
                ("Tenga en cuenta", text.note.clone()),
                ("Certeza del vínculo", certainty_label(&text.link_certainty).to_owned()),
                ("Fuente del vínculo", text.link_source.clone()),
                ("Estado", state(text.retired)),
            ],
        }
    }

    /// Returns the fields that changed: name, text before, text now.
    pub fn changes(&self, before: &Self) -> Vec<(&'static str, String, String)> {
        before
            .fields()
            .into_iter()
            .zip(self.fields())
            .filter(|((_, old), (_, new))| old != new)
            .map(|((name, old), (_, new))| (name, old, new))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capacity(name: &str, retired: bool) -> RevisionBody {
        RevisionBody::Capacity(CapacityText {
            name: name.into(),
            dimension: "Hacienda".into(),
            subject: "gestion_tributaria".into(),
            retired,
        })
    }

    #[test]
    fn only_what_says_something_else_is_told() {
        let before = capacity("Cobrar", false);
        assert!(before.changes(&before).is_empty());
        let after = capacity("Cobrar bien", true);
        let told = after.changes(&before);
        assert_eq!(told.len(), 2);
        assert_eq!(told[0], ("Nombre", "Cobrar".to_owned(), "Cobrar bien".to_owned()));
        assert_eq!(told[1], ("Estado", "En uso".to_owned(), "Retirado".to_owned()));
    }

    #[test]
    fn a_range_bounds_values_or_says_that_it_does_not() {
        for good in ["0 a 100", "-1 a 1", "0 a 100 o más", "sin rango", "bonificación"] {
            assert!(is_range(good), "{good}");
        }
        for bad in ["0-100", "0 a", "100 a 0", "de 0 a 100", "0 a 100%", "", "5 a 5"] {
            assert!(!is_range(bad), "{bad}");
        }
    }
}
