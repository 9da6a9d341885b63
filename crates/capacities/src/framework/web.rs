//! Addresses on which the framework is edited.

use rocket::{Route, get, post, routes};

use platform::dates;
use platform::errors::AppError;
use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};
use platform::numbers::some;
use platform::texts::Refusal;
use sign_in_model::desk::{Answer, Desk};

use super::commands::{self, IndicatorName};
use super::policy::{EditFramework, may_edit};
use super::queries::{self, read};
use super::rules::{About, CapacityText, IndicatorText};
use super::views::{
    CapacityFormPage, ChangeRow, DimensionRow, DimensionsPage, HistoryPage, IndicatorFormPage,
    RevisionRow,
};
use crate::entity::capacity;
use crate::entity::capacity_indicator::{self, IndicatorId};
use crate::labels::{CERTAINTIES, DIRECTIONS, subjects};
use crate::queries::{capacities, indicators_of};

/// Characters of a reason, and of what is told of an indicator.
const SENTENCE: usize = 300;
const NAME: usize = 200;
const WORD: usize = 60;

pub fn routes() -> Vec<Route> {
    routes![
        new_capacity,
        add_capacity,
        edit_capacity,
        save_capacity,
        new_indicator,
        add_indicator,
        edit_indicator,
        save_indicator,
        dimensions,
        rename_dimension,
        history,
    ]
}

fn page_of(code: &str) -> String {
    format!("/capacidades/{code}")
}

fn alternatives(all: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Alternative> {
    all.into_iter().map(|(code, label)| Alternative::new(code, label)).collect()
}

/// Codes as [`Reader::choice`] takes them.
fn codes<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    all.into_iter().map(|(code, _)| (code, code)).collect()
}

fn reason(reader: &mut Reader<'_>) -> String {
    reader.text("motivo", SENTENCE, "Escriba por qué cambia.")
}

async fn capacity_page(
    desk: &Desk<'_>,
    row: Option<&capacity::Model>,
    form: FormState,
) -> Result<CapacityFormPage, AppError> {
    let names = queries::dimensions(desk.app.db.read()).await?;
    Ok(CapacityFormPage {
        form,
        code: row.map(|row| row.code.clone()),
        action: row.map_or_else(
            || "/capacidades".to_owned(),
            |row| format!("{}/edicion", page_of(&row.code)),
        ),
        cancel: row.map_or_else(|| "/capacidades".to_owned(), |row| page_of(&row.code)),
        base: row.map(|row| row.revision.to_string()).unwrap_or_default(),
        dimensions: names.iter().map(|name| Alternative::new(name, name)).collect(),
        subjects: alternatives(subjects()),
    })
}

fn capacity_text(reader: &mut Reader<'_>, fields: &Fields) -> CapacityText {
    let name = reader.text("nombre", NAME, "Escriba el nombre de la capacidad.");
    let other = reader.optional("otra_dimension", WORD);
    let dimension = match (fields.first("dimension"), other) {
        ("", Some(other)) => other,
        ("", None) => {
            reader.wrong("dimension", "Elija la dimensión, o escriba otra.");
            String::new()
        }
        (chosen, None) => chosen.to_owned(),
        (_, Some(_)) => {
            reader.wrong("otra_dimension", "Elija una dimensión o escriba otra, no las dos.");
            String::new()
        }
    };
    if dimension.chars().count() > WORD {
        reader.wrong("dimension", "Elija una dimensión de la lista.");
    }
    let all = codes(subjects());
    let subject = reader.choice("tema", &all, "Elija el tema de formación.").unwrap_or_default();
    CapacityText {
        name,
        dimension,
        subject: subject.to_owned(),
        retired: reader.ticked("retirada"),
    }
}

#[get("/capacidades/nueva")]
async fn new_capacity(desk: Desk<'_>) -> Answer {
    may_edit(desk.actor()?)?;
    desk.show(&capacity_page(&desk, None, FormState::default()).await?)
}

