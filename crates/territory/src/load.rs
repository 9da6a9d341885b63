//! Loading the territory's reference facts: departments, municipalities, territorial units, closed
//! lists.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde::Deserialize;

use platform::app::App;
use platform::errors::AppError;
use platform::search::fold;

use super::entity::{
    catalog_entry, department, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};
use super::reference::{ReferenceFile, reference_file, upsert};

const DEPARTMENTS: ReferenceFile = reference_file!("departments.csv");
const MUNICIPALITIES: ReferenceFile = reference_file!("municipalities.csv");
const PDET: ReferenceFile = reference_file!("pdet.csv");
const UNITS: ReferenceFile = reference_file!("territorial_units.csv");
const EXCEPTIONS: ReferenceFile = reference_file!("territorial_unit_exceptions.csv");
const CATALOGS: ReferenceFile = reference_file!("catalogs.csv");

/// The municipalities of the pilot; a territory without them is the wrong one.
pub const PILOT: [(&str, &str); 7] = [
    ("18094", "Belén de los Andaquíes"),
    ("18256", "El Paujil"),
    ("18592", "Puerto Rico"),
    ("18610", "San José del Fragua"),
    ("50325", "Mapiripán"),
    ("50450", "Puerto Concordia"),
    ("50577", "Puerto Lleras"),
];

/// Loads departments, municipalities, territorial units and catalogues in one transaction and
/// returns a Spanish line about each file.
pub async fn load(app: &App) -> Result<Vec<String>, AppError> {
    let at = app.clock.now();
    let tx = app.db.begin().await?;
    let mut lines = Vec::new();
    if DEPARTMENTS.is_loaded(&tx).await? {
        lines.push(DEPARTMENTS.unchanged()?);
    } else {
        let rows = departments(&tx).await?;
        lines.push(DEPARTMENTS.record(&tx, rows, at).await?);
    }
    // Both files fill the same rows.
    if MUNICIPALITIES.is_loaded(&tx).await? && PDET.is_loaded(&tx).await? {
        lines.extend([MUNICIPALITIES.unchanged()?, PDET.unchanged()?]);
    } else {
        let (rows, pdet) = municipalities(&tx).await?;
        lines.push(MUNICIPALITIES.record(&tx, rows, at).await?);
        lines.push(PDET.record(&tx, pdet, at).await?);
    }
    if UNITS.is_loaded(&tx).await? {
        lines.push(UNITS.unchanged()?);
    } else {
        let rows = units(&tx).await?;
        lines.push(UNITS.record(&tx, rows, at).await?);
    }
    if EXCEPTIONS.is_loaded(&tx).await? {
        lines.push(EXCEPTIONS.unchanged()?);
    } else {
        let rows = exceptions(&tx).await?;
        lines.push(EXCEPTIONS.record(&tx, rows, at).await?);
    }
    if CATALOGS.is_loaded(&tx).await? {
        lines.push(CATALOGS.unchanged()?);
    } else {
        let rows = catalogs(&tx).await?;
        lines.push(CATALOGS.record(&tx, rows, at).await?);
    }
    assert_pilot(&tx).await?;
    tx.commit().await?;
    Ok(lines)
}

async fn departments(tx: &impl ConnectionTrait) -> Result<usize, AppError> {
    #[derive(Deserialize)]
    struct Row {
        code: String,
        name: String,
    }
    let rows = DEPARTMENTS.rows::<Row>()?;
    let count = rows.len();
    let models = rows.into_iter().map(|row| department::ActiveModel {
        search_name: Set(fold(&row.name)),
        code: Set(row.code),
        name: Set(row.name),
    });
    upsert(tx, models.collect()).await?;
    Ok(count)
}

