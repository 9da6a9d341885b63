//! What an import would do, how far it is, what it did, and the file that goes back.

use std::collections::BTreeMap;

use cohorts_model::queries::CohortRow;
use notices_model::departure::Departure;
use platform::dates::short_with_time;
use platform::numbers::{grouped, some};
use platform::search::fold;
use platform::texts::say;
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::cells::CellFields;
use super::rows::AnswerChoices;
use super::{address, found, head, name_of};
use crate::import::authorised::told_of_all;
use crate::import::columns::ColumnTarget;
use crate::import::commands::{READING, WRITING};
use crate::import::entity::import::{self, ImportId, State};
use crate::import::entity::import_issue;
use crate::import::entity::import_row::{self, RowFate};
use crate::import::forecast::{Forecast, SeatSplit};
use crate::import::policy::may_step;
use crate::import::queries::{AskedQuestion, RowFilter};
use crate::import::reading::Question;
use crate::import::rules::{ImportRefusal, cell_name, may_commit, saturating_i32};
use crate::import::views::{
    CellField, GroupLine, ImportCheckPage, ImportDonePage, ImportIssueLine, ImportProgressPage,
    ImportRowLine, QuestionLine, RowFilterLink, RuleLine, StepProgress,
};
use crate::import::{queries, workbook};
use crate::queries::GroupNames;
use crate::rulebook::exception_words;
use crate::web::late_notice;

pub fn routes() -> Vec<Route> {
    routes![download_marked]
}

pub(super) fn progress_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
) -> ImportProgressPage {
    let rows = some(import.rows, "fila", "filas");
    let of = |what| desk.app.progress.of(what, import.id.0);
    let (title, text, reached) = match import.state {
        State::Committing => (
            "Importando",
            format!("Se están inscribiendo las personas de {rows}. Se guardan todas o ninguna."),
            of(WRITING).map(|reached| StepProgress::new(reached, "personas preparadas")),
        ),
        _ => (
            "Revisando las filas",
            format!("Se están revisando {rows}. Nada cambia todavía."),
            of(READING).map(|reached| StepProgress::new(reached, "filas leídas")),
        ),
    };
    ImportProgressPage {
        head: head(row),
        id: import.id.0,
        file_name: name_of(import),
        title,
        text,
        reached,
    }
}

pub(super) async fn check_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    (filter, page): (RowFilter, Option<u64>),
    form: FormState,
) -> Result<ImportCheckPage, AppError> {
    let db = desk.app.db.read();
    let here = address(import.id);
    let counts = queries::row_counts(db, import.id).await?;
    let shown = RowFilter::EACH.iter().zip(&counts).find(|((one, _, _), _)| *one == filter);
    let shown = shown.map_or(0, |(_, count)| *count);
    let pager = Pager::new(page, shown, &format!("{here}?ver={}", filter.code()));
    let rows = queries::rows(db, import.id, filter, &pager).await?;
    let numbers = rows.iter().map(|row| row.row_number).chain([0]);
    let mut issues: BTreeMap<i32, Vec<ImportIssueLine>> = BTreeMap::new();
    let mut cells = CellFields::of(desk, import, &rows, form).await?;
    for issue in queries::issues_of(db, import.id, numbers).await? {
        let mended = cells.field(&issue);
        issues.entry(issue.row_number).or_default().push(issue_line(issue, mended));
    }
    let mends = cells.any();
    let filters =
        RowFilter::EACH.iter().zip(counts).map(|((one, code, label), count)| RowFilterLink {
            href: format!("{here}?ver={code}"),
            label: format!("{label}: {}", grouped(i64::try_from(count).unwrap_or(i64::MAX))),
            is_current: *one == filter,
        });
    let filters = filters.collect();
    let Asked { questions, rules, settled, form } =
        questions(desk, import, row, cells.form).await?;
    let to_enrol = import.new_people + import.known_people;
    let mut figures = vec![
        Figure::counted(import.new_people, "persona nueva", "personas nuevas"),
        Figure::counted(
            import.known_people,
            "ya conocida, por inscribir",
            "ya conocidas, por inscribir",
        ),
        Figure::counted(import.already_enrolled, "ya inscrita", "ya inscritas"),
        Figure::counted(import.with_errors, "fila con errores", "filas con errores"),
    ];
    if import.completed > 0 {
        let label = "con correo o teléfono por completar";
        figures.push(Figure::counted(import.completed, label, label));
    }
    if import.withdrawn > 0 {
        let one = "retirada, no se inscribe";
        figures.push(Figure::counted(import.withdrawn, one, "retiradas, no se inscriben"));
    }
    if import.skipped > 0 {
        figures.push(Figure::counted(import.skipped, "fila que no cuenta", "filas que no cuentan"));
    }
    let refused = may_commit(import.state, import.with_errors, to_enrol + import.completed).err();
    let forecast: Forecast = import
        .forecast
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let groups = match forecast.groups.is_empty() {
        true => Vec::new(),
        false => group_lines(&GroupNames::of(db, row.cohort.id).await?, &forecast),
    };
    let said = queries::choice_of(import).and_then(|choice| choice.authorised);
    let said = said.filter(|said| said.at < import.created_at);
    Ok(ImportCheckPage {
        head: head(row),
        id: import.id.0,
        file_name: name_of(import),
        form,
        figures,
        wrong: (import.with_errors > 0)
            .then(|| some(import.with_errors, "fila con errores", "filas con errores")),
        import: refused.is_none().then(|| import_label(to_enrol, import.completed)),
        letters: (forecast.letters > 0).then(|| Departure::Now.sentence(forecast.letters)),
        seats: if to_enrol > 0 { seats_line(&forecast) } else { String::new() },
        groups,
        nobody: matches!(refused, Some(ImportRefusal::NobodyNew))
            .then(|| ImportRefusal::NobodyNew.sentence()),
        authorisation: said.map(told_of_all).unwrap_or_default(),
        notes: issues.remove(&0).unwrap_or_default(),
        asks: !questions.is_empty() || !rules.is_empty(),
        questions,
        rules,
        settled,
        filters,
        mends,
        rows: rows
            .into_iter()
            .map(|row| {
                let told = issues.remove(&row.row_number).unwrap_or_default();
                row_line(import, row, told)
            })
            .collect(),
        pager,
    })
}

