//! Answering an offer (R20): GET shows, POST changes, and the letter's secret needs no password.

use rocket::http::Status;
use sea_orm::EntityTrait;

use cohorts_model::entity::cohort;
use cohorts_model::queries::get as cohort_of;
use people_model::entity::person;
use people_model::queries::last_consent;
use people_model::rules::full_name;
use platform::texts::say;
use sign_in_model::prelude::*;
use territory_model::entity::entity;

use super::asking::read_cautions;
use super::head;
use super::own::{found, own_page};
use crate::commands::Acceptance;
use crate::entity::enrolment::{self, EnrolmentId, Origin, Stage};
use crate::entity::seat_offer;
use crate::policy::{self, AnswerOffer};
use crate::rulebook::CautionAnswer;
use crate::rules::EnrolmentRefusal;
use crate::views::{DataNotice, OfferForm, OfferLinkPage};
use crate::{commands, queries};

pub fn routes() -> Vec<Route> {
    routes![answer, link_form, link]
}

/// The question to a place whose offer is open.
pub(super) async fn offer_form(
    desk: &Desk<'_>,
    row: &enrolment::Model,
    by_coordination: bool,
    form: FormState,
) -> Result<Option<OfferForm>, AppError> {
    let db = desk.app.db.read();
    let Some(offer) = queries::open_offer(db, row.id).await? else { return Ok(None) };
    let asks = |name: &str| form.error(name).is_some() || form.first(name).is_some();
    Ok(Some(OfferForm {
        asks_tick: asks("enterado"),
        excepts: by_coordination && asks("excepcion"),
        until: dates::long_with_time(offer.expires_at),
        action: format!("/inscripciones/{}/oferta", row.id),
        // Whoever answers for somebody else asks once; the person is asked for themselves (R71).
        asks_consent: last_consent(db, row.person_id)
            .await?
            .is_none_or(|given| !by_coordination && given.is_of_list()),
        by_coordination,
        form,
        notice: DataNotice::today(),
    }))
}

/// The answer to an offered seat.
enum OfferAnswer {
    Yes { consent: bool, cautions: CautionAnswer, exception: Option<String> },
    No,
}

fn read(fields: &Fields) -> Result<OfferAnswer, FormState> {
    let mut reader = Reader::new(fields);
    let chosen = reader.choice(
        "respuesta",
        &[("aceptar", true), ("dejar", false)],
        "Elija si acepta el cupo o lo deja.",
    );
    let consent = reader.ticked("autorizo");
    let cautions = read_cautions(&mut reader);
    let exception = reader.optional("excepcion", 500);
    reader.finish()?;
    Ok(match chosen {
        Some(true) => OfferAnswer::Yes { consent, cautions, exception },
        _ => OfferAnswer::No,
    })
}

/// Carries out an answer and returns the sentence that confirms it.
async fn take(
    desk: &Desk<'_>,
    permit: AnswerOffer,
    said: OfferAnswer,
    channel: &'static str,
) -> Result<&'static str, Failure<EnrolmentRefusal>> {
    match said {
        OfferAnswer::Yes { consent, cautions, exception } => {
            let consent = consent.then_some(channel);
            let answer = Acceptance { consent, cautions, exception };
            commands::accept(desk.app, permit, answer).await?;
            Ok("El cupo quedó aceptado.")
        }
        OfferAnswer::No => {
            commands::decline(desk.app, permit).await?;
            Ok("Gracias por avisar: el cupo quedó libre para otra persona.")
        }
    }
}

#[post("/inscripciones/<enrolment>/oferta", data = "<fields>")]
async fn answer(desk: Desk<'_>, enrolment: EnrolmentId, fields: Fields) -> Answer {
    let found = found(&desk, enrolment).await?;
    let permit = policy::may_answer(desk.actor()?, found.parties())?;
    let channel = if found.is_own() { "aceptación del cupo" } else { "coordinación" };
    let said = match read(&fields) {
        Ok(said) => said,
        Err(form) => return desk.refuse(&own_page(&desk, enrolment, form).await?),
    };
    let own = format!("/inscripciones/{enrolment}");
    match take(&desk, permit, said, channel).await {
        Ok(text) => desk.done(own, text),
        Err(failure) => match failure.refusal()? {
            refusal @ (EnrolmentRefusal::ConsentNeeded
            | EnrolmentRefusal::TickNeeded { .. }
            | EnrolmentRefusal::ReasonNeeded { .. }
            | EnrolmentRefusal::NotEligible { .. }) => {
                let form = answered(&fields, &refusal, found.is_own());
                desk.refuse(&own_page(&desk, enrolment, form).await?)
            }
            // Sent twice: it is done already.
            EnrolmentRefusal::AlreadyConfirmed => desk.go(own),
            refusal => {
                use platform::texts::Refusal as _;
                Err(AppError::Refused(refusal.sentence()))
            }
        },
    }
}

