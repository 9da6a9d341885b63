//! One question: shown, answered, and what happens when two pages answer it or the time is over.

use std::collections::HashMap;

use rocket::http::Status;

use assessment_model::bank;
use assessment_model::bank::prompt::{FIELD, PromptBuilder, typed};
use assessment_model::bank::rules::{PICTURE, asked_texts, shows_picture, texts};
use platform::headers::connecting_policy;
use platform::numbers::some;
use questions::{Answer as QuestionAnswer, Complaint};
use sign_in_model::evidence;
use sign_in_model::prelude::*;

use crate::answer_words::{own_pictures, words};
use crate::entity::attempt::State;
use crate::entity::exam::ExamId;
use crate::policy::may_attempt;
use crate::queries::{self, AttemptQuestion, LastAnswer};
use crate::refusals::ExamRefusal;
use crate::rules::feedback_shows;
use crate::views::{ConflictPage, LatePage, QuestionPage, TimeLeft};
use crate::{commands, labels};

fn place_href(asked: &AttemptQuestion) -> String {
    format!("/inscripciones/{}/pruebas", asked.enrolment)
}

fn address(exam: ExamId, position: i32) -> String {
    format!("/pruebas/{exam}/preguntas/{position}")
}

fn heading(asked: &AttemptQuestion, all: usize) -> String {
    format!("Pregunta {} de {all}", asked.position)
}

/// Returns how many questions have an answer that is not empty.
pub(super) fn count(answers: &HashMap<i32, LastAnswer>) -> usize {
    answers.values().filter(|last| !last.answer.is_empty()).count()
}

/// An answer that was refused: the typed fields with their complaint, or an answer that could be read.
enum RefusedAnswer<'a> {
    Typed(&'a [String], &'a Complaint),
    Read(&'a QuestionAnswer),
}

/// The page with what is kept, or with what was sent and is refused.
async fn page(
    desk: &Desk<'_>,
    exam: ExamId,
    asked: &AttemptQuestion,
    unkept: Option<(RefusedAnswer<'_>, i32, FormState)>,
) -> Result<QuestionPage, AppError> {
    let db = desk.app.db.read();
    let question = asked.question()?;
    let all = queries::items(db, asked.attempt).await?.len();
    let answers = queries::last_answers(db, asked.attempt).await?;
    let last = answers.get(&asked.position);
    let order = asked.order();
    let picture = own_pictures(exam, (asked.number, asked.position));
    let showing = PromptBuilder { question: &question, order: &order, picture: &picture };
    let (shown, seen, form) = match unkept {
        Some((RefusedAnswer::Typed(typed, complaint), seen, form)) => {
            (showing.refused(typed, complaint), seen, form)
        }
        Some((RefusedAnswer::Read(answer), seen, form)) => (showing.with(answer), seen, form),
        None => {
            let empty = QuestionAnswer::empty(&question);
            let answer = last.map_or(&empty, |last| &last.answer);
            (showing.with(answer), last.map_or(0, |last| last.sequence), FormState::default())
        }
    };
    let saved = last.filter(|last| !last.answer.is_empty());
    Ok(QuestionPage {
        heading: heading(asked, all),
        activity: asked.activity.clone(),
        place_href: place_href(asked),
        cover_href: format!("/pruebas/{exam}"),
        action: address(exam, asked.position),
        answered: labels::answered(count(&answers), all),
        left: TimeLeft::new(asked.ends_at, desk.app.clock.now()),
        points: some(asked.points, "punto", "puntos"),
        question: shown,
        number: asked.number,
        seen,
        saved: saved.map(|last| format!("Guardada a las {}", dates::time(last.saved_at))),
        is_first: asked.position == 1,
        is_last: usize::try_from(asked.position).is_ok_and(|position| position >= all),
        form,
    })
}

#[get("/pruebas/<exam>/preguntas/<position>")]
pub async fn show(desk: Desk<'_>, exam: ExamId, position: i32) -> Answer {
    let actor = desk.actor()?;
    let asked = queries::attempt_question(desk.app.db.read(), actor, exam, position, None).await?;
    if asked.state != State::Open || asked.ends_at <= desk.app.clock.now() {
        return desk.go(format!("/pruebas/{exam}"));
    }
    shown(&desk, Status::Ok, &page(&desk, exam, &asked, None).await?)
}

/// Shows a question. Its script may send an answer as it is given, so this page may talk to the server.
fn shown(desk: &Desk<'_>, status: Status, page: &QuestionPage) -> Answer {
    desk.show_headed(status, page, vec![("Content-Security-Policy", connecting_policy())])
}

/// Where the person wanted to go with their answer saved; the script of the page stays here.
fn onward(exam: ExamId, position: i32, wanted: &str) -> String {
    match wanted {
        "aqui" => address(exam, position),
        "siguiente" => address(exam, position + 1),
        "anterior" if position > 1 => address(exam, position - 1),
        _ => format!("/pruebas/{exam}"),
    }
}

#[post("/pruebas/<exam>/preguntas/<position>", data = "<fields>")]
pub async fn save(desk: Desk<'_>, exam: ExamId, position: i32, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    // A form that does not say of which attempt it is speaks of the one that is open.
    let number = fields.first("intento").parse().ok();
    let asked =
        queries::attempt_question(desk.app.db.read(), actor, exam, position, number).await?;
    let permit = may_attempt(actor, asked.person, exam, asked.enrolment)?;
    let question = asked.question()?;
    let typed = typed(&fields, &question);
    let seen = fields.first("visto").parse().unwrap_or(0);
    let answer = match QuestionAnswer::read(&question, &typed) {
        Ok(answer) => answer,
        Err(complaint) => {
            let field = field_of(&complaint.field);
            let form = FormState::default().refused(&field, &complaint.sentence);
            let unkept = (RefusedAnswer::Typed(&typed, &complaint), seen, form);
            let page = page(&desk, exam, &asked, Some(unkept)).await?;
            return shown(&desk, Status::UnprocessableEntity, &page);
        }
    };
    let given =
        commands::NewAnswer { number: asked.number, position, seen, answer: answer.clone() };
    let refusal = match commands::answer(desk.app, &permit, given).await {
        Ok(_) => return desk.go(onward(exam, position, fields.first("ir"))),
        Err(failure) => failure.refusal()?,
    };
    match refusal {
        ExamRefusal::Overtaken => {
            let page = conflict(&desk, exam, &asked, &answer, &fields).await?;
            desk.show_headed(Status::Conflict, &page, Vec::new())
        }
        ExamRefusal::TimeOver { .. } | ExamRefusal::Finished => {
            commands::expire(desk.app, asked.attempt).await?;
            desk.refuse(&LatePage {
                heading: match refusal {
                    ExamRefusal::Finished => "Este intento ya se entregó",
                    _ => "El tiempo terminó",
                },
                activity: asked.activity.clone(),
                place_href: place_href(&asked),
                cover_href: format!("/pruebas/{exam}"),
                text: refusal.sentence(),
                sent: words(&question, &answer),
            })
        }
        refusal => {
            let form = FormState::default().refused(FIELD, refusal.sentence());
            let unkept = (RefusedAnswer::Read(&answer), seen, form);
            let page = page(&desk, exam, &asked, Some(unkept)).await?;
            shown(&desk, Status::UnprocessableEntity, &page)
        }
    }
}

/// A picture of a question of one's own attempt, while it lasts and afterwards: one that its texts show
/// to this person now. What other versions show, and what is said afterwards, is not there yet.
#[get("/pruebas/<exam>/intentos/<number>/preguntas/<position>/imagenes/<picture>")]
pub async fn picture(
    desk: Desk<'_>,
    exam: ExamId,
    number: i32,
    position: i32,
    picture: i32,
) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let asked = queries::attempt_question(db, actor, exam, position, Some(number)).await?;
    if !shows_picture(&readable(&desk, exam, &asked).await?, picture) {
        return Err(AppError::NotFound);
    }
    let file = bank::queries::picture(db, asked.question_id, picture).await?;
    let name = format!("pregunta-{position}-{PICTURE}{picture}");
    let mut reply = evidence::reply(desk.app, &file, name).await?;
    // Remade by us from its points alone: safe inside a page of ours.
    reply.inline = true;
    desk.file(reply)
}

