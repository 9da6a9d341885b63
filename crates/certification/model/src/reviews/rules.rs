//! What a change behind a certificate means, and what may be done about it (R55, R56). Pure.

use serde::{Deserialize, Serialize};

use platform::numbers::tenths;
use platform::texts::and;

use super::entity::certificate_review::State;
use super::facts::Facts;
use crate::refusals::CertificationRefusal;

/// One thing that is no longer as it was certified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub label: &'static str,
    pub before: String,
    pub now: String,
}

/// How a part of the facts is told.
type Told = fn(&Facts) -> String;

/// Everything that differs, the person first.
pub fn differences(certified: &Facts, now: &Facts) -> Vec<Difference> {
    let sessions = |facts: &Facts| {
        let outcome = &facts.outcome;
        format!("{} de {} sesiones", outcome.sessions_attended, outcome.sessions_held)
    };
    let grade =
        |facts: &Facts| facts.outcome.final_grade.map_or_else(|| "Sin nota".to_owned(), tenths);
    let rule = |facts: &Facts| if facts.holds { "Cumple" } else { "No cumple" }.to_owned();
    let name = |facts: &Facts| facts.full_name.clone();
    let document = |facts: &Facts| facts.document_label.clone();
    let hours = |facts: &Facts| {
        let attended = facts.outcome.hours.as_ref().map(|hours| hours.minutes_attended);
        attended.map_or_else(String::new, |minutes| {
            cohorts_model::labels::hours(chrono::TimeDelta::minutes(minutes.into()))
        })
    };
    let products = |facts: &Facts| {
        let graded = facts.outcome.products.iter();
        let graded: Vec<String> =
            graded.map(|one| format!("«{}» con {}", one.name, tenths(one.tenths))).collect();
        if graded.is_empty() { "Sin nota".to_owned() } else { and(&graded) }
    };
    let told: [(&'static str, Told); 7] = [
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

/// What a change asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing differs.
    None,
    /// Figures changed and the rule is still met: the paper says nothing of them.
    Figures,
    /// The paper says another name or document.
    Identity,
    /// The person no longer meets the rule.
    Lost,
}

pub fn effect(certified: &Facts, now: &Facts) -> Effect {
    let same_person =
        certified.full_name == now.full_name && certified.document_label == now.document_label;
    match (certified == now, now.holds, same_person) {
        (true, ..) => Effect::None,
        (_, false, _) => Effect::Lost,
        (_, true, false) => Effect::Identity,
        (_, true, true) => Effect::Figures,
    }
}

/// What is to be written of a certificate that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Nothing,
    Open,
    /// The open one tells what is true by now.
    Tell,
    /// What had changed came back.
    Settle,
}

/// `last` is the certificate's last review with the digest of its facts, `now` the digest of what is
/// true. A decision to keep stands for the facts that it saw, and for no others.
pub fn step(differs: bool, last: Option<(State, &str)>, now: &str) -> Step {
    match (differs, last) {
        (true, Some((State::Open, seen))) if seen == now => Step::Nothing,
        (true, Some((State::Open, _))) => Step::Tell,
        (true, Some((State::Kept, seen))) if seen == now => Step::Nothing,
        (true, _) => Step::Open,
        (false, Some((State::Open, _))) => Step::Settle,
        (false, _) => Step::Nothing,
    }
}

/// What the coordination does with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Keep,
    Replace,
    Revoke,
}

impl Deed {
    pub const ALL: [Self; 3] = [Self::Keep, Self::Replace, Self::Revoke];

    /// As forms send it.
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

    /// What a review becomes by it.
    pub fn state(self) -> State {
        match self {
            Self::Keep => State::Kept,
            Self::Replace => State::Replaced,
            Self::Revoke => State::Revoked,
        }
    }
}

/// Whether a deed fits what is true, before anything is written.
///
/// # Errors
/// Nothing to keep where nothing differs, and nothing to issue to whoever does not meet the rule.
pub fn fits(deed: Deed, effect: Effect) -> Result<(), CertificationRefusal> {
    match (deed, effect) {
        (Deed::Keep, Effect::None) => Err(CertificationRefusal::NothingChanged),
        (Deed::Replace, Effect::Lost) => Err(CertificationRefusal::RuleLost),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
