//! Building a test from lines, seeing a draw of it, and more time.

mod form;
mod page;

use assessment_model::bank::entity::question_version::QuestionVersionId;
use assessment_model::bank::prompt::PromptBuilder;
use assessment_model::entity::activity::ActivityId;
use cohorts_model::place::CohortTab;
use platform::numbers::some;
use platform::texts::Refusal as _;
use questions::draw::Seed;
use sign_in_model::prelude::*;

use self::form::{count_field, read_plan, read_window};
use self::page::read;
use crate::policy::{may_build, may_see};
use crate::queries::{self, line_of, pool};
use crate::refusals::ExamRefusal;
use crate::rules::{self, BlueprintLine};
use crate::views::{ActivityHead, ExamPreviewPage, ExamPreviewRow};
use crate::{answer_words, commands};

/// The longest reason.
const REASON: usize = 300;

#[get("/actividades/<activity>/prueba")]
pub async fn show(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let table = read(&desk, actor, activity).await?;
    desk.show(&table.page(actor, FormState::default()))
}

#[post("/actividades/<activity>/prueba", data = "<fields>")]
pub async fn save(desk: Desk<'_>, activity: ActivityId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (_, head) = queries::activity_head(desk.app.db.read(), actor, activity).await?;
    let permit = may_build(actor, &head.access, activity)?;
    let (plan, places) = match read_plan(&fields) {
        Ok(read) => read,
        Err(form) => {
            let table = read(&desk, actor, activity).await?;
            return desk.refuse(&table.page(actor, form));
        }
    };
    match commands::build(desk.app, permit, plan).await {
        Ok(_) => desk.done(format!("/actividades/{activity}/prueba"), "La prueba quedó guardada."),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let mut form = fields.state();
            let field = match &refusal {
                ExamRefusal::PoolTooSmall { line, .. } => {
                    places.get(*line).copied().map(count_field)
                }
                refusal => refusal.field().map(str::to_owned),
            };
            form.refuse(&field.unwrap_or_default(), refusal.sentence());
            let table = read(&desk, actor, activity).await?;
            desk.refuse(&table.page(actor, form))
        }
    }
}

#[post("/actividades/<activity>/prueba/plazo", data = "<fields>")]
pub async fn extend(desk: Desk<'_>, activity: ActivityId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (_, head) = queries::activity_head(desk.app.db.read(), actor, activity).await?;
    let permit = may_build(actor, &head.access, activity)?;
    let mut reader = Reader::new(&fields);
    let window = read_window(&mut reader);
    let reason = reader.text("motivo", REASON, "Escriba por qué se amplía.");
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::extend(desk.app, permit, window, reason).await {
            Ok(()) => {
                let to = format!("/actividades/{activity}/prueba");
                return desk
                    .done(to, "El plazo quedó ampliado, también para quienes responden ahora.");
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    let table = read(&desk, actor, activity).await?;
    desk.refuse(&table.page(actor, form))
}

#[get("/actividades/<activity>/prueba/vista-previa")]
pub async fn preview(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (activity, head) = queries::activity_head(db, actor, activity).await?;
    may_see(actor, &head.access)?;
    head.enter(&desk, CohortTab::Evaluation).await?;
    let exam = queries::exam_of(db, activity.id).await?.ok_or(AppError::NotFound)?;
    let rows = queries::lines(db, exam.id).await?;
    let lines: Vec<BlueprintLine> = rows.iter().map(line_of).collect();
    let draw: u32 = Fields::of_address(desk.request()).first("sorteo").parse().unwrap_or(1);
    let seed = u64::from(draw);
    let capacities = capacities_model::queries::capacities(db).await?;
    let name = |code: &str| {
        capacities
            .iter()
            .find(|one| one.code == code)
            .map_or(code.to_owned(), |one| one.name.clone())
    };
    let (test, blocked) = match rules::drawn(&lines, &pool(db, &lines).await?, seed) {
        Ok(test) => (test, None),
        Err(wrong) => (Vec::new(), wrong.first().map(ToString::to_string)),
    };
    let ids: Vec<_> = test.iter().map(|one| QuestionVersionId(one.version)).collect();
    let bodies = queries::bodies(db, &ids).await?;
    let shown = (1..).zip(&test).filter_map(|(number, one): (usize, _)| {
        let (id, question) = bodies.get(&QuestionVersionId(one.version))?;
        let line = lines.get(one.line)?;
        let order = questions::draw::shown(question, one.version, Seed(seed));
        let right = questions::Answer::right(question);
        let picture = answer_words::bank_pictures(*id);
        let showing = PromptBuilder { question, order: &order, picture: &picture };
        Some(ExamPreviewRow {
            name: format!("Pregunta {number}"),
            about: format!("{}, {}", name(&line.capacity), some(line.points, "punto", "puntos")),
            question: showing.with(&questions::Answer::empty(question)),
            right: right.map(|right| answer_words::words(question, &right)).unwrap_or_default(),
        })
    });
    let head = ActivityHead::new(&activity, &head);
    desk.show(&ExamPreviewPage {
        another_href: format!("{}/vista-previa?sorteo={}", head.exam_href, u64::from(draw) + 1),
        head,
        blocked,
        rows: shown.collect(),
    })
}
