//! Every «no» of this capability, as facts; the sentences are in the texts beside the pages.

use chrono::NaiveDate;

use platform::dates;
use platform::texts::{Refusal, say};

use super::entity::{cohort, session};
use super::labels;

/// A thing that a cohort still lacks before it can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicationGap {
    Municipalities,
    Sessions,
    /// Positions of the sessions nobody teaches.
    Facilitators(Vec<i32>),
    /// How it is taught (R10).
    Method,
    /// The knowledge that will remain (R10).
    Knowledge,
}

impl PublicationGap {
    fn words(&self) -> String {
        match self {
            Self::Municipalities => say("cohorts.missing_municipalities", &[]),
            Self::Sessions => say("cohorts.missing_sessions", &[]),
            Self::Facilitators(positions) => {
                say("cohorts.missing_facilitators", &[("positions", listed(positions))])
            }
            Self::Method => say("cohorts.missing_method", &[]),
            Self::Knowledge => say("cohorts.missing_knowledge", &[]),
        }
    }
}

/// Why a cohort or a session was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CohortRefusal {
    #[error("the stage does not allow it")]
    InvalidJump { from: cohort::Stage, to: cohort::Stage },
    #[error("not ready to be published")]
    NotReady { missing: Vec<PublicationGap> },
    #[error("nothing shows that minimum activities were done")]
    NothingToShow { missing: Vec<PublicationGap> },
    #[error("a published cohort says how it is taught")]
    MethodNeeded,
    #[error("a published cohort says what stays of it")]
    KnowledgeNeeded,
    #[error("the quorum cannot be reached")]
    QuorumOutOfRange { seats: i32 },
    #[error("the quorum is looked at too late")]
    QuorumLate { starts_on: NaiveDate },
    #[error("its dates have passed")]
    DatesPassed { ends_on: NaiveDate },
    #[error("its first day has not come")]
    TooEarly { starts_on: NaiveDate },
    #[error("sessions are still planned")]
    SessionsPending { positions: Vec<i32> },
    #[error("sessions are not over")]
    SessionsUnderWay { positions: Vec<i32> },
    #[error("its last day has not come")]
    NotOver { ends_on: NaiveDate },
    #[error("a closed or cancelled cohort does not change")]
    NotEditable { stage: cohort::Stage },
    #[error("somebody else saved in between")]
    SavedMeanwhile,
    #[error("the version is not published")]
    VersionNotPublished,
    #[error("the cohort ends before it starts")]
    EndsBeforeStart,
    #[error("enrolment closes after the cohort ends")]
    EnrolmentClosesLate,
    #[error("seats out of range")]
    SeatsOutOfRange,
    #[error("more seats are reserved than there would be")]
    SeatsReserved { reserved: i32 },
    #[error("seats of a published cohort change elsewhere")]
    SeatsAfterPublishing,
    #[error("the municipality does not exist")]
    UnknownMunicipality { code: String },
    #[error("the municipality is not served by the unit")]
    MunicipalityOutside { name: String },
    #[error("people are counted for a municipality that would leave")]
    MunicipalityWithPeople { names: Vec<String> },
    #[error("a published cohort needs a municipality")]
    NoMunicipality,
    #[error("the rule is frozen")]
    RuleFrozen,
    #[error("the pass mark does not fit the version")]
    PassMarkMismatch,
    #[error("the rule is out of range")]
    RuleOutOfRange,
    #[error("sessions would fall outside the dates")]
    SessionsOutside { positions: Vec<i32> },
    #[error("a pattern needs a name")]
    TemplateNameNeeded,
    #[error("a reason is needed")]
    ReasonNeeded,
    #[error("the session ends before it starts")]
    SessionEndsBeforeStart,
    #[error("the session is too long")]
    SessionTooLong,
    #[error("the session is outside the cohort's dates")]
    SessionOutside { starts_on: NaiveDate, ends_on: NaiveDate },
    #[error("it overlaps another session of the cohort")]
    SessionOverlap { position: i32, when: String },
    #[error("the facilitator teaches elsewhere at that time")]
    FacilitatorBusy { when: String },
    #[error("the room is taken at that time")]
    RoomTaken { when: String },
    /// One of several sessions, counted from 0 as they were given, is refused.
    #[error("session {index}: {refusal}")]
    InSession { index: usize, refusal: Box<CohortRefusal> },
    #[error("the account is no facilitator")]
    NotAFacilitator,
    #[error("a published cohort's session needs a facilitator")]
    FacilitatorNeeded,
    #[error("the session's stage does not allow it")]
    SessionFixed { stage: session::Stage },
    #[error("too many sessions")]
    TooManySessions,
    #[error("a published cohort keeps one session at least")]
    LastSession,
}

