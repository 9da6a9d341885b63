//! What a roll-call shows: read once, then shaped for the page.

use std::collections::{HashMap, HashSet};

use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::place::CohortTab;
use cohorts_model::policy::{runs, works_on};
use cohorts_model::queries::CohortHead;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, roll};
use people_model::policy::is_own;
use platform::numbers::people;
use platform::pages::Moment;
use sign_in_model::prelude::*;

use crate::entity::attendance_mark::State;
use crate::field::entity::field_arrival::ArrivalOutcome;
use crate::field::waiting;
use crate::policy::{self, Sight};
use crate::queries::{self, CurrentMark};
use crate::rules::{self, AttendanceRule};
use crate::views::{RollCallPage, RollCallRow, SessionHead, state_choices};
use crate::web::from_closing;
use crate::{codes, labels, pending, requests};

/// Everything a roll-call shows, read once.
pub(super) struct Roll {
    session: session::Model,
    head: CohortHead,
    sight: Sight,
    /// Those who can be marked in this session, by surname.
    pub people: Vec<RollRow>,
    /// Names of the others.
    not_applicable: Vec<String>,
    pub current: HashMap<EnrolmentId, CurrentMark>,
    /// Whose excuse was granted and is no mark yet.
    excused: HashSet<EnrolmentId>,
    /// What arrived from telephones for this session and nobody has decided.
    waiting: HashMap<EnrolmentId, ArrivalOutcome>,
    /// Who came by the code of the screen, and when.
    by_code: HashMap<EnrolmentId, DateTime<Utc>>,
    /// The reader's own place, which somebody else marks (R80).
    own: Option<EnrolmentId>,
}

pub(super) async fn read(desk: &Desk<'_>, actor: &Actor, id: SessionId) -> Result<Roll, AppError> {
    let db = desk.app.db.read();
    let (session, head) = queries::session_head(db, actor, id).await?;
    if !works_on(actor, &head.access) {
        return Err(Denial.into());
    }
    let sight = policy::may_see(actor, &head.access)?;
    let current = queries::current_marks(db, id).await?;
    let (people, others): (Vec<_>, Vec<_>) =
        roll(db, session.cohort_id, enrolment::policy::scope(actor)).await?.into_iter().partition(
            |row| {
                rules::applies(session.ends_at, row.since) || current.contains_key(&row.enrolment)
            },
        );
    let excused = requests::queries::excused(db, id).await?;
    let waiting = waiting::open_of(db, session.cohort_id).await?;
    let here = waiting.into_iter().filter(|((of, _), _)| *of == session.id);
    Ok(Roll {
        own: people.iter().find(|row| is_own(actor, row.person)).map(|row| row.enrolment),
        by_code: codes::queries::by_code(db, id).await?,
        waiting: here.map(|((_, person), outcome)| (person, outcome)).collect(),
        excused,
        session,
        head,
        sight,
        people,
        not_applicable: others.iter().map(RollRow::listed_name).collect(),
        current,
    })
}

pub(in crate::web) fn estado(enrolment: EnrolmentId) -> String {
    format!("estado[{enrolment}]")
}

pub(super) fn visto(enrolment: EnrolmentId) -> String {
    format!("visto[{enrolment}]")
}

pub(super) fn minutos(enrolment: EnrolmentId) -> String {
    format!("minutos[{enrolment}]")
}

/// The length of a session whose cohort counts minutes.
pub(super) fn length(cohort: &cohort::Model, session: &session::Model) -> Option<i32> {
    cohort.partial_hours.then(|| rules::length(session))
}

impl Roll {
    /// The form as the database has it. An excuse that was granted is proposed; whoever passes the
    /// list sees why and may say otherwise.
    pub fn saved(&self) -> FormState {
        let mut form = FormState::default();
        for enrolment in self.excused.iter().filter(|one| !self.current.contains_key(one)) {
            form = form.with(&estado(*enrolment), labels::form_value(State::Excused));
        }
        for (enrolment, now) in &self.current {
            form = form.with(&estado(*enrolment), labels::form_value(now.state));
            form = form.with_option(&minutos(*enrolment), now.minutes);
        }
        form
    }

