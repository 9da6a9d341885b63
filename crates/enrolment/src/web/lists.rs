//! The coordination's page of a cohort: who is in it.

use std::collections::BTreeSet;

use sea_orm::EntityTrait;

use attendance_model::queries::totals_of;
use attendance_model::rules::Reachability;
use cohorts_model::entity::cohort::{self, CohortId, Stage as CohortStage};
use cohorts_model::place::{self, CohortTab};
use cohorts_model::policy::runs;
use cohorts_model::queries::sessions;
use courses_model::entity::course_version;
use notices_model::queries::undelivered;
use platform::numbers::some;
use platform::texts::say;
use sign_in_model::prelude::*;
use territory_model::entity::territorial_unit;

use super::late_notice;
use crate::eligibility::Requirements;
use crate::entity::enrolment::{Origin, Stage};
use crate::queries::{self, RosterRow};
use crate::roster::{
    AttendanceFigure, RosterEntry, RosterSearch, documents_typed, municipalities, orders,
};
use crate::rules::EnrolmentWindow;
use crate::views::{EnrolmentHead, RosterLine, RosterPage, RosterTab, SeatsLeftLine, left};

pub fn routes() -> Vec<Route> {
    routes![roster, seek]
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
    RosterLine {
        id: row.enrolment.0,
        name: row.name.by_surname(),
        href: format!("/inscripciones/{}", row.enrolment),
        undelivered: None,
        document: row.document(whole),
        since: dates::short(row.since()),
        turn,
        attendance: None,
        below_minimum: false,
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

/// The list that an address asks for: its word, its stage, its caption and what it says when it is empty.
pub(super) fn list_of(search: &mut RosterSearch) -> (Stage, &'static str, &'static str) {
    let (word, stage, _, caption, empty) =
        LISTS.into_iter().find(|known| known.0 == search.list).unwrap_or(LISTS[0]);
    word.clone_into(&mut search.list);
    (stage, caption, empty)
}

fn has_begun(cohort: &cohort::Model) -> bool {
    matches!(cohort.stage, CohortStage::Running | CohortStage::Closed)
}

/// Says how people of the list with seats attend, once sessions were held; two statements.
async fn add_attendance(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    entries: &mut [RosterEntry],
) -> Result<(), AppError> {
    let seated = entries.iter().map(|entry| &entry.row);
    let seated = seated.filter(|row| row.stage == Stage::Confirmed);
    let people: Vec<_> = seated.map(|row| (row.enrolment, row.counts_since)).collect();
    let (db, now) = (desk.app.db.read(), desk.app.clock.now());
    if people.is_empty() || !has_begun(cohort) {
        return Ok(());
    }
    let sessions = sessions(db, cohort.id).await?;
    let totals = totals_of(db, cohort, &sessions, people.into_iter(), now).await?;
    for entry in entries {
        let Some(totals) = totals.get(&entry.row.enrolment) else { continue };
        let below_minimum = totals.reachability(cohort.minimum_attendance) != Reachability::OnTrack;
        entry.attendance =
            totals.percent().map(|percent| AttendanceFigure { percent, below_minimum });
    }
    Ok(())
}

/// Returns all people of a list, with their attendance where `all` of them need it.
pub(super) async fn listed(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    stage: Stage,
    all: bool,
) -> Result<Vec<RosterEntry>, AppError> {
    let rows = queries::people(desk.app.db.read(), desk.actor()?, cohort.id, stage).await?;
    let turn = |turn| (stage == Stage::Waiting).then_some(turn);
    let mut entries: Vec<RosterEntry> = rows
        .into_iter()
        .zip(1..)
        .map(|(row, at)| RosterEntry { row, turn: turn(at), attendance: None })
        .collect();
    if all {
        add_attendance(desk, cohort, &mut entries).await?;
    }
    Ok(entries)
}

/// `recien` is there for whoever comes from adding somebody.
#[get("/cohortes/<cohort>/inscritos?<pagina>&<recien>")]
async fn roster(
    desk: Desk<'_>,
    cohort: CohortId,
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
    let mut search = RosterSearch::of(&Fields::of_address(desk.request()));
    let (stage, caption, empty) = list_of(&mut search);
    let path = |word: &str| {
        RosterSearch { list: word.to_owned(), ..RosterSearch::default() }
            .address(&head.roster_path())
    };
    let needs_all = search.needs_attendance();
    let entries = listed(&desk, &cohort, stage, needs_all).await?;
    let municipalities = municipalities(&entries);
    let entries = search.narrow(entries);
    let pager = Pager::new(pagina, entries.len() as u64, &search.address(&head.roster_path()));
    let mut entries = pager.shown(entries);
    if !needs_all {
        add_attendance(&desk, &cohort, &mut entries).await?;
    }
    // Who must know whether letters arrive is who may correct an address.
    let undelivered = match staff {
        true => {
            let mails = entries.iter().filter_map(|entry| entry.row.email.as_deref());
            undelivered(db, mails).await?
        }
        false => BTreeSet::new(),
    };
    // Whom the course is not for is told to who may do something about it.
    let asked = match staff && stage != Stage::Withdrawn {
        true => queries::requirements(db, &cohort).await?,
        false => Requirements::default(),
    };
    let waiting = stage == Stage::Waiting;
    let now = desk.app.clock.now();
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
        empty: if search.is_narrowed() { "Nadie coincide en esta lista" } else { empty },
        empty_text: match &taken {
            _ if search.is_narrowed() => say("enrolment.roster_none", &[]),
            Ok(()) => TAKEN.to_owned(),
            Err(refusal) => refusal.sentence(),
        },
        waiting,
        attends: stage == Stage::Confirmed && has_begun(&cohort),
        acts: staff && open && stage != Stage::Withdrawn,
        staff,
        filter: search.form(),
        list: search.list.clone(),
        all: path(&search.list),
        narrowed: search.is_narrowed(),
        municipalities,
        orders: orders(stage == Stage::Confirmed && has_begun(&cohort)),
        heads: search.heads(&head.roster_path()),
        download: search.address(&format!("{}/xlsx", head.roster_path())),
        rows: entries
            .into_iter()
            .map(|RosterEntry { row, turn, attendance }| {
                let note = asked.not_for(row.kind);
                let career = row.career_to_confirm();
                let own = actor.person == Some(row.person.0);
                let confirm_career = career
                    .filter(|_| staff && waiting && !own)
                    .map(|post| format!("/vinculaciones/{post}/carrera"));
                let lost = row.email.as_ref().filter(|email| undelivered.contains(*email));
                let whole = row.is_whole(staff, now);
                RosterLine {
                    undelivered: lost.map(|_| format!("/personas/{}/contacto", row.person)),
                    note,
                    career: waiting && row.has_career(),
                    career_awaits: career.is_some() && staff,
                    confirm_career,
                    attendance: attendance.map(|figure| format!("{} %", figure.percent)),
                    below_minimum: attendance.is_some_and(|figure| figure.below_minimum),
                    ..roster_line(row, whole, open, turn)
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

/// Looks for somebody by name, in an address, or by document, which travels in none.
#[post("/cohortes/<cohort>/inscritos/busqueda", data = "<fields>")]
async fn seek(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let (actor, db) = (desk.actor()?, desk.app.db.read());
    let cohort = queries::cohort_with_roster(db, actor, cohort).await?;
    Denial::unless(runs(actor, &(&cohort).into()))?;
    let search = RosterSearch::of(&fields);
    let path = format!("/cohortes/{}/inscritos", cohort.id);
    let documents = documents_typed(&search.text);
    let Some(documents) = documents else { return desk.go(search.address(&path)) };
    match queries::place_of_document(db, actor, cohort.id, &documents).await? {
        Some(place) => desk.go(format!("/inscripciones/{place}")),
        None => desk.warned(path, say("enrolment.roster_no_document", &[])),
    }
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
