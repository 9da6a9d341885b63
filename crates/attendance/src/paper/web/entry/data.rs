//! What an entry is judged by, and the page around it.

use std::collections::{BTreeSet, HashMap};

use cohorts_model::entity::session;
use cohorts_model::place::CohortTab;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::{EnrolmentId, Stage};
use enrolment_model::queries::{RollRow, roll};
use people_model::policy::is_own;
use platform::codes::display_code;
use platform::numbers::{people, some};
use sign_in_model::prelude::*;

use super::plan::EntryPlan;
use crate::paper::queries::{self, Print, SheetPerson};
use crate::paper::views::{EntryPage, PersonLine, ways};
use crate::paper::web::when;
use crate::queries::{CurrentMark, current_marks};
use crate::rules::{applies, may_mark};
use crate::views::SessionHead;

/// Why nothing is written of whoever types (R80).
pub(super) const OWN: &str = "es usted: su asistencia la registra otra persona del equipo";

/// Everything that an entry is judged by, read once.
pub(super) struct EntryData {
    pub print: Print,
    pub listed: Vec<SheetPerson>,
    pub roll: Vec<RollRow>,
    pub current: HashMap<EnrolmentId, CurrentMark>,
    /// The reader's own place, whose row somebody else enters (R80).
    own: Option<EnrolmentId>,
}

impl EntryData {
    pub async fn read(desk: &Desk<'_>, actor: &Actor, code: &str) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let print = queries::print(db, actor, code).await?;
        print.head.enter(desk, CohortTab::Sessions).await?;
        let listed = queries::listed(db, print.sheet.id).await?;
        let seen = enrolment::policy::scope(actor);
        let roll = roll(db, print.session.cohort_id, seen).await?;
        let current = current_marks(db, print.session.id).await?;
        let own = roll.iter().find(|row| is_own(actor, row.person)).map(|row| row.enrolment);
        Ok(Self { print, listed, roll, current, own })
    }

    pub fn rows(&self) -> u32 {
        u32::try_from(self.print.sheet.row_count).unwrap_or(1)
    }

    pub fn numbers(&self) -> BTreeSet<u32> {
        self.listed.iter().filter_map(|one| u32::try_from(one.number).ok()).collect()
    }

    /// The person on the roll, which tells people of one name apart; `None` of those who left.
    pub fn known(&self, one: &SheetPerson) -> Option<&RollRow> {
        self.roll.iter().find(|row| row.enrolment == one.enrolment)
    }

    pub fn closed(&self) -> bool {
        self.print.session.stage == session::Stage::Closed
    }

    /// Returns why this row of the paper can get no mark; `None` means that it can get one.
    pub fn out(&self, one: &SheetPerson) -> Option<&'static str> {
        if one.stage != Stage::Confirmed {
            Some("ya no está en la cohorte")
        } else if self.own == Some(one.enrolment) {
            Some(OWN)
        } else if !applies(self.print.session.ends_at, one.since)
            && !self.current.contains_key(&one.enrolment)
        {
            Some("no aplica: tuvo cupo después de esta sesión")
        } else {
            None
        }
    }

    /// Whether the place is the reader's own.
    pub fn is_own(&self, enrolment: EnrolmentId) -> bool {
        self.own == Some(enrolment)
    }

    pub fn page(&self, desk: &Desk<'_>, form: FormState, plan: Option<&EntryPlan>) -> EntryPage {
        let Print { sheet, session, head } = &self.print;
        let now = desk.app.clock.now();
        let stage = head.cohort.attendance_stage(now);
        let blocked = may_mark(stage, session.stage, session.starts_at, now);
        let rows = self.rows();
        let about = match self.listed.len() {
            0 => format!("En blanco: {}", some(rows, "fila", "filas")),
            all => format!("{} en {}", people(all), some(rows, "fila", "filas")),
        };
        let review = plan.map(|plan| plan.review(&form));
        EntryPage {
            head: SessionHead::new(session, head),
            code: display_code(&sheet.code),
            position: session.position,
            when: when(session),
            about,
            action: format!("/planillas/{}", sheet.code),
            ways: ways(),
            has_list: !self.listed.is_empty(),
            closed: self.closed(),
            blocked: blocked.err().map(|refusal| refusal.sentence()),
            people: self
                .listed
                .iter()
                .map(|one| PersonLine {
                    number: u32::try_from(one.number).unwrap_or_default(),
                    name: self
                        .known(one)
                        .map_or_else(|| one.name.by_surname(), RollRow::listed_name),
                    note: self.out(one).map(str::to_owned),
                })
                .collect(),
            review,
            form,
        }
    }
}
