//! One cohort, as whoever runs it, teaches in it or follows it sees it.

use capacities_model::labels::subject_label;
use platform::pages::{Crumb, Fact, View};
use platform::prelude::*;
use platform::texts::{say, sentence, word};
use reports_model::cohort_attendance::SessionCrowd;
use territory_model::queries::NamedMunicipality;

use super::{EvidenceLine, MinimumActivity, StageTag, crumbs, holiday};
use crate::counting::AttendanceRule;
use crate::entity::cohort::Stage;
use crate::entity::session;
use crate::next::{ActionButton, NextAction};
use crate::queries::CohortRow;
use crate::rules;

#[derive(Serialize, Example)]
pub struct CohortPage {
    /// Holds the refusal of a stage that was asked for from this page.
    pub form: FormState,
    pub id: i64,
    pub name: String,
    pub course: String,
    pub tag: StageTag,
    pub cancelled: Option<String>,
    pub facts: Vec<Fact>,
    pub rule: String,
    /// How its attendance counts, in one paragraph.
    pub attendance: String,
    pub rule_note: &'static str,
    pub municipalities: Vec<String>,
    /// «Florencia (Caquetá)»: the municipality where it is taught, where somebody said it.
    pub taught_in: Option<String>,
    /// The four minimum activities.
    pub minimum: Vec<MinimumActivity>,
    /// Files that show what was done, for whoever runs it.
    pub evidence: Vec<EvidenceLine>,
    pub sessions: Vec<SessionLine>,
    /// What the sessions say together; `None` while none was held, and for whoever reads no attendance.
    pub finding: Option<String>,
    pub may_edit: bool,
    /// What is to be done now; `None` where nothing is left.
    pub next: Option<NextAction>,
    /// The next stage, when the actor may ask for it and something else comes first.
    pub verb: Option<ActionButton>,
    /// What is missing before it can be published.
    pub missing: Option<String>,
    /// How it goes, in four figures at most.
    pub figures: Vec<Figure>,
    /// Pages of other capabilities about this cohort that no tab opens.
    pub links: Vec<Crumb>,
    /// What is done seldom.
    pub rare: Vec<Crumb>,
}

/// How many people came to a session, as a bar of parts.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AttendanceBar {
    pub parts: Vec<BarPart>,
    /// «25 de 28».
    pub came: String,
    /// «2 tarde, 1 ausente»; empty where everybody came on time.
    pub others: String,
}

/// A part of a bar, in thousandths of it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct BarPart {
    /// Its name in the style sheet.
    pub name: &'static str,
    pub from: usize,
    pub width: usize,
}

