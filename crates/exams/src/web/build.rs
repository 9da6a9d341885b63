//! Building a test from lines, seeing a draw of it, and more time.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rocket::{get, post};

use assessment_model::bank::asked::Showing;
use assessment_model::bank::entity::question_version::QuestionVersionId;
use assessment_model::entity::activity::{self, ActivityId};
use assessment_model::rules::may_plan;
use capacities_model::entity::capacity;
use cohorts_model::queries::CohortHead;
use platform::dates;
use platform::errors::AppError;
use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};
use platform::numbers::some;
use platform::pages::Fact;
use platform::texts::Refusal;
use questions::draw::Seed;
use sign_in_model::actor::Actor;
use sign_in_model::desk::{Answer, Desk};

use super::attempts::figures;
use crate::entity::exam::{self, Feedback, Keep};
use crate::entity::exam_line;
use crate::labels::{self, DIFFICULTIES, FEEDBACKS, KEEPS};
use crate::policy::{may_build, may_see};
use crate::queries::{self, Counts, line_of, pool};
use crate::refusals::ExamRefusal;
use crate::rules::{
    self, Drawable, Line, MOST_ATTEMPTS, MOST_LINES, MOST_MINUTES, MOST_POINTS, Plan, matched,
    may_be_exam, there,
};
use crate::views::{
    BuildPage, LineFields, LineRow, PreviewPage, PreviewRow, difficulty_choices, feedback_choices,
    keep_choices,
};
use crate::{asked, commands};

/// The longest reason.
const REASON: usize = 300;
/// Empty lines offered below those that are there.
const BLANKS: usize = 2;
/// Questions of one line: more than any test has.
const MOST_COUNT: i32 = 200;

fn capacity_field(line: usize) -> String {
    format!("capacidad[{line}]")
}
fn difficulty_field(line: usize) -> String {
    format!("dificultad[{line}]")
}
fn count_field(line: usize) -> String {
    format!("preguntas[{line}]")
}
fn points_field(line: usize) -> String {
    format!("puntos[{line}]")
}

