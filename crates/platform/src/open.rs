//! What programs of other sites may read: a document that names nobody's session and does not
//! depend on one.

use rocket::http::ContentType;
use rocket::request::Request;
use rocket::response::{self, Responder, Response};

pub struct OpenResponse {
    content_type: ContentType,
    bytes: Vec<u8>,
    /// Seconds for which caches may keep it; `None` means that they must not.
    seconds: Option<u32>,
    /// The file name for a download. A response with a name is also kept from search engines.
    name: Option<String>,
}

impl OpenResponse {
    pub fn new(content_type: ContentType, bytes: Vec<u8>) -> Self {
        Self { content_type, bytes, seconds: None, name: None }
    }

    #[must_use]
    pub fn kept(self, seconds: u32) -> Self {
        Self { seconds: Some(seconds), ..self }
    }

    /// Makes the response a download that belongs to a person. The name is ours and has plain
    /// letters only.
    #[must_use]
    pub fn named(self, name: String) -> Self {
        Self { name: Some(name), ..self }
    }
}

impl<'r> Responder<'r, 'static> for OpenResponse {
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
