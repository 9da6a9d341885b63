//! Every «no» of this capability, as facts; the sentences are in the texts beside the pages.

use chrono::NaiveDate;

use platform::dates;
use platform::texts::{Refusal, and, say};
use sign_in_model::evidence::EvidenceRefusal;

use super::entity::{cohort, session};
use super::labels::sessions;

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
                say("cohorts.missing_facilitators", &[("sessions", sessions(positions))])
            }
            Self::Method => say("cohorts.missing_method", &[]),
            Self::Knowledge => say("cohorts.missing_knowledge", &[]),
        }
    }
}

/// Why a cohort or a session was not changed. The fields are controls of this capability's forms.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("cohorts.")]
pub enum CohortRefusal {
    #[error("the stage does not allow it")]
    #[facts(from = from.label(), to = to.label())]
    InvalidJump { from: cohort::Stage, to: cohort::Stage },
    #[error("not ready to be published")]
    #[facts(missing = gaps(missing))]
    NotReady { missing: Vec<PublicationGap> },
    #[error("the sessions add up to less than the course asks for, and nobody said why")]
    #[field("motivo_horas")]
    ShortNeedsReason,
    #[error("a second person closes a cohort with too few hours")]
    ShortNeedsSecond,
    #[error("the account of whoever asks belongs to no person")]
    ShortNobodyKnown,
    #[error("the reason is too short or too long")]
    #[field("motivo_horas")]
    ShortReasonLength,
    #[error("the session is on that day and at that hour already")]
    #[field("fecha")]
    SameMeeting,
    #[error("the sessions add up to what the course asks for")]
    EnoughHours,
    #[error("the sessions do not add up to an hour")]
    NothingTaught,
    #[error("nothing shows that minimum activities were done")]
    #[facts(missing = gaps(missing))]
    NothingToShow { missing: Vec<PublicationGap> },
    #[error("something that weighs in the final grade has no grade of anybody")]
    #[facts(names = and(names))]
    Ungraded { names: Vec<String> },
    #[error("a published cohort says how it is taught")]
    #[field("metodo")]
    MethodNeeded,
    #[error("a published cohort says what stays of it")]
    #[field("conocimiento")]
    KnowledgeNeeded,
    #[error("the quorum cannot be reached")]
    #[field("minimo")]
    QuorumOutOfRange { seats: i32 },
    #[error("the quorum is looked at too late")]
    #[facts(starts = dates::short(*starts_on))]
    #[field("decide")]
    QuorumLate { starts_on: NaiveDate },
    #[error("its dates have passed")]
    #[facts(ends = dates::short(*ends_on))]
    DatesPassed { ends_on: NaiveDate },
    #[error("its first day has not come")]
    #[facts(starts = dates::short(*starts_on))]
    TooEarly { starts_on: NaiveDate },
    #[error("sessions are still planned")]
    #[facts(sessions = sessions(positions))]
    SessionsPending { positions: Vec<i32> },
    #[error("sessions are not over")]
    #[facts(sessions = sessions(positions))]
    SessionsUnderWay { positions: Vec<i32> },
    #[error("its last day has not come")]
    #[facts(ends = dates::short(*ends_on))]
    NotOver { ends_on: NaiveDate },
    #[error("a closed or cancelled cohort does not change")]
    #[facts(stage = stage.label().to_lowercase())]
    NotEditable { stage: cohort::Stage },
    #[error("somebody else saved in between")]
    SavedMeanwhile,
    #[error("the version is not published")]
    #[field("version")]
    VersionNotPublished,
    #[error("the cohort ends before it starts")]
    #[field("termina")]
    EndsBeforeStart,
    #[error("enrolment closes after the cohort ends")]
    #[field("cierra")]
    EnrolmentClosesLate,
    #[error("seats out of range")]
    #[field("cupos")]
    SeatsOutOfRange,
    #[error("more seats are reserved than there would be")]
    #[field("cupos")]
    SeatsReserved { reserved: i32 },
    #[error("seats of a published cohort change elsewhere")]
    #[field("cupos")]
    SeatsAfterPublishing,
    #[error("the municipality does not exist")]
    #[field("municipios")]
    UnknownMunicipality { code: String },
    #[error("the municipality where it is taught does not exist")]
    #[field("dictada_en")]
    NoSuchTown,
    #[error("the municipality is not served by the unit")]
    #[field("municipios")]
    MunicipalityOutside { name: String },
    #[error("people are counted for a municipality that would leave")]
    #[facts(names = names.join(", "))]
    #[field("municipios")]
    MunicipalityWithPeople { names: Vec<String> },
    #[error("a published cohort needs a municipality")]
    #[field("municipios")]
    NoMunicipality,
    #[error("the rule is frozen")]
    #[field("asistencia_minima")]
    RuleFrozen,
    #[error("the pass mark does not fit the version")]
    #[field("nota_minima")]
    PassMarkMismatch,
    #[error("the rule is out of range")]
    #[field("asistencia_minima")]
    RuleOutOfRange,
    #[error("a pattern needs a name")]
    #[field("nombre")]
    TemplateNameNeeded,
    #[error("a reason is needed")]
    #[field("motivo")]
    ReasonNeeded,
    #[error("the session ends before it starts")]
    #[field("hasta")]
    SessionEndsBeforeStart,
    #[error("the session is too long")]
    #[field("hasta")]
    SessionTooLong,
    #[error("the session is more than a year from the cohort's others")]
    #[facts(starts = dates::short(*starts_on), ends = dates::short(*ends_on))]
    #[field("fecha")]
    SessionFar { starts_on: NaiveDate, ends_on: NaiveDate },
    #[error("it overlaps another session of the cohort")]
    #[field("desde")]
    SessionOverlap { position: i32, when: String },
    #[error("the facilitator teaches elsewhere at that time")]
    #[field("facilitador")]
    FacilitatorBusy { when: String },
    #[error("the room is taken at that time")]
    #[field("lugar")]
    RoomTaken { when: String },
    #[error("the link is of another session at that time")]
    #[field("enlace")]
    LinkTaken { when: String },
    #[error("the municipality already has a venue of that name")]
    #[field("nombre")]
    VenueKnown,
    /// One of several sessions, counted from 0 as they were given, is refused.
    #[error("session {index}: {refusal}")]
    #[same(refusal)]
    InSession { index: usize, refusal: Box<CohortRefusal> },
    #[error("the account is no facilitator")]
    #[field("facilitador")]
    NotAFacilitator,
    #[error("a published cohort's session needs a facilitator")]
    #[field("facilitador")]
    FacilitatorNeeded,
    #[error("the session's stage does not allow it")]
    #[facts(stage = stage.label().to_lowercase())]
    SessionFixed { stage: session::Stage },
    #[error("the file is not kept: {0}")]
    #[code("cohorts.evidence_refused")]
    #[facts(why = _0)]
    #[field("archivo")]
    EvidenceRefused(#[from] EvidenceRefusal),
    #[error("no file was chosen")]
    #[field("archivo")]
    NoEvidence,
    #[error("no activity was chosen")]
    #[field("actividad")]
    EvidenceOfNothing,
    #[error("too many sessions")]
    TooManySessions,
    #[error("a published cohort keeps one session at least")]
    LastSession,
}

fn gaps(missing: &[PublicationGap]) -> String {
    let words: Vec<String> = missing.iter().map(PublicationGap::words).collect();
    words.join("; ")
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
        assert!(sentence.contains("facilita en las sesiones 2, 3 y 5"), "{sentence}");
        assert!(!sentence.contains('{'), "{sentence}");
        for (positions, said) in [(vec![2], "la sesión 2."), (vec![2, 3], "las sesiones 2 y 3.")] {
            let sentence = CohortRefusal::SessionsPending { positions }.sentence();
            assert!(sentence.starts_with(&format!("Falta dictar o cancelar {said}")), "{sentence}");
        }
    }
}
