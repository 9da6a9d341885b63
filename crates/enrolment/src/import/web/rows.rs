//! The rows mended on the page: a cell, a row left out, or one answer for all equal spellings (R86).

use std::collections::BTreeSet;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortRow;
use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use platform::search::fold;
use platform::texts::word;
use sign_in_model::prelude::*;
use territory_model::queries::catalog;

use super::cells::{CELL, LONGEST, cell_answer, file_rows, mended};
use super::check::{check_page, issue_line};
use super::{address, found, head, name_of};
use crate::employers::TOWN_HALL;
use crate::forms::place_choices;
use crate::import::columns::ColumnTarget;
use crate::import::commands::{self, RowAnswer};
use crate::import::entity::import::{self, ImportId};
use crate::import::entity::import_issue;
use crate::import::file::FileRow;
use crate::import::policy::{Step, may_step};
use crate::import::queries::{self, AskedQuestion, RowFilter};
use crate::import::reading::{LEFT_OUT, ListPlaces, PostAnswer, Question};
use crate::import::rules::AT_ONCE;
use crate::import::views::{ImportRowPage, RowField};
use crate::rulebook::is_rule;

pub fn routes() -> Vec<Route> {
    routes![row_form, mend_row, answer_questions]
}

/// The row of the file with its own texts and those that count now.
async fn file_row(desk: &Desk<'_>, import: &import::Model, row: u32) -> Result<FileRow, AppError> {
    let mut rows = file_rows(desk, import, BTreeSet::from([row])).await?;
    rows.remove(&row).ok_or(AppError::NotFound)
}

/// The meanings that the page of a row offers: those of the file, and those that every person needs.
fn offered(file: &FileRow) -> Vec<ColumnTarget> {
    use ColumnTarget as T;
    let always =
        [T::DocumentType, T::Municipality, T::Entity, T::EntityKind, T::Kind, T::Mail, T::Phone];
    let mut all: Vec<ColumnTarget> = file.columns.clone();
    all.extend(always.into_iter().filter(|target| !file.columns.contains(target)));
    all.sort();
    all
}

async fn row_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    number: u32,
    (file, form): (&FileRow, FormState),
) -> Result<ImportRowPage, AppError> {
    let issues = queries::issues_of_row(desk.app.db.read(), import.id, number).await?;
    let of_cell = |issue: &import_issue::Model| {
        issue.target.as_deref().and_then(ColumnTarget::from_code).is_some()
    };
    let has_suggestion = issues.iter().any(|issue| issue.suggestion.is_some() && of_cell(issue));
    let asks_post = issues.iter().any(|issue| issue.target.as_deref() == Some(Question::POST));
    Ok(ImportRowPage {
        head: head(row),
        id: import.id.0,
        row: number,
        file_name: name_of(import),
        form,
        fields: offered(file)
            .into_iter()
            .map(|target| RowField { field: target.code(), label: target.label() })
            .collect(),
        issues: issues.into_iter().map(|issue| issue_line(issue, None)).collect(),
        has_suggestion,
        is_left_out: file.is_left_out,
        post_answers: if asks_post || file.post.is_some() {
            PostAnswer::alternatives()
        } else {
            Vec::new()
        },
    })
}

#[get("/importaciones/<import>/filas/<line>")]
async fn row_form(desk: Desk<'_>, import: ImportId, line: u32) -> Answer {
    let (import, row) = found(&desk, import).await?;
    may_step(desk.actor()?, &row.cohort, &import)?;
    let file = file_row(&desk, &import, line).await?;
    let mut form = FormState::default();
    for target in offered(&file) {
        form = form.with(target.code(), file.now.get(&target).cloned().unwrap_or_default());
    }
    if let Some(post) = file.post {
        form = form.with(Question::POST, post.code());
    }
    desk.show(&row_page(&desk, &import, &row, line, (&file, form)).await?)
}

#[post("/importaciones/<import>/filas/<line>", data = "<fields>")]
async fn mend_row(desk: Desk<'_>, import: ImportId, line: u32, fields: Fields) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    let file = file_row(&desk, &import, line).await?;
    let mut reader = Reader::new(&fields);
    let mut answers = Vec::new();
    let mut said = "La fila quedó corregida y todas se revisaron de nuevo.";
    match fields.first("accion") {
        "fuera" => {
            answers.push(RowAnswer::LeftOut { row: line, is_out: true });
            said = "La fila quedó por fuera: su archivo sigue igual.";
        }
        "dentro" => {
            answers.push(RowAnswer::LeftOut { row: line, is_out: false });
            said = "La fila cuenta de nuevo.";
        }
        "aceptar" => {
            let issues = queries::issues_of_row(desk.app.db.read(), import.id, line).await?;
            answers.extend(issues.into_iter().filter_map(|issue| {
                let target = ColumnTarget::from_code(issue.target.as_deref()?)?;
                Some(RowAnswer::Cell { row: line, target, text: Some(issue.suggestion?) })
            }));
        }
        _ => {
            for target in offered(&file).into_iter().filter(|target| fields.has(target.code())) {
                let text = reader.optional(target.code(), LONGEST).unwrap_or_default();
                answers.extend(cell_answer(&file, (line, target), text));
            }
            if fields.has(Question::POST) {
                let answer = PostAnswer::from_code(fields.first(Question::POST));
                answers.push(RowAnswer::Post { row: line, answer });
            }
        }
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&row_page(&desk, &import, &row, line, (&file, form)).await?);
    }
    checked_again(&desk, &import, permit, answers, said).await
}

