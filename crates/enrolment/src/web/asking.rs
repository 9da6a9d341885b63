//! A signed-in person asks for a place.

use rocket::{Route, get, post, routes};
use sea_orm::EntityTrait;

use cohorts_model::entity::cohort;
use cohorts_model::queries::{CohortRow, find_public};
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::PostId;
use people_model::queries::{PostRow, last_consent, posts_on};
use people_model::rules::{NOTICE_VERSION, document_label, full_name};
use platform::texts::say;
use sign_in_model::prelude::*;

use super::{head, own_seat, seats_left};
use crate::commands::{self, NewEnrolment, Placement};
use crate::entity::enrolment::{Origin, Stage};
use crate::forms::{self, WorkOptions};
use crate::rulebook::{CautionAnswer, NameReader};
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};
use crate::views::{ClosedEnrolmentPage, DataNotice, EnrolmentRequestPage};
use crate::{policy, queries};

pub fn routes() -> Vec<Route> {
    routes![ask, enrol]
}

/// Says why nobody enrols by themselves today, if so.
pub(super) fn shut(desk: &Desk<'_>, row: &CohortRow) -> Option<EnrolmentRefusal> {
    EnrolmentWindow::of(&row.cohort).may_enrol(Origin::SelfService, desk.app.clock.today()).err()
}

pub(super) fn closed(row: &CohortRow, refusal: &EnrolmentRefusal) -> ClosedEnrolmentPage {
    ClosedEnrolmentPage { head: head(row), reason: refusal.sentence() }
}

fn done(desk: &Desk<'_>, row: &CohortRow, placed: &Placement) -> Answer {
    let text = placed_sentence(placed, row.cohort.stage);
    desk.done(format!("/inscripciones/{}", placed.enrolment), text)
}

/// Says whether the person has a seat or a turn in the waiting list, and never that a seat is confirmed
/// before its cohort is.
pub(super) fn placed_sentence(placed: &Placement, cohort: cohort::Stage) -> String {
    match placed.position {
        Some(position) => format!(
            "Quedó en la lista de espera, en el puesto {position}. Le avisaremos por correo si se libera un cupo."
        ),
        None if cohort == cohort::Stage::Tentative => say("enrolment.seat_taken_unsure", &[]),
        None => say("enrolment.seat_taken", &[]),
    }
}

pub(super) async fn requirements(
    desk: &Desk<'_>,
    row: &CohortRow,
) -> Result<Vec<String>, AppError> {
    Ok(queries::requirements(desk.app.db.read(), &row.cohort).await?.sentences())
}

pub(super) fn read_consent(reader: &mut Reader<'_>) {
    if !reader.ticked("autorizo") {
        reader.wrong("autorizo", "Para inscribirse necesitamos su autorización.");
    }
}

/// Whether the person says that they know what gives pause.
pub(super) fn read_cautions(reader: &mut Reader<'_>) -> CautionAnswer {
    match reader.ticked("enterado") {
        true => CautionAnswer::Keep,
        false => CautionAnswer::Ask,
    }
}

/// A signed-in person before a cohort: who they are and the posts they hold today.
struct EnrolmentRequest {
    row: CohortRow,
    person: person::Model,
    posts: Vec<PostRow>,
    options: Option<WorkOptions>,
}

async fn asking(desk: &Desk<'_>, code: &str) -> Result<EnrolmentRequest, AppError> {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let row = find_public(db, code).await?;
    let person = match actor.person {
        Some(id) => person::Entity::find_by_id(PersonId(id)).one(db).await?,
        None => None,
    };
    let person = person.ok_or_else(|| {
        AppError::Refused("Su cuenta es de trabajo y no está asociada a una persona. Para participar en un curso, pida a la coordinación que lo agregue.".to_owned())
    })?;
    let posts = posts_on(db, person.id, desk.app.clock.today()).await?;
    let options = match posts.is_empty() {
        true => Some(WorkOptions::of(db, row.cohort.id).await?),
        false => None,
    };
    Ok(EnrolmentRequest { row, person, posts, options })
}

impl EnrolmentRequest {
    /// The page of the place that the person has already, if any.
    async fn own_address(&self, desk: &Desk<'_>) -> Result<Option<String>, AppError> {
        let db = desk.app.db.read();
        let present = queries::of_person(db, self.row.cohort.id, self.person.id).await?;
        let present = present.filter(|row| row.stage != Stage::Withdrawn);
        Ok(present.map(|row| format!("/inscripciones/{}", row.id)))
    }

    /// Whether the person themselves authorised the version of today already: it is asked once (R71).
    async fn has_authorised(&self, desk: &Desk<'_>) -> Result<bool, AppError> {
        let last = last_consent(desk.app.db.read(), self.person.id).await?;
        Ok(last.is_some_and(|consent| consent.version == NOTICE_VERSION && !consent.is_of_list()))
    }

    /// What the rulebook says of the person with this post, or for this municipality.
    async fn found(
        &self,
        desk: &Desk<'_>,
        post: Option<&PostRow>,
    ) -> Result<(Vec<String>, Vec<String>), AppError> {
        let (db, cohort) = (desk.app.db.read(), &self.row.cohort);
        let person = self.person.id;
        let rulebook = queries::Rulebook::of(db, cohort, &[person], desk.app.clock.now()).await?;
        let post = post.map(|row| &row.post);
        let facts = queries::facts_of(post, post.map(|post| &post.municipality_code));
        let found = rulebook.verdict(Some(person), facts, NameReader::Oneself);
        let cautions = found.cautions.into_iter().map(|note| note.sentence).collect();
        Ok((rulebook.asked.sentences(), cautions))
    }

