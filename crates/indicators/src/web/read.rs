//! What is known, and from where.

use std::collections::{BTreeMap, HashMap};

use platform::dates::short;
use platform::numbers::grouped;
use sign_in_model::prelude::*;

use crate::entity::municipality_trait::Kind;
use crate::figures::show;
use crate::policy::{ANSWERERS, READERS, may_send};
use crate::queries::{self, ValueRecord};
use crate::views::{
    IndexTable, IndicatorSourcesPage, MunicipalityIndicatorsPage, TraitRow, ValueRow, ValueSource,
};

#[get("/indicadores")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let rows = queries::sources(desk.app.db.read(), actor).await?;
    let has_demo = rows.iter().any(|row| row.is_demo);
    desk.show(&IndicatorSourcesPage { rows, may_import: may_send(actor).is_ok(), has_demo })
}

#[get("/municipios/<municipality>/indicadores")]
pub async fn municipality(desk: Desk<'_>, municipality: &str) -> Answer {
    let actor = desk.actor_as(&ANSWERERS)?;
    let db = desk.app.db.read();
    let place = queries::place(db, actor, municipality).await?.ok_or(AppError::NotFound)?;
    let names = queries::names(db).await?;
    let values = queries::values_of(db, &place.code).await?;
    let traits = queries::traits_of(db, &place.code).await?;
    let (indices, traits) = (tables(values, &names), rows_of_traits(traits));
    let has_demo = indices.iter().flat_map(|table| &table.rows).any(|row| row.source.is_demo)
        || traits.iter().any(|row| row.source.is_demo);
    desk.show(&MunicipalityIndicatorsPage {
        name: place.full_name(),
        code: place.code,
        indices,
        traits,
        has_demo,
    })
}

fn source(said: &ValueRecord) -> ValueSource {
    ValueSource {
        name: said.source.clone(),
        published: short(said.published_on),
        is_demo: said.is_demo,
    }
}

/// By index, indicator and year, the latest first; what was corrected stands beside it.
fn tables(values: Vec<ValueRecord>, names: &HashMap<String, (String, String)>) -> Vec<IndexTable> {
    let mut by_index: BTreeMap<String, Vec<ValueRow>> = BTreeMap::new();
    for said in values {
        let rows = by_index.entry(said.scheme.clone()).or_default();
        let shown = show(said.number);
        let of = rows.last_mut().filter(|row| row.code == said.subject && row.year == said.year);
        if let Some(row) = of {
            let mark = if said.is_demo { "; demostración" } else { "" };
            let told = format!("{shown} ({}, {}{mark})", said.source, short(said.published_on));
            row.corrections.push(told);
            continue;
        }
        let (indicator, unit) = names.get(&said.subject).cloned().unwrap_or_default();
        rows.push(ValueRow {
            indicator,
            unit,
            year: said.year,
            value: shown,
            source: source(&said),
            code: said.subject,
            label: said.text,
            corrections: Vec::new(),
        });
    }
    let tables = by_index.into_iter().enumerate();
    tables
        .map(|(at, (index, rows))| IndexTable { id: format!("indice-{}", at + 1), index, rows })
        .collect()
}

/// Only what counts now.
fn rows_of_traits(traits: Vec<queries::TraitRecord>) -> Vec<TraitRow> {
    let mut rows: Vec<TraitRow> = Vec::new();
    for said in traits {
        let kind = match said.kind {
            Kind::Group => format!("Grupo de comparación ({})", said.scheme),
            Kind::Category => "Categoría".to_owned(),
            Kind::Typology => "Tipología".to_owned(),
            Kind::Population => "Población".to_owned(),
        };
        if rows.last().is_some_and(|row| row.kind == kind && row.year == said.year) {
            continue;
        }
        let value = match said.kind {
            Kind::Category if said.value == "ESP" => "Especial".to_owned(),
            Kind::Population => said.value.parse().map_or(said.value.clone(), grouped),
            _ => said.value.clone(),
        };
        let source = ValueSource {
            name: said.source,
            published: short(said.published_on),
            is_demo: said.is_demo,
        };
        rows.push(TraitRow { kind, year: said.year, value, source });
    }
    rows
}
