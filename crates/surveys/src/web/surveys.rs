//! The surveys themselves: what each asks, its draft, its versions.

use sign_in_model::prelude::*;

use crate::entity::survey_version::{self, Kind, State};
use crate::policy::{WriteSurvey, may_write};
use crate::questionnaire::{
    AnswerKind, INTRO, MOST_QUESTIONS, OPTION, Questionnaire, SurveyQuestion, TEXT, is_kept,
    new_key,
};
use crate::rules::SurveyRefusal;
use crate::views::{
    DraftPage, DraftRow, SurveyPage, SurveyPreview, SurveyRow, SurveyVersionRow, SurveysPage,
};
use crate::{commands, labels, queries, reading};

/// Empty rows offered below the questions that exist.
const BLANKS: usize = 2;
/// Characters of the words at the ends of a scale, and of a note.
const END: usize = 30;
const NOTE: usize = 200;

fn address(kind: Kind) -> String {
    format!("/encuestas/{}", labels::slug(kind))
}

/// The kind that an address names, for those who may write it.
fn opened(desk: &Desk<'_>, survey: &str) -> Result<(Kind, WriteSurvey), AppError> {
    let actor = desk.actor()?;
    // This check comes first, so that a reader without the right gets the same reply for every address.
    may_write(actor, Kind::Satisfaction)?;
    let kind = labels::of_slug(survey).ok_or(AppError::NotFound)?;
    Ok((kind, may_write(actor, kind)?))
}

#[get("/encuestas")]
pub async fn all(desk: Desk<'_>) -> Answer {
    may_write(desk.actor()?, Kind::Satisfaction)?;
    let versions = queries::versions(desk.app.db.read(), None).await?;
    let rows = Kind::ALL.into_iter().map(|kind| {
        let of_kind = |state| versions.iter().find(|v| v.kind == kind && v.state == state);
        SurveyRow {
            href: address(kind),
            name: kind.label(),
            about: labels::about(kind),
            used: of_kind(State::Published).map_or_else(
                || "Ninguna versión publicada".to_owned(),
                |version| format!("Versión {}, desde el {}", version.number, day(version)),
            ),
            draft: of_kind(State::Draft).is_some(),
        }
    });
    desk.show(&SurveysPage { rows: rows.collect() })
}

fn day(version: &survey_version::Model) -> String {
    dates::short(dates::bogota_date(version.published_at.unwrap_or(version.written_at)))
}

async fn page(desk: &Desk<'_>, kind: Kind, form: FormState) -> Result<SurveyPage, AppError> {
    let versions = queries::versions(desk.app.db.read(), Some(kind)).await?;
    let preview = |state| -> Result<Option<SurveyPreview>, AppError> {
        let Some(version) = versions.iter().find(|version| version.state == state) else {
            return Ok(None);
        };
        let survey = queries::questionnaire(version)?;
        Ok(Some(SurveyPreview {
            number: version.number,
            note: version.note.clone(),
            questions: reading::controls(&survey),
            intro: survey.intro,
        }))
    };
    let mut rows = Vec::new();
    for version in &versions {
        rows.push(SurveyVersionRow {
            number: version.number,
            tone: version.state.code(),
            state: version.state.label(),
            when: day(version),
            note: version.note.clone().unwrap_or_default(),
            questions: queries::questionnaire(version)?.questions.len(),
        });
    }
    Ok(SurveyPage {
        form,
        name: kind.label(),
        about: labels::about(kind),
        href: address(kind),
        preview: preview(State::Draft)?,
        used: preview(State::Published)?,
        versions: rows,
    })
}

#[get("/encuestas/<survey>")]
pub async fn one(desk: Desk<'_>, survey: &str) -> Answer {
    let (kind, _) = opened(&desk, survey)?;
    desk.show(&page(&desk, kind, FormState::default()).await?)
}

#[post("/encuestas/<survey>/publicacion")]
pub async fn publish(desk: Desk<'_>, survey: &str) -> Answer {
    let (kind, permit) = opened(&desk, survey)?;
    match commands::publish(desk.app, permit).await {
        Ok(number) => desk.done(
            address(kind),
            format!("Versión {number} publicada: la usan las encuestas que se abran desde ahora."),
        ),
        Err(failure) => {
            let form = FormState::default().refused("", failure.refusal()?.sentence());
            desk.refuse(&page(&desk, kind, form).await?)
        }
    }
}

/// The names of the fields of one row.
fn named(field: &str, row: usize) -> String {
    format!("{field}[{row}]")
}

/// The form as the draft has it, or the version in use where there is none.
async fn saved(desk: &Desk<'_>, kind: Kind) -> Result<FormState, AppError> {
    let versions = queries::versions(desk.app.db.read(), Some(kind)).await?;
    let Some(newest) = versions.first() else { return Ok(FormState::default()) };
    let survey = queries::questionnaire(newest)?;
    let note = newest.note.as_deref().filter(|_| newest.state == State::Draft);
    let mut form = FormState::default().with("intro", &survey.intro).with_option("nota", note);
    for (row, question) in survey.questions.iter().enumerate() {
        form = form
            .with(&named("clave", row), &question.key)
            .with(&named("texto", row), &question.text)
            .with(&named("tipo", row), question.asks.code());
        match &question.asks {
            AnswerKind::Scale { low, high } => {
                form = form.with(&named("bajo", row), low).with(&named("alto", row), high);
            }
            AnswerKind::Choice { options } => {
                form = form.with(&named("opciones", row), options.join("\n"));
            }
            AnswerKind::YesNo | AnswerKind::Words => {}
        }
        if question.required {
            form = form.with(&named("obligatoria", row), "si");
        }
    }
    Ok(form)
}

