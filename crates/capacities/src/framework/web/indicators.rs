//! The form of an indicator and its link to a capacity, new or known.

use sign_in_model::prelude::*;

use super::{NAME, SENTENCE, WORD, alternatives, base, codes, named, page_of, reason, saved};
use crate::entity::capacity;
use crate::entity::capacity_indicator::{self, IndicatorId};
use crate::framework::commands::{self, IndicatorName};
use crate::framework::policy::{EditFramework, may_edit};
use crate::framework::queries;
use crate::framework::rules::IndicatorText;
use crate::framework::views::IndicatorFormPage;
use crate::labels::{CERTAINTIES, DIRECTIONS};

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
        base: row.map(|row| row.revision.to_string()).unwrap_or_default(),
        directions: alternatives(DIRECTIONS),
        certainties: alternatives(CERTAINTIES),
    }
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
pub async fn new_indicator(desk: Desk<'_>, capacity: &str) -> Answer {
    may_edit(desk.actor()?)?;
    let capacity = queries::capacity(desk.app.db.read(), capacity).await?;
    desk.show(&indicator_page(&capacity, None, FormState::default()))
}

#[post("/capacidades/<capacity>/indicadores", data = "<fields>")]
pub async fn add_indicator(desk: Desk<'_>, capacity: &str, fields: Fields) -> Answer {
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
pub async fn edit_indicator(desk: Desk<'_>, capacity: &str, measure: IndicatorId) -> Answer {
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
pub async fn save_indicator(
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
