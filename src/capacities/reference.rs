//! Loading the framework of capacities and its official indicators.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use serde::Deserialize;

use super::entity::{capacity, capacity_indicator};
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::territory::reference::{ReferenceFile, reference_file, upsert};

const CAPACITIES: ReferenceFile = reference_file!("capacities.csv");
const INDICATORS: ReferenceFile = reference_file!("capacity_indicators.csv");

/// Loads both files in one transaction and answers a Spanish line about each.
pub async fn load(app: &App) -> Result<Vec<String>, AppError> {
    let at = app.clock.now();
    let tx = app.db.begin().await?;
    let mut lines = Vec::new();
    if CAPACITIES.is_loaded(&tx).await? {
        lines.push(CAPACITIES.unchanged()?);
    } else {
        let rows = capacities(&tx).await?;
        lines.push(CAPACITIES.record(&tx, rows, at).await?);
    }
    if INDICATORS.is_loaded(&tx).await? {
        lines.push(INDICATORS.unchanged()?);
    } else {
        let rows = indicators(&tx).await?;
        lines.push(INDICATORS.record(&tx, rows, at).await?);
    }
    tx.commit().await?;
    Ok(lines)
}

async fn capacities(tx: &impl ConnectionTrait) -> Result<usize, AppError> {
    #[derive(Deserialize)]
    struct Row {
        code: String,
        name: String,
        dimension: String,
        subject: String,
    }
    let rows = CAPACITIES.rows::<Row>()?;
    let count = rows.len();
    let models = rows.into_iter().map(|row| capacity::ActiveModel {
        code: Set(row.code),
        name: Set(row.name),
        dimension: Set(row.dimension),
        subject: Set(row.subject),
    });
    upsert(tx, models.collect()).await?;
    Ok(count)
}

async fn indicators(tx: &impl ConnectionTrait) -> Result<usize, AppError> {
    use capacity_indicator::Column;
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
    let count = rows.len();
    let models = rows.into_iter().map(|row| capacity_indicator::ActiveModel {
        capacity_code: Set(row.capacity_code),
        index_name: Set(row.index_name),
        indicator_code: Set(row.indicator_code),
        name: Set(row.name),
        unit: Set(row.unit),
        range_text: Set(row.range_text),
        direction: Set(row.direction),
        periodicity: Set(row.periodicity),
        source_owner: Set(row.source_owner),
        certainty: Set(row.certainty),
        evidence: Set(row.evidence),
        note: Set(row.note),
        ..Default::default()
    });
    // The official code is the key; the id only serves later values.
    let conflict = OnConflict::columns([Column::CapacityCode, Column::IndicatorCode])
        .update_columns([
            Column::IndexName,
            Column::Name,
            Column::Unit,
            Column::RangeText,
            Column::Direction,
            Column::Periodicity,
            Column::SourceOwner,
            Column::Certainty,
            Column::Evidence,
            Column::Note,
        ])
        .to_owned();
    capacity_indicator::Entity::insert_many(models)
        .on_conflict(conflict)
        .exec_without_returning(tx)
        .await?;
    Ok(count)
}
