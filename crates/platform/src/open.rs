//! What programs of other sites may read: a document that names nobody's session and does not
//! depend on one.

use rocket::http::ContentType;
use rocket::request::Request;
use rocket::response::{self, Responder, Response};

pub struct Open {
    content_type: ContentType,
    bytes: Vec<u8>,
    /// Seconds that anybody may keep it; nobody keeps it without.
    seconds: Option<u32>,
    /// Under which it is saved, and then no searcher keeps it.
    name: Option<String>,
}

impl Open {
    pub fn new(content_type: ContentType, bytes: Vec<u8>) -> Self {
        Self { content_type, bytes, seconds: None, name: None }
    }

    #[must_use]
    pub fn kept(self, seconds: u32) -> Self {
        Self { seconds: Some(seconds), ..self }
    }

    /// Something of somebody: saved under a name, which is made by us of plain letters.
    #[must_use]
    pub fn named(self, name: String) -> Self {
        Self { name: Some(name), ..self }
    }
}

impl<'r> Responder<'r, 'static> for Open {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::build_from(self.bytes.respond_to(request)?);
        response.header(self.content_type).raw_header("Access-Control-Allow-Origin", "*");
        if let Some(seconds) = self.seconds {
            response.raw_header("Cache-Control", format!("public, max-age={seconds}"));
        }
        if let Some(name) = self.name {
            response
                .raw_header("Content-Disposition", format!("attachment; filename=\"{name}\""))
                .raw_header("X-Robots-Tag", "noindex");
        }
        response.ok()
    }
}
