//! The pages of the contacts of territorial units.

use platform::pages::{Sample, samples_of};
use sign_in_model::prelude::*;
use territory_model::contacts::sentence;
use territory_model::labels;

use super::queries::UnitRow;

#[derive(Serialize, Example)]
pub struct UnitLine {
    pub name: String,
    /// «Escriba a … o llame al …».
    pub contact: Option<String>,
    pub href: String,
}

#[derive(Serialize, Example)]
pub struct UnitsPage {
    pub rows: Vec<UnitLine>,
}

impl UnitsPage {
    pub fn of(rows: &[UnitRow]) -> Self {
        let line = |row: &UnitRow| UnitLine {
            name: labels::unit(&row.unit.name),
            contact: row.contact.as_ref().and_then(sentence),
            href: address(&row.unit.code),
        };
        Self { rows: rows.iter().map(line).collect() }
    }
}

impl View for UnitsPage {
    const TEMPLATE: &'static str = "pages/accounts/units";
    fn title(&self) -> String {
        "Direcciones territoriales".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cuentas", "/cuentas"),
            Crumb::here("Direcciones territoriales"),
        ]
    }
}

#[derive(Serialize, Example)]
pub struct UnitContactPage {
    pub form: FormState,
    pub name: String,
    pub action: String,
}

impl UnitContactPage {
    /// Shows what was typed, or what the unit keeps.
    pub fn of(row: UnitRow, typed: Option<FormState>) -> Self {
        let kept = || {
            let contact = row.contact.as_ref();
            FormState::default()
                .with_option("correo", contact.and_then(|contact| contact.email.as_deref()))
                .with_option("telefono", contact.and_then(|contact| contact.phone.as_deref()))
                .with_option("atencion", contact.and_then(|contact| contact.office.as_deref()))
        };
        Self {
            form: typed.unwrap_or_else(kept),
            name: labels::unit(&row.unit.name),
            action: address(&row.unit.code),
        }
    }
}

impl View for UnitContactPage {
    const TEMPLATE: &'static str = "pages/accounts/unit_contact";
    fn title(&self) -> String {
        "Contacto de la dirección territorial".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cuentas", "/cuentas"),
            Crumb::to("Direcciones territoriales", "/direcciones"),
            Crumb::here("Contacto"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

fn address(unit: &str) -> String {
    format!("/direcciones/{unit}/contacto")
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<UnitsPage>();
    all.extend(samples_of::<UnitContactPage>());
    all
}
