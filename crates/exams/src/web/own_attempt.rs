//! A learner's own attempt: the cover of the test, beginning, submitting, and the result.

use platform::numbers::some;
use platform::texts::{Refusal, say, sentence, word};
use platform::{dates, markdown};
use questions::{Answer as QuestionAnswer, marking};
use sign_in_model::prelude::*;

use super::answer::count;
use crate::entity::attempt::{self, State};
use crate::entity::exam::{ExamId, Feedback};
use crate::policy::{AttemptExam, may_attempt};
use crate::queries::{self, AnsweredItem, LastAnswer, LearnerExam};
use crate::refusals::ExamRefusal;
use crate::rescoring::rules::ScoringRule;
use crate::rules::{self, MILLION, PastAttempt, feedback_shows};
use crate::views::{
    CoverPage, ExamTag, OpenAttemptView, PastAttemptRow, QuestionLink, ResultPage, ResultRow,
    SubmitPage, TimeLeft,
};
use crate::{answer_words, commands, labels};

fn permit(actor: &Actor, own_exam: &LearnerExam) -> Result<AttemptExam, Denial> {
    may_attempt(actor, own_exam.enrolment.person_id, own_exam.exam.id, own_exam.enrolment.id)
}

fn address(own_exam: &LearnerExam) -> String {
    format!("/pruebas/{}", own_exam.exam.id)
}

fn place_href(own_exam: &LearnerExam) -> String {
    format!("/inscripciones/{}/pruebas", own_exam.enrolment.id)
}

fn tag(attempt: &attempt::Model) -> ExamTag {
    let graded = attempt.points.is_some();
    ExamTag {
        code: labels::tone(attempt.state, graded),
        label: labels::state(attempt.state, graded),
    }
}

/// Returns a link to every question of an attempt, and how many have an answer.
async fn places(
    desk: &Desk<'_>,
    exam: ExamId,
    attempt: &attempt::Model,
) -> Result<(Vec<QuestionLink>, usize), AppError> {
    let db = desk.app.db.read();
    let items = queries::items(db, attempt.id).await?;
    let answers = queries::last_answers(db, attempt.id).await?;
    let done = |last: &LastAnswer| !last.answer.is_empty();
    let places = items.iter().map(|item| QuestionLink {
        label: format!("Pregunta {}", item.position),
        href: format!("/pruebas/{exam}/preguntas/{}", item.position),
        answered: answers.get(&item.position).is_some_and(done),
    });
    Ok((places.collect(), count(&answers)))
}

/// Returns the number of the attempt that may begin now.
fn next_attempt(own_exam: &LearnerExam, now: DateTime<Utc>) -> Result<i32, ExamRefusal> {
    let LearnerExam { exam, cohort, attempts, .. } = own_exam;
    let taken: Vec<PastAttempt> =
        attempts.iter().map(|one| PastAttempt { number: one.number, state: one.state }).collect();
    rules::may_begin(
        (cohort.stage, own_exam.enrolment.stage),
        (exam.opens_at, exam.closes_at),
        exam.attempts,
        &taken,
        now,
    )
}

