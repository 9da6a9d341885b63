//! The coordination's page of a cohort: who is in it.

use std::collections::BTreeSet;

use sea_orm::EntityTrait;

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::place::{self, CohortTab};
use cohorts_model::policy::runs;
use courses_model::entity::course_version;
use notices_model::queries::undelivered;
use people_model::rules::{document_label, masked_document};
use platform::numbers::some;
use platform::pager::{Pager, ROWS, address};
use sign_in_model::prelude::*;
use territory_model::entity::territorial_unit;

use super::late_notice;
use crate::acceptance::AFTER_WITHDRAWAL;
use crate::eligibility::Requirements;
use crate::entity::enrolment::{Origin, Stage};
use crate::queries::{self, RosterRow};
use crate::rules::EnrolmentWindow;
use crate::views::{EnrolmentHead, RosterLine, RosterPage, RosterTab, SeatsLeftLine, left};

pub fn routes() -> Vec<Route> {
    routes![roster]
}

/// The lists of a roster by their word in the address.
const LISTS: [(&str, Stage, &str, &str, &str); 4] = [
    ("", Stage::Confirmed, "Con cupo", "Personas con cupo", "Nadie tiene cupo todavía"),
    (
        "ofrecidos",
        Stage::Offered,
        "Por aceptar",
        "Cupos ofrecidos que esperan respuesta",
        "Nadie tiene un cupo por aceptar",
    ),
    (
        "espera",
        Stage::Waiting,
        "En espera",
        "Lista de espera, en el orden en que se asignan los cupos",
        "Nadie está en lista de espera",
    ),
    ("retiradas", Stage::Withdrawn, "Retiradas", "Inscripciones retiradas", "Nadie se ha retirado"),
];

const TAKEN: &str =
    "Las personas se inscriben desde la página del curso, o las agrega la coordinación.";

pub(super) async fn named(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
) -> Result<EnrolmentHead, AppError> {
    let db = desk.app.db.read();
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await?;
    let unit = territorial_unit::Entity::find_by_id(cohort.unit_code.clone()).one(db).await?;
    let course = version.map(|version| version.name).unwrap_or_default();
    Ok(EnrolmentHead::new(cohort, &course, &unit.map(|unit| unit.name).unwrap_or_default()))
}

/// A row with the whole document for `whole`, and with the way out where one may be taken.
pub(super) fn roster_line(
    row: RosterRow,
    whole: bool,
    open: bool,
    turn: Option<u64>,
) -> RosterLine {
    let since = match row.stage {
        Stage::Confirmed => row.confirmed_at,
        Stage::Waiting | Stage::Offered => None,
        Stage::Withdrawn => row.withdrawn_at,
    };
    let document = if whole {
        document_label(row.document_type, &row.document_number)
    } else {
        masked_document(row.document_type, &row.document_number)
    };
    RosterLine {
        name: row.name.by_surname(),
        href: format!("/inscripciones/{}", row.enrolment),
        undelivered: None,
        document,
        since: dates::short(dates::bogota_date(since.unwrap_or(row.created_at))),
        turn,
        withdraw: (whole && open && row.stage != Stage::Withdrawn)
            .then(|| format!("/inscripciones/{}/retiro", row.enrolment)),
        entity: row.entity.unwrap_or_default(),
        position: row.position.unwrap_or_default(),
        note: None,
        career: false,
        career_awaits: false,
        confirm_career: None,
        municipality: row.municipality.unwrap_or_default(),
    }
}

/// «30 cupos · 12 libres»; the free ones only for who knows how many of all are taken.
fn seats_of(seats: i32, confirmed: Option<u64>) -> String {
    let all = some(seats, "cupo", "cupos");
    let taken = confirmed.and_then(|confirmed| i32::try_from(confirmed).ok());
    match taken.map(|taken| seats - taken) {
        Some(free) if free > 0 => format!("{all} · {}", some(free, "libre", "libres")),
        _ => all,
    }
}

