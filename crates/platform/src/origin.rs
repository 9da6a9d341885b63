//! Changes come from our own pages only (P11): every request that is not GET or HEAD must
//! prove that a page of this same origin sent it.
//!
//! Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; both are forbidden to
//! scripts of other sites. A request with neither proof is refused, but for [`ONE_CLICK`].

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Method;
use rocket::http::uri::Origin;
use rocket::{Data, Request};

/// Where a change without proof is sent instead of its handler.
pub const REFUSED_PATH: &str = "/solicitud-de-otro-sitio";

/// Where mail programs ask by themselves that no more letters of a kind be sent (RFC 8058): they come from
/// no page. What stands behind it is the secret of one letter, and no session is asked.
pub const ONE_CLICK: &str = "/sin-correos/";

/// Stops foreign changes before routing; holds the product's own origin, e.g. `https://formacion.example`.
pub struct SameOrigin {
    pub own: String,
}

#[rocket::async_trait]
impl Fairing for SameOrigin {
    fn info(&self) -> Info {
        Info { name: "changes only from our own pages", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let changes = !matches!(request.method(), Method::Get | Method::Head);
        if changes && !self.proven(request) {
            request.set_method(Method::Get);
            request.set_uri(Origin::const_new(REFUSED_PATH, None));
        }
    }
}

impl SameOrigin {
    fn proven(&self, request: &Request<'_>) -> bool {
        let one = |name: &str| {
            let mut values = request.headers().get(name);
            let first = values.next();
            // Two values are a riddle, not a proof.
            values.next().is_none().then_some(first).flatten()
        };
        let is_silent = |name: &str| request.headers().get_one(name).is_none();
        if is_silent("Sec-Fetch-Site") && is_silent("Origin") {
            let code = request.uri().path().as_str().strip_prefix(ONE_CLICK);
            return request.method() == Method::Post
                && code.is_some_and(|code| !code.contains('/'));
        }
        if let Some(site) = one("Sec-Fetch-Site") {
            return site == "same-origin";
        }
        one("Origin").is_some_and(|origin| origin == self.own)
    }
}
