//! One's own ticket. The coordination has no page here: who answered is told to nobody by name, but
//! for a certificate that asks for it (R51).

use rocket::time::Duration;

use cohorts_model::entity::cohort::{self, Stage};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::find;
use platform::cookies;
use sign_in_model::prelude::*;

use crate::entity::survey_round;
use crate::entity::survey_version::Kind;
use crate::policy::may_take;
use crate::rules::{SurveyRefusal, last_day, opens_on};
use crate::views::SurveyTicketPage;
use crate::{commands, queries};

/// The cookie by which the browser that took a ballot finds it again. Nobody else holds it.
const BALLOT: &str = "papeleta";

/// The enrolment of the reader with its cohort. `round` is `None` until the survey opens.
struct OwnSurvey {
    enrolment: enrolment::Model,
    cohort: cohort::Model,
    round: Option<survey_round::Model>,
}

async fn found(desk: &Desk<'_>, id: EnrolmentId) -> Result<OwnSurvey, AppError> {
    let (actor, db) = (desk.actor()?, desk.app.db.read());
    let (enrolment, cohort) = find(db, actor, id).await?;
    if actor.person != Some(enrolment.person_id.0) {
        return Err(Denial.into());
    }
    let round = queries::round_of(db, cohort.id, Kind::Satisfaction).await?;
    Ok(OwnSurvey { enrolment, cohort, round })
}

fn address(id: EnrolmentId) -> String {
    format!("/inscripciones/{id}/encuesta")
}

async fn page(
    desk: &Desk<'_>,
    found: &OwnSurvey,
    form: FormState,
) -> Result<SurveyTicketPage, AppError> {
    let (db, now) = (desk.app.db.read(), desk.app.clock.now());
    let mut page = SurveyTicketPage {
        form,
        title: queries::title(db, found.cohort.id).await?,
        place_href: format!("/inscripciones/{}", found.enrolment.id),
        says: String::new(),
        action: None,
        ballot: None,
        until: None,
    };
    let Some(round) = &found.round else {
        page.says = match found.cohort.stage {
            Stage::Cancelled => "Este curso se canceló y no tiene encuesta.".to_owned(),
            Stage::Closed => "Este curso no tiene encuesta.".to_owned(),
            _ => {
                let opens = opens_on(Kind::Satisfaction, found.cohort.ends_on, false);
                format!("La encuesta se abre el {}, cuando el curso termine.", dates::long(opens))
            }
        };
        return Ok(page);
    };
    let until = dates::long(last_day(round.closes_at));
    let ticket = queries::ticket(db, round.id, found.enrolment.id).await?;
    page.says = match ticket {
        _ if round.closes_at <= now => format!("La encuesta cerró el {until}."),
        None => SurveyRefusal::NoTicket.sentence(),
        Some(ticket) if ticket.is_used => {
            page.ballot = own_ballot(desk, found.enrolment.id, round).await?;
            match page.ballot {
                Some(_) => {
                    "Ya tomó su papeleta en este navegador y todavía no la entrega.".to_owned()
                }
                None => "Ya tomó su papeleta. Gracias por participar.".to_owned(),
            }
        }
        Some(_) => {
            page.action = Some(address(found.enrolment.id));
            page.until = Some(until);
            "La encuesta está abierta.".to_owned()
        }
    };
    Ok(page)
}

/// The ballot that this browser holds, while it was not handed in.
async fn own_ballot(
    desk: &Desk<'_>,
    enrolment: EnrolmentId,
    round: &survey_round::Model,
) -> Result<Option<String>, AppError> {
    let (jar, https) = (desk.request().cookies(), desk.app.config.https());
    let Some(held) = cookies::read(jar, https, BALLOT, &address(enrolment)) else {
        return Ok(None);
    };
    let of = queries::round_of_ballot(desk.app.db.read(), &held).await?;
    Ok(of.filter(|of| of.id == round.id).map(|_| format!("/papeletas/{held}")))
}

#[get("/inscripciones/<enrolment>/encuesta")]
pub async fn show(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let found = found(&desk, enrolment).await?;
    desk.show(&page(&desk, &found, FormState::default()).await?)
}

#[post("/inscripciones/<enrolment>/encuesta")]
pub async fn take(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let found = found(&desk, enrolment).await?;
    let Some(round) = &found.round else {
        let form = FormState::default().refused("", SurveyRefusal::NotOpen.sentence());
        return desk.refuse(&page(&desk, &found, form).await?);
    };
    let permit = may_take(desk.actor()?, found.enrolment.person_id, round.id, enrolment)?;
    match commands::take(desk.app, permit).await {
        Ok(token) => {
            let left = (round.closes_at - desk.app.clock.now()).num_seconds().max(0);
            let (https, life) = (desk.app.config.https(), Some(Duration::seconds(left)));
            let cookie = cookies::build(https, BALLOT, address(enrolment), token.clone(), life);
            desk.request().cookies().add(cookie);
            desk.go(format!("/papeletas/{token}"))
        }
        Err(failure) => {
            let form = FormState::default().refused("", failure.refusal()?.sentence());
            desk.refuse(&page(&desk, &found, form).await?)
        }
    }
}
