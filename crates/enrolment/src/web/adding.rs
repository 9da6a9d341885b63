//! A coordinator adds a person by their document. Somebody whom the coordination does not reach is shown
//! by name to whoever knows the first surname too, and by no more (R80).

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortRow, find};
use people_model::entity::person::{self, DocumentType};
use people_model::entity::post::Kind;
use people_model::queries::posts_on;
use people_model::rules::{document_label, full_name};
use sign_in_model::prelude::*;

use super::asking::{post_label, read_post};
use super::{head, seats_left};
use crate::commands::{self, AdmissionRefusal, NewEnrolment, Placement};
use crate::entity::enrolment::{Origin, Stage};
use crate::forms::{self, WorkOptions};
use crate::persons::lookups::{Holder, in_short, look_up};
use crate::rulebook::CautionAnswer;
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};
use crate::views::{AddPersonPage, KnownPerson};
use crate::{policy, queries};

pub fn routes() -> Vec<Route> {
    routes![add_form, add]
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
    row.enter(desk, CohortTab::People).await?;
    Ok(AddPersonPage {
        head: head(row),
        step,
        excepts: form.error("excepcion").is_some() || form.first("excepcion").is_some(),
        entity_kinds: forms::entity_kinds(desk.app.db.read(), &form).await?,
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
    let roster = head(row).roster_path();
    match placed.position {
        Some(position) => desk.done(
            roster,
            format!("La persona quedó en la lista de espera, en el puesto {position}."),
        ),
        None => desk.done(format!("{roster}?recien=si"), "La persona quedó inscrita, con cupo."),
    }
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
    let surname = fields.first("primer_apellido");
    let holder = match look_up(desk.app, desk.actor()?, (kind, &number), surname).await {
        Ok(holder) => holder,
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            return find_again(&desk, &row, &fields, form).await;
        }
    };
    let known = match holder {
        Holder::Nobody => None,
        Holder::Reached(person) => Some((person, None)),
        Holder::OfOthers { person, agrees: true } => {
            Some((person, Some(document_label(kind, &number))))
        }
        Holder::OfOthers { .. } if fields.first("paso") == "crear" => None,
        Holder::OfOthers { person, .. } => {
            let mut form = fields.state();
            form.refuse(
                "primer_apellido",
                other_surname(surname, &in_short(desk.app, &person).await?),
            );
            return find_again(&desk, &row, &fields, form).await;
        }
    };
    match (fields.first("paso"), known) {
        ("crear", _) => create(&desk, &row, permit, &fields).await,
        ("confirmar", Some(known)) => confirm(&desk, &row, permit, known, &fields).await,
        (_, Some(known)) => {
            let page = known_page(&desk, &row, &known, fields.state()).await?;
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

/// Says whom the document belongs to, as far as a document alone shows it.
fn other_surname(typed: &str, who: &str) -> String {
    let asked = match typed.trim().is_empty() {
        true => "Escriba su primer apellido para continuar.",
        false => {
            "El primer apellido que escribió no es el suyo. Revise el apellido y el documento."
        }
    };
    format!("Este documento es de una persona de otra territorial ({who}). {asked}")
}

/// A person whom a document names; somebody of another unit comes with the document as it was typed,
/// and is shown by name and no more (R80).
type Known = (person::Model, Option<String>);

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
    (person, of_others): &Known,
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
    let posts = match of_others {
        Some(_) => Vec::new(),
        None => posts_on(db, person.id, desk.app.clock.today()).await?,
    };
    let options = match posts.is_empty() {
        true => Some(WorkOptions::of(db, row.cohort.id).await?),
        false => None,
    };
    let known = KnownPerson {
        name: full_name(person),
        document: of_others
            .clone()
            .unwrap_or_else(|| document_label(person.document_type, &person.document_number)),
        surname: of_others.as_ref().map(|_| person.first_surname.clone()),
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
    known: Known,
    fields: &Fields,
) -> Answer {
    let db = desk.app.db.read();
    let (person, of_others) = &known;
    let posts = posts_on(db, person.id, desk.app.clock.today()).await?;
    let mut reader = Reader::new(fields);
    let (post, municipality) = if posts.is_empty() || of_others.is_some() {
        let options = WorkOptions::of(db, row.cohort.id).await?;
        let municipality = forms::read_municipality(&mut reader, &options);
        // The post of somebody of another unit is not chosen from a list: the one held there counts.
        let there =
            posts.iter().find(|row| Some(&row.post.municipality_code) == municipality.as_ref());
        (there.map(|row| row.post.id), municipality)
    } else {
        (read_post(&mut reader, &posts), None)
    };
    if let Err(form) = reader.finish() {
        return desk.refuse(&known_page(desk, row, &known, form).await?);
    }
    let cautions = CautionAnswer::Ask;
    let new = NewEnrolment { post, municipality, consent: None, cautions, opens_account: false };
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
            desk.refuse(&known_page(desk, row, &known, form).await?)
        }
    }
}

async fn create(desk: &Desk<'_>, row: &CohortRow, permit: policy::Add, fields: &Fields) -> Answer {
    let options = WorkOptions::of(desk.app.db.read(), row.cohort.id).await?;
    let mut reader = Reader::new(fields);
    let participant = forms::read_participant(&mut reader, fields, &options, false, desk.app.demo);
    read_consent(&mut reader);
    let form = match (reader.finish(), participant) {
        (Ok(()), Some(participant)) => {
            match commands::add_new(desk.app, permit, participant, CautionAnswer::Ask).await {
                Ok(placed) => return added(desk, row, placed),
                Err(failure) => {
                    let refusal: AdmissionRefusal = failure.refusal()?;
                    fields.refused(&refusal)
                }
            }
        }
        (refused, _) => refused.err().unwrap_or_else(|| fields.state()),
    };
    desk.refuse(&add_page(desk, row, "new", Some(&options), None, form).await?)
}
