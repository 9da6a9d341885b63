//! Pages of signing in.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::typed::CarriedForm;

#[derive(Serialize, Example)]
pub struct SignInPage {
    pub form: FormState,
    /// Where to go after signing in; always a path of our own.
    pub destination: String,
    /// They come to check in, which the address of their reminder does without a password.
    pub arrives: bool,
    /// What was typed in a form that has to wait for the sign-in.
    pub carried: Option<CarriedForm>,
    /// Demo accounts, one click away where the demo seed made the database.
    pub demo_accounts: Vec<DemoAccount>,
    pub demo_password: String,
}

#[derive(Serialize, Example)]
pub struct DemoAccount {
    pub name: String,
    pub role: String,
    pub email: String,
}

impl View for SignInPage {
    const TEMPLATE: &'static str = "pages/sign_in/enter";
    fn title(&self) -> String {
        "Ingresar".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Ingresar")]
    }
}

#[derive(Default, Serialize, Example)]
pub struct LostPasswordPage {
    pub form: FormState,
}

impl View for LostPasswordPage {
    const TEMPLATE: &'static str = "pages/sign_in/lost";
    fn title(&self) -> String {
        "Perdí mi contraseña".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Ingresar", "/ingresar"),
            Crumb::here("Perdí mi contraseña"),
        ]
    }
}

#[derive(Serialize, Example)]
pub struct NewPasswordPage {
    pub form: FormState,
    /// The mail of the account, so that password managers know what they store.
    pub email: String,
    pub token: String,
    pub usable: bool,
    /// The account never had a password.
    pub is_first: bool,
    /// How long a first link and one for a lost password work, in words.
    pub first_term: String,
    pub lost_term: String,
    /// What a good password is.
    pub hint: String,
}

impl View for NewPasswordPage {
    const TEMPLATE: &'static str = "pages/sign_in/link";
    fn title(&self) -> String {
        let title = match (self.usable, self.is_first) {
            (false, _) => "El enlace ya no sirve",
            (true, true) => "Cree su contraseña",
            (true, false) => "Cree una contraseña nueva",
        };
        title.to_owned()
    }
}

#[derive(Serialize, Example)]
pub struct ChangePasswordPage {
    pub form: FormState,
    /// Of the account, so that password managers know what they keep.
    pub email: String,
    /// What a good password is.
    pub hint: String,
}

impl View for ChangePasswordPage {
    const TEMPLATE: &'static str = "pages/sign_in/password";
    fn title(&self) -> String {
        "Cambiar la contraseña".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        super::own_account::below("Cambiar la contraseña")
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<SignInPage>();
    all.extend(samples_of::<LostPasswordPage>());
    all.extend(samples_of::<NewPasswordPage>());
    all.extend(samples_of::<ChangePasswordPage>());
    all
}