impl Refusal for CohortRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidJump { .. } => "cohorts.invalid_jump",
            Self::NotReady { .. } => "cohorts.not_ready",
            Self::NothingToShow { .. } => "cohorts.nothing_to_show",
            Self::MethodNeeded => "cohorts.method_needed",
            Self::KnowledgeNeeded => "cohorts.knowledge_needed",
            Self::QuorumOutOfRange { .. } => "cohorts.quorum_out_of_range",
            Self::QuorumLate { .. } => "cohorts.quorum_late",
            Self::DatesPassed { .. } => "cohorts.dates_passed",
            Self::TooEarly { .. } => "cohorts.too_early",
            Self::SessionsPending { .. } => "cohorts.sessions_pending",
            Self::SessionsUnderWay { .. } => "cohorts.sessions_under_way",
            Self::NotOver { .. } => "cohorts.not_over",
            Self::NotEditable { .. } => "cohorts.not_editable",
            Self::SavedMeanwhile => "cohorts.saved_meanwhile",
            Self::VersionNotPublished => "cohorts.version_not_published",
            Self::EndsBeforeStart => "cohorts.ends_before_start",
            Self::EnrolmentClosesLate => "cohorts.enrolment_closes_late",
            Self::SeatsOutOfRange => "cohorts.seats_out_of_range",
            Self::SeatsReserved { .. } => "cohorts.seats_reserved",
            Self::SeatsAfterPublishing => "cohorts.seats_after_publishing",
            Self::UnknownMunicipality { .. } => "cohorts.unknown_municipality",
            Self::MunicipalityOutside { .. } => "cohorts.municipality_outside",
            Self::MunicipalityWithPeople { .. } => "cohorts.municipality_with_people",
            Self::NoMunicipality => "cohorts.no_municipality",
            Self::RuleFrozen => "cohorts.rule_frozen",
            Self::PassMarkMismatch => "cohorts.pass_mark_mismatch",
            Self::RuleOutOfRange => "cohorts.rule_out_of_range",
            Self::SessionsOutside { .. } => "cohorts.sessions_outside",
            Self::TemplateNameNeeded => "cohorts.template_name_needed",
            Self::ReasonNeeded => "cohorts.reason_needed",
            Self::SessionEndsBeforeStart => "cohorts.session_ends_before_start",
            Self::SessionTooLong => "cohorts.session_too_long",
            Self::SessionOutside { .. } => "cohorts.session_outside",
            Self::SessionOverlap { .. } => "cohorts.session_overlap",
            Self::FacilitatorBusy { .. } => "cohorts.facilitator_busy",
            Self::RoomTaken { .. } => "cohorts.room_taken",
            Self::InSession { refusal, .. } => refusal.code(),
            Self::NotAFacilitator => "cohorts.not_a_facilitator",
            Self::FacilitatorNeeded => "cohorts.facilitator_needed",
            Self::SessionFixed { .. } => "cohorts.session_fixed",
            Self::TooManySessions => "cohorts.too_many_sessions",
            Self::LastSession => "cohorts.last_session",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::InvalidJump { from, to } => vec![
                ("from", labels::stage(*from).to_owned()),
                ("to", labels::stage(*to).to_owned()),
            ],
            Self::NotReady { missing } | Self::NothingToShow { missing } => {
                let words: Vec<String> = missing.iter().map(PublicationGap::words).collect();
                vec![("missing", words.join("; "))]
            }
            Self::DatesPassed { ends_on } => vec![("ends", dates::short(*ends_on))],
            Self::SeatsReserved { reserved } => vec![("reserved", reserved.to_string())],
            Self::QuorumOutOfRange { seats } => vec![("seats", seats.to_string())],
            Self::QuorumLate { starts_on } | Self::TooEarly { starts_on } => {
                vec![("starts", dates::short(*starts_on))]
            }
            Self::NotOver { ends_on } => vec![("ends", dates::short(*ends_on))],
            Self::SessionsPending { positions }
            | Self::SessionsUnderWay { positions }
            | Self::SessionsOutside { positions } => {
                vec![("positions", listed(positions))]
            }
            Self::NotEditable { stage } => {
                vec![("stage", labels::stage(*stage).to_lowercase())]
            }
            Self::UnknownMunicipality { code } => vec![("code", code.clone())],
            Self::MunicipalityOutside { name } => vec![("name", name.clone())],
            Self::MunicipalityWithPeople { names } => vec![("names", names.join(", "))],
            Self::SessionOutside { starts_on, ends_on } => {
                vec![("starts", dates::short(*starts_on)), ("ends", dates::short(*ends_on))]
            }
            Self::SessionOverlap { position, when } => {
                vec![("position", position.to_string()), ("when", when.clone())]
            }
            Self::FacilitatorBusy { when } | Self::RoomTaken { when } => {
                vec![("when", when.clone())]
            }
            Self::SessionFixed { stage } => {
                vec![("stage", labels::session_stage(*stage).to_lowercase())]
            }
            Self::InSession { refusal, .. } => refusal.facts(),
            _ => Vec::new(),
        }
    }

    /// Names of the controls of this capability's forms.
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::EndsBeforeStart | Self::SessionsOutside { .. } => Some("termina"),
            Self::EnrolmentClosesLate => Some("cierra"),
            Self::SeatsOutOfRange | Self::SeatsReserved { .. } | Self::SeatsAfterPublishing => {
                Some("cupos")
            }
            Self::VersionNotPublished => Some("version"),
            Self::UnknownMunicipality { .. }
            | Self::MunicipalityOutside { .. }
            | Self::MunicipalityWithPeople { .. }
            | Self::NoMunicipality => Some("municipios"),
            Self::RuleFrozen | Self::RuleOutOfRange => Some("asistencia_minima"),
            Self::PassMarkMismatch => Some("nota_minima"),
            Self::TemplateNameNeeded => Some("nombre"),
            Self::ReasonNeeded => Some("motivo"),
            Self::MethodNeeded => Some("metodo"),
            Self::KnowledgeNeeded => Some("conocimiento"),
            Self::QuorumOutOfRange { .. } => Some("minimo"),
            Self::QuorumLate { .. } => Some("decide"),
            Self::SessionEndsBeforeStart | Self::SessionTooLong => Some("hasta"),
            Self::SessionOutside { .. } => Some("fecha"),
            Self::SessionOverlap { .. } => Some("desde"),
            Self::RoomTaken { .. } => Some("lugar"),
            Self::InSession { refusal, .. } => refusal.field(),
            Self::FacilitatorBusy { .. } | Self::NotAFacilitator | Self::FacilitatorNeeded => {
                Some("facilitador")
            }
            Self::InvalidJump { .. }
            | Self::NotReady { .. }
            | Self::NothingToShow { .. }
            | Self::DatesPassed { .. }
            | Self::TooEarly { .. }
            | Self::SessionsPending { .. }
            | Self::SessionsUnderWay { .. }
            | Self::NotOver { .. }
            | Self::NotEditable { .. }
            | Self::SavedMeanwhile
            | Self::SessionFixed { .. }
            | Self::TooManySessions
            | Self::LastSession => None,
        }
    }
}

/// «1», «1 y 2», «1, 2 y 3».
fn listed(positions: &[i32]) -> String {
    let mut words: Vec<String> = positions.iter().map(i32::to_string).collect();
    match words.pop() {
        None => String::new(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} y {last}", words.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_to_publish_lists_everything_that_is_missing() {
        let refusal = CohortRefusal::NotReady {
            missing: vec![
                PublicationGap::Municipalities,
                PublicationGap::Facilitators(vec![2, 3, 5]),
            ],
        };
        let sentence = refusal.sentence();
        assert!(sentence.contains("municipio"), "{sentence}");
        assert!(sentence.contains("2, 3 y 5"), "{sentence}");
        assert!(!sentence.contains('{'), "{sentence}");
    }
}
