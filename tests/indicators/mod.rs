//! Official values: what files of their publishers bring, and what is said of a municipality.

mod correct;
mod gap;
mod import;
mod national;
mod pages;
mod wrong;

use chrono::NaiveDate;
use formacion::indicators::commands::{self, CheckedIndicatorFile, NewIndicatorFile};
use formacion::indicators::entity::indicator_import::{self, DataScale, ImportId, Kind};
use formacion::indicators::entity::{indicator_value, municipality_trait};
use formacion::indicators::policy::{may_import, may_send};
use formacion::indicators::refusals::IndicatorRefusal;
use rust_xlsxwriter::Workbook;
use sea_orm::{EntityTrait, QueryOrder};

use crate::support::world::{Character, World};

pub const HEADINGS: &str = "codigo_unico;indicador;codigo_departamento;departamento;codigo_entidad;entidad;dato;etiqueta;anio;mes";

/// A file as the tests send it.
pub struct Sent<'a> {
    pub name: &'a str,
    pub bytes: Vec<u8>,
    pub kind: Kind,
    pub year: Option<i32>,
    pub sheet: Option<&'a str>,
    pub scale: DataScale,
    pub is_demo: bool,
}

impl Sent<'_> {
    /// Rows of MDM below its usual headings.
    pub fn values(rows: &str) -> Self {
        Self::csv(&format!("{HEADINGS}\n{rows}"))
    }

    pub fn csv(text: &str) -> Self {
        Self {
            name: "mdm.csv",
            bytes: text.as_bytes().to_vec(),
            kind: Kind::Values,
            year: None,
            sheet: None,
            scale: DataScale::Unsaid,
            is_demo: true,
        }
    }

    pub fn traits(rows: &str) -> Self {
        let text = format!("codigo_entidad;tipo;esquema;anio;dato\n{rows}");
        Self { kind: Kind::Traits, name: "grupos.csv", ..Self::csv(&text) }
    }

    fn file(self) -> NewIndicatorFile {
        NewIndicatorFile {
            name: self.name.to_owned(),
            bytes: self.bytes,
            kind: self.kind,
            index: Some("MDM".to_owned()),
            source: "DNP, prueba".to_owned(),
            published_on: NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
            year: self.year,
            sheet: self.sheet.map(str::to_owned),
            scale: self.scale,
            is_demo: self.is_demo,
        }
    }
}

/// A workbook whose cells that are numbers are numbers, as programs write them.
pub fn workbook(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

pub async fn send(by: &Character<'_>, sent: Sent<'_>) -> Result<ImportId, IndicatorRefusal> {
    let permit = may_send(&by.actor().await).expect("an administrator sends");
    let sent = commands::upload(&by.world.app, permit, &mut sent.file()).await;
    sent.map_err(|failure| failure.refusal().expect("nothing breaks"))
}

async fn row(world: &World, id: ImportId) -> indicator_import::Model {
    let found = indicator_import::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap();
    found.expect("it was kept")
}

pub async fn look(by: &Character<'_>, id: ImportId) -> CheckedIndicatorFile {
    let import = row(by.world, id).await;
    match commands::look(by.world.app.db.read(), import, 2026).await {
        Ok(looked) => looked,
        Err(failure) => panic!("it is looked at: {:?}", failure.refusal()),
    }
}

pub async fn import(by: &Character<'_>, id: ImportId) -> Result<(usize, usize), IndicatorRefusal> {
    let permit = may_import(&by.actor().await, &row(by.world, id).await).expect("it is their own");
    let done = commands::import(&by.world.app, permit).await;
    done.map_err(|failure| failure.refusal().expect("nothing breaks"))
}

/// Sends and imports at once.
pub async fn bring(by: &Character<'_>, sent: Sent<'_>) -> (usize, usize) {
    let id = send(by, sent).await.expect("it is kept");
    import(by, id).await.expect("it is imported")
}

/// Every row of values: municipality, indicator, year, revision, ten-thousandths.
pub async fn values(world: &World) -> Vec<(String, String, i32, i32, i64)> {
    let all = indicator_value::Entity::find().order_by_asc(indicator_value::Column::Id);
    let all = all.all(world.app.db.read()).await.unwrap().into_iter();
    all.map(|row| (row.municipality_code, row.indicator_code, row.year, row.revision, row.value))
        .collect()
}

pub async fn traits(world: &World) -> Vec<municipality_trait::Model> {
    let all = municipality_trait::Entity::find().order_by_asc(municipality_trait::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}