#[post("/capacidades", data = "<fields>")]
async fn add_capacity(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let mut reader = Reader::new(&fields);
    let code = reader.text("codigo", 12, "Escriba el código de la capacidad.").to_uppercase();
    if !code.is_empty() && !is_code(&code) {
        reader.wrong("codigo", "Escriba tres letras sin tilde, un guion y dos cifras: TRI-05.");
    }
    let text = capacity_text(&mut reader, &fields);
    let reason = reason(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&capacity_page(&desk, None, form).await?);
    }
    match commands::add_capacity(desk.app, permit, &code, text, &reason).await {
        Ok(()) => desk.done(page_of(&code), "La capacidad quedó en el marco."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&capacity_page(&desk, None, form).await?)
        }
    }
}

/// «TRI-05».
fn is_code(code: &str) -> bool {
    code.split_once('-').is_some_and(|(letters, digits)| {
        letters.len() == 3
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && digits.len() == 2
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[get("/capacidades/<capacity>/edicion")]
async fn edit_capacity(desk: Desk<'_>, capacity: &str) -> Answer {
    may_edit(desk.actor()?)?;
    let row = queries::capacity(desk.app.db.read(), capacity).await?;
    let mut form = FormState::default()
        .with("nombre", &row.name)
        .with("dimension", &row.dimension)
        .with("tema", &row.subject);
    if row.retired {
        form = form.with("retirada", "si");
    }
    desk.show(&capacity_page(&desk, Some(&row), form).await?)
}

#[post("/capacidades/<capacity>/edicion", data = "<fields>")]
async fn save_capacity(desk: Desk<'_>, capacity: &str, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let row = queries::capacity(desk.app.db.read(), capacity).await?;
    let mut reader = Reader::new(&fields);
    let text = capacity_text(&mut reader, &fields);
    let reason = reason(&mut reader);
    if let Err(form) = reader.finish() {
        let mut page = capacity_page(&desk, Some(&row), form).await?;
        // Whoever corrects a field is still looking at the revision they opened.
        fields.first("base").clone_into(&mut page.base);
        return desk.refuse(&page);
    }
    let done = commands::change_capacity(desk.app, permit, &row.code, base(&fields), text, &reason);
    match done.await {
        Ok(changed) => desk.done(page_of(&row.code), saved(changed)),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let row = queries::capacity(desk.app.db.read(), capacity).await?;
            desk.refuse(&capacity_page(&desk, Some(&row), form).await?)
        }
    }
}

fn base(fields: &Fields) -> i32 {
    fields.first("base").parse().unwrap_or(0)
}

fn saved(changed: bool) -> &'static str {
    if changed { "El cambio quedó guardado." } else { "No había cambios por guardar." }
}

fn indicator_page(
    capacity: &capacity::Model,
    row: Option<&capacity_indicator::Model>,
    form: FormState,
) -> IndicatorFormPage {
    let all = format!("{}/indicadores", page_of(&capacity.code));
    IndicatorFormPage {
        form,
        capacity: capacity.code.clone(),
        capacity_name: capacity.name.clone(),
        named: row.map(named),
        action: row.map_or_else(|| all.clone(), |row| format!("{all}/{}", row.id)),
        cancel: page_of(&capacity.code),
        base: row.map(|row| row.revision.to_string()).unwrap_or_default(),
        directions: alternatives(DIRECTIONS),
        certainties: alternatives(CERTAINTIES),
    }
}

/// «MDM 080010008».
fn named(row: &capacity_indicator::Model) -> String {
    format!("{} {}", row.index_name, row.indicator_code)
}

fn indicator_text(reader: &mut Reader<'_>) -> IndicatorText {
    let name = reader.text("nombre", NAME, "Escriba el nombre del indicador.");
    let unit = reader.text("unidad", WORD, "Escriba la unidad.");
    let range_text = reader.text("rango", 40, "Escriba el rango.");
    let direction = reader.choice("sentido", &codes(DIRECTIONS), "Elija el sentido.");
    let periodicity = reader.text("periodicidad", 40, "Escriba la periodicidad.");
    let source_owner = reader.text("publica", 80, "Escriba quién lo publica.");
    let certainty = reader.choice("certeza", &codes(CERTAINTIES), "Elija la certeza.");
    let evidence = reader.optional("evidencia", SENTENCE).unwrap_or_default();
    let note = reader.optional("nota", SENTENCE).unwrap_or_default();
    let link =
        reader.choice("certeza_vinculo", &codes(CERTAINTIES), "Elija la certeza del vínculo.");
    let link_source = reader.optional("fuente_vinculo", SENTENCE).unwrap_or_default();
    IndicatorText {
        name,
        unit,
        range_text,
        direction: direction.unwrap_or_default().to_owned(),
        periodicity,
        source_owner,
        certainty: certainty.unwrap_or_default().to_owned(),
        evidence,
        note,
        link_certainty: link.unwrap_or_default().to_owned(),
        link_source,
        retired: reader.ticked("retirado"),
    }
}

/// Reads the form of an indicator; what the rules refuse stands beside its field too.
fn checked(reader: &mut Reader<'_>) -> (IndicatorText, String) {
    let text = indicator_text(reader);
    for refusal in text.faults() {
        let field = refusal.field().unwrap_or_default();
        if !reader.is_wrong(field) {
            reader.wrong(field, refusal.sentence());
        }
    }
    let reason = reason(reader);
    (text, reason)
}

#[get("/capacidades/<capacity>/indicador-nuevo")]
async fn new_indicator(desk: Desk<'_>, capacity: &str) -> Answer {
    may_edit(desk.actor()?)?;
    let capacity = queries::capacity(desk.app.db.read(), capacity).await?;
    desk.show(&indicator_page(&capacity, None, FormState::default()))
}

#[post("/capacidades/<capacity>/indicadores", data = "<fields>")]
async fn add_indicator(desk: Desk<'_>, capacity: &str, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let capacity = queries::capacity(desk.app.db.read(), capacity).await?;
    let mut reader = Reader::new(&fields);
    let name = IndicatorName {
        index: reader.text("indice", 20, "Escriba el índice.").to_uppercase(),
        code: reader.text("codigo", 40, "Escriba el código del indicador."),
    };
    let (text, reason) = checked(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&indicator_page(&capacity, None, form));
    }
    let done = commands::add_indicator(desk.app, permit, &capacity.code, name, text, &reason);
    match done.await {
        Ok(_) => desk.done(page_of(&capacity.code), "El indicador quedó en la capacidad."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&indicator_page(&capacity, None, form))
        }
    }
}

