//! The coordination's pages of a cohort: who is in it, adding people.

use sea_orm::EntityTrait;

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::runs;
use cohorts_model::queries::{CohortRow, find};
use courses_model::entity::course_version;
use people_model::entity::person::{self, DocumentType};
use people_model::entity::post::Kind;
use people_model::queries::{by_document, posts_on};
use people_model::rules::{document_label, full_name, masked_document};
use platform::numbers::some;
use platform::pager::{Pager, ROWS, address};
use sign_in_model::prelude::*;
use territory_model::entity::territorial_unit;

use super::asking::{post_label, read_post};
use super::{head, seats_left};
use crate::commands::{self, AdmissionRefusal, NewEnrolment, Placement};
use crate::eligibility::Requirements;
use crate::entity::enrolment::{Origin, Stage};
use crate::forms::{self, WorkOptions};
use crate::policy;
use crate::queries::{self, RosterRow};
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};
use crate::views::{
    AddPersonPage, EnrolmentHead, KnownPerson, RosterLine, RosterPage, RosterTab, SeatsLeftLine,
    left,
};

pub fn routes() -> Vec<Route> {
    routes![roster, add_form, add]
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
        document,
        since: dates::short(dates::bogota_date(since.unwrap_or(row.created_at))),
        turn,
        withdraw: (whole && open && row.stage != Stage::Withdrawn)
            .then(|| format!("/inscripciones/{}/retiro", row.enrolment)),
        entity: row.entity.unwrap_or_default(),
        position: row.position.unwrap_or_default(),
        note: None,
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

#[get("/cohortes/<cohort>/inscritos?<lista>&<pagina>")]
async fn roster(
    desk: Desk<'_>,
    cohort: CohortId,
    lista: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let cohort = queries::cohort_with_roster(db, actor, cohort).await?;
    let head = named(&desk, &cohort).await?;
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
    // Whom the course is not for is told to who may do something about it.
    let asked = match staff && stage != Stage::Withdrawn {
        true => queries::requirements(db, &cohort).await?,
        false => Requirements::default(),
    };
    let first = pager.offset() + 1;
    let waiting = stage == Stage::Waiting;
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
                RosterLine { note, ..roster_line(row, staff, open, waiting.then_some(turn)) }
            })
            .collect(),
        pager,
        add: (staff && taken.is_ok()).then(|| format!("{}/nuevo", head.roster_path())),
        change_seats: (staff && open).then(|| format!("{}/cupos", head.path())),
        reserve: (staff && open).then(|| format!("{}/reservas", head.path())),
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

/// The page at one of its steps, with only the lists that the step needs.
async fn add_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    step: &'static str,
    options: Option<&WorkOptions>,
    known: Option<KnownPerson>,
    form: FormState,
) -> Result<AddPersonPage, AppError> {
    Ok(AddPersonPage {
        head: head(row),
        step,
        excepts: form.error("excepcion").is_some() || form.first("excepcion").is_some(),
        form,
        known,
        document_types: DocumentType::alternatives(),
        municipalities: options.map(WorkOptions::municipalities).unwrap_or_default(),
        entities: options.map(WorkOptions::entities).unwrap_or_default(),
        kinds: Kind::alternatives(),
        seats: seats_left(desk, row).await?,
    })
}

fn added(desk: &Desk<'_>, row: &CohortRow, placed: Placement) -> Answer {
    let text = match placed.position {
        Some(position) => {
            format!("La persona quedó en la lista de espera, en el puesto {position}.")
        }
        None => "La persona quedó inscrita, con cupo.".to_owned(),
    };
    desk.done(head(row).roster_path(), text)
}

