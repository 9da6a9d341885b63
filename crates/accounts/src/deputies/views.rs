//! The page of deputies.

use std::collections::HashMap;

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::texts::word;
use sign_in_model::actor::{AccountId, Actor};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use super::entity::deputy::{self, Stage};
use super::policy::{DeputyFacts, may_confirm, may_end};
use super::rules::{LONGEST, is_open};
use crate::queries::Scopes;

#[derive(Serialize, Example)]
pub struct DeputyLine {
    pub name: String,
    pub unit: String,
    /// «del 1 al 15 de diciembre de 2026».
    pub days: String,
    pub state: &'static str,
    pub state_label: &'static str,
    pub asked_by: String,
    pub confirmed_by: Option<String>,
    /// Where this reader agrees, who may.
    pub confirm: Option<String>,
    /// Where this reader takes it back.
    pub end: Option<String>,
}

impl DeputyLine {
    fn of(
        row: &deputy::Model,
        names: &HashMap<AccountId, String>,
        scopes: &Scopes,
        reader: &Actor,
        standing: &[String],
        today: NaiveDate,
    ) -> Self {
        let name = |id: AccountId| names.get(&id).cloned().unwrap_or_default();
        let is_open = is_open(row, today);
        let facts = DeputyFacts::from(row);
        let waits = is_open && row.stage == Stage::Asked;
        let (state, state_label) = match row.stage {
            Stage::Asked if !is_open => ("cancelled", word("accounts.deputy_lapsed")),
            Stage::Asked => ("tentative", row.stage.label()),
            Stage::Confirmed if !is_open => ("closed", word("accounts.deputy_over")),
            Stage::Confirmed => ("active", row.stage.label()),
            Stage::Ended => ("cancelled", row.stage.label()),
        };
        let at = |verb: &str| format!("/encargos/{}/{verb}", row.id);
        Self {
            name: name(row.account_id),
            unit: scopes.unit(&row.unit_code),
            days: dates::period(row.starts_on, row.ends_on),
            state,
            state_label,
            asked_by: name(row.asked_by),
            confirmed_by: row.confirmed_by.map(name),
            confirm: (waits && may_confirm(reader, &facts, standing).is_ok())
                .then(|| at("confirmacion")),
            end: (is_open && may_end(reader, &facts, standing).is_ok()).then(|| at("fin")),
        }
    }
}

#[derive(Serialize, Example)]
pub struct DeputiesPage {
    pub form: FormState,
    pub rows: Vec<DeputyLine>,
    /// The reader coordinates a unit and names somebody there.
    pub may_name: bool,
    /// Those that the reader chooses from, who coordinates more than one.
    pub units: Vec<Alternative>,
    /// Who may stand in.
    pub accounts: Vec<Alternative>,
    pub longest: i64,
}

/// What the page is made of.
pub struct DeputyBook {
    pub rows: Vec<deputy::Model>,
    pub names: HashMap<AccountId, String>,
    pub scopes: Scopes,
    /// The units that the reader coordinates without a last day.
    pub standing: Vec<String>,
    pub candidates: Vec<account::Model>,
}

impl DeputiesPage {
    pub fn of(reader: &Actor, book: &DeputyBook, form: FormState, today: NaiveDate) -> Self {
        let DeputyBook { rows, names, scopes, standing, candidates } = book;
        let lines = rows
            .iter()
            .map(|row| DeputyLine::of(row, names, scopes, reader, standing, today))
            .collect();
        let units = standing.iter().filter(|_| standing.len() > 1);
        Self {
            form,
            rows: lines,
            may_name: !standing.is_empty(),
            units: units.map(|code| Alternative::new(code, scopes.unit(code))).collect(),
            accounts: candidates
                .iter()
                .filter(|one| one.id != reader.account)
                .map(|one| Alternative::new(one.id, one.display_name.clone()))
                .collect(),
            longest: LONGEST,
        }
    }
}

impl View for DeputiesPage {
    const TEMPLATE: &'static str = "pages/accounts/deputies";
    fn title(&self) -> String {
        "Encargos de la coordinación".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cuentas", "/cuentas"),
            Crumb::here("Encargos de la coordinación"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<DeputiesPage>()
}
