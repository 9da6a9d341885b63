//! Letters that tell the owner of an account what happened to it. None holds a secret.

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::prelude::*;

/// What signs the letters about accounts.
const SIGNED_BY: &str = "Formación Territorial";

/// A password was set.
#[derive(Serialize, Example)]
pub struct PasswordNotice {
    /// The account had none before.
    pub is_first: bool,
    /// «20/11/2026, 10:00 a. m.»
    pub at: String,
    /// «Chrome en Windows»
    pub device: String,
    /// The calendar's address and the links to certificates were closed.
    pub closes_addresses: bool,
    /// What certificates were shared with was closed.
    pub closes_shares: bool,
}

impl Letter for PasswordNotice {
    const TEMPLATE: &'static str = "emails/sign_in/password_notice";

    fn subject(&self) -> String {
        let subject = if self.is_first { "Creó su contraseña" } else { "Su contraseña cambió" };
        subject.to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver mis sesiones abiertas", "/sesiones-abiertas"))
    }

    fn unit(&self) -> String {
        SIGNED_BY.to_owned()
    }
}

/// Somebody came in from a browser that the account did not know.
#[derive(Serialize, Example)]
pub struct NewDeviceNotice {
    /// «20/11/2026, 10:00 a. m.»
    pub at: String,
    /// «Chrome en Windows»
    pub device: String,
    pub is_shared: bool,
}

impl Letter for NewDeviceNotice {
    const TEMPLATE: &'static str = "emails/sign_in/new_device";

    fn subject(&self) -> String {
        "Ingreso desde un equipo nuevo".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver mis sesiones abiertas", "/sesiones-abiertas"))
    }

    fn unit(&self) -> String {
        SIGNED_BY.to_owned()
    }
}

/// A role was given or taken. The first role of staff is told with a link to a new password instead.
#[derive(Serialize, Example)]
pub struct RoleNotice {
    pub role: String,
    pub is_given: bool,
}

impl Letter for RoleNotice {
    const TEMPLATE: &'static str = "emails/sign_in/role_notice";

    fn subject(&self) -> String {
        let subject =
            if self.is_given { "Su cuenta tiene un rol nuevo" } else { "Su cuenta perdió un rol" };
        subject.to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ingresar", "/ingresar"))
    }

    fn unit(&self) -> String {
        SIGNED_BY.to_owned()
    }
}

/// The administration said of which person an account is.
#[derive(Serialize, Example)]
pub struct TieNotice {}

impl Letter for TieNotice {
    const TEMPLATE: &'static str = "emails/sign_in/tie_notice";

    fn subject(&self) -> String {
        "Su cuenta quedó unida a una persona".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ingresar", "/ingresar"))
    }

    fn unit(&self) -> String {
        SIGNED_BY.to_owned()
    }
}

/// An administrator did what the others are told of.
#[derive(Clone, Serialize, Example)]
pub struct AdministrationNotice {
    #[serde(skip)]
    pub account: i64,
    pub name: String,
    /// `None` when whoever runs the machine did it.
    pub by: Option<String>,
    pub is_role: bool,
    pub is_tie: bool,
}

impl Letter for AdministrationNotice {
    const TEMPLATE: &'static str = "emails/sign_in/administration_notice";

    fn subject(&self) -> String {
        let subject = match (self.is_role, self.is_tie) {
            (true, _) => "Hay otra cuenta de administración nacional",
            (_, true) => "Una cuenta quedó unida a una persona",
            _ => "Se retiró el segundo factor de una cuenta",
        };
        subject.to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver la cuenta", format!("/cuentas/{}", self.account)))
    }

    fn unit(&self) -> String {
        SIGNED_BY.to_owned()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    let mut all = samples_of::<PasswordNotice>();
    all.extend(samples_of::<NewDeviceNotice>());
    all.extend(samples_of::<RoleNotice>());
    all.extend(samples_of::<TieNotice>());
    all.extend(samples_of::<AdministrationNotice>());
    all
}