/// The questions of the rows, and the form with what is proposed or was said for each.
struct Asked {
    questions: Vec<QuestionLine>,
    rules: Vec<RuleLine>,
    /// Those that were answered before.
    settled: Vec<QuestionLine>,
    form: FormState,
}

async fn questions(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    mut form: FormState,
) -> Result<Asked, AppError> {
    let (mut questions, mut rules, mut settled) = (Vec::new(), Vec::new(), Vec::new());
    let mut asked = queries::questions(desk.app.db.read(), import.id).await?;
    for answer in queries::spelling_answers(desk.app.db.read(), import.id).await? {
        let is_again =
            |one: &AskedQuestion| one.target == answer.target && fold(&one.typed) == answer.typed;
        if !asked.iter().any(is_again) {
            asked.push(AskedQuestion {
                target: answer.target,
                typed: answer.typed,
                suggestion: Some(answer.value),
                rows: 0,
            });
        }
    }
    let about = asked.iter().filter_map(|one| ColumnTarget::from_code(&one.target)).collect();
    let choices = AnswerChoices::of(desk, row.cohort.id, about).await?;
    for (place, question) in asked.into_iter().enumerate() {
        let field = format!("respuesta[{place}]");
        if let Some(suggestion) = question.suggestion.filter(|_| form.first(&field).is_none()) {
            form = form.with(&field, suggestion);
        }
        let asked_field = format!("pregunta[{place}]");
        let asked = format!("{}|{}", question.target, question.typed);
        let is_settled = question.rows == 0;
        let rows = match is_settled {
            true => String::new(),
            false => some(saturating_i32(question.rows), "fila", "filas"),
        };
        if question.target == Question::RULE {
            let facts = [("rule", exception_words(&question.typed)), ("rows", rows)];
            let label = say("enrolment.exception_reason", &facts);
            rules.push(RuleLine { asked_field, asked, field, label });
            continue;
        }
        let Some(target) = ColumnTarget::from_code(&question.target) else { continue };
        let label = match question.typed.as_str() {
            "" => format!("{}: sin dato", target.label()),
            typed => format!("{}: «{typed}»", target.label()),
        };
        let choices = choices.about(target, &question.typed);
        let lines = if is_settled { &mut settled } else { &mut questions };
        lines.push(QuestionLine { asked_field, asked, field, label, rows, choices });
    }
    Ok(Asked { questions, rules, settled, form })
}

