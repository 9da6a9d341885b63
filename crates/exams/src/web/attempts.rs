//! The attempts of a test, one of them, and its open answers graded.

use assessment_model::entity::activity::ActivityId;
use assessment_model::rules::may_grade;
use cohorts_model::place::CohortTab;
use platform::codes::display_code;
use platform::numbers::{self, some};
use platform::texts::{Refusal, sentence};
use platform::{dates, markdown};
use sign_in_model::prelude::*;

use crate::commands::{self, OpenAnswerGrade};
use crate::entity::attempt::{AttemptId, State};
use crate::policy::{may_mark, may_see};
use crate::queries::{self, AnsweredItem, AttemptCounts, AttemptDetail};
use crate::views::{ActivityHead, AttemptItemRow, AttemptPage, AttemptRow, AttemptsPage, ExamTag};
use crate::{answer_words, labels, paper};

/// The longest comment on an answer.
const COMMENT: usize = 1_000;

/// How far a test is, in figures.
pub(super) fn figures(counts: AttemptCounts) -> Vec<Figure> {
    let many = |count: usize, one, many| if count == 1 { one } else { many };
    vec![
        Figure::new(
            counts.people,
            many(counts.people, "persona la empezó", "personas la empezaron"),
        ),
        Figure::new(
            counts.open,
            many(counts.open, "la está respondiendo", "la están respondiendo"),
        ),
        Figure::new(
            counts.waiting,
            many(counts.waiting, "intento por calificar", "intentos por calificar"),
        ),
    ]
}

#[get("/actividades/<activity>/prueba/intentos")]
pub async fn list(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (activity, head) = queries::activity_head(db, actor, activity).await?;
    may_see(actor, &head.access)?;
    head.enter(&desk, CohortTab::Evaluation).await?;
    let exam = queries::exam_of(db, activity.id).await?.ok_or(AppError::NotFound)?;
    let scale = head.cohort.scale;
    let href = format!("/actividades/{}/prueba/intentos", activity.id);
    let page = Fields::of_address(desk.request()).first("pagina").parse().ok();
    let (rows, pager) = queries::attempts(db, exam.id, (page, &href)).await?;
    let counts = queries::counts(db, exam.id).await?;
    desk.show(&AttemptsPage {
        head: ActivityHead::new(&activity, &head),
        figures: figures(counts),
        rows: rows
            .iter()
            .map(|one| AttemptRow {
                href: format!("{href}/{}", one.id),
                name: one.name.by_surname(),
                number: one.number,
                started: dates::short_with_time(one.started_at),
                ended: match one.submitted_at {
                    Some(at) => dates::short_with_time(at),
                    None => format!("hasta las {}", dates::time(one.ends_at)),
                },
                tone: labels::tone(one.state, one.points.is_some()),
                state: labels::state(one.state, one.points.is_some()),
                result: match one.state {
                    State::Open => "—".to_owned(),
                    _ => labels::result(scale, one.points, one.of),
                },
            })
            .collect(),
        pager,
    })
}

/// Tells whether a grader reads the answer, because no rule says what it is worth.
fn is_open(one: &AnsweredItem) -> bool {
    // What was given to everybody is nobody's to read any more.
    if one.way.is_some() {
        return false;
    }
    matches!(one.question.kind(), questions::Kind::Open)
        && one.answer.as_ref().is_some_and(|last| !last.answer.is_empty())
        || (one.item.earned.is_none() && one.answer.is_some())
}

fn points_field(position: i32) -> String {
    format!("puntos[{position}]")
}

fn comment_field(position: i32) -> String {
    format!("comentario[{position}]")
}

/// On which paper it was taken, and who typed it.
async fn paper_facts(desk: &Desk<'_>, found: &AttemptDetail) -> Result<Vec<Fact>, AppError> {
    let sheet = paper::queries::of_attempt(desk.app.db.read(), found.attempt.id).await?;
    let Some(sheet) = sheet else { return Ok(Vec::new()) };
    let mut said = format!(
        "Hoja {}, forma {}; la digitó {} el {}",
        display_code(&sheet.code),
        sheet.letter,
        sheet.author,
        dates::short_with_time(sheet.entered_at)
    );
    let notes = paper::notes(&sheet.unread, sheet.note.as_deref());
    if !notes.is_empty() {
        said = format!("{} {notes}", sentence(&said));
    }
    Ok(vec![Fact::new("En papel", said)])
}

