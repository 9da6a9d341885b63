//! From a change back to the page that it was sent from.

use rocket::Request;
use rocket::http::Method;

use super::registry::path_of;

/// The page to go back to for somebody whose request got no page of its own. A form is sent
/// to the address where it stands, to the list that its new row joins (`/cohortes`, from
/// `/cohortes/nueva`) or to an address below its page (`/cohortes/7/cierre`).
pub fn page_behind(request: &Request<'_>) -> String {
    let path = request.uri().path();
    let pages = paths(request, Method::Get);
    behind(&pages, request.method() != Method::Get, path.as_str().trim_end_matches('/'))
}

/// The page of the form that is sent to this address. `None` when no form of ours is.
pub fn page_of_form(request: &Request<'_>, address: &str) -> Option<String> {
    let path = address.split('?').next().unwrap_or_default();
    let is_ours = paths(request, Method::Post).iter().any(|form| fits(form, path));
    is_ours.then(|| behind(&paths(request, Method::Get), true, path.trim_end_matches('/')))
}

fn paths(request: &Request<'_>, method: Method) -> Vec<String> {
    request.rocket().routes().filter(|route| route.method == method).map(path_of).collect()
}

fn behind(pages: &[String], changes: bool, path: &str) -> String {
    let own = changes.then(|| ["/nueva", "/nuevo"].map(|word| format!("{path}{word}")));
    let made = own.into_iter().flatten().find(|form| {
        let word = form.trim_start_matches(path);
        pages.iter().any(|page| page.ends_with(word) && fits(page, form))
    });
    let above = std::iter::successors(Some(path), |path| {
        path.rsplit_once('/').map(|(above, _)| above).filter(|above| !above.is_empty())
    });
    made.or_else(|| {
        above
            .skip(usize::from(!changes))
            .find(|path| pages.iter().any(|page| fits(page, path)))
            .map(str::to_owned)
    })
    .unwrap_or_else(|| "/".to_owned())
}

/// Whether a route's path, with its `<names>`, is the path of this address.
fn fits(page: &str, path: &str) -> bool {
    let (mut names, mut parts) = (page.split('/'), path.split('/'));
    loop {
        match (names.next(), parts.next()) {
            (None, None) => return true,
            (Some(name), Some(part)) if name == part || name.starts_with('<') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn a_change_leads_back_to_its_form() {
        let pages = [
            "/",
            "/cohortes",
            "/cohortes/nueva",
            "/cohortes/<cohort>",
            "/cohortes/<cohort>/cancelacion",
            "/envios",
            "/cuentas/<account>",
        ]
        .map(str::to_owned);
        for (sent, page) in [
            ("/cohortes", "/cohortes/nueva"),
            ("/cohortes/7/cancelacion", "/cohortes/7/cancelacion"),
            ("/cohortes/7/cierre", "/cohortes/7"),
            ("/envios/9/reintento", "/envios"),
            ("/cuentas/5/roles/8/retiro", "/cuentas/5"),
            ("/salir", "/"),
            ("", "/"),
        ] {
            assert_eq!(behind(&pages, true, sent), page, "{sent}");
        }
        assert_eq!(behind(&pages, false, "/cohortes/7"), "/cohortes");
        assert_eq!(behind(&pages, false, "/cohortes/7/zip"), "/cohortes/7");
    }
}
