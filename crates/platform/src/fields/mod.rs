//! Form controls: what was typed and what is wrong with it ([`FormState`]), and the
//! Handlebars helpers that write each control accessibly and escaped.
//!
//! A control is one line in a template:
//!
//! ```text
//! {{error_summary page.form}}
//! {{field page.form "cupos" "Cupos" type="number" hint="Entre 1 y 1.000" required=true}}
//! {{select page.form "modalidad" "Modalidad" page.modalities blank="Elija una modalidad"}}
//! ```
//!
//! Every control carries the id of its field, so that the summary can link to it; the hint and
//! the error are tied to it with `aria-describedby`; the value typed by the person stays.
//! Passwords are the exception: they are never written back.

mod alternative;
mod choices;
mod control;
mod inputs;
mod state;
#[cfg(test)]
mod tests;
mod write;

pub use alternative::Alternative;
pub use state::{FieldError, FormState};

use handlebars::Handlebars;

/// Makes the form helpers known to the templates: `field`, `area`, `select`, `radios`,
/// `segments`, `checks`, `checkbox`, `cell`, `pick` and `error_summary`.
pub fn register(handlebars: &mut Handlebars<'_>) {
    control::register(handlebars);
}
