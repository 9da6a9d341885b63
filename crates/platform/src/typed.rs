//! What somebody typed, when the change could not be looked at yet: there was no time for it, or its
//! sender has to sign in first. The form goes back into the browser that sent it and nowhere else;
//! nothing of it is kept here, and nothing is done before somebody presses a button again.
//!
//! A form that waits for a sign-in travels hidden in the forms of those pages ([`CarriedForm`],
//! `partials/carried_form`) and is shown when somebody is in ([`FormAgain`], `partials/form_again`).

use data_encoding::BASE64URL_NOPAD;
use rocket::data::{FromData, Outcome};
use rocket::http::{Method, Status};
use rocket::{Data, Request};
use serde::Serialize;
use url::form_urlencoded::Serializer;

use super::example::Example;
use super::fields::FormState;
use super::forms::{Fields, FormError, LIMIT_KIB};

/// Names of the hidden values: where a form was going, what was typed, and the control of its file.
const ADDRESS: &str = "envio";
const TEXT: &str = "escrito";
const FILE: &str = "adjunto";
const HIDDEN: [&str; 3] = [ADDRESS, TEXT, FILE];

const KIB: usize = 1024;
/// Letters of the largest form, of which three bytes make four.
const MOST_LETTERS: usize = LIMIT_KIB * KIB / 3 * 4 + 4;
/// What a form of signing in holds beside the one that it carries.
const OWN_KIB: usize = 64;

/// The control of a form's file, by its name; the file itself is not kept.
#[derive(Default)]
struct FileControl(Option<String>);

/// Remembers what was typed in a form with a file, and that its file has to be chosen again.
pub(super) fn remember(request: &Request<'_>, fields: Fields, file: String) {
    request.local_cache(|| Some(fields));
    request.local_cache(|| FileControl(Some(file)));
}

/// A form on its way through the pages of signing in, as their forms carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct CarriedForm {
    /// The path that it was sent to, with its query.
    pub address: String,
    /// What was typed, without its passwords, in letters that no form makes longer.
    text: String,
    /// The name of the control of its file, if it has one.
    file: Option<String>,
}

impl CarriedForm {
    /// The form of this request, or the one that it carries. `None` when nothing was typed.
    pub fn of(request: &Request<'_>) -> Option<Self> {
        let fields = request.local_cache(|| None::<Fields>).as_ref()?;
        if let Some(carried) = Self::within(fields) {
            return Some(carried);
        }
        // A file alone is chosen again on the page of its form.
        if fields.pairs().next().is_none() || request.method() != Method::Post {
            return None;
        }
        let file = request.local_cache(FileControl::default).0.clone();
        let mut text = Serializer::new(String::new());
        text.extend_pairs(fields.pairs());
        // Which passwords are asked for again.
        text.extend_pairs(fields.passwords().map(|name| (name, "")));
        let text = BASE64URL_NOPAD.encode(text.finish().as_bytes());
        let address = request.uri().to_string();
        (text.len() <= MOST_LETTERS).then_some(Self { address, text, file })
    }

    /// The form that another one carries.
    fn within(fields: &Fields) -> Option<Self> {
        let value =
            |name: &str| Some(fields.first(name).to_owned()).filter(|value| !value.is_empty());
        Some(Self { address: value(ADDRESS)?, text: value(TEXT)?, file: value(FILE) })
    }

    /// What was typed. `None` when somebody else than our pages wrote it.
    pub fn fields(&self) -> Option<Fields> {
        let typed = BASE64URL_NOPAD.decode(self.text.as_bytes()).ok()?;
        Some(Fields::parse(&typed))
    }

    /// The form as it was typed, to be sent where it was going.
    pub fn again(&self, fields: &Fields) -> FormAgain {
        FormAgain::new(self.address.clone(), fields, self.file.clone())
    }
}

/// A form of signing in, with the one that it may carry. It may be larger than others by that one.
pub struct Carrier {
    pub fields: Fields,
    pub carried: Option<CarriedForm>,
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Carrier {
    type Error = FormError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let most = MOST_LETTERS / KIB + OWN_KIB;
        let whole = match Fields::read(request, data, most).await {
            Ok(whole) => whole,
            Err(error) => return Outcome::Error(error),
        };
        let carried = CarriedForm::within(&whole);
        let fields = whole.without(&HIDDEN);
        let is_large = carried.as_ref().is_some_and(|carried| carried.text.len() > MOST_LETTERS);
        if is_large || fields.bytes() > OWN_KIB * KIB {
            return Outcome::Error((Status::PayloadTooLarge, FormError::TooLarge));
        }
        Outcome::Success(Self { fields, carried })
    }
}

/// A form that one button sends again as it was typed.
#[derive(Clone, Debug, Serialize, Example)]
pub struct FormAgain {
    address: String,
    typed: Vec<HiddenValue>,
    /// Passwords are never sent back: they are asked for once more.
    passwords: Vec<PasswordField>,
    /// The name of the control of its file.
    file: Option<String>,
    form: FormState,
}

#[derive(Clone, Debug, Serialize, Example)]
struct HiddenValue {
    name: String,
    value: String,
}

#[derive(Clone, Debug, Serialize, Example)]
struct PasswordField {
    name: String,
    label: &'static str,
}

impl FormAgain {
    /// The form of this request. `None` when it was not read.
    pub fn of(request: &Request<'_>) -> Option<Self> {
        let fields = request.local_cache(|| None::<Fields>).as_ref()?;
        let file = request.local_cache(FileControl::default).0.clone();
        Some(Self::new(request.uri().to_string(), fields, file))
    }

    fn new(address: String, fields: &Fields, file: Option<String>) -> Self {
        let hidden = |(name, value): (&str, &str)| HiddenValue {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let asked = |name: &str| PasswordField { name: name.to_owned(), label: label_of(name) };
        Self {
            address,
            typed: fields.pairs().map(hidden).collect(),
            passwords: fields.passwords().map(asked).collect(),
            file,
            form: FormState::default(),
        }
    }
}

fn label_of(password: &str) -> &'static str {
    match password {
        "contrasena_actual" => "Contraseña actual",
        "contrasena_otra_vez" => "Contraseña, otra vez",
        _ => "Contraseña",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_carried_without_its_passwords_and_read_back_as_it_was_typed() {
        let typed = Fields::parse("a=1&a=2&b=ñ+%26+%3D%0A«»&contrasena=secreta".as_bytes());
        let mut text = Serializer::new(String::new());
        text.extend_pairs(typed.pairs());
        let text = BASE64URL_NOPAD.encode(text.finish().as_bytes());
        let carrier = Fields::of_pairs([
            (ADDRESS.to_owned(), "/cursos"),
            (TEXT.to_owned(), text.as_str()),
            (FILE.to_owned(), ""),
        ]);
        let carried = CarriedForm::within(&carrier).expect("is carried");
        assert_eq!((carried.address.as_str(), &carried.file), ("/cursos", &None));
        let back = carried.fields().expect("is read");
        assert!(back.pairs().eq(typed.pairs()));
        assert!(!back.has("contrasena"));
        assert!(CarriedForm::within(&typed).is_none());
        let foreign = CarriedForm { text: "no son letras".to_owned(), ..carried };
        assert!(foreign.fields().is_none());
    }
}