/// An indicator of a capacity, for those who may change it.
async fn opened(
    desk: &Desk<'_>,
    capacity: &str,
    indicator: IndicatorId,
) -> Result<(EditFramework, capacity::Model, capacity_indicator::Model), AppError> {
    let permit = may_edit(desk.actor()?)?;
    let db = desk.app.db.read();
    let capacity = queries::capacity(db, capacity).await?;
    let row = queries::indicator(db, &capacity.code, indicator).await?;
    Ok((permit, capacity, row))
}

#[get("/capacidades/<capacity>/indicadores/<measure>")]
async fn edit_indicator(desk: Desk<'_>, capacity: &str, measure: IndicatorId) -> Answer {
    let (_, capacity, row) = opened(&desk, capacity, measure).await?;
    let mut form = FormState::default()
        .with("nombre", &row.name)
        .with("unidad", &row.unit)
        .with("rango", &row.range_text)
        .with("sentido", &row.direction)
        .with("periodicidad", &row.periodicity)
        .with("publica", &row.source_owner)
        .with("certeza", &row.certainty)
        .with("evidencia", &row.evidence)
        .with("nota", &row.note)
        .with("certeza_vinculo", &row.link_certainty)
        .with("fuente_vinculo", &row.link_source);
    if row.retired {
        form = form.with("retirado", "si");
    }
    desk.show(&indicator_page(&capacity, Some(&row), form))
}

