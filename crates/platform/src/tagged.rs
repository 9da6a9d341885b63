//! Files with an entity tag: whoever has one is not sent it again.

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};

use super::secrets;

/// A file to save, with what tells this one from the one of before.
pub struct TaggedFile {
    pub name: &'static str,
    pub content_type: ContentType,
    pub bytes: Vec<u8>,
    pub tag: String,
    /// Headers of its own.
    pub headers: Vec<(&'static str, String)>,
}

/// The tag of what a file says.
pub fn tag_of(said: impl AsRef<[u8]>) -> String {
    format!("\"{}\"", secrets::digest(said))
}

impl<'r> Responder<'r, 'static> for TaggedFile {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let tags = request.headers().get("If-None-Match").flat_map(|tags| tags.split(','));
        // Proxies that compress mark a tag as weak.
        let mut tags = tags.map(|tag| tag.trim().trim_start_matches("W/"));
        let is_known = tags.any(|tag| tag == "*" || tag == self.tag);
        let mut response = Response::build();
        if is_known {
            response.status(Status::NotModified);
        } else {
            response
                .header(self.content_type)
                .raw_header(
                    "Content-Disposition",
                    format!("attachment; filename=\"{}\"", self.name),
                )
                .sized_body(self.bytes.len(), std::io::Cursor::new(self.bytes));
        }
        response.raw_header("ETag", self.tag);
        for (name, value) in self.headers {
            response.raw_header(name, value);
        }
        response.ok()
    }
}
