//! Addresses of rescoring: `/actividades/<activity>/prueba/recalificar…`.

use std::collections::{BTreeMap, HashMap};

use assessment_model::bank;
use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_version::{self, QuestionVersionId};
use assessment_model::entity::activity::{self, ActivityId};
use assessment_model::rules::may_grade;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::CohortHead;
use platform::markdown;
use platform::numbers::{self, some};
use sign_in_model::prelude::*;

use super::commands::{self, RescoringDecision, RescoringOutcome};
use super::policy::may_rescore;
use super::preview::{self, AnswerChange, Change, GradeEffect, RescoringPreview};
use super::queries::{self, AskedVersion, RescoringSummary};
use super::rules::{REASON, RescoringRefusal};
use super::views::{
    AnswerChangeRow, CORRECTED, FULL, QuestionRow, RescorePage, RescoringListPage,
    RescoringPreviewView, VersionView, ways,
};
use crate::answer_words::bank_pictures;
use crate::entity::exam;
use crate::labels;
use crate::queries::{activity_head, exam_of};
use crate::views::ActivityHead;

/// Characters of a question within a list.
const SHORT: usize = 90;

pub fn routes() -> Vec<Route> {
    routes![list, show, rescore]
}

/// Returns the test of an activity to those who may score it anew.
async fn found(
    desk: &Desk<'_>,
    activity: ActivityId,
) -> Result<(activity::Model, CohortHead, exam::Model, super::policy::Rescore), AppError> {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (activity, head) = activity_head(db, actor, activity).await?;
    let permit = may_rescore(actor, &head.access, activity.id)?;
    head.enter(desk, CohortTab::Evaluation).await?;
    let exam = exam_of(db, activity.id).await?.ok_or(AppError::NotFound)?;
    Ok((activity, head, exam, permit))
}

#[get("/actividades/<activity>/prueba/recalificar")]
async fn list(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let (activity, head, exam, _) = found(&desk, activity).await?;
    let db = desk.app.db.read();
    let asked = queries::asked_versions(db, exam.id).await?;
    let decided = queries::decided(db, exam.id).await?;
    let mut by_question: BTreeMap<i64, Vec<AskedVersion>> = BTreeMap::new();
    for one in asked {
        by_question.entry(one.question.0).or_default().push(one);
    }
    let ids: Vec<QuestionId> = by_question.keys().copied().map(QuestionId).collect();
    let newest = bank::queries::newest_of(db, &ids).await?;
    let (mut corrected, mut others) = (Vec::new(), Vec::new());
    for (id, versions) in &by_question {
        let Some(newest) = newest.get(&QuestionId(*id)) else { continue };
        let last = decided.iter().find(|one| one.question.0 == *id);
        let row = question_row(versions, newest, last)?;
        let settled = last.is_some_and(|one| one.version.is_none_or(|known| known == newest.id));
        let is_old = versions.iter().any(|one| one.version != newest.id);
        if is_old && !settled { &mut corrected } else { &mut others }.push(row);
    }
    desk.show(&RescoringListPage {
        head: ActivityHead::new(&activity, &head),
        corrected,
        others,
        decided,
    })
}

fn question_row(
    versions: &[AskedVersion],
    newest: &question_version::Model,
    last: Option<&RescoringSummary>,
) -> Result<QuestionRow, AppError> {
    let question = bank::queries::read_body(newest.id, &newest.body)?;
    let numbers: Vec<String> = versions.iter().map(|one| one.number.to_string()).collect();
    let attempts: i64 = versions.iter().map(|one| one.attempts).sum();
    Ok(QuestionRow {
        id: newest.question_id,
        code: versions.first().map(|one| one.code.clone()).unwrap_or_default(),
        text: markdown::plain(question.text().as_str(), SHORT),
        asked: match &numbers[..] {
            [one] => format!("versión {one}"),
            many => format!("versiones {}", many.join(", ")),
        },
        newest: newest.number.to_string(),
        attempts: some(attempts, "intento", "intentos"),
        scored: last.map(|one| match one.number {
            Some(number) => format!("Con la versión {number}"),
            None => "Anulada".to_owned(),
        }),
    })
}

