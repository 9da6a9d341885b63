//! Cookies of ours. Over TLS their name says it (V3.3.1): `__Host-` binds one to this host and all of its
//! pages, `__Secure-` one that belongs to some pages alone, and no page without TLS plants either.

use std::borrow::Cow;

use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::time::Duration;

/// The name under which the browser keeps a cookie of these pages.
pub fn name(https: bool, plain: &str, path: &str) -> String {
    let prefix = match (https, path) {
        (false, _) => "",
        (true, "/") => "__Host-",
        (true, _) => "__Secure-",
    };
    format!("{prefix}{plain}")
}

/// A cookie that no script reads and no other site sends along with what it posts. It ends after its
/// `life`; without one, with the browser.
pub fn build(
    https: bool,
    plain: &str,
    path: impl Into<Cow<'static, str>>,
    value: impl Into<Cow<'static, str>>,
    life: Option<Duration>,
) -> Cookie<'static> {
    let path = path.into();
    let mut cookie = Cookie::build((name(https, plain, &path), value))
        .path(path)
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build();
    if life.is_some() {
        cookie.set_max_age(life);
    }
    cookie
}

/// The value that the browser sent.
pub fn read(jar: &CookieJar<'_>, https: bool, plain: &str, path: &str) -> Option<String> {
    jar.get(&name(https, plain, path)).map(|cookie| cookie.value().to_owned())
}

/// Takes a cookie away.
pub fn forget(jar: &CookieJar<'_>, https: bool, plain: &str, path: &'static str) {
    jar.remove(build(https, plain, path, "", None));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_the_name_says_how_far_a_cookie_reaches() {
        assert_eq!(name(true, "sesion", "/"), "__Host-sesion");
        assert_eq!(name(true, "llegada", "/llegada"), "__Secure-llegada");
        assert_eq!(name(false, "sesion", "/"), "sesion");
        let own = build(true, "sesion", "/", "x", None);
        assert_eq!(
            (own.path(), own.http_only(), own.secure()),
            (Some("/"), Some(true), Some(true))
        );
        assert_eq!(own.same_site(), Some(SameSite::Lax));
        assert_eq!(own.domain(), None, "no other host is given it");
    }
}
