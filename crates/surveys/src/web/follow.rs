//! A follow-up by the address of its letter: it needs no password, it is over one day, and it is
//! answered once.

use rocket::http::Status;

use people_model::queries::posts_on;
use people_model::rules::full_name;
use sign_in_model::prelude::*;

use crate::commands::{self, Supervisor};
use crate::entity::survey_invitation::Respondent;
use crate::queries::{self, InvitationDetails};
use crate::questionnaire::SurveyAnswers;
use crate::reading;
use crate::rules::{SurveyRefusal, last_day};
use crate::views::{FollowUpPage, SurveyGonePage};

/// What the address of a follow-up leads to: its questions, or the page that says why it has none.
enum FollowUpState {
    Open(Box<InvitationDetails>),
    Gone(SurveyGonePage),
}

async fn found(desk: &Desk<'_>, token: &str) -> Result<FollowUpState, AppError> {
    let Some(about) = queries::invited(desk.app.db.read(), token).await? else {
        return Ok(FollowUpState::Gone(SurveyGonePage {
            heading: "Este enlace no sirve",
            says: "Ábralo de nuevo desde el correo que recibió: puede que la dirección haya quedado incompleta.".to_owned(),
        }));
    };
    let invitation = &about.invitation;
    if let Some(at) = invitation.answered_at {
        let day = dates::long(dates::bogota_date(at));
        return Ok(FollowUpState::Gone(SurveyGonePage {
            heading: "Gracias, su respuesta quedó guardada",
            says: format!("Se respondió el {day}. Cada enlace se responde una sola vez."),
        }));
    }
    if invitation.expires_at <= desk.app.clock.now() {
        let refusal = SurveyRefusal::Over { on: last_day(invitation.expires_at) };
        return Ok(FollowUpState::Gone(SurveyGonePage {
            heading: "Este enlace ya venció",
            says: refusal.sentence(),
        }));
    }
    Ok(FollowUpState::Open(Box::new(about)))
}

async fn page(
    desk: &Desk<'_>,
    token: &str,
    about: &InvitationDetails,
    form: FormState,
) -> Result<FollowUpPage, AppError> {
    let is_supervisor = about.invitation.respondent == Respondent::Supervisor;
    // A supervisor is told nothing of the person but their name.
    let held = if is_supervisor {
        Vec::new()
    } else {
        posts_on(desk.app.db.read(), about.enrolment.person_id, desk.app.clock.today()).await?
    };
    Ok(FollowUpPage {
        form,
        heading: if is_supervisor {
            "Lo que se nota en el trabajo"
        } else {
            about.round.kind.label()
        },
        title: about.title.clone(),
        person: full_name(&about.person),
        is_supervisor,
        work: held.first().map(|row| format!("{}, {}", row.post.position, row.entity)),
        intro: about.survey.intro.clone(),
        until: dates::long(last_day(about.invitation.expires_at)),
        action: format!("/seguimientos/{token}"),
        questions: reading::controls(&about.survey),
        asks_supervisor: !is_supervisor && about.round.supervisor_version_id.is_some(),
    })
}

#[get("/seguimientos/<token>")]
pub async fn show(desk: Desk<'_>, token: &str) -> Answer {
    match found(&desk, token).await? {
        FollowUpState::Gone(page) => desk.show_unlisted(Status::Ok, &page),
        FollowUpState::Open(about) => {
            let page = page(&desk, token, &about, FormState::default()).await?;
            desk.show_unlisted(Status::Ok, &page)
        }
    }
}

#[post("/seguimientos/<token>", data = "<fields>")]
pub async fn answer(desk: Desk<'_>, token: &str, fields: Fields) -> Answer {
    let about = match found(&desk, token).await? {
        FollowUpState::Gone(page) => return desk.show_unlisted(Status::UnprocessableEntity, &page),
        FollowUpState::Open(about) => about,
    };
    let (answers, supervisor) = match read(&about, &fields) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&page(&desk, token, &about, form).await?),
    };
    match commands::answer(desk.app, token, answers, supervisor).await {
        Ok(()) => desk.done(format!("/seguimientos/{token}"), "Su respuesta quedó guardada."),
        Err(failure) => {
            let refusal = failure.refusal()?;
            // It may have been answered in another tab meanwhile.
            match found(&desk, token).await? {
                FollowUpState::Gone(page) => desk.show_unlisted(Status::UnprocessableEntity, &page),
                FollowUpState::Open(about) => {
                    desk.refuse(&page(&desk, token, &about, fields.refused(&refusal)).await?)
                }
            }
        }
    }
}

/// The answers, and the supervisor when there is one: both are read, so that everything that is
/// wrong is said at once.
fn read(
    about: &InvitationDetails,
    fields: &Fields,
) -> Result<(SurveyAnswers, Option<Supervisor>), FormState> {
    let answers = reading::answers(&about.survey, fields);
    let mut reader = Reader::new(fields);
    let named = !fields.first("correo").is_empty();
    let is_allowed = reader.ticked("autoriza");
    let supervisor = named.then(|| Supervisor {
        email: reader.mail("correo", "Escriba el correo de quien supervisa."),
        is_allowed,
    });
    if named && !is_allowed {
        reader.wrong("autoriza", SurveyRefusal::NoLeave.sentence());
    }
    match (answers, reader.finish()) {
        (Ok(answers), Ok(())) => Ok((answers, supervisor)),
        (Ok(_), Err(form)) | (Err(form), Ok(())) => Err(form),
        (Err(mut form), Err(other)) => {
            form.errors.extend(other.errors);
            Err(form)
        }
    }
}