impl AttendanceBar {
    /// Draws a session; `None` where nobody was counted in it.
    pub fn of(crowd: &SessionCrowd) -> Option<Self> {
        let people = Some(crowd.people()).filter(|people| *people > 0)?;
        let mut parts = Vec::new();
        let mut before = 0;
        for (name, count) in [
            ("fill", crowd.present),
            ("late", crowd.late),
            ("excused", crowd.excused),
            ("absent", crowd.absent),
        ] {
            let (from, to) = (before * 1_000 / people, (before + count) * 1_000 / people);
            before += count;
            if count > 0 {
                parts.push(BarPart { name, from, width: to - from });
            }
        }
        let others: Vec<String> = [
            (crowd.late, "cohorts.late", "cohorts.late"),
            (crowd.excused, "cohorts.excused", "cohorts.excused"),
            (crowd.absent, "cohorts.absent_one", "cohorts.absent_many"),
            (crowd.unrecorded, "cohorts.unrecorded", "cohorts.unrecorded"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| numbers::some(count, word(one), word(many)))
        .collect();
        let (came, all) = (crowd.tally.attended, crowd.tally.held);
        Some(Self {
            parts,
            came: say("cohorts.of", &[("part", came.to_string()), ("all", all.to_string())]),
            others: others.join(", "),
        })
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SessionLine {
    pub position: i32,
    pub date: String,
    pub time: String,
    pub holiday: Option<String>,
    pub place: String,
    pub link: Option<String>,
    pub facilitator: String,
    pub stage: &'static str,
    pub stage_label: &'static str,
    /// Why it was cancelled.
    pub reason: Option<String>,
    pub edit: Option<String>,
    pub cancel: Option<String>,
    pub roll: Option<String>,
    pub bar: Option<AttendanceBar>,
}

impl SessionLine {
    /// `may_edit` and `may_teach` speak of the actor; the stages and the hour decide the rest.
    pub fn new(
        session: &session::Model,
        cohort: &CohortRow,
        facilitator: Option<&String>,
        (may_edit, may_teach): (bool, bool),
        now: DateTime<Utc>,
    ) -> Self {
        let date = dates::bogota_date(session.starts_at);
        let open = rules::editable(cohort.cohort.stage).is_ok();
        let address = |page: &str| format!("/sesiones/{}{page}", session.id);
        let edit = may_edit && open && rules::session_editable(session.stage).is_ok();
        let cancel = may_edit && open && rules::cancel_session(session.stage).is_ok();
        let roll = may_teach
            && matches!(cohort.cohort.stage, Stage::Confirmed | Stage::Running | Stage::Closed)
            && session.stage != session::Stage::Cancelled;
        Self {
            position: session.position,
            date: dates::short_with_weekday(date),
            time: dates::span(session.starts_at, session.ends_at),
            holiday: holiday(date),
            place: session.place.clone().unwrap_or_else(|| cohort.cohort.place_text.clone()),
            link: session.link.clone(),
            facilitator: facilitator.cloned().unwrap_or_else(|| "Sin asignar".to_owned()),
            stage: session.progress(now).tag(),
            stage_label: session.progress(now).label(),
            reason: session.cancellation_reason.clone(),
            edit: edit.then(|| address("")),
            cancel: cancel.then(|| address("/cancelacion")),
            roll: roll.then(|| address("/asistencia")),
            bar: None,
        }
    }
}

/// Returns the facts about a cohort in the order in which people ask for them.
pub fn facts(row: &CohortRow) -> Vec<Fact> {
    let cohort = &row.cohort;
    let mut facts = vec![
        Fact::new("Curso", format!("{} (versión {})", row.version.name, row.version.number)),
        Fact::new("Tema", subject_label(&row.course.subject).to_owned()),
        Fact::new("Dirección territorial", row.unit_name.clone()),
        Fact::new("Fechas", dates::range(cohort.starts_on, cohort.ends_on)),
        Fact::new(
            "Inscripciones hasta",
            dates::short(rules::enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on)),
        ),
        Fact::new("Cupos", numbers::grouped(cohort.seats.into())),
        Fact::new(
            "Modalidad",
            format!("{}, {} horas", row.version.modality.label(), row.version.hours),
        ),
        Fact::new("Lugar", cohort.place_text.clone()),
    ];
    if let (Some(people), Some(on)) = (cohort.minimum_people, cohort.quorum_on) {
        let text = format!("{people}; se decide el {}", dates::short(on));
        facts.push(Fact::new("Mínimo de personas", text));
    }
    facts
}

impl CohortPage {
    /// Everything that follows from the row alone; the handler adds what depends on the actor.
    pub fn of(row: &CohortRow, places: &[NamedMunicipality]) -> Self {
        let cohort = &row.cohort;
        let cancelled = cohort.cancelled_at.map(|at| {
            let reason = cohort.cancellation_reason.clone().unwrap_or_default();
            let told = format!("Se canceló el {}", dates::short_with_time(at));
            format!("{} {reason}", sentence(&told))
        });
        Self {
            form: FormState::default(),
            id: cohort.id.0,
            name: cohort.name.clone(),
            course: row.version.name.clone(),
            tag: cohort.stage.into(),
            cancelled,
            facts: facts(row),
            rule: row.rule(),
            attendance: AttendanceRule::from(cohort).sentence(),
            rule_note: if rules::rule_is_frozen(cohort.stage) {
                "Esta regla ya no cambia."
            } else {
                "Puede ajustarse hasta que la cohorte inicie."
            },
            municipalities: places.iter().map(NamedMunicipality::full_name).collect(),
            taught_in: None,
            minimum: vec![],
            evidence: vec![],
            sessions: vec![],
            finding: None,
            may_edit: false,
            next: None,
            verb: None,
            missing: None,
            figures: vec![],
            links: vec![],
            rare: vec![],
        }
    }
}

impl View for CohortPage {
    const TEMPLATE: &'static str = "pages/cohorts/show";
    const BEGINS_PLACE: bool = true;
    fn title(&self) -> String {
        format!("{}, cohorte {}", self.course, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.name)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