async fn municipalities(tx: &impl ConnectionTrait) -> Result<(usize, usize), AppError> {
    #[derive(Deserialize)]
    struct Row {
        code: String,
        department_code: String,
        name: String,
        kind: String,
        lat: f64,
        lon: f64,
    }
    #[derive(Deserialize)]
    struct Pdet {
        municipality_code: String,
        subregion_code: String,
        subregion: String,
    }
    let mut pdet: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in PDET.rows::<Pdet>()? {
        pdet.insert(row.municipality_code, (row.subregion_code, row.subregion));
    }
    let in_pdet = pdet.len();
    let subregions: BTreeSet<_> = pdet.values().map(|(code, _)| code.clone()).collect();
    if subregions.len() != 16 {
        return Err(PDET.broken(format!("tiene {} subregiones y son 16", subregions.len())));
    }
    let rows = MUNICIPALITIES.rows::<Row>()?;
    let count = rows.len();
    let mut models = Vec::with_capacity(count);
    for row in rows {
        if !row.code.starts_with(&row.department_code) {
            return Err(MUNICIPALITIES.broken(format!(
                "el municipio {} no es del departamento {}",
                row.code, row.department_code
            )));
        }
        let (subregion_code, subregion) = pdet.remove(&row.code).unzip();
        models.push(municipality::ActiveModel {
            search_name: Set(fold(&row.name)),
            code: Set(row.code),
            department_code: Set(row.department_code),
            name: Set(row.name),
            kind: Set(row.kind),
            lat: Set(row.lat),
            lon: Set(row.lon),
            pdet_subregion_code: Set(subregion_code),
            pdet_subregion: Set(subregion),
        });
    }
    if let Some(code) = pdet.keys().next() {
        return Err(PDET.broken(format!("el municipio {code} no existe en la DIVIPOLA")));
    }
    upsert(tx, models).await?;
    Ok((count, in_pdet))
}

async fn units(tx: &impl ConnectionTrait) -> Result<usize, AppError> {
    #[derive(Deserialize)]
    struct Row {
        code: String,
        name: String,
        department_codes: String,
        status: String,
        source: String,
    }
    let rows = UNITS.rows::<Row>()?;
    let count = rows.len();
    let mut serves = Vec::new();
    let mut models = Vec::with_capacity(count);
    for row in rows {
        for department in row.department_codes.split_whitespace() {
            serves.push(territorial_unit_department::ActiveModel {
                unit_code: Set(row.code.clone()),
                department_code: Set(department.to_owned()),
            });
        }
        models.push(territorial_unit::ActiveModel {
            code: Set(row.code),
            name: Set(row.name),
            status: Set(row.status),
            source: Set(row.source),
        });
    }
    upsert(tx, models).await?;
    // Nothing refers to these pairs: a department that changed hands leaves no old one behind.
    territorial_unit_department::Entity::delete_many().exec(tx).await?;
    territorial_unit_department::Entity::insert_many(serves).exec_without_returning(tx).await?;
    Ok(count)
}

async fn exceptions(tx: &impl ConnectionTrait) -> Result<usize, AppError> {
    #[derive(Deserialize)]
    struct Row {
        unit_code: String,
        municipality_code: String,
    }
    let rows = EXCEPTIONS.rows::<Row>()?;
    let count = rows.len();
    let models = rows.into_iter().map(|row| territorial_unit_exception::ActiveModel {
        municipality_code: Set(row.municipality_code),
        unit_code: Set(row.unit_code),
    });
    territorial_unit_exception::Entity::delete_many().exec(tx).await?;
    territorial_unit_exception::Entity::insert_many(models).exec_without_returning(tx).await?;
    Ok(count)
}

async fn catalogs(tx: &impl ConnectionTrait) -> Result<usize, AppError> {
    #[derive(Deserialize)]
    struct Row {
        catalog: String,
        code: String,
        label: String,
        note: String,
        certainty: String,
    }
    let rows = CATALOGS.rows::<Row>()?;
    let count = rows.len();
    // The order of the file is the order on the page.
    let mut last: BTreeMap<String, i32> = BTreeMap::new();
    let models = rows.into_iter().map(|row| {
        let position = last.entry(row.catalog.clone()).or_insert(0);
        *position += 1;
        catalog_entry::ActiveModel {
            catalog: Set(row.catalog),
            code: Set(row.code),
            label: Set(row.label),
            note: Set(row.note),
            certainty: Set(row.certainty),
            position: Set(*position),
        }
    });
    let models = models.collect();
    upsert(tx, models).await?;
    Ok(count)
}

/// The seven municipalities of the pilot are there, by code and name, and in the PDET; and no
/// municipality is missing from what was loaded before.
async fn assert_pilot(tx: &impl ConnectionTrait) -> Result<(), AppError> {
    let found: BTreeMap<String, municipality::Model> = municipality::Entity::find()
        .filter(municipality::Column::Code.is_in(PILOT.map(|(code, _)| code)))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    for (code, name) in PILOT {
        let row = found.get(code);
        if !row.is_some_and(|row| row.name == name && row.pdet_subregion.is_some()) {
            return Err(MUNICIPALITIES.broken(format!("falta {code} {name} (PDET)")));
        }
    }
    let rows = municipality::Entity::find().count(tx).await?;
    if rows < 1_122 {
        return Err(MUNICIPALITIES.broken(format!("quedaron {rows} municipios y son 1.122")));
    }
    Ok(())
}