/// A row as the list shows it.
fn row_line(
    import: &import::Model,
    row: import_row::Model,
    issues: Vec<ImportIssueLine>,
) -> ImportRowLine {
    let work = [row.position, row.entity, row.municipality];
    let work: Vec<String> = work.into_iter().filter(|text| !text.is_empty()).collect();
    ImportRowLine {
        row: row.row_number,
        href: format!("{}/filas/{}", address(import.id), row.row_number),
        name: row.name,
        document: row.document,
        work: work.join(" · "),
        kind: row.kind,
        contacts: row.contacts,
        fate: row.fate.label(),
        is_wrong: row.fate == RowFate::Wrong,
        is_new: row.is_new,
        is_doubtful: row.has_doubt && row.fate != RowFate::Wrong,
        issues,
    }
}

pub(super) fn issue_line(issue: import_issue::Model, mended: Option<CellField>) -> ImportIssueLine {
    ImportIssueLine {
        place: match (u32::try_from(issue.row_number), issue.column_index) {
            (Ok(row), Some(column)) => cell_name(row, u32::try_from(column).unwrap_or_default()),
            _ => String::new(),
        },
        is_error: issue.is_error,
        what: issue.what,
        mend: issue.mend,
        mended,
    }
}

/// What the button does.
fn import_label(to_enrol: i32, completed: i32) -> String {
    match to_enrol {
        0 => format!("Completar los datos de {}", some(completed, "persona", "personas")),
        some_people => format!("Importar {}", some(some_people, "persona", "personas")),
    }
}

/// What the import would do to the seats.
fn seats_line(forecast: &Forecast) -> String {
    let left = match forecast.free {
        0 => "No quedan cupos libres".to_owned(),
        1 => "Queda 1 cupo libre".to_owned(),
        free => format!("Quedan {} cupos libres", grouped(free.into())),
    };
    match (forecast.waiting, forecast.seated) {
        (0, _) => format!("{left}."),
        (_, 0) => format!("{left}: todas quedarán en lista de espera."),
        (1, _) => format!("{left}: 1 persona quedará en lista de espera."),
        (many, _) => {
            format!("{left}: {} personas quedarán en lista de espera.", grouped(many.into()))
        }
    }
}

/// The same for each group that has seats of its own, and for the others.
fn group_lines(names: &GroupNames, forecast: &Forecast) -> Vec<GroupLine> {
    let line = |name: String, people: SeatSplit| GroupLine {
        name,
        people: grouped((people.seated + people.waiting).into()),
        seated: grouped(people.seated.into()),
        waiting: grouped(people.waiting.into()),
    };
    let groups = forecast.groups.iter();
    let mut all: Vec<GroupLine> =
        groups.map(|group| line(names.name(group.kind, &group.key), group.people)).collect();
    all.push(line("Sin cupos reservados".to_owned(), forecast.others));
    all
}

pub(super) async fn done_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
) -> Result<ImportDonePage, AppError> {
    let roster = head(row).roster_path();
    let waits = "en lista de espera";
    let mut figures = vec![
        Figure::counted(import.seated, "inscrita con cupo", "inscritas con cupo")
            .to(roster.clone()),
        Figure::counted(import.waiting, waits, waits).to(format!("{roster}?lista=espera")),
        Figure::counted(import.new_people, "persona nueva", "personas nuevas"),
        Figure::counted(import.already_enrolled, "ya estaba inscrita", "ya estaban inscritas"),
    ];
    if import.completed > 0 {
        let label = "con correo o teléfono completado";
        figures.push(Figure::counted(import.completed, label, label));
    }
    let (discarded, at) =
        (import.state == State::Discarded, import.finished_at.unwrap_or(import.created_at));
    Ok(ImportDonePage {
        head: head(row),
        file_name: name_of(import),
        discarded,
        when: short_with_time(at),
        figures,
        late: if discarded { None } else { late_notice(desk, &row.cohort, at).await? },
    })
}

#[get("/importaciones/<import>/xlsx")]
async fn download_marked(desk: Desk<'_>, import: ImportId) -> Answer {
    let (import, row) = found(&desk, import).await?;
    may_step(desk.actor()?, &row.cohort, &import)?;
    if import.state != State::Checked {
        let refusal = ImportRefusal::NotNow { state: import.state };
        return Err(AppError::Refused(refusal.sentence()));
    }
    let db = desk.app.db.read();
    let choice = queries::choice_of(&import)
        .ok_or_else(|| AppError::Internal("an import without its columns".to_owned()))?;
    let issues = queries::all_issues(db, import.id).await?;
    let bytes = queries::bytes(db, import.id).await?;
    let bytes = blocking::run(move || workbook::marked(&bytes, &choice, &issues)).await??;
    desk.file(FileReply {
        name: format!("por-corregir-{}.xlsx", import.id),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}
