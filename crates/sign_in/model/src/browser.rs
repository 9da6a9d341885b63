//! The browser with which somebody comes in, and the cookies that it gets.

use rocket::http::CookieJar;
use rocket::time::Duration;

use platform::cookies;
use platform::forms::Fields;

use super::desk::Desk;
use super::{rules, sessions};

/// What a browser brings when somebody comes in with it.
#[derive(Clone, Default)]
pub struct Browser {
    /// What it is, in words: «Chrome en Windows».
    pub kind: String,
    /// The secret by which accounts know it.
    pub device: Option<String>,
    /// The secret of the session that it has.
    pub session: Option<String>,
    /// Whoever comes in says that others use it too: it is not remembered.
    pub is_shared: bool,
}

impl Browser {
    /// The browser of somebody who comes in with a form that asks whether others use the computer too.
    pub fn entering(desk: &Desk<'_>, fields: &Fields) -> Self {
        Self { is_shared: fields.has("compartido"), ..Self::of(desk) }
    }

    /// The browser of a request.
    pub fn of(desk: &Desk<'_>) -> Self {
        let (jar, https) = (desk.request().cookies(), desk.app.config.https());
        let agent = desk.request().headers().get_one("User-Agent").unwrap_or_default();
        Self {
            kind: kind_of(agent),
            device: cookies::read(jar, https, DEVICE, "/"),
            session: cookies::read(jar, https, sessions::COOKIE, "/"),
            is_shared: false,
        }
    }
}

/// A session that was opened.
pub struct Entry {
    /// The secret of the session.
    pub session: String,
    /// The secret by which the browser is known from now on; `None` where it is shared.
    pub device: Option<String>,
    /// The account had not come in from this browser before.
    pub is_new_device: bool,
}

impl Entry {
    /// Gives the browser its cookies.
    pub fn give(self, jar: &CookieJar<'_>, https: bool) {
        jar.add(sessions::cookie(self.session, https));
        if let Some(secret) = self.device {
            let life = Duration::seconds(rules::KNOWN.num_seconds());
            jar.add(cookies::build(https, DEVICE, "/", secret, Some(life)));
        }
    }
}

/// The cookie by which accounts know a browser.
const DEVICE: &str = "equipo";

/// The name of that cookie.
pub fn device_cookie_name(https: bool) -> String {
    cookies::name(https, DEVICE, "/")
}

/// Marks of browsers and what people call them. Many name others that they resemble: the first that
/// stands in the text counts.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("AppleWebKit/", "Safari"),
];
/// The same of what they run on.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];
/// Bytes of the header that are looked at.
const LOOKED_AT: usize = 400;

/// What a browser is, in words of ours: nothing of its header is kept. Whoever sends it may say what they
/// like, so it helps to recognise a device and proves nothing.
fn kind_of(agent: &str) -> String {
    let agent = agent.as_bytes();
    let agent = String::from_utf8_lossy(agent.get(..LOOKED_AT).unwrap_or(agent));
    let named = |marks: &[(&str, &'static str)]| {
        marks.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} en {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Navegador sin identificar".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn a_browser_is_named_in_words_that_people_use() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge en Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-A155M) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet en Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari en iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
                "Firefox en Linux",
            ),
            ("", "Navegador sin identificar"),
            ("<script>alert(1)</script>", "Navegador sin identificar"),
        ] {
            assert_eq!(kind_of(agent), words);
        }
        assert_eq!(kind_of(&"ñ".repeat(5_000)), "Navegador sin identificar");
    }
}
