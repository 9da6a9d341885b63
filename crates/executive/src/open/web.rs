//! `/datos-abiertos`, for anybody and without signing in.

use rocket::http::{ContentType, Header, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use rocket::{Route, State as Managed, get, routes};

use platform::errors::AppError;
use platform::secrets;
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
    let (bytes, tag) = (edition.csv.clone(), edition.tag.clone());
    Ok(TaggedFile { bytes, tag, name: "formacion.csv", is_kept: desk.visitor().is_none() })
}

#[get("/datos-abiertos/diccionario.csv")]
async fn meanings(desk: Desk<'_>) -> Result<TaggedFile, AppError> {
    let bytes = dictionary()?;
    let tag = format!("\"{}\"", secrets::digest(&bytes));
    Ok(TaggedFile { bytes, tag, name: "diccionario.csv", is_kept: desk.visitor().is_none() })
}

/// A file with an entity tag, which is not sent again to a reader who has it.
struct TaggedFile {
    bytes: Vec<u8>,
    tag: String,
    name: &'static str,
    /// Whether caches may keep the file. For signed-in readers they may not, as for every other page.
    is_kept: bool,
}

impl<'r> Responder<'r, 'static> for TaggedFile {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let known = request.headers().get("If-None-Match").flat_map(|tags| tags.split(','));
        let is_known = known.map(str::trim).any(|tag| tag == "*" || tag == self.tag);
        let mut response = Response::build();
        if is_known {
            response.status(Status::NotModified);
        } else {
            response
                .header(ContentType::new("text", "csv").with_params(("charset", "utf-8")))
                .header(Header::new(
                    "Content-Disposition",
                    format!("attachment; filename=\"{}\"", self.name),
                ))
                .sized_body(self.bytes.len(), std::io::Cursor::new(self.bytes));
        }
        response.raw_header("Access-Control-Allow-Origin", "*").raw_header("ETag", self.tag);
        if self.is_kept {
            response.raw_header("Cache-Control", format!("public, max-age={SECONDS}"));
        }
        response.ok()
    }
}