async fn page(
    desk: &Desk<'_>,
    own_exam: &LearnerExam,
    form: FormState,
) -> Result<CoverPage, AppError> {
    let LearnerExam { exam, activity, cohort, attempts, .. } = own_exam;
    let now = desk.app.clock.now();
    let href = address(own_exam);
    let open = match own_exam.open().filter(|open| now < open.ends_at) {
        None => None,
        Some(attempt) => {
            let (places, done) = places(desk, exam.id, attempt).await?;
            let next = places.iter().find(|place| !place.answered).or(places.first());
            Some(OpenAttemptView {
                answered: labels::answered(done, places.len()),
                left: TimeLeft::new(attempt.ends_at, now),
                go_on: next.map(|place| place.href.clone()).unwrap_or_default(),
                submit: format!("{href}/entrega"),
                places,
            })
        }
    };
    let run_out = own_exam.open().filter(|open| now >= open.ends_at);
    let begin = next_attempt(own_exam, now);
    let start = begin.as_ref().ok().map(|number| match number {
        1 => "Empezar la prueba".to_owned(),
        number => format!("Empezar el intento {number}"),
    });
    let blocked = match (run_out, begin) {
        (Some(attempt), _) if start.is_none() => Some(format!(
            "{} Lo que guardó se entrega solo, en unos segundos.",
            sentence(&format!(
                "El tiempo de su intento terminó el {}",
                dates::short_with_time(attempt.ends_at)
            ))
        )),
        (_, Err(ExamRefusal::NoAttemptsLeft { .. })) if exam.attempts == 1 => None,
        (_, begin) => begin.err().map(|refusal| refusal.sentence()),
    };
    let lines = match open {
        Some(_) => Vec::new(),
        None => queries::lines(desk.app.db.read(), exam.id).await?,
    };
    let many: i32 = lines.iter().map(|line| line.question_count).sum();
    let points: i32 = lines.iter().map(|line| line.question_count * line.points).sum();
    let past = attempts.iter().filter(|one| one.state != State::Open).map(|one| PastAttemptRow {
        name: format!("Intento {}", one.number),
        href: format!("{href}/intentos/{}", one.number),
        when: one.submitted_at.map(dates::short_with_time).unwrap_or_default(),
        tag: tag(one),
        result: labels::result(cohort.scale, one.points, one.of),
    });
    Ok(CoverPage {
        form,
        heading: activity.name.clone(),
        course: format!("{}, cohorte {}", own_exam.course, cohort.name),
        place_href: place_href(own_exam),
        action: href.clone(),
        facts: facts(own_exam, many, points),
        start: start.filter(|_| open.is_none()),
        blocked: blocked.filter(|_| open.is_none()),
        past: past.collect(),
        open,
    })
}

/// The facts of the test: questions, time, window and attempts.
fn facts(own_exam: &LearnerExam, many: i32, points: i32) -> Vec<Fact> {
    let exam = &own_exam.exam;
    let used = own_exam.attempts.len();
    let mut facts = vec![
        Fact::new("Preguntas", format!("{many}, por {}", some(points, "punto", "puntos"))),
        Fact::new(
            "Tiempo",
            match exam.minutes {
                Some(minutes) => {
                    format!("{} desde que empiece", some(minutes, "minuto", "minutos"))
                }
                None => "Hasta el cierre".to_owned(),
            },
        ),
        Fact::new("Abre", dates::short_with_time(exam.opens_at)),
        Fact::new("Cierra", format!("{}, hora de Bogotá", dates::short_with_time(exam.closes_at))),
        Fact::new(
            "Intentos",
            match used {
                0 => some(exam.attempts, "intento", "intentos"),
                used => format!("{used} de {}", exam.attempts),
            },
        ),
    ];
    if exam.attempts > 1 {
        facts.push(Fact::new("Cuenta", exam.keep.label()));
    }
    facts.push(Fact::new("Verá las respuestas correctas", exam.feedback.label()));
    facts
}

#[get("/pruebas/<exam>")]
pub async fn cover(desk: Desk<'_>, exam: ExamId) -> Answer {
    let own_exam = queries::learner_exam(desk.app.db.read(), desk.actor()?, exam).await?;
    desk.show(&page(&desk, &own_exam, FormState::default()).await?)
}

#[post("/pruebas/<exam>")]
pub async fn start(desk: Desk<'_>, exam: ExamId) -> Answer {
    let actor = desk.actor()?;
    let own_exam = queries::learner_exam(desk.app.db.read(), actor, exam).await?;
    let permit = permit(actor, &own_exam)?;
    match commands::start(desk.app, permit).await {
        Ok(_) => desk.go(format!("/pruebas/{exam}/preguntas/1")),
        Err(failure) => {
            let form = FormState::default().refused("", failure.refusal()?.sentence());
            let own_exam = queries::learner_exam(desk.app.db.read(), actor, exam).await?;
            desk.refuse(&page(&desk, &own_exam, form).await?)
        }
    }
}

#[get("/pruebas/<exam>/entrega")]
pub async fn confirm(desk: Desk<'_>, exam: ExamId) -> Answer {
    let own_exam = queries::learner_exam(desk.app.db.read(), desk.actor()?, exam).await?;
    let now = desk.app.clock.now();
    let Some(attempt) = own_exam.open().filter(|open| now < open.ends_at) else {
        return desk.go(address(&own_exam));
    };
    let (places, done) = places(&desk, exam, attempt).await?;
    desk.show(&SubmitPage {
        activity: own_exam.activity.name.clone(),
        place_href: place_href(&own_exam),
        cover_href: address(&own_exam),
        action: format!("/pruebas/{exam}/entrega"),
        answered: labels::answered(done, places.len()),
        left: TimeLeft::new(attempt.ends_at, now),
        missing: places.into_iter().filter(|place| !place.answered).collect(),
        number: attempt.number,
    })
}