/// The alternative that the page previews: how it scores, and whether people keep what they had.
#[derive(Clone, Copy)]
struct RescoringChoice {
    corrected: bool,
    keeps: bool,
}

#[get("/actividades/<activity>/prueba/recalificar/<question>")]
async fn show(desk: Desk<'_>, activity: ActivityId, question: QuestionId) -> Answer {
    let (activity, head, exam, _) = found(&desk, activity).await?;
    let fields = Fields::of_address(desk.request());
    // Who opens the page for the first time sees the gentle way.
    let keeps = !fields.has("ver") || fields.first("conserva") == "si";
    let corrected = match fields.first("como") {
        CORRECTED => Some(true),
        FULL => Some(false),
        _ => None,
    };
    let page = page(&desk, (&activity, &head, &exam), question, corrected, keeps, None).await?;
    desk.show(&page)
}

async fn page(
    desk: &Desk<'_>,
    (activity, head, exam): (&activity::Model, &CohortHead, &exam::Model),
    question: QuestionId,
    corrected: Option<bool>,
    keeps: bool,
    form: Option<FormState>,
) -> Result<RescorePage, AppError> {
    let db = desk.app.db.read();
    let all = preview::read(db, exam, activity, question, head.cohort.scale).await?;
    let asked = queries::asked_versions(db, exam.id).await?;
    let asked: Vec<AskedVersion> =
        asked.into_iter().filter(|one| one.question == question).collect();
    let Some(first) = asked.first() else { return Err(AppError::NotFound) };
    let newest = bank::queries::newest_of(db, &[question]).await?.remove(&question);
    let newest = newest.filter(|newest| asked.iter().any(|one| one.version != newest.id));
    let wish = RescoringChoice { corrected: corrected.unwrap_or(newest.is_some()), keeps };
    let versions = versions(desk, question, &asked, newest.as_ref()).await?;
    let scoring = queries::scoring(db, question, wish.corrected, &all.items).await;
    let (preview, blocked) = match scoring {
        Err(Failure::Broken(fault)) => return Err(fault),
        Err(Failure::Refused(refusal)) => (None, Some(refusal.sentence())),
        Ok(_) if may_grade(head.cohort.stage).is_err() => {
            (None, Some(RescoringRefusal::CohortClosed.sentence()))
        }
        Ok(scoring) => {
            let preview = preview::compute(&all, &scoring.way, wish.keeps);
            match preview.does_nothing() {
                true => (None, Some(RescoringRefusal::NothingToScore.sentence())),
                false => (Some(shown(&preview, wish)), None),
            }
        }
    };
    let way = if wish.corrected { CORRECTED } else { FULL };
    let keeps = wish.keeps.then_some("si");
    let form = form
        .unwrap_or_else(|| FormState::default().with("como", way).with_option("conserva", keeps));
    Ok(RescorePage {
        form,
        question,
        code: first.code.clone(),
        head: ActivityHead::new(activity, head),
        ways: ways(newest.is_some()),
        versions,
        blocked,
        outlook: preview,
    })
}

/// What was asked and its correction, side by side.
async fn versions(
    desk: &Desk<'_>,
    question: QuestionId,
    asked: &[AskedVersion],
    newest: Option<&question_version::Model>,
) -> Result<Vec<VersionView>, AppError> {
    let old: Vec<&AskedVersion> =
        asked.iter().filter(|one| newest.is_none_or(|newest| newest.id != one.version)).collect();
    let ids: Vec<QuestionVersionId> = old.iter().map(|one| one.version).collect();
    let bodies: HashMap<_, _> = bank::queries::versions(desk.app.db.read(), &ids).await?;
    let view = |heading: String, number: i32, body: &questions::Question| {
        let picture = bank_pictures(question);
        VersionView {
            id: format!("t-version-{number}"),
            heading,
            html: markdown::blocks(body.text().as_str(), &picture),
            key: bank::key::key(body, &picture),
        }
    };
    let mut views: Vec<VersionView> = old
        .iter()
        .filter_map(|one| {
            let heading = format!("Se preguntó: versión {}", one.number);
            Some(view(heading, one.number, bodies.get(&one.version)?))
        })
        .collect();
    if let Some(newest) = newest {
        let body = bank::queries::read_body(newest.id, &newest.body)?;
        views.push(view(format!("La corrección: versión {}", newest.number), newest.number, &body));
    }
    Ok(views)
}

