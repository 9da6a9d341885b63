//! One question: its versions with their answers, and as who answers it sees it.

use capacities_model as capacities;
use courses_model as courses;
use platform::pages::{Fact, Moment};
use platform::{dates, markdown, numbers};
use questions::draw::{Seed, shown};
use questions::{Answer as QuestionAnswer, MarkingOutcome, Question, marking};
use sign_in_model::evidence;
use sign_in_model::prelude::*;
use sign_in_model::queries::{HistoryLine, story};

use super::write::snippet;
use crate::commands::VersionTag;
use crate::entity::question::{QuestionId, State};
use crate::entity::question_version;
use crate::key::{PictureAddress, key};
use crate::labels::{self, QuestionKind};
use crate::policy::{self, READERS};
use crate::prompt::{self, PromptBuilder};
use crate::queries::{self, QuestionRecord};
use crate::results;
use crate::rules::{self, PICTURE};
use crate::views::{
    PictureLine, QuestionPage, QuestionPreviewPage, QuestionVersionRow, TrialResult as Worth,
};

/// Each preview shuffles alike: whoever reads it twice sees the same.
const PREVIEW: Seed = Seed(1);

fn version(
    whole: &QuestionRecord,
    asked: Option<i32>,
) -> Result<&question_version::Model, AppError> {
    match asked {
        None => whole.last(),
        Some(number) => {
            let found = whole.versions.iter().find(|version| version.number == number);
            found.ok_or(AppError::NotFound)
        }
    }
}

#[get("/preguntas/<question>?<version>")]
pub async fn show(desk: Desk<'_>, question: QuestionId, version: Option<i32>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let whole = queries::find(desk.app.db.read(), actor, question).await?;
    desk.show(&page(&desk, &whole, version, FormState::default()).await?)
}

/// The page of a version, of the last one when none is named.
pub(super) async fn page(
    desk: &Desk<'_>,
    whole: &QuestionRecord,
    asked: Option<i32>,
    form: FormState,
) -> Result<QuestionPage, AppError> {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let question = &whole.question;
    let shown = version(whole, asked)?;
    let last = whole.last()?;
    let asks = queries::read_body(shown.id, &shown.body)?;
    let picture = |name: &str| whole.picture(name);
    let capacity = capacities::queries::capacity(db, &question.capacity_code).await?;
    let course = match question.course_id {
        Some(course) => courses::queries::latest_name(db, course).await?,
        None => None,
    };
    let told = story(db, "question", question.id.0).await?;
    let may_change = policy::may_change(actor, question.id).is_ok();
    let is_last = shown.id == last.id;
    let is_draft = shown.published_at.is_none();
    let may_publish = is_draft
        && rules::may_publish(question.state, true).is_ok()
        && policy::may_publish(actor, question.id).is_ok();
    let key = key(&asks, &picture);
    let href = format!("/preguntas/{}", question.id);
    Ok(QuestionPage {
        form,
        code: question.code.clone(),
        number: shown.number,
        tone: labels::tone(question.state),
        state: question.state.label(),
        is_published: !is_draft,
        facts: vec![
            Fact::new("Tipo", QuestionKind::of(&asks).label()),
            Fact::new(
                "Capacidad",
                capacity.map_or(question.capacity_code.clone(), |capacity| {
                    format!("{} · {}", capacity.code, capacity.name)
                }),
            ),
            Fact::new("Dificultad", question.difficulty.label()),
            Fact::new("Curso", course.unwrap_or_else(|| "Cualquiera".to_owned())),
        ],
        text: markdown::blocks(asks.text().as_str(), &picture),
        key,
        feedback: asks.general_feedback().map(|text| markdown::blocks(text.as_str(), &picture)),
        advice: if may_change { asks.advice() } else { Vec::new() },
        note: shown.note.clone(),
        preview: format!("{href}/vista?version={}", shown.number),
        edit: (may_change && is_last && question.state != State::Retired).then_some(if is_draft {
            "Editar el borrador"
        } else {
            "Corregir"
        }),
        publish: may_publish.then(|| VersionTag::of(shown.id, &shown.body).as_str().to_owned()),
        may_retire: may_change && rules::may_retire(question.state).is_ok(),
        may_restore: may_change && rules::may_restore(question.state).is_ok(),
        may_add_pictures: may_change && question.state != State::Retired,
        pictures: whole
            .pictures
            .iter()
            .map(|picture| PictureLine {
                href: format!("{href}/imagenes/{}", picture.number),
                name: format!("{PICTURE}{}", picture.number),
                snippet: snippet(picture.number),
            })
            .collect(),
        versions: whole
            .versions
            .iter()
            .rev()
            .map(|each| version_row(&href, each, each.id == shown.id))
            .collect(),
        story: told.iter().map(moment).collect(),
        results: if is_draft {
            Vec::new()
        } else {
            results::facts(&results::earned(db, shown.id).await?)
        },
        results_note: if is_draft {
            "Nadie responde un borrador."
        } else {
            "Del primer intento de cada persona en cohortes cerradas con cinco respuestas o más. La dificultad es la parte del puntaje que obtuvieron; la discriminación, de −1 a 1, dice si quienes aciertan aquí aciertan en el resto."
        },
        href,
    })
}

