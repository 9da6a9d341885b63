//! The workbook to be filled in with the values of an index; it comes back as any other file.

use std::collections::BTreeMap;

use platform::blocking;
use platform::xlsx::{self, Book, Cell, Column, SheetLayout};
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, places};

use crate::policy::{self, READERS};
use crate::queries;

/// The template of an index; of the first one where none is named.
#[get("/indicadores/importacion/plantilla?<indice>")]
pub async fn template(desk: Desk<'_>, indice: Option<&str>) -> Answer {
    policy::may_send(desk.actor_as(&READERS)?)?;
    let db = desk.app.db.read();
    let index = match indice {
        Some(index) => index.to_owned(),
        None => queries::indices(db).await?.pop_first().unwrap_or_default(),
    };
    let all = queries::indicator_names(db).await?.into_iter();
    let own = all.filter(|(of, ..)| queries::is_imported(of) && *of == index);
    let names: BTreeMap<String, String> = own.map(|(_, code, name)| (code, name)).collect();
    if names.is_empty() {
        return Err(AppError::NotFound);
    }
    let places = places().into_model::<NamedMunicipality>().all(db).await?;
    let places = places.iter().map(|place| (place.code.clone(), place.full_name())).collect();
    let names = names.into_iter().collect();
    let now = desk.app.clock.now();
    let bytes = blocking::run(move || workbook(names, places, now)).await??;
    desk.file(FileReply {
        name: "plantilla-indicadores.xlsx".to_owned(),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}

/// The headings with nothing below, and the codes that may stand there.
fn workbook(
    names: Vec<(String, String)>,
    places: Vec<(String, String)>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new("Plantilla de indicadores", now)?;
    let columns = [
        ("codigo_unico", 16.0),
        ("indicador", 44.0),
        ("codigo_entidad", 16.0),
        ("entidad", 30.0),
        ("dato", 12.0),
        ("anio", 8.0),
    ];
    let columns = columns.map(|(heading, width)| Column::new(heading, width));
    book.sheet(SheetLayout { name: "Datos", columns: &columns, frozen_columns: 0 }, [])?;
    let lists = [("Indicadores", "Indicador", names), ("Municipios", "Municipio", places)];
    for (name, what, rows) in lists {
        let columns = [Column::new("Código", 16.0), Column::new(what, 60.0)];
        let rows = rows.into_iter().map(|(code, name)| vec![Cell::Text(code), Cell::Text(name)]);
        book.sheet(SheetLayout { name, columns: &columns, frozen_columns: 0 }, rows)?;
    }
    book.finish()
}