/// `recien` is there for whoever comes from adding somebody.
#[get("/cohortes/<cohort>/inscritos?<lista>&<pagina>&<recien>")]
async fn roster(
    desk: Desk<'_>,
    cohort: CohortId,
    lista: Option<&str>,
    pagina: Option<u64>,
    recien: Option<&str>,
) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let cohort = queries::cohort_with_roster(db, actor, cohort).await?;
    let head = named(&desk, &cohort).await?;
    place::enter(&desk, &cohort, &head.course, CohortTab::People).await?;
    let staff = runs(actor, &(&cohort).into());
    let window = EnrolmentWindow::of(&cohort);
    let taken = window.may_enrol(Origin::Coordinator, desk.app.clock.today());
    let open = window.may_change().is_ok();
    let counts = queries::counts(db, actor, cohort.id).await?;
    let of = |stage| match stage {
        Stage::Confirmed => counts.confirmed,
        Stage::Offered => counts.offered,
        Stage::Waiting => counts.waiting,
        Stage::Withdrawn => counts.withdrawn,
    };
    let list = lista.unwrap_or_default();
    let (word, stage, _, caption, empty) =
        LISTS.into_iter().find(|known| known.0 == list).unwrap_or(LISTS[0]);
    let path = |word: &str| address(&head.roster_path(), &[("lista", word)]);
    let pager = Pager::new(pagina, of(stage), &path(word));
    let rows = queries::people(db, actor, cohort.id, stage, pager.offset(), ROWS).await?;
    // Who must know whether letters arrive is who may correct an address.
    let undelivered = match staff {
        true => undelivered(db, rows.iter().filter_map(|row| row.email.as_deref())).await?,
        false => BTreeSet::new(),
    };
    // Whom the course is not for is told to who may do something about it.
    let asked = match staff && stage != Stage::Withdrawn {
        true => queries::requirements(db, &cohort).await?,
        false => Requirements::default(),
    };
    let first = pager.offset() + 1;
    let waiting = stage == Stage::Waiting;
    let now = desk.app.clock.now();
    let lines = rows.into_iter().zip(first..);
    let page = RosterPage {
        seats: seats_of(cohort.seats, staff.then_some(counts.seated())),
        tabs: LISTS
            .into_iter()
            .map(|(word, of_stage, label, _, _)| RosterTab {
                label,
                href: path(word),
                number: of(of_stage),
                current: of_stage == stage,
            })
            .collect(),
        caption,
        empty,
        empty_text: match &taken {
            Ok(()) => TAKEN.to_owned(),
            Err(refusal) => refusal.sentence(),
        },
        waiting,
        acts: staff && open && stage != Stage::Withdrawn,
        rows: lines
            .map(|(row, turn)| {
                let note = asked.not_for(row.kind);
                let career = row.career_to_confirm();
                let own = actor.person == Some(row.person.0);
                let confirm_career = career
                    .filter(|_| staff && waiting && !own)
                    .map(|post| format!("/vinculaciones/{post}/carrera"));
                let lost = row.email.as_ref().filter(|email| undelivered.contains(*email));
                let whole =
                    staff && row.withdrawn_at.is_none_or(|left| left > now - AFTER_WITHDRAWAL);
                RosterLine {
                    undelivered: lost.map(|_| format!("/personas/{}/contacto", row.person)),
                    note,
                    career: waiting && row.has_career(),
                    career_awaits: career.is_some() && staff,
                    confirm_career,
                    ..roster_line(row, whole, open, waiting.then_some(turn))
                }
            })
            .collect(),
        pager,
        add: (staff && taken.is_ok()).then(|| format!("{}/nuevo", head.roster_path())),
        change_seats: (staff && open).then(|| format!("{}/cupos", head.path())),
        reserve: (staff && open).then(|| format!("{}/reservas", head.path())),
        late: match recien {
            Some(_) => late_notice(&desk, &cohort, now).await?,
            None => None,
        },
        left: if staff { seats_left_of(&desk, &cohort).await? } else { Vec::new() },
        head,
    };
    desk.show(&page)
}

/// What is left of each group of a cohort that reserves seats.
async fn seats_left_of(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
) -> Result<Vec<SeatsLeftLine>, AppError> {
    let db = desk.app.db.read();
    let seating = queries::seating_now(db, cohort).await?;
    if seating.reserves().is_empty() {
        return Ok(Vec::new());
    }
    let names = queries::GroupNames::of(db, cohort.id).await?;
    Ok(left(&seating, |kind, key| names.name(kind, key)))
}