fn version_row(
    href: &str,
    version: &question_version::Model,
    is_shown: bool,
) -> QuestionVersionRow {
    let (state, at) = match version.published_at {
        Some(at) => (State::Published, at),
        None => (State::Draft, version.created_at),
    };
    QuestionVersionRow {
        number: version.number,
        href: format!("{href}?version={}", version.number),
        is_shown,
        tone: labels::tone(state),
        state: state.label(),
        when: dates::short_with_time(at),
        note: version.note.clone().unwrap_or_default(),
    }
}

fn moment(told: &HistoryLine) -> Moment {
    let detail: serde_json::Value = serde_json::from_str(&told.event.detail).unwrap_or_default();
    let number = |key: &str| detail.get(key).and_then(serde_json::Value::as_i64).unwrap_or(1);
    let text = match told.event.action.as_str() {
        "assessment.write_question" => {
            format!("Versión {} guardada en borrador", number("version"))
        }
        "assessment.place_question" => "Cambiaron su capacidad, curso o dificultad".to_owned(),
        "assessment.publish_question" => format!("Versión {} publicada", number("version")),
        "assessment.retire_question" => {
            let reason = detail.get("reason").and_then(|reason| reason.as_str());
            format!("Retirada. Motivo: {}", reason.unwrap_or_default())
        }
        "assessment.restore_question" => "Vuelve a estar en uso".to_owned(),
        "assessment.add_picture" => format!("Imagen {} agregada", number("picture")),
        other => other.to_owned(),
    };
    Moment { when: dates::short_with_time(told.event.at), text, who: told.who.clone() }
}

#[get("/preguntas/<question>/vista?<version>")]
pub async fn preview(desk: Desk<'_>, question: QuestionId, version: Option<i32>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let whole = queries::find(desk.app.db.read(), actor, question).await?;
    let seen = self::version(&whole, version)?;
    let asks = queries::read_body(seen.id, &seen.body)?;
    let picture = |name: &str| whole.picture(name);
    let order = shown(&asks, seen.id.0, PREVIEW);
    let showing = PromptBuilder { question: &asks, order: &order, picture: &picture };
    let fields = Fields::of_address(desk.request());
    let typed = prompt::typed(&fields, &asks);
    let (asked, result) = match QuestionAnswer::read(&asks, &typed) {
        Ok(answer) => {
            let tried = !answer.is_empty() || fields.has("probar");
            (showing.with(&answer), tried.then(|| tried_worth(&asks, &answer, &picture)))
        }
        Err(complaint) => (showing.refused(&typed, &complaint), None),
    };
    let href = format!("/preguntas/{question}");
    desk.show(&QuestionPreviewPage {
        code: whole.question.code.clone(),
        number: seen.number,
        back: format!("{href}?version={}", seen.number),
        action: format!("{href}/vista"),
        asked,
        result,
    })
}

fn tried_worth(question: &Question, answer: &QuestionAnswer, picture: PictureAddress<'_>) -> Worth {
    let worth = match marking::score(question, answer) {
        MarkingOutcome::Scored(score) => {
            let (over, under) = score.parts();
            let share = numbers::percent(numbers::ratio(over.into(), under.into()));
            format!("Esta respuesta vale {share} de la pregunta.")
        }
        MarkingOutcome::ByRubric => {
            "Esta respuesta la califica una persona con la rúbrica.".to_owned()
        }
        MarkingOutcome::OtherKind => "Esta respuesta es de otro tipo de pregunta.".to_owned(),
    };
    let said = marking::feedback(question, answer).into_iter();
    let feedback = said.chain(question.general_feedback());
    let feedback = feedback.map(|text| markdown::blocks(text.as_str(), picture)).collect();
    Worth { worth, feedback }
}

#[get("/preguntas/<question>/imagenes/<picture>")]
pub async fn picture(desk: Desk<'_>, question: QuestionId, picture: i32) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    queries::find(db, actor, question).await?;
    let file = queries::picture(db, question, picture).await?;
    let name = format!("pregunta-{question}-{PICTURE}{picture}");
    let mut reply = evidence::reply(desk.app, &file, name).await?;
    // Remade by us from its points alone: safe inside a page of ours.
    reply.inline = true;
    desk.file(reply)
}