fn draft_page(kind: Kind, form: FormState) -> DraftPage {
    let filled = (0..MOST_QUESTIONS)
        .filter(|row| {
            form.errors.iter().any(|error| error.field == named("texto", *row))
                || ["clave", "texto"]
                    .iter()
                    .any(|field| form.first(&named(field, *row)).is_some_and(|t| !t.is_empty()))
        })
        .max()
        .map_or(0, |last| last + 1);
    let rows = (0..(filled + BLANKS).min(MOST_QUESTIONS)).map(|row| {
        let key = form.first(&named("clave", row)).unwrap_or_default().to_owned();
        let way = form.first(&named("tipo", row)).unwrap_or_default().to_owned();
        DraftRow {
            number: row + 1,
            is_kept: is_kept(kind, &key),
            way_label: labels::way(&way),
            is_scale: way == "scale",
            is_choice: way == "choice",
            key,
            way,
        }
    });
    DraftPage {
        name: kind.label(),
        href: address(kind),
        rows: rows.collect(),
        ways: labels::ways(),
        form,
    }
}

#[get("/encuestas/<survey>/borrador")]
pub async fn draft(desk: Desk<'_>, survey: &str) -> Answer {
    let (kind, _) = opened(&desk, survey)?;
    let form = saved(&desk, kind).await?;
    desk.show(&draft_page(kind, form))
}

#[post("/encuestas/<survey>/borrador", data = "<fields>")]
pub async fn save(desk: Desk<'_>, survey: &str, fields: Fields) -> Answer {
    let (kind, permit) = opened(&desk, survey)?;
    let (survey, note, rows) = match read(kind, &fields) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&draft_page(kind, form)),
    };
    match commands::save_draft(desk.app, permit, survey, note).await {
        Ok(_) => desk.done(address(kind), "Borrador guardado. Léalo como lo verán y publíquelo."),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let mut form = fields.state();
            form.refuse(&beside(&refusal, &rows), refusal.sentence());
            desk.refuse(&draft_page(kind, form))
        }
    }
}

/// The field that a refusal speaks of; the rows say where each question stood.
fn beside(refusal: &SurveyRefusal, rows: &[usize]) -> String {
    let row = |number: &usize| rows.get(number.saturating_sub(1)).copied();
    match refusal {
        SurveyRefusal::BadOptions { number } => row(number).map(|row| named("opciones", row)),
        SurveyRefusal::BadKey { number } | SurveyRefusal::MustBeRequired { number } => {
            row(number).map(|row| named("texto", row))
        }
        _ => None,
    }
    .unwrap_or_default()
}

type DraftForm = (Questionnaire, Option<String>, Vec<usize>);

/// Reads the rows with a text; the list says which row each question stood in.
fn read(kind: Kind, fields: &Fields) -> Result<DraftForm, FormState> {
    let mut reader = Reader::new(fields);
    let ways: Vec<(String, String)> =
        labels::ways().into_iter().map(|way| (way.value.clone(), way.value)).collect();
    let ways: Vec<(&str, String)> = ways.iter().map(|(a, b)| (a.as_str(), b.clone())).collect();
    let intro = reader.text("intro", INTRO, "Escriba la introducción.");
    let note = reader.optional("nota", NOTE);
    let known: Vec<String> =
        (0..MOST_QUESTIONS).map(|row| fields.first(&named("clave", row)).to_owned()).collect();
    let mut taken = known.clone();
    let (mut questions, mut rows) = (Vec::new(), Vec::new());
    for (row, key) in known.into_iter().enumerate() {
        let is_kept = is_kept(kind, &key);
        if fields.first(&named("texto", row)).is_empty() && !is_kept {
            continue;
        }
        let number = row + 1;
        let text =
            reader.text(&named("texto", row), TEXT, &format!("Escriba la pregunta {number}."));
        let way = reader.choice(
            &named("tipo", row),
            &ways,
            &format!("Elija cómo se responde la pregunta {number}."),
        );
        let asks = match way.as_deref() {
            Some("scale") => {
                let mut end = |field: &str, usual: &str| {
                    let typed = reader.optional(&named(field, row), END);
                    typed.unwrap_or_else(|| usual.to_owned())
                };
                AnswerKind::Scale { low: end("bajo", "Nada"), high: end("alto", "Mucho") }
            }
            Some("choice") => AnswerKind::Choice { options: options(&mut reader, fields, row) },
            Some("yes_no") => AnswerKind::YesNo,
            _ => AnswerKind::Words,
        };
        let key = if key.is_empty() { new_key(taken.iter().map(String::as_str)) } else { key };
        taken.push(key.clone());
        let required =
            reader.ticked(&named("obligatoria", row)) || (is_kept && asks.code() == "scale");
        questions.push(SurveyQuestion { key, text, asks, required });
        rows.push(row);
    }
    reader.finish()?;
    Ok((Questionnaire { intro, questions }, note, rows))
}

/// Reads the options of a question, one on each line.
fn options(reader: &mut Reader<'_>, fields: &Fields, row: usize) -> Vec<String> {
    let name = named("opciones", row);
    let lines: Vec<String> = fields
        .first(&name)
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.iter().any(|line| line.chars().count() > OPTION) {
        reader.wrong(&name, format!("Use máximo {OPTION} caracteres por opción."));
    }
    lines
}
