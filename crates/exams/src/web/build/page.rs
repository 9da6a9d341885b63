//! The page of a test that is built or frozen: what it shows, read once.

use chrono::{NaiveDate, NaiveTime};

use assessment_model::entity::activity::{self, ActivityId};
use assessment_model::rules::may_plan;
use capacities_model::entity::capacity;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::CohortHead;
use platform::numbers::some;
use platform::texts::Refusal as _;
use sign_in_model::prelude::*;

use super::form::{capacity_field, count_field, difficulty_field, points_field, sent, with_moment};
use crate::entity::exam::{self, AttemptPolicy, Feedback};
use crate::entity::exam_line;
use crate::labels::{self, DIFFICULTIES, FEEDBACKS, KEEPS};
use crate::policy::{may_build, may_see};
use crate::queries::{self, AttemptCounts, line_of, pool};
use crate::refusals::ExamRefusal;
use crate::rules::{BlueprintLine, DrawableQuestion, MOST_LINES, matched, may_be_exam, there};
use crate::views::{
    ActivityHead, BlueprintLineFields, BlueprintLineRow, BuildPage, difficulty_choices,
    feedback_choices, keep_choices,
};
use crate::web::attempts::figures;

/// Empty lines offered below those that are there.
const BLANKS: usize = 2;

/// Everything that the page shows.
pub(super) struct BuildContents {
    activity: activity::Model,
    head: CohortHead,
    exam: Option<exam::Model>,
    lines: Vec<exam_line::Model>,
    capacities: Vec<capacity::Model>,
    /// What is published for every capacity.
    pool: Vec<DrawableQuestion>,
    unmatched: bool,
    counts: AttemptCounts,
}

pub(super) async fn read(
    desk: &Desk<'_>,
    actor: &Actor,
    id: ActivityId,
) -> Result<BuildContents, AppError> {
    let db = desk.app.db.read();
    let (activity, head) = queries::activity_head(db, actor, id).await?;
    may_see(actor, &head.access)?;
    head.enter(desk, CohortTab::Evaluation).await?;
    let exam = queries::exam_of(db, id).await?;
    let lines = match &exam {
        Some(exam) => queries::lines(db, exam.id).await?,
        None => Vec::new(),
    };
    let capacities = capacities_model::queries::capacities(db).await?;
    let any = |one: &capacity::Model| BlueprintLine {
        capacity: one.code.clone(),
        difficulty: None,
        count: 1,
        points: 1,
    };
    let every: Vec<BlueprintLine> = capacities.iter().map(any).collect();
    let pool = pool(db, &every).await?;
    let (pre, post) = queries::compared(db, head.cohort.id).await?;
    let names = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
    let (pre, post) = (names(&pre), names(&post));
    let unmatched = !pre.is_empty()
        && !post.is_empty()
        && !matched(pre.iter().map(String::as_str), post.iter().map(String::as_str));
    let counts = match &exam {
        Some(exam) => queries::counts(db, exam.id).await?,
        None => AttemptCounts::default(),
    };
    Ok(BuildContents { activity, head, exam, lines, capacities, pool, unmatched, counts })
}

impl BuildContents {
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
        let keep = exam.map_or(AttemptPolicy::Best, |exam| exam.keep);
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

    pub(super) fn page(&self, actor: &Actor, form: FormState) -> BuildPage {
        let frozen = self.exam.as_ref().and_then(|exam| exam.frozen_at);
        let blocked = if !may_be_exam(self.activity.kind) {
            Some(ExamRefusal::NotATest)
        } else {
            may_plan(self.head.cohort.stage).is_err().then_some(ExamRefusal::CohortClosed)
        };
        let may =
            may_build(actor, &self.head.access, self.activity.id).is_ok() && blocked.is_none();
        let form = match form.values.is_empty() {
            true => self.saved(),
            false => form,
        };
        let editable = may && frozen.is_none();
        let unmatched = self.unmatched.then(|| {
            "La prueba inicial y la prueba final no piden las mismas capacidades: la ganancia solo se calcula en las que comparten. Deje en ambas las mismas.".to_owned()
        });
        BuildPage {
            head: ActivityHead::new(&self.activity, &self.head),
            is_built: self.exam.is_some(),
            may_rescore: may && frozen.is_some(),
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

    fn line_fields(&self, form: &FormState) -> Vec<BlueprintLineFields> {
        let typed = |line: usize| {
            form.first(&capacity_field(line)).is_some_and(|code| !code.is_empty())
                || form.first(&count_field(line)).is_some_and(|count| !count.is_empty())
        };
        let filled = (0..MOST_LINES).filter(|line| typed(*line)).max().map_or(0, |last| last + 1);
        (0..(filled + BLANKS).min(MOST_LINES))
            .map(|place| {
                let difficulty = form.first(&difficulty_field(place)).unwrap_or_default();
                let line = BlueprintLine {
                    capacity: form.first(&capacity_field(place)).unwrap_or_default().to_owned(),
                    difficulty: DIFFICULTIES
                        .iter()
                        .find(|(value, _)| *value == difficulty)
                        .and_then(|(_, difficulty)| *difficulty),
                    count: 1,
                    points: 1,
                };
                let many = there(&line, &self.pool);
                BlueprintLineFields {
                    number: place + 1,
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
            Fact::new("Cuenta", exam.keep.label()),
            Fact::new("La persona ve lo correcto", exam.feedback.label()),
        ]
    }

    fn rows(&self) -> Vec<BlueprintLineRow> {
        self.lines
            .iter()
            .map(|row| BlueprintLineRow {
                capacity: self.name(&row.capacity_code).to_owned(),
                difficulty: labels::difficulty(row.difficulty.map(Into::into)),
                count: row.question_count.to_string(),
                points: row.points.to_string(),
            })
            .collect()
    }
}