/// The form with a refusal; a person has no field for what only the coordination sets aside.
fn answered(fields: &Fields, refusal: &EnrolmentRefusal, is_own: bool) -> FormState {
    let mut form = fields.state();
    match refusal {
        EnrolmentRefusal::NotEligible { .. } if is_own => form.refuse("", refusal.sentence()),
        refusal => form = fields.refused(refusal),
    }
    form
}

/// Returns the page that a secret opens, as the enrolment stands now.
async fn link_page(
    desk: &Desk<'_>,
    token: &str,
    known: Option<&(seat_offer::Model, enrolment::Model)>,
    form: FormState,
) -> Result<OfferLinkPage, AppError> {
    let Some((offer, enrolment)) = known else { return Ok(OfferLinkPage::gone(None)) };
    let db = desk.app.db.read();
    let row = cohort_of(db, enrolment.cohort_id).await?;
    let head = head(&row);
    if enrolment.stage == Stage::Confirmed {
        return Ok(OfferLinkPage {
            title: match row.cohort.stage {
                cohort::Stage::Tentative => "Usted tiene un cupo",
                _ => "Su cupo está confirmado",
            },
            text: match row.cohort.stage {
                cohort::Stage::Tentative => {
                    format!("{}. {}", head.title(), say("enrolment.course_unsure", &[]))
                }
                _ => format!("Lo esperamos en {}.", head.title()),
            },
            href: format!("/inscripciones/{}", enrolment.id),
            action: "Ver mi inscripción",
            ..OfferLinkPage::gone(Some(head))
        });
    }
    if offer.is_declined {
        return Ok(OfferLinkPage::declined(head));
    }
    let open = enrolment.stage == Stage::Offered
        && offer.settled_at.is_none()
        && offer.expires_at > desk.app.clock.now()
        && crate::rules::promotes(row.cohort.stage);
    let asked = if open { offer_form(desk, enrolment, false, form).await? } else { None };
    let Some(asked) = asked else { return Ok(OfferLinkPage::gone(Some(head))) };
    let person = person::Entity::find_by_id(enrolment.person_id).one(db).await?;
    let entity = match enrolment.nominated_by {
        Some(id) if enrolment.origin == Origin::Nomination => {
            entity::Entity::find_by_id(id).one(db).await?
        }
        _ => None,
    };
    let mut facts = vec![
        Fact::new("Nombre", person.as_ref().map(full_name).unwrap_or_default()),
        Fact::new("Fechas", &head.dates),
        Fact::new("Lugar", &head.place),
    ];
    if let Some(entity) = entity {
        facts.insert(0, Fact::new("Lo postula", entity.name));
    }
    Ok(OfferLinkPage {
        title: "Hay un cupo para usted",
        facts,
        offer: Some(OfferForm { action: format!("/cupo/{token}"), ..asked }),
        ..OfferLinkPage::gone(Some(head))
    })
}

#[get("/cupo/<token>")]
async fn link_form(desk: Desk<'_>, token: &str) -> Answer {
    let known = queries::offer_of_link(desk.app.db.read(), token).await?;
    let page = link_page(&desk, token, known.as_ref(), FormState::default()).await?;
    desk.show_unlisted(Status::Ok, &page)
}

#[post("/cupo/<token>", data = "<fields>")]
async fn link(desk: Desk<'_>, token: &str, fields: Fields) -> Answer {
    let known = queries::offer_of_link(desk.app.db.read(), token).await?;
    let refused = async |form: FormState| {
        desk.show_unlisted(
            Status::UnprocessableEntity,
            &link_page(&desk, token, known.as_ref(), form).await?,
        )
    };
    let Some((offer, _)) = known.as_ref().filter(|(offer, _)| offer.settled_at.is_none()) else {
        return refused(FormState::default()).await;
    };
    let said = match read(&fields) {
        Ok(said) => said,
        Err(form) => return refused(form).await,
    };
    let permit = policy::may_answer_by_link(desk.request_id(), offer);
    match take(&desk, permit, said, "enlace del correo").await {
        Ok(text) => desk.done(format!("/cupo/{token}"), text),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let known = queries::offer_of_link(desk.app.db.read(), token).await?;
            let form = answered(&fields, &refusal, true);
            desk.show_unlisted(
                Status::UnprocessableEntity,
                &link_page(&desk, token, known.as_ref(), form).await?,
            )
        }
    }
}
