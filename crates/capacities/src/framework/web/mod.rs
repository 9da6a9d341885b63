//! Addresses on which the framework is edited: one file for each of its pages.

mod capacities;
mod dimensions;
mod history;
mod indicators;

use platform::prelude::*;

use crate::entity::capacity_indicator;

/// Characters of a reason, and of what is told of an indicator.
const SENTENCE: usize = 300;
const NAME: usize = 200;
const WORD: usize = 60;

pub fn routes() -> Vec<Route> {
    routes![
        capacities::new_capacity,
        capacities::add_capacity,
        capacities::edit_capacity,
        capacities::save_capacity,
        indicators::new_indicator,
        indicators::add_indicator,
        indicators::edit_indicator,
        indicators::save_indicator,
        dimensions::dimensions,
        dimensions::rename_dimension,
        history::history,
    ]
}

/// The address of a capacity's page.
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

/// Returns the revision that the form was filled with; 0 when it says none.
fn base(fields: &Fields) -> i32 {
    fields.first("base").parse().unwrap_or(0)
}

fn saved(changed: bool) -> &'static str {
    if changed { "El cambio quedó guardado." } else { "No había cambios por guardar." }
}

/// «MDM 080010008».
fn named(row: &capacity_indicator::Model) -> String {
    format!("{} {}", row.index_name, row.indicator_code)
}
