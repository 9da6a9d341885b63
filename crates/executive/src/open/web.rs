//! `/datos-abiertos`, for anybody and without signing in.

use rocket::http::ContentType;
use rocket::{Route, State as Managed, get, routes};

use platform::errors::AppError;
use platform::tagged::{TaggedFile, tag_of};
use sign_in_model::desk::{Answer, Desk};

use super::edition::{EditionCache, dictionary};
use super::licence::DataLicence;
use super::page::OpenDataPage;

/// How long whoever fetched a file may keep it without asking.
const SECONDS: u32 = 600;

pub fn routes() -> Vec<Route> {
    routes![page, data, meanings]
}

#[get("/datos-abiertos")]
async fn page(
    desk: Desk<'_>,
    kept: &Managed<EditionCache>,
    licence: &Managed<DataLicence>,
) -> Answer {
    let edition = kept.edition(desk.app).await?;
    desk.show(&OpenDataPage::of(&edition, licence))
}

#[get("/datos-abiertos/formacion.csv")]
async fn data(desk: Desk<'_>, kept: &Managed<EditionCache>) -> Result<TaggedFile, AppError> {
    let edition = kept.edition(desk.app).await?;
    Ok(file(&desk, "formacion.csv", (edition.csv.clone(), edition.tag.clone())))
}

#[get("/datos-abiertos/diccionario.csv")]
async fn meanings(desk: Desk<'_>) -> Result<TaggedFile, AppError> {
    let bytes = dictionary()?;
    let tag = tag_of(&bytes);
    Ok(file(&desk, "diccionario.csv", (bytes, tag)))
}

/// A file of open data. Caches may keep it, but not for signed-in readers, as every other page.
fn file(desk: &Desk<'_>, name: &'static str, (bytes, tag): (Vec<u8>, String)) -> TaggedFile {
    let mut headers = vec![("Access-Control-Allow-Origin", "*".to_owned())];
    if desk.visitor().is_none() {
        headers.push(("Cache-Control", format!("public, max-age={SECONDS}")));
    }
    let content_type = ContentType::new("text", "csv").with_params(("charset", "utf-8"));
    TaggedFile { name, content_type, bytes, tag, headers }
}