    pub async fn page(
        &self,
        desk: &Desk<'_>,
        actor: &Actor,
        form: FormState,
    ) -> Result<RollCallPage, AppError> {
        let session = &self.session;
        self.head.enter(desk, CohortTab::Sessions).await?;
        let may_take = policy::may_take(actor, &self.head.access, session.id, session.stage);
        let now = desk.app.clock.now();
        let blocked = rules::may_mark(
            self.head.cohort.attendance_stage(now),
            session.stage,
            session.starts_at,
            now,
        )
        .err();
        let (closed, progress) = (session.stage == session::Stage::Closed, session.progress(now));
        let reopens = policy::may_reopen_list(actor, &self.head.access, session.id).is_ok()
            && rules::may_reopen_list(
                self.head.cohort.stage,
                session.stage,
                session.closed_at,
                now,
            )
            .is_ok()
            && blocked.is_none();
        let marked = self.marked();
        let rows = self.people.iter().map(|person| self.row(person, &form));
        let corrections =
            if self.current.is_empty() { Vec::new() } else { self.corrections(desk).await? };
        Ok(RollCallPage {
            head: SessionHead::new(session, &self.head),
            heading: format!("Asistencia de la sesión {}", session.position),
            when: dates::long_day_and_span(session.starts_at, session.ends_at),
            place: session.place.clone(),
            stage: progress.tag(),
            stage_label: progress.label(),
            closing: from_closing(desk),
            waits: labels::waiting(pending::of_session(desk.app.db.read(), session.id).await?),
            rows: rows.collect(),
            states: state_choices(),
            summary: format!("{marked} de {} con registro", people(self.people.len())),
            editable: may_take.is_ok() && blocked.is_none(),
            closed,
            review: false,
            unsaved: Vec::new(),
            unmarked: marked < self.people.len(),
            minutes_hint: length(&self.head.cohort, session).map(|length| {
                format!(
                    "Esta cohorte cuenta minutos. Si alguien llegó tarde o se fue antes, escriba cuántos estuvo; vacío son los {length} de la sesión."
                )
            }),
            reopens,
            asks_reason: marked > 0,
            reason_hint: "Queda en el historial junto a cada registro que cambie",
            reason_optional: !closed,
            blocked: blocked.map(|refusal| refusal.sentence()),
            late_href: (!self.not_applicable.is_empty()
                && policy::may_count_from(actor, &self.head.access).is_ok())
            .then(|| format!("/cohortes/{}/desde-cuando", session.cohort_id)),
            all_came_later: (self.people.is_empty() && !self.not_applicable.is_empty())
                .then(|| people(self.not_applicable.len())),
            not_applicable: self.not_applicable.join("; "),
            write_absent: (self.current.values().any(|mark| mark.state == State::Absent)
                && runs(actor, &self.head.access.cohort))
            .then(|| {
                format!(
                    "/cohortes/{}/mensajes/nuevo?a=absent&sesion={}",
                    session.cohort_id, session.id
                )
            }),
            corrections,
            rule: AttendanceRule::from(&self.head.cohort).sentence(),
            form,
        })
    }

    /// The page after a refusal; where nothing can be typed any more, it lists what was typed.
    pub async fn page_too_late(
        &self,
        desk: &Desk<'_>,
        actor: &Actor,
        form: FormState,
    ) -> Result<RollCallPage, AppError> {
        let unsaved = self.unsaved(&form);
        let mut page = self.page(desk, actor, form).await?;
        if !page.editable {
            page.unsaved = unsaved;
        }
        Ok(page)
    }

    /// «Ruiz Peña, Ana: Ausente» of every state in the form that is not the saved one.
    fn unsaved(&self, form: &FormState) -> Vec<String> {
        let typed = |person: &RollRow| {
            let state = labels::from_form(form.first(&estado(person.enrolment))?)?;
            let saved = self.current.get(&person.enrolment).map(|now| now.state);
            (saved != Some(state)).then(|| format!("{}: {}", person.listed_name(), state.label()))
        };
        self.people.iter().filter_map(typed).collect()
    }

    fn marked(&self) -> usize {
        self.people.iter().filter(|person| self.current.contains_key(&person.enrolment)).count()
    }

    fn row(&self, person: &RollRow, form: &FormState) -> RollCallRow {
        let current = self.current.get(&person.enrolment);
        let seen_field = visto(person.enrolment);
        // What the form showed stays what it showed, however often it is sent.
        let seen = match form.first(&seen_field) {
            Some(seen) => seen.to_owned(),
            None => current.map(|now| now.mark.to_string()).unwrap_or_default(),
        };
        let mut about = person.identity(self.sight.masked);
        if let Some(at) = self.by_code.get(&person.enrolment) {
            about.push_str(&format!(" · Código {}", dates::time(*at)));
        }
        RollCallRow {
            name: person.listed_name(),
            about,
            field: estado(person.enrolment),
            label: format!("Asistencia de {}", person.spoken_name()),
            seen_field,
            seen,
            minutes_field: length(&self.head.cohort, &self.session)
                .map(|_| minutos(person.enrolment)),
            excused: self.excused.contains(&person.enrolment),
            is_own: self.own == Some(person.enrolment),
            minutes_label: format!("Minutos de {}", person.spoken_name()),
            waits: self.waiting.get(&person.enrolment).map(|outcome| match outcome {
                ArrivalOutcome::Conflict => "En conflicto",
                _ => "Por revisar",
            }),
            state_code: current.map_or("info", |now| now.state.code()),
            state_label: current.map_or("Sin registro", |now| now.state.label()),
        }
    }

    async fn corrections(&self, desk: &Desk<'_>) -> Result<Vec<Moment>, AppError> {
        let names: HashMap<_, _> =
            self.people.iter().map(|person| (person.enrolment, person)).collect();
        let written = queries::corrections(desk.app.db.read(), self.session.id).await?;
        Ok(written
            .into_iter()
            .filter_map(|mark| {
                let person = names.get(&mark.enrolment)?;
                let text = format!("{}: {}", person.spoken_name(), labels::change(&mark));
                Some(Moment { when: dates::long_with_time(mark.at), text, who: Some(mark.author) })
            })
            .collect())
    }
}