#[post("/pruebas/<exam>/entrega", data = "<fields>")]
pub async fn submit(desk: Desk<'_>, exam: ExamId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let own_exam = queries::learner_exam(desk.app.db.read(), actor, exam).await?;
    let permit = permit(actor, &own_exam)?;
    // Only what a page showed is handed in: an old one does not hand in a later attempt.
    let number = fields.first("intento").parse().unwrap_or(0);
    if own_exam.attempts.iter().all(|attempt| attempt.number != number) {
        return desk.go(address(&own_exam));
    }
    let to = format!("/pruebas/{exam}/intentos/{number}");
    match commands::submit(desk.app, permit, number).await {
        Ok(()) => desk.done(to, "Su prueba quedó entregada."),
        Err(failure) => match failure.refusal()? {
            // Whoever presses twice has handed in.
            ExamRefusal::Finished => desk.go(to),
            refusal => desk.warned(to, handed_in(&refusal)),
        },
    }
}

fn handed_in(refusal: &ExamRefusal) -> String {
    match refusal {
        ExamRefusal::TimeOver { ended } => format!(
            "El tiempo de este intento terminó el {}: se entregó lo que había guardado.",
            dates::short_with_time(*ended)
        ),
        refusal => refusal.sentence(),
    }
}

#[get("/pruebas/<exam>/intentos/<number>")]
pub async fn result(desk: Desk<'_>, exam: ExamId, number: i32) -> Answer {
    let own_exam = queries::learner_exam(desk.app.db.read(), desk.actor()?, exam).await?;
    let attempt = own_exam.attempts.iter().find(|attempt| attempt.number == number);
    let Some(attempt) = attempt.filter(|attempt| attempt.state != State::Open) else {
        return desk.go(address(&own_exam));
    };
    let now = desk.app.clock.now();
    let shows = feedback_shows(own_exam.exam.feedback, attempt.state, own_exam.exam.closes_at, now);
    let rows = match shows {
        true => queries::answered(desk.app.db.read(), attempt.id).await?,
        false => Vec::new(),
    };
    let mut facts = vec![
        Fact::new("Empezó", dates::short_with_time(attempt.started_at)),
        Fact::new("Terminó", attempt.submitted_at.map(dates::short_with_time).unwrap_or_default()),
        Fact::new("Resultado", labels::result(own_exam.cohort.scale, attempt.points, attempt.of)),
    ];
    if own_exam.exam.attempts > 1 {
        facts.push(Fact::new("Cuenta", own_exam.exam.keep.label()));
    }
    desk.show(&ResultPage {
        heading: format!("Intento {number}"),
        activity: own_exam.activity.name.clone(),
        place_href: place_href(&own_exam),
        progress: format!("/inscripciones/{}/avance", own_exam.enrolment.id),
        cover_href: address(&own_exam),
        tag: tag(attempt),
        facts,
        percent: attempt.points.map(|points| percent(points, attempt.of)),
        score: labels::result(own_exam.cohort.scale, attempt.points, attempt.of),
        reaches: reaches(&own_exam, attempt),
        verdict: verdict(&own_exam, attempt),
        again: again(&own_exam, attempt, now),
        notice: notice(&own_exam, attempt, shows),
        rows: rows.iter().map(|one| row(exam, number, one)).collect(),
    })
}

/// How much of the test was right, from 0 to 100.
fn percent(points: i64, of: i64) -> i64 {
    (points * 100).checked_div(of).unwrap_or(0).clamp(0, 100)
}

/// The grade of an attempt and the pass mark of the cohort; `None` while it waits for its grade, and of a
/// test that counts for no grade.
fn grade(own_exam: &LearnerExam, attempt: &attempt::Model) -> Option<(i32, i32)> {
    let pass = own_exam.cohort.pass().filter(|_| own_exam.activity.weight > 0)?;
    Some((rules::tenths(own_exam.cohort.scale, attempt.points?, attempt.of), pass))
}

fn reaches(own_exam: &LearnerExam, attempt: &attempt::Model) -> bool {
    grade(own_exam, attempt).is_some_and(|(tenths, pass)| tenths >= pass)
}

