//! Pages of the second factor.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::typed::CarriedForm;

fn home() -> Crumb {
    Crumb::to("Inicio", "/")
}

fn below(title: &'static str) -> Vec<Crumb> {
    let account = Crumb::to("Mi cuenta", "/mi-cuenta");
    vec![home(), account, Crumb::to("Segundo factor", "/segundo-factor"), Crumb::here(title)]
}

/// Asks for the code of the telephone, or for one on paper, after the password.
#[derive(Serialize, Example)]
pub struct CodePage {
    pub form: FormState,
    /// Where to go afterwards; always a path of our own.
    pub destination: String,
    /// What was typed in a form that has to wait for the sign-in.
    pub carried: Option<CarriedForm>,
    /// The address of the other way, with the destination.
    pub other_way: String,
    /// A code on paper is asked for.
    pub is_recovery: bool,
}

impl View for CodePage {
    const TEMPLATE: &'static str = "pages/sign_in/factor_code";
    fn title(&self) -> String {
        match self.is_recovery {
            true => "Código de recuperación".into(),
            false => "Código de su teléfono".into(),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![home(), Crumb::to("Ingresar", "/ingresar"), Crumb::here(self.title())]
    }
}

/// Sets an authenticator up, or another telephone in its place.
#[derive(Serialize, Example)]
pub struct FactorSetUpPage {
    pub form: FormState,
    pub destination: String,
    /// Where the form goes.
    pub action: String,
    /// The QR code as a data address.
    pub square: String,
    /// «otpauth://totp/…»: opens the application on this telephone.
    pub address: String,
    /// «ABCD EFGH 2345»: the secret as it is typed.
    pub secret: String,
    /// Another telephone takes the place of one; the password is asked for.
    pub replaces: bool,
    /// Nothing else can be opened before.
    pub is_overdue: bool,
    /// What is left of the days, in a sentence.
    pub due: Option<String>,
    /// Of the account, so that password managers know whose password it is.
    pub email: String,
    pub demo: bool,
}

impl View for FactorSetUpPage {
    const TEMPLATE: &'static str = "pages/sign_in/factor_set_up";
    fn title(&self) -> String {
        match self.replaces {
            true => "Cambiar de teléfono".into(),
            false => "Configurar el segundo factor".into(),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        match self.replaces {
            true => below("Cambiar de teléfono"),
            false => vec![home(), Crumb::here("Segundo factor")],
        }
    }
}

/// The recovery codes, this once; made to be printed.
#[derive(Serialize, Example)]
pub struct RecoveryCodesPage {
    /// «ABCD-EFGH-2345-6722».
    pub codes: Vec<String>,
    /// Where somebody goes on to who was on the way elsewhere.
    pub destination: String,
    /// What was done, in a sentence.
    pub text: &'static str,
    pub email: String,
    /// «24 de noviembre de 2026».
    pub day: String,
}

impl View for RecoveryCodesPage {
    const TEMPLATE: &'static str = "pages/sign_in/factor_codes";
    fn title(&self) -> String {
        "Códigos de recuperación".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        below("Códigos de recuperación")
    }
}

/// What there is of one's own factor.
#[derive(Serialize, Example)]
pub struct FactorPage {
    /// «24 de noviembre de 2026».
    pub since: String,
    /// Recovery codes that are left, as «7 de 10».
    pub codes: String,
    pub are_few: bool,
    pub may_give_up: bool,
    /// Where somebody was going who came in with a recovery code.
    pub onward: Option<String>,
    pub demo: bool,
}

impl View for FactorPage {
    const TEMPLATE: &'static str = "pages/sign_in/factor";
    fn title(&self) -> String {
        "Segundo factor".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crate::own_account::below("Segundo factor")
    }
}

/// Asks for the password before new recovery codes are made, or the factor is given up.
#[derive(Serialize, Example)]
pub struct FactorPasswordPage {
    pub form: FormState,
    pub email: String,
    /// The factor is given up; otherwise codes are made.
    pub gives_up: bool,
}

impl FactorPasswordPage {
    fn name(&self) -> &'static str {
        if self.gives_up { "Quitar el segundo factor" } else { "Códigos de recuperación nuevos" }
    }
}

impl View for FactorPasswordPage {
    const TEMPLATE: &'static str = "pages/sign_in/factor_password";
    fn title(&self) -> String {
        self.name().into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        below(self.name())
    }
}

/// Samples of these pages.
pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<CodePage>();
    all.extend(samples_of::<FactorSetUpPage>());
    all.extend(samples_of::<RecoveryCodesPage>());
    all.extend(samples_of::<FactorPage>());
    all.extend(samples_of::<FactorPasswordPage>());
    all
}