fn shown(preview: &RescoringPreview<'_>, wish: RescoringChoice) -> RescoringPreviewView {
    let changed = preview.changed.len();
    let grades =
        preview.people.values().filter(|known| known.grade.before != known.grade.after).count();
    let word = |count: usize, one: &'static str, many: &'static str| match count {
        1 => one,
        _ => many,
    };
    RescoringPreviewView {
        figures: vec![
            Figure::new(changed, word(changed, "respuesta cambia", "respuestas cambian")),
            Figure::new(preview.same, word(preview.same, "queda igual", "quedan igual")),
            Figure::new(grades, word(grades, "nota cambia", "notas cambian")),
        ],
        rows: preview.changed.iter().map(|one| change_row(preview, one)).collect(),
        open: match preview.open {
            0 => None,
            1 => Some("1 intento sigue abierto: se califica así cuando termine.".to_owned()),
            many => {
                Some(format!("{many} intentos siguen abiertos: se califican así cuando terminen."))
            }
        },
        way: if wish.corrected { CORRECTED } else { FULL },
        keeps: wish.keeps,
        seen: preview.seen(),
    }
}

fn change_row(preview: &RescoringPreview<'_>, one: &AnswerChange<'_>) -> AnswerChangeRow {
    let said = |change: Change<Option<i64>>| {
        let words = |points: Option<i64>| points.map_or("por calificar".to_owned(), labels::points);
        format!("{} → {}", words(change.before), words(change.after))
    };
    let person = preview.people.get(&one.item.enrolment);
    let (tone, effect) = effect(person);
    AnswerChangeRow {
        attempt: one.item.attempt,
        name: one.item.name.by_surname(),
        number: one.item.number,
        earned: said(one.earned),
        points: said(one.points),
        grade: person.map_or_else(String::new, |known| {
            let words = |tenths: Option<i32>| tenths.map_or("—".to_owned(), numbers::tenths);
            match known.grade {
                Change { before, after } if before == after => words(after),
                Change { before, after } => format!("{} → {}", words(before), words(after)),
            }
        }),
        tone,
        effect,
    }
}

fn effect(person: Option<&GradeEffect>) -> (&'static str, &'static str) {
    match person {
        Some(GradeEffect { typed: true, .. }) => ("", "La nota se escribió a mano y se conserva"),
        Some(GradeEffect { grade, .. }) if grade.after > grade.before => ("success", "Sube"),
        Some(GradeEffect { grade, .. }) if grade.after < grade.before => ("warning", "Baja"),
        _ => ("", "Misma nota"),
    }
}

#[post("/actividades/<activity>/prueba/recalificar/<question>", data = "<fields>")]
async fn rescore(
    desk: Desk<'_>,
    activity: ActivityId,
    question: QuestionId,
    fields: Fields,
) -> Answer {
    let (activity, head, exam, permit) = found(&desk, activity).await?;
    let corrected = fields.first("como") == CORRECTED;
    let mut reader = Reader::new(&fields);
    let keeps = reader.ticked("conserva");
    let reason = reader.text("motivo", REASON, "Escriba el motivo: queda en el registro.");
    let place = (&activity, &head, &exam);
    if let Err(form) = reader.finish() {
        return desk
            .refuse(&page(&desk, place, question, Some(corrected), keeps, Some(form)).await?);
    }
    let seen = fields.first("visto").to_owned();
    let decision = RescoringDecision { question, corrected, keeps, reason, seen };
    match commands::rescore(desk.app, permit, decision).await {
        Ok(RescoringOutcome { answers, grades }) => {
            let answers = some(answers, "respuesta cambió", "respuestas cambiaron");
            let grades = some(grades, "nota", "notas");
            let text = format!("La pregunta quedó recalificada: {answers}, y {grades}.");
            desk.done(format!("/actividades/{}/prueba/recalificar", activity.id), text)
        }
        Err(failure) => {
            let mut form = fields.state();
            form.refuse("", failure.refusal()?.sentence());
            desk.refuse(&page(&desk, place, question, Some(corrected), keeps, Some(form)).await?)
        }
    }
}
