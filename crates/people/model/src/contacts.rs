//! What a list, a nomination or a form of the institution brings of the mail and the telephone of
//! somebody who is known already; pure (R77).

use crate::entity::person::Model;

/// How somebody who is known signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignsIn {
    /// The mail of their account; `None` without one.
    pub email: Option<String>,
    /// Whether the account has a role of staff.
    pub is_staff: bool,
}

/// What is taken from what was brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BroughtContacts {
    pub email: Option<String>,
    pub phone: Option<String>,
    /// The mail takes the place of one that only the person had said.
    pub replaces_mail: bool,
    /// Whoever brings them does not answer for the record: they are asked for.
    pub is_asked: bool,
}

impl BroughtContacts {
    pub fn is_nothing(&self) -> bool {
        self.email.is_none() && self.phone.is_none()
    }

    /// «Se completará el correo y el teléfono.»; `None` when nothing is taken.
    pub fn sentence(&self) -> Option<String> {
        let what = match (&self.email, &self.phone) {
            (Some(_), Some(_)) => "el correo y el teléfono",
            (Some(_), None) => "el correo",
            (None, Some(_)) => "el teléfono",
            (None, None) => return None,
        };
        Some(match self.replaces_mail {
            _ if self.is_asked => format!(
                "Otra territorial responde también por esta persona: se le pedirá que decida {what}."
            ),
            true => format!("Se cambiará {what} que la persona escribió al registrarse sola."),
            false => format!("Se completará {what}."),
        })
    }
}

/// Decides what is taken: it fills what is empty, and overwrites what only the person had said, unless
/// their account is of staff. Whoever signs in is written to at the mail of their account, so another
/// mail fills nothing there.
pub fn brought(
    known: &Model,
    signs_in: &SignsIn,
    (email, phone): (Option<&str>, Option<&str>),
) -> BroughtContacts {
    let overwrites = known.is_self_declared && !signs_in.is_staff;
    let email = email.filter(|new| {
        let own = signs_in.email.as_deref();
        let fills = known.email.is_none() && own.is_none_or(|own| own == *new);
        known.email.as_deref() != Some(*new) && (overwrites || fills)
    });
    let phone = phone.filter(|new| {
        known.phone.as_deref() != Some(*new) && (overwrites || known.phone.is_none())
    });
    BroughtContacts {
        replaces_mail: email.is_some() && known.email.is_some(),
        email: email.map(str::to_owned),
        phone: phone.map(str::to_owned),
        is_asked: false,
    }
}