/// The texts of a question that its person may read now.
async fn readable(
    desk: &Desk<'_>,
    exam: ExamId,
    asked: &AttemptQuestion,
) -> Result<Vec<String>, AppError> {
    let question = asked.question()?;
    if asked.state == State::Open {
        return Ok(asked_texts(&question));
    }
    let db = desk.app.db.read();
    let own = queries::learner_exam(db, desk.actor()?, exam).await?.exam;
    if !feedback_shows(own.feedback, asked.state, own.closes_at, desk.app.clock.now()) {
        return Ok(asked_texts(&question));
    }
    let answered = queries::answered(db, asked.attempt).await?;
    let same = answered.iter().filter(|one| one.item.position == asked.position);
    Ok(same.flat_map(|one| [texts(&one.question), texts(one.scoring())].concat()).collect())
}

/// The field of the page that a complaint of the answer speaks of: `answer.2` is `respuesta[2]`.
fn field_of(field: &str) -> String {
    match field.strip_prefix("answer.") {
        Some(row) => format!("{FIELD}[{row}]"),
        None => FIELD.to_owned(),
    }
}

async fn conflict(
    desk: &Desk<'_>,
    exam: ExamId,
    asked: &AttemptQuestion,
    sent: &QuestionAnswer,
    fields: &Fields,
) -> Result<ConflictPage, AppError> {
    let db = desk.app.db.read();
    let question = asked.question()?;
    let all = queries::items(db, asked.attempt).await?.len();
    let answers = queries::last_answers(db, asked.attempt).await?;
    let last = answers.get(&asked.position);
    let typed = fields.pairs().filter(|(name, _)| {
        *name == FIELD || name.strip_prefix(FIELD).is_some_and(|rest| rest.starts_with('['))
    });
    let mut typed: Vec<(String, String)> =
        typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    typed.push(("ir".to_owned(), fields.first("ir").to_owned()));
    Ok(ConflictPage {
        heading: heading(asked, all),
        activity: asked.activity.clone(),
        place_href: place_href(asked),
        cover_href: format!("/pruebas/{exam}"),
        text: ExamRefusal::Overtaken.sentence(),
        saved: last.map(|last| words(&question, &last.answer)).unwrap_or_default(),
        saved_when: last
            .map(|last| format!("Guardada a las {}", dates::time(last.saved_at)))
            .unwrap_or_default(),
        sent: words(&question, sent),
        action: address(exam, asked.position),
        keep_href: onward(exam, asked.position, fields.first("ir")),
        number: asked.number,
        seen: last.map_or(0, |last| last.sequence),
        fields: typed,
    })
}
