//! Addresses of imports.

use rocket::{Route, get, post, routes};

use super::columns::{Columns, TARGETS, Target};
use super::commands::{self, NameApart, NewFile};
use super::entity::import::{self, ImportId, State};
use super::file::{Inspected, NO_HEADER, inspect_apart};
use super::policy::{may_step, may_upload};
use super::queries;
use super::reading::{Choice, Defaults};
use super::rules::{
    AT_ONCE, ImportRefusal, MOST_MEGABYTES, MOST_PEOPLE, cell_name, column_name, may_commit,
    state_label,
};
use super::views::{
    CheckPage, ColumnLine, ColumnsPage, DonePage, Earlier, Figure, IssueLine, ProgressPage,
    UploadPage,
};
use super::{template, workbook};
use crate::cohorts::entity::cohort::CohortId;
use crate::cohorts::policy::RUNNERS;
use crate::cohorts::queries::{CohortRow, find, municipalities};
use crate::enrolment::entity::enrolment::Origin;
use crate::enrolment::forms;
use crate::enrolment::queries::all_counts;
use crate::enrolment::rules::Window;
use crate::enrolment::views::Head;
use crate::people::labels::{DOCUMENT_TYPES, KINDS, document_type_code};
use crate::platform::dates::short_with_time;
use crate::platform::errors::AppError;
use crate::platform::fields::{Alternative, FormState};
use crate::platform::forms::{Fields, Reader};
use crate::platform::numbers::{grouped, some};
use crate::platform::texts::Refusal;
use crate::platform::uploads::Upload;
use crate::platform::{workshop, xlsx};
use crate::sign_in::desk::{Answer, Desk, FileReply};
use crate::territory::queries::Place;

pub fn routes() -> Vec<Route> {
    routes![upload_form, upload, download_template, show, choose, confirm, discard, download_marked]
}

fn head(row: &CohortRow) -> Head {
    Head::new(&row.cohort, &row.version.name, &row.unit_name)
}

fn address(id: ImportId) -> String {
    format!("/importaciones/{id}")
}

/// The cohort, for those who may import into it; a cohort that takes nobody says so.
async fn open_cohort(desk: &Desk<'_>, cohort: CohortId) -> Result<CohortRow, AppError> {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = find(desk.app.db.read(), actor, cohort).await?;
    may_upload(actor, &row.cohort)?;
    Ok(row)
}

async fn upload_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<UploadPage, AppError> {
    let earlier = queries::of_cohort(desk.app.db.read(), row.cohort.id).await?;
    let most = grouped(i64::from(MOST_PEOPLE));
    Ok(UploadPage {
        head: head(row),
        form,
        hint: format!("Hasta {MOST_MEGABYTES} MB y {most} personas."),
        earlier: earlier
            .into_iter()
            .map(|(import, account)| Earlier {
                name: name_of(&import),
                href: address(import.id),
                state: state_label(import.state),
                when: short_with_time(import.created_at),
                who: account.map(|account| account.display_name).unwrap_or_default(),
                outcome: match import.state {
                    State::Done => some(
                        import.seated + import.waiting,
                        "persona inscrita",
                        "personas inscritas",
                    ),
                    State::Checked if import.with_errors > 0 => {
                        some(import.with_errors, "fila con errores", "filas con errores")
                    }
                    _ => String::new(),
                },
            })
            .collect(),
    })
}

/// A link needs words.
fn name_of(import: &import::Model) -> String {
    if import.file_name.is_empty() { "Archivo".to_owned() } else { import.file_name.clone() }
}