    /// The page; `cautions` are those that a refusal told, else what is known before.
    async fn page(
        &self,
        desk: &Desk<'_>,
        form: FormState,
        cautions: Option<Vec<String>>,
    ) -> Result<EnrolmentRequestPage, AppError> {
        let only = match self.posts.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        let (requirements, known) = self.found(desk, only).await?;
        let person = &self.person;
        let mut facts = vec![
            Fact::new("Nombre", full_name(person)),
            Fact::new("Documento", document_label(person.document_type, &person.document_number)),
        ];
        if let Some(email) = &person.email {
            facts.push(Fact::new("Correo", email));
        }
        if let Some(only) = only {
            facts.push(Fact::new("Vinculación", post_label(only)));
        }
        let several = if self.posts.len() > 1 { self.posts.as_slice() } else { &[] };
        Ok(EnrolmentRequestPage {
            head: head(&self.row),
            requirements,
            seats: match only {
                Some(only) => own_seat(desk, &self.row, only).await?,
                None => seats_left(desk, &self.row).await?,
            },
            cautions: cautions.unwrap_or(known),
            form,
            facts,
            posts: several
                .iter()
                .map(|row| Alternative::new(row.post.id, post_label(row)))
                .collect(),
            municipalities: self
                .options
                .as_ref()
                .map(WorkOptions::municipalities)
                .unwrap_or_default(),
            asks_consent: !self.has_authorised(desk).await?,
            notice: DataNotice::today(),
        })
    }
}

/// «Tesorera, Alcaldía de Mapiripán».
pub(super) fn post_label(row: &PostRow) -> String {
    format!("{}, {}", row.post.position, row.entity)
}

/// The post among those offered, or nothing when the person holds none.
pub(super) fn read_post(reader: &mut Reader<'_>, posts: &[PostRow]) -> Option<PostId> {
    match posts {
        [] => None,
        [only] => Some(only.post.id),
        several => {
            let ids: Vec<(String, PostId)> =
                several.iter().map(|row| (row.post.id.to_string(), row.post.id)).collect();
            let ids: Vec<(&str, PostId)> =
                ids.iter().map(|(text, id)| (text.as_str(), *id)).collect();
            reader.choice("vinculacion", &ids, "Elija la vinculación con la que participa.")
        }
    }
}

#[get("/oferta/<code>/inscripcion")]
async fn ask(desk: Desk<'_>, code: &str) -> Answer {
    let asking = asking(&desk, code).await?;
    if let Some(own) = asking.own_address(&desk).await? {
        return desk.go(own);
    }
    if let Some(refusal) = shut(&desk, &asking.row) {
        return desk.show(&closed(&asking.row, &refusal));
    }
    desk.show(&asking.page(&desk, FormState::default(), None).await?)
}

#[post("/oferta/<code>/inscripcion", data = "<fields>")]
async fn enrol(desk: Desk<'_>, code: &str, fields: Fields) -> Answer {
    let asking = asking(&desk, code).await?;
    let mut reader = Reader::new(&fields);
    let post = read_post(&mut reader, &asking.posts);
    let municipality = match &asking.options {
        Some(options) => forms::read_municipality(&mut reader, options),
        None => None,
    };
    let has_authorised = asking.has_authorised(&desk).await?;
    if !has_authorised {
        read_consent(&mut reader);
    }
    let cautions = read_cautions(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&asking.page(&desk, form, None).await?);
    }
    let permit = policy::may_enrol_self(desk.actor()?, asking.row.cohort.id)?;
    let consent = (!has_authorised).then_some("formulario de inscripción");
    let new = NewEnrolment { post, municipality, consent, cautions, opens_account: false };
    match commands::enrol(desk.app, permit, new).await {
        Ok(placed) => done(&desk, &asking.row, &placed),
        Err(failure) => match failure.refusal()? {
            refusal @ EnrolmentRefusal::PostOfAnother => {
                desk.refuse(&asking.page(&desk, fields.refused(&refusal), None).await?)
            }
            EnrolmentRefusal::TickNeeded { sentences } => {
                let mut form = fields.state();
                form.refuse("enterado", say("enrolment.tick_missing", &[]));
                desk.refuse(&asking.page(&desk, form, Some(sentences)).await?)
            }
            refusal @ EnrolmentRefusal::NotEligible { .. } => {
                let mut form = fields.state();
                form.refuse("", refusal.sentence());
                desk.refuse(&asking.page(&desk, form, None).await?)
            }
            // The form was sent twice, or the coordination was quicker: the place is there.
            refusal @ (EnrolmentRefusal::AlreadyConfirmed
            | EnrolmentRefusal::AlreadyOffered
            | EnrolmentRefusal::AlreadyWaiting) => match asking.own_address(&desk).await? {
                Some(own) => desk.go(own),
                None => desk.refuse(&closed(&asking.row, &refusal)),
            },
            refusal => desk.refuse(&closed(&asking.row, &refusal)),
        },
    }
}