#[post("/capacidades/<capacity>/indicadores/<measure>", data = "<fields>")]
async fn save_indicator(
    desk: Desk<'_>,
    capacity: &str,
    measure: IndicatorId,
    fields: Fields,
) -> Answer {
    let (permit, capacity, row) = opened(&desk, capacity, measure).await?;
    let mut reader = Reader::new(&fields);
    let (text, reason) = checked(&mut reader);
    if let Err(form) = reader.finish() {
        let mut page = indicator_page(&capacity, Some(&row), form);
        fields.first("base").clone_into(&mut page.base);
        return desk.refuse(&page);
    }
    let done = commands::change_indicator(desk.app, permit, row.id, base(&fields), text, &reason);
    match done.await {
        Ok(changed) => desk.done(page_of(&capacity.code), saved(changed)),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let row = queries::indicator(desk.app.db.read(), &capacity.code, measure).await?;
            desk.refuse(&indicator_page(&capacity, Some(&row), form))
        }
    }
}

async fn dimensions_page(desk: &Desk<'_>, form: FormState) -> Result<DimensionsPage, AppError> {
    let all = capacities(desk.app.db.read()).await?;
    let names = queries::dimensions(desk.app.db.read()).await?;
    let rows = names.iter().map(|name| DimensionRow {
        name: name.clone(),
        capacities: some(
            all.iter().filter(|capacity| capacity.dimension == *name).count(),
            "capacidad",
            "capacidades",
        ),
    });
    Ok(DimensionsPage {
        form,
        rows: rows.collect(),
        names: names.iter().map(|name| Alternative::new(name, name)).collect(),
    })
}

#[get("/capacidades/dimensiones")]
async fn dimensions(desk: Desk<'_>) -> Answer {
    may_edit(desk.actor()?)?;
    desk.show(&dimensions_page(&desk, FormState::default()).await?)
}

#[post("/capacidades/dimensiones", data = "<fields>")]
async fn rename_dimension(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let mut reader = Reader::new(&fields);
    let from = reader.text("dimension", WORD, "Elija la dimensión.");
    let to = reader.text("nombre", WORD, "Escriba el nombre nuevo.");
    let reason = reason(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&dimensions_page(&desk, form).await?);
    }
    match commands::rename_dimension(desk.app, permit, &from, &to, &reason).await {
        Ok(0) => desk.done("/capacidades/dimensiones", saved(false)),
        Ok(count) => desk.done(
            "/capacidades/dimensiones",
            format!("{} de «{to}».", some(count, "capacidad es", "capacidades son")),
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&dimensions_page(&desk, form).await?)
        }
    }
}

/// Who changed what and why: for those who may change it.
#[get("/capacidades/<capacity>/historia")]
async fn history(desk: Desk<'_>, capacity: &str) -> Answer {
    may_edit(desk.actor()?)?;
    let db = desk.app.db.read();
    let capacity = queries::capacity(db, capacity).await?;
    let revisions = queries::revisions(db, &capacity.code).await?;
    let authors = queries::authors(db, &revisions).await?;
    let indicators = indicators_of(db, &capacity.code).await?;
    let about = |key: &str| {
        let found = indicators.iter().find(|row| About::Indicator(row.id).key() == key);
        found.map_or_else(|| "Capacidad".to_owned(), |row| format!("Indicador {}", named(row)))
    };
    let mut rows = Vec::new();
    for row in &revisions {
        let before = revisions.iter().find(|old| old.about == row.about && old.number < row.number);
        let changes = match before {
            Some(before) => read(row)?.changes(&read(before)?),
            None => Vec::new(),
        };
        rows.push(RevisionRow {
            about: about(&row.about),
            number: format!("versión {}", row.number),
            when: dates::short_with_time(row.at),
            who: row
                .account_id
                .and_then(|account| authors.get(&account).cloned())
                .unwrap_or_else(|| "Datos que trae el sistema".to_owned()),
            reason: row.reason.clone(),
            changes: changes
                .into_iter()
                .map(|(what, before, now)| ChangeRow { what, before, now })
                .collect(),
        });
    }
    desk.show(&HistoryPage { code: capacity.code, name: capacity.name, rows })
}