#[get("/cohortes/<cohort>/importacion")]
async fn upload_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = open_cohort(&desk, cohort).await?;
    Window::of(&row.cohort)
        .may_enrol(Origin::Coordinator, desk.app.clock.today())
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    desk.show(&upload_page(&desk, &row, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/importacion", data = "<upload>")]
async fn upload(desk: Desk<'_>, cohort: CohortId, upload: Upload) -> Answer {
    let row = open_cohort(&desk, cohort).await?;
    let permit = may_upload(desk.actor()?, &row.cohort)?;
    let refused = |refusal: ImportRefusal| Fields::default().refused(&refusal);
    let form = match upload.file {
        _ if upload.too_large => refused(ImportRefusal::File(sheets::Refusal::TooLarge)),
        None => refused(ImportRefusal::NoFile),
        Some(file) => {
            let file = NewFile { name: file.name, bytes: file.bytes };
            match commands::upload(desk.app, permit, file).await {
                Ok(id) => return desk.go(address(id)),
                Err(failure) => refused(failure.refusal()?),
            }
        }
    };
    desk.refuse(&upload_page(&desk, &row, form).await?)
}

#[get("/cohortes/<cohort>/importacion/plantilla.xlsx")]
async fn download_template(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = open_cohort(&desk, cohort).await?;
    let places = municipalities(desk.app.db.read(), cohort).await?;
    let title = head(&row).title();
    let bytes = workshop::run(move || template::workbook(&title, &places)).await??;
    desk.file(FileReply {
        name: format!("plantilla-inscritos-{cohort}.xlsx"),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}

/// The import with its cohort, within the actor's reach.
async fn found(desk: &Desk<'_>, id: ImportId) -> Result<(import::Model, CohortRow), AppError> {
    let actor = desk.actor_as(&RUNNERS)?;
    let (import, cohort) = queries::find(desk.app.db.read(), actor, id).await?;
    let row = find(desk.app.db.read(), actor, cohort).await?;
    Ok((import, row))
}

#[get("/importaciones/<import>?<paso>&<hoja>&<fila>&<pagina>")]
async fn show(
    desk: Desk<'_>,
    import: ImportId,
    paso: Option<&str>,
    hoja: Option<usize>,
    fila: Option<u32>,
    pagina: Option<u64>,
) -> Answer {
    let (import, row) = found(&desk, import).await?;
    match import.state {
        State::Uploaded => columns(&desk, &import, &row, hoja, fila).await,
        State::Checked if paso == Some("columnas") => {
            columns(&desk, &import, &row, hoja, fila).await
        }
        State::Checked => {
            desk.show(&check_page(&desk, &import, &row, pagina, FormState::default()).await?)
        }
        State::Checking | State::Committing => desk.show(&progress_page(&import, &row)),
        State::Done | State::Discarded => desk.show(&done_page(&import, &row)),
    }
}

/// What was read of the file, for the page of its columns.
struct Sight {
    inspected: Inspected,
    header: u32,
    headings: Vec<(u32, String)>,
    columns: Columns,
}

async fn sight(
    desk: &Desk<'_>,
    import: &import::Model,
    sheet: Option<usize>,
    header: Option<u32>,
) -> Result<Sight, AppError> {
    let bytes = queries::bytes(desk.app.db.read(), import.id).await?;
    let inspected = inspect_apart(bytes, sheet).await?;
    let (inspected, _) =
        inspected.map_err(|refusal| AppError::Refused(ImportRefusal::File(refusal).sentence()))?;
    let guessed = inspected.header.as_ref().map_or(NO_HEADER, |header| header.row);
    let row = header.unwrap_or(guessed);
    let found = inspected.header_in(row).or_else(|| inspected.header_in(guessed));
    let (header, headings, columns) = match found {
        Some(found) => (found.row, found.headings, found.columns),
        None => (guessed, Vec::new(), Columns::default()),
    };
    Ok(Sight { inspected, header, headings, columns })
}

/// The page of the columns as the file suggests them, or as they were decided before.
async fn columns(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    sheet: Option<usize>,
    header: Option<u32>,
) -> Answer {
    let before: Option<Choice> = match &import.choice {
        Some(choice) => serde_json::from_str(choice).ok(),
        None => None,
    };
    let again = before.as_ref().filter(|_| sheet.is_none() && header.is_none());
    let sheet = sheet.or_else(|| again.map(|choice| choice.sheet as usize));
    let header = header.or_else(|| again.map(|choice| choice.header));
    let sight = sight(desk, import, sheet, header).await?;
    let defaults = match &before {
        Some(before) => before.defaults.clone(),
        None => last_defaults(desk, row, import.id).await?,
    };
    let columns = again.map_or(&sight.columns, |choice| &choice.columns);
    let mut form = FormState::default()
        .with("hoja", sight.inspected.sheet)
        .with("fila", sight.header)
        .with("tipo_documento", defaults.document_type.map_or("", document_type_code))
        .with("municipio", defaults.municipality.unwrap_or_default())
        .with("tipo_vinculacion", kind_code(&defaults.kind))
        .with("alcaldia", if defaults.alcaldia { "si" } else { "" });
    for (column, target) in &columns.0 {
        form = form.with(&field_of(*column), target.value());
    }
    desk.show(&columns_page(desk, import, row, &sight, form).await?)
}

fn kind_code(kind: &Option<crate::people::entity::post::Kind>) -> &'static str {
    KINDS.iter().find(|row| Some(row.1) == *kind).map_or("", |row| row.0)
}

/// What was decided with the last file of the cohort, so that it is not asked twice.
async fn last_defaults(
    desk: &Desk<'_>,
    row: &CohortRow,
    but: ImportId,
) -> Result<Defaults, AppError> {
    let earlier = queries::of_cohort(desk.app.db.read(), row.cohort.id).await?;
    let last = earlier
        .into_iter()
        .filter(|(import, _)| import.id != but)
        .find_map(|(import, _)| serde_json::from_str::<Choice>(&import.choice?).ok());
    if let Some(last) = last {
        return Ok(last.defaults);
    }
    let places = municipalities(desk.app.db.read(), row.cohort.id).await?;
    let only = match places.as_slice() {
        [only] => Some(only.code.clone()),
        _ => None,
    };
    Ok(Defaults {
        document_type: Some(crate::people::entity::person::DocumentType::Cc),
        municipality: only,
        kind: None,
        alcaldia: false,
    })
}

fn field_of(column: u32) -> String {
    format!("columna[{column}]")
}

/// Rows shown below the headings.
const SHOWN: usize = 5;

async fn columns_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    sight: &Sight,
    form: FormState,
) -> Result<ColumnsPage, AppError> {
    let places = municipalities(desk.app.db.read(), row.cohort.id).await?;
    let below: Vec<&sheets::Row> = sight
        .inspected
        .head
        .iter()
        .filter(|known| known.number > sight.header)
        .take(SHOWN)
        .collect();
    let lines = sight.headings.iter().map(|(column, heading)| {
        let values: Vec<&str> = below
            .iter()
            .map(|row| row.text(*column))
            .filter(|text| !text.is_empty())
            .take(2)
            .collect();
        ColumnLine {
            field: field_of(*column),
            label: format!("Columna {}: {heading}", column_name(*column)),
            example: match values.is_empty() {
                true => "Sin datos en las primeras filas".to_owned(),
                false => format!("Por ejemplo: {}", values.join(", ")),
            },
        }
    });
    let several = sight.inspected.sheets.len() > 1;
    let first_texts = |row: &sheets::Row| {
        let texts: Vec<&str> = row.cells.iter().take(3).map(|cell| cell.text.as_str()).collect();
        let text: String = texts.join(", ").chars().take(70).collect();
        Alternative::new(row.number, format!("Fila {}: {text}", row.number))
    };
    Ok(ColumnsPage {
        head: head(row),
        id: import.id.0,
        file_name: name_of(import),
        form,
        rows: some(import.rows, "fila", "filas"),
        sheets: match several {
            true => (0..)
                .zip(&sight.inspected.sheets)
                .map(|(index, sheet): (usize, _)| Alternative::new(index, &sheet.name))
                .collect(),
            false => Vec::new(),
        },
        header_rows: [Alternative::new(NO_HEADER, "El archivo no tiene fila de títulos")]
            .into_iter()
            .chain(sight.inspected.head.iter().take(30).map(first_texts))
            .collect(),
        columns: lines.collect(),
        targets: TARGETS.iter().map(|row| Alternative::new(row.0, row.2)).collect(),
        headings: sight.headings.iter().map(|(_, heading)| heading.clone()).collect(),
        first_rows: below
            .iter()
            .map(|row| {
                sight.headings.iter().map(|(column, _)| row.text(*column).to_owned()).collect()
            })
            .collect(),
        document_types: forms::document_types(),
        municipalities: places
            .iter()
            .map(|place| Alternative::new(&place.code, place.full_name()))
            .collect(),
        kinds: forms::kinds(),
    })
}

#[post("/importaciones/<import>/columnas", data = "<fields>")]
async fn choose(desk: Desk<'_>, import: ImportId, fields: Fields) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    super::rules::may_choose(import.state)
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    let sheet = fields.first("hoja").parse::<usize>().ok();
    let header = fields.first("fila").parse::<u32>().ok();
    if fields.first("accion") == "releer" {
        let mut to = format!("{}?paso=columnas", address(import.id));
        if let Some(sheet) = sheet {
            to.push_str(&format!("&hoja={sheet}"));
        }
        if let Some(header) = header {
            to.push_str(&format!("&fila={header}"));
        }
        return desk.go(to);
    }
    let sight = sight(&desk, &import, sheet, header).await?;
    let places = municipalities(desk.app.db.read(), row.cohort.id).await?;
    let choice = match read_choice(&fields, &sight, &places) {
        Ok(choice) => choice,
        Err(form) => {
            return desk.refuse(&columns_page(&desk, &import, &row, &sight, form).await?);
        }
    };
    match commands::choose(desk.app, permit, &choice).await {
        Ok(()) => {}
        Err(failure) => return Err(AppError::Refused(failure.refusal()?.sentence())),
    }
    if import.rows <= AT_ONCE {
        commands::check(desk.app, import.id).await?;
    }
    desk.go(address(import.id))
}

/// The decisions of the form, or what is missing from them.
fn read_choice(fields: &Fields, sight: &Sight, places: &[Place]) -> Result<Choice, FormState> {
    let mut reader = Reader::new(fields);
    let mut columns = Columns::default();
    for (column, _) in &sight.headings {
        let field = field_of(*column);
        let value = fields.first(&field);
        if value.is_empty() {
            continue;
        }
        match Target::of_value(value) {
            None => reader.wrong(&field, "Elija una de las opciones de la lista."),
            Some(target) => match columns.of(target) {
                Some(other) => reader.wrong(
                    &field,
                    format!(
                        "«{}» ya está en la columna {}: deje solo una.",
                        target.label(),
                        column_name(other)
                    ),
                ),
                None => {
                    columns.0.insert(*column, target);
                }
            },
        }
    }
    let first = sight.headings.first().map(|(column, _)| field_of(*column)).unwrap_or_default();
    if columns.of(Target::Document).is_none() {
        reader.wrong(&first, "Diga cuál columna tiene el número de documento.");
    }
    if !columns.has_name() {
        reader.wrong(
            &first,
            "Diga cuál columna tiene el nombre: una con nombres y apellidos, o una para cada uno.",
        );
    }
    if columns.of(Target::Position).is_none() {
        reader.wrong(&first, "Diga cuál columna tiene el cargo o la función.");
    }
    let types = DOCUMENT_TYPES.map(|(code, kind, _)| (code, kind));
    let kinds = KINDS.map(|(code, kind, _)| (code, kind));
    let codes: Vec<(&str, String)> =
        places.iter().map(|place| (place.code.as_str(), place.code.clone())).collect();
    let lacks = |target| columns.of(target).is_none();
    // A column may say it for every row; only without one must it be said here.
    let said = |name: &str, lacks: bool| lacks || !fields.first(name).is_empty();
    let document_type = said("tipo_documento", false)
        .then(|| reader.choice("tipo_documento", &types, "Elija el tipo de documento."))
        .flatten();
    let municipality = said("municipio", lacks(Target::Municipality))
        .then(|| {
            reader.choice(
                "municipio",
                &codes,
                "Elija el municipio, porque ninguna columna lo dice.",
            )
        })
        .flatten();
    let kind = said("tipo_vinculacion", lacks(Target::Kind))
        .then(|| {
            reader.choice(
                "tipo_vinculacion",
                &kinds,
                "Elija el tipo de vinculación, porque ninguna columna lo dice.",
            )
        })
        .flatten();
    let alcaldia = reader.ticked("alcaldia");
    if lacks(Target::Entity) && !alcaldia {
        reader.wrong(
            "alcaldia",
            "Ninguna columna dice la entidad: elija una columna o marque que es la alcaldía.",
        );
    }
    if !reader.ticked("autorizo") {
        reader.wrong(
            "autorizo",
            "Sin la autorización de las personas no se pueden registrar sus datos.",
        );
    }
    reader.finish()?;
    Ok(Choice {
        sheet: u32::try_from(sight.inspected.sheet).unwrap_or(0),
        header: sight.header,
        columns,
        defaults: Defaults { document_type, municipality, kind, alcaldia },
    })
}

fn progress_page(import: &import::Model, row: &CohortRow) -> ProgressPage {
    let rows = some(import.rows, "fila", "filas");
    let (title, text) = match import.state {
        State::Committing => (
            "Importando",
            format!("Se están inscribiendo las personas de {rows}. Se guardan todas o ninguna."),
        ),
        _ => ("Revisando las filas", format!("Se están revisando {rows}. Nada cambia todavía.")),
    };
    ProgressPage { head: head(row), id: import.id.0, file_name: name_of(import), title, text }
}

fn figure(number: i32, label: &'static str) -> Figure {
    Figure { number: grouped(i64::from(number)), label, href: None, note: None }
}

async fn check_page(
    desk: &Desk<'_>,
    import: &import::Model,
    row: &CohortRow,
    page: Option<u64>,
    form: FormState,
) -> Result<CheckPage, AppError> {
    let db = desk.app.db.read();
    let (issues, pager) = queries::issues(db, import.id, page, &address(import.id)).await?;
    let to_enrol = import.new_people + import.known_people;
    let mut figures = vec![
        figure(import.new_people, "personas nuevas"),
        figure(import.known_people, "ya conocidas, por inscribir"),
        figure(import.already_enrolled, "ya inscritas"),
        figure(import.with_errors, "filas con errores"),
    ];
    if import.withdrawn > 0 {
        figures.push(figure(import.withdrawn, "retiradas, no se inscriben"));
    }
    if import.skipped > 0 {
        figures.push(figure(import.skipped, "filas que no cuentan"));
    }
    let refused = may_commit(import.state, import.with_errors, to_enrol).err();
    let counts = all_counts(db, row.cohort.id).await?;
    let free = i64::from(row.cohort.seats) - i64::try_from(counts.confirmed).unwrap_or(i64::MAX);
    let names: Vec<NameApart> = import
        .names_apart
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    Ok(CheckPage {
        head: head(row),
        id: import.id.0,
        file_name: name_of(import),
        form,
        figures,
        wrong: (import.with_errors > 0)
            .then(|| some(import.with_errors, "fila con errores", "filas con errores")),
        import: refused
            .is_none()
            .then(|| format!("Importar {}", some(to_enrol, "persona", "personas"))),
        seats: seats_line(free.max(0), i64::from(to_enrol)),
        nobody: matches!(refused, Some(ImportRefusal::NobodyNew))
            .then(|| ImportRefusal::NobodyNew.sentence()),
        issues: issues
            .into_iter()
            .map(|issue| IssueLine {
                row: issue.row_number,
                place: match (u32::try_from(issue.row_number), issue.column_index) {
                    (Ok(row), Some(column)) => {
                        cell_name(row, u32::try_from(column).unwrap_or_default())
                    }
                    _ => String::new(),
                },
                is_error: issue.is_error,
                what: issue.what,
                mend: issue.mend,
            })
            .collect(),
        pager,
        names,
    })
}

/// What the import would do to the seats that are free now.
fn seats_line(free: i64, to_enrol: i64) -> String {
    let left = match free {
        1 => "Queda 1 cupo libre".to_owned(),
        _ => format!("Quedan {} cupos libres", grouped(free)),
    };
    match to_enrol - free {
        over if over > 0 && free > 0 => format!(
            "{left}: {} en lista de espera.",
            match over {
                1 => "1 persona quedará".to_owned(),
                _ => format!("{} personas quedarán", grouped(over)),
            }
        ),
        over if over > 0 => "No quedan cupos libres: todas quedarán en lista de espera.".to_owned(),
        _ => format!("{left}."),
    }
}

fn done_page(import: &import::Model, row: &CohortRow) -> DonePage {
    let roster = head(row).roster_path();
    let to = |mut figure: Figure, href: String| {
        figure.href = Some(href);
        figure
    };
    DonePage {
        head: head(row),
        file_name: name_of(import),
        discarded: import.state == State::Discarded,
        when: short_with_time(import.finished_at.unwrap_or(import.created_at)),
        figures: vec![
            to(figure(import.seated, "inscritas con cupo"), roster.clone()),
            to(figure(import.waiting, "en lista de espera"), format!("{roster}?lista=espera")),
            figure(import.new_people, "personas nuevas"),
            figure(import.already_enrolled, "ya estaban inscritas"),
        ],
    }
}

#[post("/importaciones/<import>/confirmacion")]
async fn confirm(desk: Desk<'_>, import: ImportId) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    match commands::order(desk.app, permit).await {
        Ok(()) => {}
        Err(failure) => {
            let refusal = failure.refusal()?;
            if import.state != State::Checked {
                return desk.warned(address(import.id), refusal.sentence());
            }
            let form = Fields::default().refused(&refusal);
            return desk.refuse(&check_page(&desk, &import, &row, None, form).await?);
        }
    }
    if import.rows <= AT_ONCE {
        commands::write(desk.app, import.id).await?;
    }
    desk.go(address(import.id))
}

#[post("/importaciones/<import>/descarte")]
async fn discard(desk: Desk<'_>, import: ImportId) -> Answer {
    let (import, row) = found(&desk, import).await?;
    let permit = may_step(desk.actor()?, &row.cohort, &import)?;
    match commands::discard(desk.app, permit).await {
        Ok(()) => desk.done(
            format!("{}/importacion", head(&row).path()),
            "El archivo quedó descartado y lo que decía se borró.",
        ),
        Err(failure) => desk.warned(address(import.id), failure.refusal()?.sentence()),
    }
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
    let choice: Choice = import
        .choice
        .as_deref()
        .and_then(|choice| serde_json::from_str(choice).ok())
        .ok_or_else(|| AppError::Internal("an import without its columns".to_owned()))?;
    let issues = queries::all_issues(db, import.id).await?;
    let bytes = queries::bytes(db, import.id).await?;
    let bytes = workshop::run(move || workbook::marked(&bytes, &choice, &issues)).await??;
    desk.file(FileReply {
        name: format!("por-corregir-{}.xlsx", import.id),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}