#[post("/importaciones/<import>/respuestas", data = "<fields>")]
async fn answer_questions(desk: Desk<'_>, import: ImportId, fields: Fields) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    let before = queries::answers(desk.app.db.read(), import.id).await?;
    let about = fields.grid("pregunta").filter_map(|(_, asked)| asked.split_once('|'));
    let about = about.filter_map(|(code, _)| ColumnTarget::from_code(code)).collect();
    let choices = AnswerChoices::of(&desk, row.cohort.id, about).await?;
    let questions = queries::questions(desk.app.db.read(), import.id).await?;
    let mut reader = Reader::new(&fields);
    let mut answers = mended(&desk, &import, &fields, &mut reader).await?;
    let is_of_cells = fields.grid(CELL).next().is_some();
    let mut told = BTreeSet::new();
    for (place, asked) in fields.grid("pregunta") {
        let field = format!("respuesta[{place}]");
        let value = fields.first(&field);
        let Some((code, typed)) = asked.split_once('|') else { continue };
        if code == Question::RULE {
            if !is_rule(typed) {
                continue;
            }
            let reason = reader.optional(&field, 500).unwrap_or_default();
            // What was not touched is no answer; an emptied reason takes the exception back.
            if before.exceptions.get(typed).map_or("", String::as_str) != reason {
                answers.push(RowAnswer::Exception { rule: typed.to_owned(), reason });
            }
            continue;
        }
        let Some(target) = ColumnTarget::from_code(code) else { continue };
        // The same here: an emptied answer is taken back, and its question comes again.
        let (known, folded) = (before.spelling(target, typed), fold(typed));
        if known.unwrap_or_default() == value {
            continue;
        }
        // A row asks it or somebody answered it before; and each question has one answer.
        let is_same = |one: &AskedQuestion| one.target == code && fold(&one.typed) == folded;
        let is_asked = known.is_some() || questions.iter().any(is_same);
        if !is_asked || !told.insert((target, folded)) {
            reader.wrong("", word("enrolment.import_not_asked"));
            break;
        }
        let offered = choices.about(target, typed);
        if !value.is_empty() && !offered.iter().any(|choice| choice.value == value) {
            reader.wrong(&field, "Elija una de las opciones de la lista.");
        }
        let (typed, value) = (typed.to_owned(), value.to_owned());
        answers.push(RowAnswer::Spelling { target, typed, value });
    }
    if answers.is_empty() && !reader.is_wrong("") {
        let text = match is_of_cells {
            true => word("enrolment.import_no_cell_mended"),
            false => "Elija al menos una respuesta.",
        };
        reader.wrong("", text);
    }
    if let Err(form) = reader.finish() {
        let page = check_page(&desk, &import, &row, (RowFilter::Errors, None), form).await?;
        return desk.refuse(&page);
    }
    let said = match is_of_cells {
        true => word("enrolment.import_cells_mended"),
        false => "Las respuestas valen para todas las filas que dicen lo mismo.",
    };
    checked_again(&desk, &import, permit, answers, said).await
}

/// What may be answered to questions about some meanings.
pub(super) struct AnswerChoices {
    places: ListPlaces,
    entity_kinds: Vec<Alternative>,
}

impl AnswerChoices {
    pub(super) async fn of(
        desk: &Desk<'_>,
        cohort: CohortId,
        about: BTreeSet<ColumnTarget>,
    ) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        Ok(Self {
            places: match about.contains(&ColumnTarget::Municipality) {
                true => queries::list_places(db, cohort).await?,
                false => ListPlaces::default(),
            },
            entity_kinds: match about.contains(&ColumnTarget::EntityKind) {
                true => catalog(db, "entity_type").await?,
                false => Vec::new(),
            },
        })
    }

    /// What may be answered about rows that say this: of the municipalities of elsewhere, those that the words
    /// may mean.
    pub(super) fn about(&self, target: ColumnTarget, typed: &str) -> Vec<Alternative> {
        let mut all = match target {
            ColumnTarget::Municipality => {
                place_choices(&self.places.own, self.places.others_meant(typed))
            }
            ColumnTarget::EntityKind => self.entity_kinds.clone(),
            ColumnTarget::Entity => {
                vec![Alternative::new(TOWN_HALL, word("enrolment.town_hall_of_row"))]
            }
            ColumnTarget::Kind => Kind::alternatives(),
            ColumnTarget::DocumentType => DocumentType::alternatives(),
            _ => Vec::new(),
        };
        // In other rows the same entity may be right.
        if !matches!(target, ColumnTarget::EntityKind | ColumnTarget::Entity) {
            all.push(Alternative::new(LEFT_OUT, "Dejar por fuera estas filas"));
        }
        all
    }
}

/// Keeps the answers; few rows are checked again while the person waits.
async fn checked_again(
    desk: &Desk<'_>,
    import: &import::Model,
    permit: Step,
    answers: Vec<RowAnswer>,
    said: &str,
) -> Answer {
    match commands::answer(desk.app, permit, answers).await {
        Ok(()) => {}
        Err(failure) => {
            return desk.warned(address(import.id), failure.refusal()?.sentence());
        }
    }
    if import.rows <= AT_ONCE {
        commands::check(desk.app, import.id).await?;
    }
    desk.done(address(import.id), said)
}
