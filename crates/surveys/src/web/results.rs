//! The results of a cohort's surveys. A round shows nothing before it is over: a reader who saw the
//! figures before and after one more answer could subtract.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::cohort_head;
use platform::charts::Chart;
use sign_in_model::prelude::*;

use crate::entity::survey_invitation::Respondent;
use crate::entity::survey_round;
use crate::entity::survey_version::Kind;
use crate::labels;
use crate::policy::{may_read_words, may_see};
use crate::queries::{self, FollowUpAnswers};
use crate::questionnaire::{AnswerKind, Questionnaire};
use crate::results::{AnswerBar, QuestionTally, SentencePolicy, TallyOutcome, is_enough, tally};
use crate::rules::{last_day, opens_on};
use crate::views::{QuestionResult, RoundView, SurveyResultsPage};

#[get("/cohortes/<cohort>/encuestas")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let (actor, db) = (desk.actor()?, desk.app.db.read());
    let head = cohort_head(db, actor, cohort).await?;
    may_see(actor, &head.access)?;
    head.enter(&desk, CohortTab::Evaluation).await?;
    let words = may_read_words(actor, &head.access);
    let found = queries::rounds(db, cohort).await?;
    let followed = queries::followed(db, cohort).await?;
    let asked = found.iter().filter_map(|(round, _)| round.supervisor_version_id);
    let supervisors = queries::questionnaires(db, asked).await?;
    let mut rounds = Vec::new();
    for (round, survey) in &found {
        if round.kind == Kind::Satisfaction {
            rounds.push(satisfaction(&desk, round, survey, words).await?);
            continue;
        }
        let of = |respondent| followed.get(&(round.id, respondent));
        if let Some(of) = of(Respondent::Person) {
            rounds.push(follow_up(&desk, round, survey, of, None, words));
        }
        let survey = round.supervisor_version_id.and_then(|id| supervisors.get(&id));
        if let (Some(of), Some(survey)) = (of(Respondent::Supervisor), survey) {
            rounds.push(follow_up(&desk, round, survey, of, Some("quien supervisa"), words));
        }
    }
    let opens = opens_on(Kind::Satisfaction, head.cohort.ends_on, false);
    desk.show(&SurveyResultsPage {
        lessons: words.then(|| format!("/cohortes/{cohort}/lecciones")),
        cohort_href: format!("/cohortes/{cohort}"),
        title: head.title,
        rounds,
        soon: format!(
            "La de satisfacción se abre sola el {}, cuando la cohorte termine, y las de seguimiento a los 3 y 6 meses.",
            dates::short(opens)
        ),
    })
}

async fn satisfaction(
    desk: &Desk<'_>,
    round: &survey_round::Model,
    survey: &Questionnaire,
    words: bool,
) -> Result<RoundView, AppError> {
    let db = desk.app.db.read();
    let (all, used) = queries::turnout(db, round.id).await?;
    let mut view = frame(desk, round, round.kind.label().to_owned());
    view.figures.push(
        Figure::new(used.to_string(), "papeletas tomadas")
            .noted(format!("de {}", numbers::people(all))),
    );
    if view.says.is_none() {
        let sheets = queries::box_of(db, round.id).await?;
        view.questions = outcomes(&view.id, survey, &[&sheets], SentencePolicy::GroupsOnly, words);
    }
    Ok(view)
}

/// Builds the results of a follow-up: those of the people, or those of their supervisors.
fn follow_up(
    desk: &Desk<'_>,
    round: &survey_round::Model,
    survey: &Questionnaire,
    followed: &FollowUpAnswers,
    who: Option<&str>,
    words: bool,
) -> RoundView {
    let kind = round.kind.label();
    let heading = who.map_or_else(|| kind.to_owned(), |who| format!("{kind}: {who}"));
    let mut view = frame(desk, round, heading);
    if who.is_some() {
        view.id.push_str("-supervision");
    }
    view.figures.push(
        Figure::new(followed.answered().to_string(), "respondieron")
            .noted(format!("de {}", numbers::people(followed.asked))),
    );
    if view.says.is_none() {
        let groups: Vec<&[_]> = followed.groups.values().map(Vec::as_slice).collect();
        let small = groups.iter().filter(|group| !is_enough(group.len())).count();
        let places = numbers::some(small, "municipio", "municipios");
        let verb = if small == 1 { "suma" } else { "suman" };
        view.note = (small > 0)
            .then(|| format!("{places} con menos de cinco respuestas no se {verb}, para que nadie sea reconocible."));
        view.questions = outcomes(&view.id, survey, &groups, SentencePolicy::Always, words);
    }
    view
}

fn frame(desk: &Desk<'_>, round: &survey_round::Model, heading: String) -> RoundView {
    let last = dates::short(last_day(round.closes_at));
    let is_over = round.closes_at <= desk.app.clock.now();
    RoundView {
        id: labels::slug(round.kind).to_owned(),
        heading,
        tone: if is_over { "closed" } else { "running" },
        state: if is_over { format!("Cerró el {last}") } else { format!("Abierta hasta el {last}") },
        figures: Vec::new(),
        says: (!is_over).then(|| {
            format!("Los resultados se muestran cuando cierre, el {last}: así nadie deduce una respuesta comparando antes y después.")
        }),
        note: None,
        questions: Vec::new(),
    }
}

fn outcomes(
    id: &str,
    survey: &Questionnaire,
    groups: &[&[crate::questionnaire::SurveyAnswers]],
    sentences: SentencePolicy,
    words: bool,
) -> Vec<QuestionResult> {
    tally(survey, groups, sentences)
        .into_iter()
        .filter(|tally| words || tally.question.asks != AnswerKind::Words)
        .map(|tally| outcome(id, tally))
        .collect()
}

fn outcome(id: &str, tally: QuestionTally) -> QuestionResult {
    let mut outcome = QuestionResult {
        id: format!("{id}-{}", tally.question.key),
        text: tally.question.text,
        hidden: None,
        chart: None,
        sentences: None,
    };
    match tally.outcome {
        TallyOutcome::Hidden => {
            outcome.hidden =
                Some("Se muestra desde 5 respuestas, para que nadie sea reconocible.".to_owned());
        }
        TallyOutcome::Sentences(sentences) => outcome.sentences = Some(sentences),
        TallyOutcome::Counted { n, bars, mean } => outcome.chart = Some(chart(n, &bars, mean)),
    }
    outcome
}

fn chart(n: usize, bars: &[AnswerBar], mean: Option<f64>) -> Chart {
    let mean = mean.map(|mean| format!(", promedio {} de 5", numbers::decimal(mean, 1)));
    let summary =
        format!("{}{}", numbers::some(n, "respuesta", "respuestas"), mean.unwrap_or_default());
    let counts: Vec<(String, usize)> =
        bars.iter().map(|bar| (bar.label.clone(), bar.count)).collect();
    Chart::new(summary, (n, ("respuesta", "respuestas")), &counts)
}