/// Says what the grade means for the course.
fn verdict(own_exam: &LearnerExam, attempt: &attempt::Model) -> Option<String> {
    let (tenths, pass) = grade(own_exam, attempt)?;
    let key = if tenths >= pass { "assessment.exam_reached" } else { "assessment.exam_short" };
    let facts = [("grade", numbers::tenths(tenths)), ("pass", numbers::tenths(pass))];
    Some(say(key, &facts))
}

/// That there is another attempt, where one may begin now and something was not right.
fn again(own_exam: &LearnerExam, attempt: &attempt::Model, now: DateTime<Utc>) -> Option<String> {
    if attempt.points == Some(attempt.of) {
        return None;
    }
    let number = next_attempt(own_exam, now).ok().filter(|number| *number > 1)?;
    let left = some(own_exam.exam.attempts - number + 1, "intento", "intentos");
    let closes = dates::short_with_time(own_exam.exam.closes_at);
    Some(say("assessment.exam_again", &[("left", left), ("closes", closes)]))
}

/// How an answer did; what was taken out of the test has nothing to be told.
fn answer_tag(one: &AnsweredItem, whole: i64) -> Option<ExamTag> {
    if matches!(one.way, Some(ScoringRule::Full)) {
        return None;
    }
    let (code, key) = match one.item.earned {
        None => ("waiting", "assessment.exam_answer_waits"),
        Some(_) if one.answer.is_none() => ("info", "assessment.exam_answer_none"),
        Some(earned) if earned >= whole => ("success", "assessment.exam_answer_right"),
        Some(earned) if earned > 0 => ("warning", "assessment.exam_answer_part"),
        Some(_) => ("error", "assessment.exam_answer_wrong"),
    };
    Some(ExamTag { code, label: word(key) })
}

fn notice(own_exam: &LearnerExam, attempt: &attempt::Model, shows: bool) -> Option<String> {
    let waits = attempt.points.is_none().then_some(
        "Hay respuestas abiertas que una persona debe leer: el resultado se completa después.",
    );
    let hidden = (!shows).then(|| when(own_exam.exam.feedback, own_exam.exam.closes_at));
    match (waits, hidden) {
        (None, None) => None,
        (waits, hidden) => Some(
            [waits.map(str::to_owned), hidden].into_iter().flatten().collect::<Vec<_>>().join(" "),
        ),
    }
}

fn when(feedback: Feedback, closes: DateTime<Utc>) -> String {
    match feedback {
        Feedback::Never => "En esta prueba no se muestran las respuestas correctas.".to_owned(),
        Feedback::AfterAttempt | Feedback::AfterClose => sentence(&format!(
            "Las respuestas correctas se muestran cuando cierre la prueba, el {}",
            dates::short_with_time(closes)
        )),
    }
}

fn row(exam: ExamId, number: i32, one: &AnsweredItem) -> ResultRow {
    let AnsweredItem { item, question, answer, .. } = one;
    let picture = answer_words::own_pictures(exam, (number, item.position));
    let html = |text: &questions::Markdown| markdown::blocks(text.as_str(), &picture);
    let answer = answer.as_ref().map(|last| &last.answer);
    let scoring = one.scoring();
    // What was taken out has no right answer to be told.
    let told = !matches!(one.way, Some(ScoringRule::Full));
    let said = answer.filter(|_| told);
    let said = said.map(|answer| marking::feedback(scoring, answer)).unwrap_or_default();
    let general = scoring.general_feedback().filter(|_| told);
    let whole = i64::from(item.points) * MILLION;
    ResultRow {
        name: format!("Pregunta {}", item.position),
        html: html(question.text()),
        answer: answer.map(|answer| answer_words::words(question, answer)).unwrap_or_default(),
        right: QuestionAnswer::right(scoring)
            .filter(|_| told)
            .map(|right| answer_words::words(scoring, &right))
            .unwrap_or_default(),
        rescored: one.rescored(),
        earned: match item.earned {
            Some(earned) => {
                format!("{} de {}", labels::points(earned), some(item.points, "punto", "puntos"))
            }
            None => "Por calificar".to_owned(),
        },
        tag: answer_tag(one, whole),
        feedback: said.into_iter().chain(general).map(html).collect(),
        comment: item.comment.clone(),
    }
}
