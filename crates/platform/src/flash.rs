//! A sentence that the next page tells: what was done, or a warning. It travels once, in a cookie of our
//! own: over TLS it is bound to this host, so that no site beside ours plants a sentence here.

use rocket::Request;
use rocket::http::Cookie;
use rocket::response::{self, Redirect, Responder};
use rocket::time::Duration;

use super::app::App;
use super::cookies;
use super::pages::Notice;

/// The kinds of notices that pages know.
const KINDS: [&str; 2] = ["success", "warning"];
/// Characters of a notice.
const LONGEST: usize = 1_000;
/// How long the next page may take to be asked for.
const LIFE: Duration = Duration::minutes(5);

/// Goes on to a page that tells what was done.
pub struct RedirectWithNotice {
    to: Redirect,
    notice: Notice,
}

impl RedirectWithNotice {
    pub fn new(to: String, kind: &str, text: String) -> Self {
        Self { to: Redirect::to(to), notice: Notice { kind: kind.to_owned(), text } }
    }
}

impl<'r> Responder<'r, 'static> for RedirectWithNotice {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let Notice { kind, text } = self.notice;
        request.cookies().add(cookie(request, format!("{kind}:{text}")));
        self.to.respond_to(request)
    }
}

/// Takes the notice that came with a request: it is told once.
pub fn take(request: &Request<'_>) -> Option<Notice> {
    let mine = cookie(request, String::new());
    let came = request.cookies().get(mine.name())?.value().to_owned();
    request.cookies().remove(mine);
    let (kind, text) = came.split_once(':')?;
    let is_ours = KINDS.contains(&kind) && text.chars().count() <= LONGEST;
    is_ours.then(|| Notice { kind: kind.to_owned(), text: text.to_owned() })
}

fn cookie(request: &Request<'_>, value: String) -> Cookie<'static> {
    let https = request.rocket().state::<App>().is_some_and(|app| app.config.https());
    cookies::build(https, "aviso", "/", value, Some(LIFE))
}