fn page(
    actor: &Actor,
    found: &AttemptDetail,
    rows: &[AnsweredItem],
    form: Option<FormState>,
) -> AttemptPage {
    let AttemptDetail { attempt, activity, head, .. } = found;
    let graded = attempt.points.is_some();
    let open = attempt.state == State::Open;
    let may = may_mark(actor, &head.access, found.person, attempt.id).is_ok()
        && may_grade(head.cohort.stage).is_ok();
    let form = form.unwrap_or_else(|| {
        rows.iter().filter(|one| is_open(one)).fold(FormState::default(), |form, one| {
            let points = one.item.earned.map(labels::points);
            form.with_option(&points_field(one.item.position), points)
                .with_option(&comment_field(one.item.position), one.item.comment.clone())
        })
    });
    AttemptPage {
        form,
        name: found.name.clone(),
        head: ActivityHead::new(activity, head),
        attempt: attempt.id,
        tag: ExamTag {
            code: labels::tone(attempt.state, graded),
            label: labels::state(attempt.state, graded),
        },
        facts: vec![
            Fact::new("Intento", attempt.number.to_string()),
            Fact::new("Empezó", dates::short_with_time(attempt.started_at)),
            Fact::new(
                "Terminó",
                attempt.submitted_at.map_or_else(|| "—".to_owned(), dates::short_with_time),
            ),
            Fact::new(
                "Resultado",
                if open {
                    "—".to_owned()
                } else {
                    labels::result(head.cohort.scale, attempt.points, attempt.of)
                },
            ),
        ],
        gradable: may && !open && rows.iter().any(is_open),
        notice: open.then(|| {
            "Todavía está respondiendo: sus respuestas se ven cuando entregue.".to_owned()
        }),
        rows: rows.iter().map(row).collect(),
    }
}

fn row(one: &AnsweredItem) -> AttemptItemRow {
    let AnsweredItem { item, question_id, question, answer, .. } = one;
    let answer = answer.as_ref().map(|last| &last.answer);
    let most = some(item.points, "punto", "puntos");
    let open = is_open(one);
    AttemptItemRow {
        name: format!("Pregunta {}", item.position),
        html: markdown::blocks(
            question.text().as_str(),
            &answer_words::bank_pictures(*question_id),
        ),
        answer: answer.map(|answer| answer_words::words(question, answer)).unwrap_or_default(),
        right: questions::Answer::right(one.scoring())
            .map(|right| answer_words::words(one.scoring(), &right))
            .unwrap_or_default(),
        rescored: one.rescored(),
        earned: match item.earned {
            Some(earned) => format!("{} de {most}", labels::points(earned)),
            None => "Por calificar".to_owned(),
        },
        // The form has it where it can be changed.
        comment: item.comment.clone().filter(|_| !open),
        points_field: open.then(|| points_field(item.position)),
        comment_field: comment_field(item.position),
        hint: format!("De 0 a {}, con un decimal como máximo", item.points),
    }
}

async fn answered(desk: &Desk<'_>, found: &AttemptDetail) -> Result<Vec<AnsweredItem>, AppError> {
    match found.attempt.state {
        State::Open => Ok(Vec::new()),
        _ => queries::answered(desk.app.db.read(), found.attempt.id).await,
    }
}

#[get("/actividades/<activity>/prueba/intentos/<attempt>")]
pub async fn show(desk: Desk<'_>, activity: ActivityId, attempt: AttemptId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, activity, attempt).await?;
    may_see(actor, &found.head.access)?;
    found.head.enter(&desk, CohortTab::Evaluation).await?;
    let rows = answered(&desk, &found).await?;
    let mut page = page(actor, &found, &rows, None);
    page.facts.extend(paper_facts(&desk, &found).await?);
    desk.show(&page)
}

#[post("/actividades/<activity>/prueba/intentos/<attempt>", data = "<fields>")]
pub async fn grade(
    desk: Desk<'_>,
    activity: ActivityId,
    attempt: AttemptId,
    fields: Fields,
) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, activity, attempt).await?;
    let permit = may_mark(actor, &found.head.access, found.person, attempt)?;
    found.head.enter(&desk, CohortTab::Evaluation).await?;
    let rows = answered(&desk, &found).await?;
    let graded = match read(&fields, &rows) {
        Ok(graded) => graded,
        Err(form) => return desk.refuse(&page(actor, &found, &rows, Some(form))),
    };
    match commands::grade(desk.app, permit, graded).await {
        Ok(all) => {
            let text = match all {
                true => "La calificación quedó guardada y el intento tiene su resultado.",
                false => "La calificación quedó guardada. Faltan respuestas por calificar.",
            };
            desk.done(format!("/actividades/{activity}/prueba/intentos/{attempt}"), text)
        }
        Err(failure) => {
            let mut form = fields.state();
            form.refuse("", failure.refusal()?.sentence());
            desk.refuse(&page(actor, &found, &rows, Some(form)))
        }
    }
}

/// What was typed for each open answer; those without points wait.
fn read(fields: &Fields, rows: &[AnsweredItem]) -> Result<Vec<OpenAnswerGrade>, FormState> {
    let mut reader = Reader::new(fields);
    let mut graded = Vec::new();
    for one in rows.iter().filter(|one| is_open(one)) {
        let (position, most) = (one.item.position, one.item.points);
        let comment = reader.optional(&comment_field(position), COMMENT);
        let field = points_field(position);
        let typed = fields.first(&field);
        match numbers::parse_tenths(typed) {
            Some(tenths) if (0..=most * 10).contains(&tenths) => {
                graded.push(OpenAnswerGrade { position, tenths, comment });
            }
            _ if typed.is_empty() && comment.is_none() => {}
            _ => reader.wrong(
                &field,
                format!(
                    "Pregunta {position}: escriba los puntos, un número entre 0 y {most} con un decimal como máximo."
                ),
            ),
        }
    }
    reader.finish()?;
    Ok(graded)
}
