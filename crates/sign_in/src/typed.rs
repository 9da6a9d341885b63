//! What was typed in a form whose sender had to sign in first: the page of signing in carries it, and
//! afterwards it is shown, to be sent with one button. Nothing of it is kept, and nothing is sent by
//! itself: what its sender may do is asked when it arrives.

use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Request};

use platform::back::{page_behind, page_of_form};
use platform::pages::{Sample, samples_of};
use platform::typed::{CarriedForm, Carrier, FormAgain};
use sign_in_model::prelude::*;

use super::web::{own_path, sign_in_page};

/// Where somebody who has signed in finds what they had typed.
pub const TYPED_PATH: &str = "/ingresar/escrito";
/// Texts that the page repeats, and letters of each.
const MOST_TEXTS: usize = 20;
const MOST_LETTERS: usize = 600;

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// What somebody had typed before they signed in.
#[derive(Serialize, Example)]
pub struct TypedPage {
    pub again: FormAgain,
    /// The sentences among it.
    pub texts: Vec<String>,
    /// The page of the form.
    pub back: String,
    /// Nothing is taken before the second factor is set up.
    pub owes_factor: bool,
}

impl View for TypedPage {
    const TEMPLATE: &'static str = "pages/sign_in/typed";
    fn title(&self) -> String {
        "Esto es lo que había escrito".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here(self.title())]
    }
}

impl TypedPage {
    /// `None` when what is carried is not a form that goes to us.
    fn of(desk: &Desk<'_>, carried: &CarriedForm, owes_factor: bool) -> Option<Self> {
        let address = &carried.address;
        let back = page_of_form(desk.request(), address).filter(|_| own_path(address) == *address);
        let fields = carried.fields()?;
        Some(Self {
            again: carried.again(&fields),
            texts: sentences(&fields),
            back: back?,
            owes_factor,
        })
    }
}

/// What people wrote in words; numbers of rows and codes of choices say nothing to them.
fn sentences(fields: &Fields) -> Vec<String> {
    let values = fields.pairs().map(|(_, value)| value);
    let said = values.filter(|value| value.contains(' ') && value.chars().any(char::is_alphabetic));
    let short = |value: &str| match value.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    };
    said.take(MOST_TEXTS).map(short).collect()
}

#[post("/ingresar/escrito", data = "<carrier>")]
async fn show(desk: Desk<'_>, carrier: Carrier) -> Answer {
    desk.actor()?;
    let page = carrier.carried.and_then(|carried| TypedPage::of(&desk, &carried, false));
    match page {
        Some(page) => desk.show(&page),
        None => desk.go(own_path(carrier.fields.first("destino"))),
    }
}

/// Answers a form that its sender may not send yet: with the page of signing in, or with the form itself
/// when only the second factor is missing.
#[rocket::catch(401)]
pub async fn come_in_first(request: &Request<'_>) -> Answer {
    let desk = match Desk::from_request(request).await {
        Outcome::Success(desk) => desk,
        Outcome::Error((status, ())) if status == Status::ServiceUnavailable => {
            return Err(AppError::Busy);
        }
        _ => return Err(AppError::Internal("nobody knows who asks".to_owned())),
    };
    let carried = CarriedForm::of(request);
    let owing = carried.as_ref().filter(|_| desk.account_holder().is_ok());
    if let Some(page) = owing.and_then(|carried| TypedPage::of(&desk, carried, true)) {
        return desk.show_headed(Status::Unauthorized, &page, Vec::new());
    }
    let back = carried.as_ref().and_then(|carried| page_of_form(request, &carried.address));
    let destination = back.unwrap_or_else(|| page_behind(request));
    let page = sign_in_page(&desk, FormState::default(), destination, carried).await?;
    desk.show_headed(Status::Unauthorized, &page, Vec::new())
}

pub fn samples() -> Vec<Sample> {
    samples_of::<TypedPage>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_in_words_is_repeated_and_the_rest_is_not() {
        let long = "a ".repeat(400);
        let fields = Fields::of_pairs([
            ("municipio".to_owned(), "50325"),
            ("fecha".to_owned(), "24/11/2026 08:00"),
            ("etapa".to_owned(), "draft"),
            ("motivo".to_owned(), "No hay quién formule proyectos."),
            ("nota".to_owned(), long.as_str()),
        ]);
        let said = sentences(&fields);
        assert_eq!(said[0], "No hay quién formule proyectos.");
        assert_eq!((said.len(), said[1].chars().count()), (2, MOST_LETTERS + 1));
    }
}
