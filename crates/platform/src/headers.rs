//! Headers that every answer carries (P28).

use std::sync::OnceLock;

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

/// Nothing from elsewhere, no script but files of our own, no frame, forms only to ourselves.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The content policy of a page whose script talks to its own server.
pub fn connecting_policy() -> String {
    format!("{CONTENT_SECURITY_POLICY}; connect-src 'self'")
}

const NOTHING: &str = "camera=(), microphone=(), geolocation=(), payment=()";
const CAMERA: &str = "camera=(self), microphone=(), geolocation=(), payment=()";

/// What the page of the present request may use of the device.
struct Device(OnceLock<&'static str>);

fn device<'r>(request: &'r Request<'_>) -> &'r Device {
    request.local_cache(|| Device(OnceLock::new()))
}

/// The page that answers this request may ask for the camera.
pub fn allow_camera(request: &Request<'_>) {
    let _ = device(request).0.set(CAMERA);
}

/// Sets the headers; `https` adds the promise to stay on TLS.
pub struct SecurityHeaders {
    pub https: bool,
}

#[rocket::async_trait]
impl Fairing for SecurityHeaders {
    fn info(&self) -> Info {
        Info { name: "security headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let fixed = [
            ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
            ("Referrer-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", device(request).0.get().copied().unwrap_or(NOTHING)),
        ];
        for (name, value) in fixed {
            // One page may narrow or widen its own content policy (the demo's letters).
            if !(name == "Content-Security-Policy" && response.headers().contains(name)) {
                response.set_header(Header::new(name, value));
            }
        }
        if self.https {
            response.set_header(Header::new(
                "Strict-Transport-Security",
                "max-age=31536000; includeSubDomains",
            ));
        }
        if !response.headers().contains("Cache-Control") {
            // A page may show a person's data; only files of `static/` say otherwise.
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
        response
            .set_header(Header::new("X-Request-Id", super::logs::request_id(request).to_owned()));
    }
}