#[get("/cohortes/<cohort>/inscritos/nuevo")]
async fn add_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    policy::may_add(desk.actor()?, &row.cohort)?;
    EnrolmentWindow::of(&row.cohort)
        .may_enrol(Origin::Coordinator, desk.app.clock.today())
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    desk.show(&add_page(&desk, &row, "find", None, None, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/inscritos/nuevo", data = "<fields>")]
async fn add(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    let mut reader = Reader::new(&fields);
    let exception = reader.optional("excepcion", 500);
    let permit = policy::may_add(desk.actor()?, &row.cohort)?.excepting(exception);
    let document = forms::read_document(&mut reader);
    let Some((kind, number)) = document else {
        let form = reader.finish().err().unwrap_or_else(|| fields.state());
        return find_again(&desk, &row, &fields, form).await;
    };
    let known = by_document(desk.app.db.read(), kind, &number).await?;
    match (fields.first("paso"), known) {
        ("confirmar", Some(person)) => confirm(&desk, &row, permit, person, &fields).await,
        ("crear", _) => create(&desk, &row, permit, &fields).await,
        (_, Some(person)) => {
            let page = known_page(&desk, &row, person, fields.state()).await?;
            desk.show(&page)
        }
        (_, None) => {
            let options = WorkOptions::of(desk.app.db.read(), row.cohort.id).await?;
            let mut form = fields.state();
            if let [only] = options.places.as_slice() {
                form = form.with("municipio", &only.code);
            }
            desk.show(&add_page(&desk, &row, "new", Some(&options), None, form).await?)
        }
    }
}

/// A wrong document keeps the person on the step they were at.
async fn find_again(desk: &Desk<'_>, row: &CohortRow, fields: &Fields, form: FormState) -> Answer {
    if fields.first("paso") != "crear" {
        return desk.refuse(&add_page(desk, row, "find", None, None, form).await?);
    }
    let options = WorkOptions::of(desk.app.db.read(), row.cohort.id).await?;
    let mut reader = Reader::new(fields);
    let _ = forms::read_participant(&mut reader, fields, &options, false, desk.app.demo);
    read_consent(&mut reader);
    let form = reader.finish().err().unwrap_or(form);
    desk.refuse(&add_page(desk, row, "new", Some(&options), None, form).await?)
}

fn read_consent(reader: &mut Reader<'_>) {
    if !reader.ticked("autorizo") {
        reader.wrong(
            "autorizo",
            "Sin la autorización de la persona no se pueden registrar sus datos.",
        );
    }
}

async fn known_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    person: person::Model,
    form: FormState,
) -> Result<AddPersonPage, AppError> {
    let db = desk.app.db.read();
    let held = queries::of_person(db, row.cohort.id, person.id).await?.and_then(|enrolment| {
        let present = match enrolment.stage {
            Stage::Confirmed => EnrolmentRefusal::AlreadyConfirmed,
            Stage::Waiting => EnrolmentRefusal::AlreadyWaiting,
            Stage::Offered => EnrolmentRefusal::AlreadyOffered,
            Stage::Withdrawn => return None,
        };
        Some(Crumb::to(present.sentence(), format!("/inscripciones/{}", enrolment.id)))
    });
    let posts = posts_on(db, person.id, desk.app.clock.today()).await?;
    let options = match posts.is_empty() {
        true => Some(WorkOptions::of(db, row.cohort.id).await?),
        false => None,
    };
    let known = KnownPerson {
        name: full_name(&person),
        document: document_label(person.document_type, &person.document_number),
        held,
        posts: posts.iter().map(|row| Alternative::new(row.post.id, post_label(row))).collect(),
        municipalities: options.as_ref().map(WorkOptions::municipalities).unwrap_or_default(),
    };
    let step = if known.held.is_some() { "held" } else { "confirm" };
    add_page(desk, row, step, None, Some(known), form).await
}

async fn confirm(
    desk: &Desk<'_>,
    row: &CohortRow,
    permit: policy::Add,
    person: person::Model,
    fields: &Fields,
) -> Answer {
    let db = desk.app.db.read();
    let posts = posts_on(db, person.id, desk.app.clock.today()).await?;
    let mut reader = Reader::new(fields);
    let post = read_post(&mut reader, &posts);
    let municipality = if posts.is_empty() {
        let options = WorkOptions::of(db, row.cohort.id).await?;
        forms::read_municipality(&mut reader, &options)
    } else {
        None
    };
    if let Err(form) = reader.finish() {
        return desk.refuse(&known_page(desk, row, person, form).await?);
    }
    let new = NewEnrolment { post, municipality, consent: None };
    match commands::enrol(desk.app, permit.person(person.id), new).await {
        Ok(placed) => added(desk, row, placed),
        Err(failure) => {
            let form = match failure.refusal()? {
                // The page says it beside the way to the place.
                EnrolmentRefusal::AlreadyConfirmed
                | EnrolmentRefusal::AlreadyOffered
                | EnrolmentRefusal::AlreadyWaiting => fields.state(),
                refusal => fields.refused(&refusal),
            };
            desk.refuse(&known_page(desk, row, person, form).await?)
        }
    }
}

async fn create(desk: &Desk<'_>, row: &CohortRow, permit: policy::Add, fields: &Fields) -> Answer {
    let options = WorkOptions::of(desk.app.db.read(), row.cohort.id).await?;
    let mut reader = Reader::new(fields);
    let participant = forms::read_participant(&mut reader, fields, &options, false, desk.app.demo);
    read_consent(&mut reader);
    let form = match (reader.finish(), participant) {
        (Ok(()), Some(participant)) => match commands::add_new(desk.app, permit, participant).await
        {
            Ok(placed) => return added(desk, row, placed),
            Err(failure) => {
                let refusal: AdmissionRefusal = failure.refusal()?;
                fields.refused(&refusal)
            }
        },
        (refused, _) => refused.err().unwrap_or_else(|| fields.state()),
    };
    desk.refuse(&add_page(desk, row, "new", Some(&options), None, form).await?)
}
