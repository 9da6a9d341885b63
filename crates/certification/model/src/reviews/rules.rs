//! What a change behind a certificate means, and what may be done about it (R55, R56). Pure.

use serde::{Deserialize, Serialize};

use platform::example::Example;
use platform::numbers::tenths;
use platform::texts::and;

use super::entity::certificate_review::State;
use super::facts::ReviewFacts;
use crate::refusals::CertificationRefusal;

/// One thing that is no longer as it was certified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct Difference {
    pub label: &'static str,
    pub before: String,
    pub now: String,
}

/// Writes one of the facts for the page.
type FactWording = fn(&ReviewFacts) -> String;

/// Everything that differs, the person first.
pub fn differences(certified: &ReviewFacts, now: &ReviewFacts) -> Vec<Difference> {
    let sessions = |facts: &ReviewFacts| {
        let outcome = &facts.outcome;
        format!("{} de {} sesiones", outcome.sessions_attended, outcome.sessions_held)
    };
    let grade = |facts: &ReviewFacts| {
        facts.outcome.final_grade.map_or_else(|| "Sin nota".to_owned(), tenths)
    };
    let rule = |facts: &ReviewFacts| if facts.holds { "Cumple" } else { "No cumple" }.to_owned();
    let name = |facts: &ReviewFacts| facts.full_name.clone();
    let document = |facts: &ReviewFacts| facts.document_label.clone();
    let hours = |facts: &ReviewFacts| {
        let attended = facts.outcome.hours.as_ref().map(|hours| hours.minutes_attended);
        attended.map_or_else(String::new, |minutes| {
            cohorts_model::labels::hours(chrono::TimeDelta::minutes(minutes.into()))
        })
    };
    let products = |facts: &ReviewFacts| {
        let graded = facts.outcome.products.iter();
        let graded: Vec<String> =
            graded.map(|one| format!("«{}» con {}", one.name, tenths(one.tenths))).collect();
        if graded.is_empty() { "Sin nota".to_owned() } else { and(&graded) }
    };
    let told: [(&'static str, FactWording); 7] = [
        ("Nombre", name),
        ("Documento", document),
        ("Asistencia", sessions),
        ("Horas de asistencia", hours),
        ("Nota final", grade),
        ("Productos", products),
        ("Regla", rule),
    ];
    let mut all: Vec<Difference> = told
        .into_iter()
        .map(|(label, of)| Difference { label, before: of(certified), now: of(now) })
        .filter(|one| one.before != one.now)
        .collect();
    if all.is_empty() && certified != now {
        let (before, now) = ("Como se certificó".to_owned(), "Cambió".to_owned());
        all.push(Difference { label: "Otra parte de la regla", before, now });
    }
    all
}

/// How far a change behind a certificate reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeEffect {
    /// Nothing differs.
    None,
    /// Figures changed and the rule is still met: the paper says nothing of them.
    Figures,
    /// The paper says another name or document.
    Identity,
    /// The person no longer meets the rule.
    Lost,
}

pub fn effect(certified: &ReviewFacts, now: &ReviewFacts) -> ChangeEffect {
    let same_person =
        certified.full_name == now.full_name && certified.document_label == now.document_label;
    match (certified == now, now.holds, same_person) {
        (true, ..) => ChangeEffect::None,
        (_, false, _) => ChangeEffect::Lost,
        (_, true, false) => ChangeEffect::Identity,
        (_, true, true) => ChangeEffect::Figures,
    }
}

/// What happens to the review of a certificate after its facts were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    Nothing,
    Open,
    /// The open review takes the facts that are true by now.
    Tell,
    /// The open review closes, because the facts are again those that were certified.
    Settle,
}

/// `last` is the certificate's last review with the digest of its facts, `now` the digest of what is
/// true. A decision to keep stands for the facts that it saw, and for no others.
pub fn step(differs: bool, last: Option<(State, &str)>, now: &str) -> ReviewStep {
    match (differs, last) {
        (true, Some((State::Open, seen))) if seen == now => ReviewStep::Nothing,
        (true, Some((State::Open, _))) => ReviewStep::Tell,
        (true, Some((State::Kept, seen))) if seen == now => ReviewStep::Nothing,
        (true, _) => ReviewStep::Open,
        (false, Some((State::Open, _))) => ReviewStep::Settle,
        (false, _) => ReviewStep::Nothing,
    }
}

/// What the coordination decides about a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Example)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Keep,
    Replace,
    Revoke,
}

impl Deed {
    pub const ALL: [Self; 3] = [Self::Keep, Self::Replace, Self::Revoke];

    /// Returns the value that forms send.
    pub fn code(self) -> &'static str {
        match self {
            Self::Keep => "mantener",
            Self::Replace => "reemplazar",
            Self::Revoke => "revocar",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }

    /// Returns the state of a review after this decision.
    pub fn state(self) -> State {
        match self {
            Self::Keep => State::Kept,
            Self::Replace => State::Replaced,
            Self::Revoke => State::Revoked,
        }
    }
}

/// Checks before anything is written that a deed fits what is true.
///
/// # Errors
/// Refused to keep a certificate behind which nothing changed, and to replace one of a person who does
/// not meet the rule.
pub fn fits(deed: Deed, effect: ChangeEffect) -> Result<(), CertificationRefusal> {
    match (deed, effect) {
        (Deed::Keep, ChangeEffect::None) => Err(CertificationRefusal::NothingChanged),
        (Deed::Replace, ChangeEffect::Lost) => Err(CertificationRefusal::RuleLost),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
