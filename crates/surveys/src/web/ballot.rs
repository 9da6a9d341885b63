//! The ballot: the person who holds it answers, and nothing says who that is.

use rocket::http::Status;

use sign_in_model::prelude::*;

use crate::entity::survey_round;
use crate::questionnaire::Questionnaire;
use crate::rules::{SurveyRefusal, last_day};
use crate::views::{BallotPage, SurveyGonePage};
use crate::{commands, queries, reading};

fn gone(desk: &Desk<'_>, status: Status, refusal: &SurveyRefusal) -> Answer {
    let page = SurveyGonePage { heading: "Esta papeleta ya no sirve", says: refusal.sentence() };
    desk.show_unlisted(status, &page)
}

/// The round and its questions, or why there is nothing to answer.
async fn found(
    desk: &Desk<'_>,
    token: &str,
) -> Result<Result<(survey_round::Model, Questionnaire), SurveyRefusal>, AppError> {
    let db = desk.app.db.read();
    let Some(round) = queries::round_of_ballot(db, token).await? else {
        return Ok(Err(SurveyRefusal::NoBallot));
    };
    if round.closes_at <= desk.app.clock.now() {
        return Ok(Err(SurveyRefusal::Over { on: last_day(round.closes_at) }));
    }
    let survey = queries::version(db, round.version_id).await?;
    Ok(Ok((round, survey)))
}

async fn page(
    desk: &Desk<'_>,
    token: &str,
    (round, survey): &(survey_round::Model, Questionnaire),
    form: FormState,
) -> Result<BallotPage, AppError> {
    Ok(BallotPage {
        form,
        title: queries::title(desk.app.db.read(), round.cohort_id).await?,
        intro: survey.intro.clone(),
        until: dates::long(last_day(round.closes_at)),
        action: format!("/papeletas/{token}"),
        questions: reading::controls(survey),
        is_signed_in: desk.visitor().is_some(),
    })
}

#[get("/papeletas/<token>")]
pub async fn show(desk: Desk<'_>, token: &str) -> Answer {
    match found(&desk, token).await? {
        Ok(found) => {
            let page = page(&desk, token, &found, FormState::default()).await?;
            desk.show_unlisted(Status::Ok, &page)
        }
        Err(refusal) => gone(&desk, Status::Ok, &refusal),
    }
}

#[post("/papeletas/<token>", data = "<fields>")]
pub async fn submit(desk: Desk<'_>, token: &str, fields: Fields) -> Answer {
    let found = match found(&desk, token).await? {
        Ok(found) => found,
        Err(refusal) => return gone(&desk, Status::UnprocessableEntity, &refusal),
    };
    let answers = match reading::answers(&found.1, &fields) {
        Ok(answers) => answers,
        Err(form) => return desk.refuse(&page(&desk, token, &found, form).await?),
    };
    match commands::submit(desk.app, token, answers).await {
        Ok(()) => {
            desk.done("/", "Gracias: su respuesta quedó en la urna, sin su nombre y sin hora.")
        }
        Err(failure) => match failure.refusal()? {
            refusal @ (SurveyRefusal::NoBallot | SurveyRefusal::Over { .. }) => {
                gone(&desk, Status::UnprocessableEntity, &refusal)
            }
            refusal => desk.refuse(&page(&desk, token, &found, fields.refused(&refusal)).await?),
        },
    }
}