/// The value that a form sends for one of its choices.
fn sent<T: PartialEq>(all: &[(&'static str, T)], one: &T) -> &'static str {
    all.iter().find(|(_, known)| known == one).map_or("", |(value, _)| *value)
}

/// Everything that the page shows.
struct Table {
    activity: activity::Model,
    head: CohortHead,
    exam: Option<exam::Model>,
    lines: Vec<exam_line::Model>,
    capacities: Vec<capacity::Model>,
    /// What is published for every capacity.
    pool: Vec<Drawable>,
    unmatched: bool,
    counts: Counts,
}

async fn read(desk: &Desk<'_>, actor: &Actor, id: ActivityId) -> Result<Table, AppError> {
    let db = desk.app.db.read();
    let (activity, head) = queries::activity_head(db, actor, id).await?;
    may_see(actor, &head.access)?;
    let exam = queries::exam_of(db, id).await?;
    let lines = match &exam {
        Some(exam) => queries::lines(db, exam.id).await?,
        None => Vec::new(),
    };
    let capacities = capacities_model::queries::capacities(db).await?;
    let any = |one: &capacity::Model| Line {
        capacity: one.code.clone(),
        difficulty: None,
        count: 1,
        points: 1,
    };
    let every: Vec<Line> = capacities.iter().map(any).collect();
    let pool = pool(db, &every).await?;
    let (pre, post) = queries::compared(db, head.cohort.id).await?;
    let names = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
    let (pre, post) = (names(&pre), names(&post));
    let unmatched = !pre.is_empty()
        && !post.is_empty()
        && !matched(pre.iter().map(String::as_str), post.iter().map(String::as_str));
    let counts = match &exam {
        Some(exam) => queries::counts(db, exam.id).await?,
        None => Counts::default(),
    };
    Ok(Table { activity, head, exam, lines, capacities, pool, unmatched, counts })
}

impl Table {
    /// The form as the database has it, or what is usual: the cohort's days, one attempt.
    fn saved(&self) -> FormState {
        let cohort = &self.head.cohort;
        let midday = |date: NaiveDate, hour| {
            dates::from_bogota(date, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
        };
        let (opens, closes) = match &self.exam {
            Some(exam) => (exam.opens_at, exam.closes_at),
            None => (midday(cohort.starts_on, 8), midday(cohort.ends_on, 18)),
        };
        let form = with_moment(FormState::default(), "abre", opens);
        let form = with_moment(form, "cierra", closes);
        let exam = self.exam.as_ref();
        let keep = exam.map_or(Keep::Best, |exam| exam.keep);
        let feedback = exam.map_or(Feedback::AfterClose, |exam| exam.feedback);
        let form = form
            .with_option("minutos", exam.and_then(|exam| exam.minutes))
            .with("intentos", exam.map_or(1, |exam| exam.attempts))
            .with("cuenta", sent(&KEEPS, &keep))
            .with("muestra", sent(&FEEDBACKS, &feedback));
        self.lines.iter().enumerate().fold(form, |form, (place, row)| {
            let line = line_of(row);
            form.with(&capacity_field(place), &line.capacity)
                .with(&difficulty_field(place), sent(&DIFFICULTIES, &line.difficulty))
                .with(&count_field(place), line.count)
                .with(&points_field(place), line.points)
        })
    }

    fn name<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.capacities.iter().find(|one| one.code == code);
        known.map_or(code, |one| one.name.as_str())
    }

    fn page(&self, actor: &Actor, form: FormState) -> BuildPage {
        let id = self.activity.id;
        let cohort = &self.head.cohort;
        let frozen = self.exam.as_ref().and_then(|exam| exam.frozen_at);
        let blocked = if !may_be_exam(self.activity.kind) {
            Some(ExamRefusal::NotATest)
        } else {
            may_plan(cohort.stage).is_err().then_some(ExamRefusal::CohortClosed)
        };
        let may = may_build(actor, &self.head.access, id).is_ok() && blocked.is_none();
        let form = match form.values.is_empty() {
            true => self.saved(),
            false => form,
        };
        let editable = may && frozen.is_none();
        let unmatched = self.unmatched.then(|| {
            "La prueba inicial y la prueba final no piden las mismas capacidades: la ganancia solo se calcula en las que comparten. Deje en ambas las mismas.".to_owned()
        });
        BuildPage {
            activity: self.activity.name.clone(),
            cohort: self.head.title.clone(),
            cohort_href: format!("/cohortes/{}", cohort.id),
            activities_href: format!("/cohortes/{}/actividades", cohort.id),
            action: format!("/actividades/{id}/prueba"),
            window_action: format!("/actividades/{id}/prueba/plazo"),
            preview_href: self.exam.as_ref().map(|_| format!("/actividades/{id}/prueba/vista-previa")),
            rescoring_href: frozen
                .as_ref()
                .filter(|_| may)
                .map(|_| format!("/actividades/{id}/prueba/recalificar")),
            attempts_href: self.exam.as_ref().map(|_| format!("/actividades/{id}/prueba/intentos")),
            paper_href: self.exam.as_ref().map(|_| format!("/actividades/{id}/prueba/papel")),
            editable,
            extendable: may && frozen.is_some(),
            blocked: blocked.map(|refusal| refusal.sentence()),
            frozen: frozen.map(|at| {
                format!(
                    "Está fija desde el {}, cuando alguien la empezó o se imprimió: desde entonces solo se amplía el plazo, para que todos respondan la misma.",
                    dates::short_with_time(at)
                )
            }),
            unmatched,
            facts: self.facts(),
            figures: if frozen.is_some() { figures(self.counts) } else { Vec::new() },
            lines: if editable { self.line_fields(&form) } else { Vec::new() },
            rows: if editable { Vec::new() } else { self.rows() },
            capacities: self.capacities.iter().map(|one| self.choice(one)).collect(),
            difficulties: difficulty_choices(),
            keeps: keep_choices(),
            feedbacks: feedback_choices(),
            form,
        }
    }

    /// «Recaudo (14 publicadas)».
    fn choice(&self, one: &capacity::Model) -> Alternative {
        let many = self.pool.iter().filter(|question| question.capacity == one.code).count();
        Alternative::new(
            &one.code,
            format!("{} ({})", one.name, some(many as i64, "publicada", "publicadas")),
        )
    }

    fn line_fields(&self, form: &FormState) -> Vec<LineFields> {
        let typed = |line: usize| {
            form.first(&capacity_field(line)).is_some_and(|code| !code.is_empty())
                || form.first(&count_field(line)).is_some_and(|count| !count.is_empty())
        };
        let filled = (0..MOST_LINES).filter(|line| typed(*line)).max().map_or(0, |last| last + 1);
        (0..(filled + BLANKS).min(MOST_LINES))
            .map(|place| {
                let difficulty = form.first(&difficulty_field(place)).unwrap_or_default();
                let line = Line {
                    capacity: form.first(&capacity_field(place)).unwrap_or_default().to_owned(),
                    difficulty: DIFFICULTIES
                        .iter()
                        .find(|(value, _)| *value == difficulty)
                        .and_then(|(_, difficulty)| *difficulty),
                    count: 1,
                    points: 1,
                };
                let many = there(&line, &self.pool);
                LineFields {
                    legend: format!("Renglón {}", place + 1),
                    capacity: capacity_field(place),
                    difficulty: difficulty_field(place),
                    count: count_field(place),
                    points: points_field(place),
                    there: (!line.capacity.is_empty()).then(|| {
                        format!("El banco tiene {}", some(many as i64, "publicada", "publicadas"))
                    }),
                }
            })
            .collect()
    }

    fn facts(&self) -> Vec<Fact> {
        let Some(exam) = &self.exam else { return Vec::new() };
        vec![
            Fact::new("Abre", dates::short_with_time(exam.opens_at)),
            Fact::new("Cierra", dates::short_with_time(exam.closes_at)),
            Fact::new(
                "Tiempo",
                exam.minutes.map_or_else(
                    || "Hasta el cierre".to_owned(),
                    |minutes| some(minutes, "minuto", "minutos"),
                ),
            ),
            Fact::new("Intentos por persona", exam.attempts.to_string()),
            Fact::new("Cuenta", labels::keep(exam.keep)),
            Fact::new("La persona ve lo correcto", labels::feedback(exam.feedback)),
        ]
    }

    fn rows(&self) -> Vec<LineRow> {
        self.lines
            .iter()
            .map(|row| LineRow {
                capacity: self.name(&row.capacity_code).to_owned(),
                difficulty: labels::difficulty(row.difficulty.map(Into::into)),
                count: row.question_count.to_string(),
                points: row.points.to_string(),
            })
            .collect()
    }
}

fn with_moment(form: FormState, name: &str, at: DateTime<Utc>) -> FormState {
    form.with(name, dates::input_date(dates::bogota_date(at)))
        .with(&format!("{name}_hora"), dates::input_time(at))
}

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

fn read_moment(reader: &mut Reader<'_>, name: &str, day: &str, hour: &str) -> DateTime<Utc> {
    let date = reader.date(name, day);
    let time = reader.time(&format!("{name}_hora"), hour);
    dates::from_bogota(date, time)
}

fn read_window(reader: &mut Reader<'_>) -> (DateTime<Utc>, DateTime<Utc>) {
    let opens =
        read_moment(reader, "abre", "Escriba el día en que abre.", "Escriba la hora de apertura.");
    let closes = read_moment(
        reader,
        "cierra",
        "Escriba el día en que cierra.",
        "Escriba la hora de cierre.",
    );
    (opens, closes)
}

/// The plan that was typed, and the row of the form that each of its lines stands in.
fn read_plan(fields: &Fields) -> Result<(Plan, Vec<usize>), FormState> {
    let mut reader = Reader::new(fields);
    let (opens, closes) = read_window(&mut reader);
    let minutes = match fields.first("minutos") {
        "" => None,
        _ => Some(reader.whole("minutos", 1..=MOST_MINUTES, "Escriba los minutos.")),
    };
    let attempts = reader.whole("intentos", 1..=MOST_ATTEMPTS, "Escriba cuántos intentos.");
    let keep = reader.choice("cuenta", &KEEPS, "Elija qué intento cuenta.");
    let feedback = reader.choice("muestra", &FEEDBACKS, "Elija cuándo se ve lo correcto.");
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    for place in 0..MOST_LINES {
        let capacity = fields.first(&capacity_field(place));
        if capacity.is_empty() {
            if !fields.first(&count_field(place)).is_empty() {
                reader.wrong(&capacity_field(place), "Elija la capacidad de estas preguntas.");
            }
            continue;
        }
        let difficulty =
            reader.choice(&difficulty_field(place), &DIFFICULTIES, "Elija la dificultad.");
        let count = reader.whole(&count_field(place), 1..=MOST_COUNT, "Escriba cuántas preguntas.");
        let points = match fields.first(&points_field(place)) {
            "" => 1,
            _ => reader.whole(&points_field(place), 1..=MOST_POINTS, "Escriba los puntos."),
        };
        lines.push(Line {
            capacity: capacity.to_owned(),
            difficulty: difficulty.flatten(),
            count: usize::try_from(count).unwrap_or(0),
            points,
        });
        places.push(place);
    }
    reader.finish()?;
    let keep = keep.unwrap_or(Keep::Best);
    let feedback = feedback.unwrap_or(Feedback::AfterClose);
    Ok((Plan { opens, closes, minutes, attempts, keep, feedback, lines }, places))
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
    let exam = queries::exam_of(db, activity.id).await?.ok_or(AppError::NotFound)?;
    let rows = queries::lines(db, exam.id).await?;
    let lines: Vec<Line> = rows.iter().map(line_of).collect();
    let draw: u32 = Fields::of_address(desk.request()).first("sorteo").parse().unwrap_or(1);
    let seed = u64::from(draw);
    let href = format!("/actividades/{}/prueba", activity.id);
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
        let picture = asked::bank_pictures(*id);
        let showing = Showing { question, order: &order, picture: &picture };
        Some(PreviewRow {
            name: format!("Pregunta {number}"),
            about: format!("{}, {}", name(&line.capacity), some(line.points, "punto", "puntos")),
            question: showing.with(&questions::Answer::empty(question)),
            right: right.map(|right| asked::words(question, &right)).unwrap_or_default(),
        })
    });
    desk.show(&PreviewPage {
        activity: activity.name,
        cohort: head.title,
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        another_href: format!("{href}/vista-previa?sorteo={}", u64::from(draw) + 1),
        exam_href: href,
        blocked,
        rows: shown.collect(),
    })
}
