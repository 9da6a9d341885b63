//! Loading the framework of capacities and its official indicators.
//!
//! A new file changes what the program brought before and keeps what it said; what people changed in
//! the product is theirs, and is left alone.

use std::collections::HashMap;

use sea_orm::{DatabaseTransaction, EntityTrait};
use serde::Deserialize;

use platform::app::App;
use platform::errors::AppError;
use territory_model::reference::{ReferenceFile, reference_file};

use super::entity::{capacity, capacity_indicator};
use super::framework::commands::{Authorship, write_capacity, write_indicator};
use super::framework::queries::edited;
use super::framework::rules::{CapacityText, IndicatorText, PROPOSAL, RevisionSubject};
use super::queries;

pub(super) const CAPACITIES: ReferenceFile = reference_file!("capacities.csv");
pub(super) const INDICATORS: ReferenceFile = reference_file!("capacity_indicators.csv");

/// How many rows a file has, and how many were left alone because people had changed them.
struct LoadCount {
    rows: usize,
    left: usize,
}

/// Loads both files in one transaction and returns a Spanish line about each.
pub async fn load(app: &App) -> Result<Vec<String>, AppError> {
    let at = app.clock.now();
    let by_file = Authorship { at, account: None, reason: Some("Edición nueva del archivo.") };
    let tx = app.db.begin().await?;
    let mut lines = Vec::new();
    for file in [CAPACITIES, INDICATORS] {
        if file.is_loaded(&tx).await? {
            lines.push(file.unchanged()?);
            continue;
        }
        let read = match file.name == CAPACITIES.name {
            true => capacities(&tx, by_file).await?,
            false => indicators(&tx, by_file).await?,
        };
        let line = file.record(&tx, read.rows, at).await?;
        lines.push(match read.left {
            0 => line,
            left => format!("{line} Filas cambiadas en el producto, que se dejaron: {left}."),
        });
    }
    tx.commit().await?;
    Ok(lines)
}

async fn capacities(
    tx: &DatabaseTransaction,
    by_file: Authorship<'_>,
) -> Result<LoadCount, AppError> {
    #[derive(Deserialize)]
    struct Row {
        code: String,
        name: String,
        dimension: String,
        subject: String,
    }
    let rows = CAPACITIES.rows::<Row>()?;
    let edited = edited(tx).await?;
    let there = queries::capacities(tx).await?;
    let mut there: HashMap<String, capacity::Model> =
        there.into_iter().map(|row| (row.code.clone(), row)).collect();
    let mut read = LoadCount { rows: rows.len(), left: 0 };
    let mut new = Vec::new();
    for row in rows {
        let text = CapacityText {
            name: row.name,
            dimension: row.dimension,
            subject: row.subject,
            retired: false,
        };
        match there.remove(&row.code) {
            None => new.push(text.row(row.code)),
            Some(known) if CapacityText::of(&known) == text => {}
            Some(known)
                if edited.contains(&RevisionSubject::Capacity(known.code.clone()).key()) =>
            {
                read.left += 1;
            }
            Some(known) => {
                write_capacity(tx, known, text, by_file).await?;
            }
        }
    }
    if !new.is_empty() {
        capacity::Entity::insert_many(new).exec_without_returning(tx).await?;
    }
    Ok(read)
}

async fn indicators(
    tx: &DatabaseTransaction,
    by_file: Authorship<'_>,
) -> Result<LoadCount, AppError> {
    #[derive(Deserialize)]
    struct Row {
        capacity_code: String,
        index_name: String,
        indicator_code: String,
        name: String,
        unit: String,
        range_text: String,
        direction: String,
        periodicity: String,
        source_owner: String,
        certainty: String,
        evidence: String,
        note: String,
    }
    let rows = INDICATORS.rows::<Row>()?;
    let edited = edited(tx).await?;
    // The official code is the key; the id only serves revisions.
    let there = queries::indicators(tx).await?;
    let mut there: HashMap<(String, String), capacity_indicator::Model> = there
        .into_iter()
        .map(|row| ((row.capacity_code.clone(), row.indicator_code.clone()), row))
        .collect();
    let mut read = LoadCount { rows: rows.len(), left: 0 };
    let mut new = Vec::new();
    for row in rows {
        let text = IndicatorText {
            name: row.name,
            unit: row.unit,
            range_text: row.range_text,
            direction: row.direction,
            periodicity: row.periodicity,
            source_owner: row.source_owner,
            certainty: row.certainty,
            evidence: row.evidence,
            note: row.note,
            link_certainty: PROPOSAL.to_owned(),
            link_source: String::new(),
            retired: false,
        };
        match there.remove(&(row.capacity_code.clone(), row.indicator_code.clone())) {
            None => new.push(text.row(row.capacity_code, row.index_name, row.indicator_code)),
            Some(known) if IndicatorText::of(&known) == text => {}
            Some(known) if edited.contains(&RevisionSubject::Indicator(known.id).key()) => {
                read.left += 1
            }
            Some(known) => {
                write_indicator(tx, known, text, by_file).await?;
            }
        }
    }
    if !new.is_empty() {
        capacity_indicator::Entity::insert_many(new).exec_without_returning(tx).await?;
    }
    Ok(read)
}
