//! Pages of the accounts.

use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::{account, role_grant};
use sign_in_model::policy::{may_suspend, may_take_role};
use sign_in_model::prelude::*;

use super::queries::Scopes;

/// Roles that an administrator gives; participants get theirs by registering.
pub const GIVEN: [Role; 5] = [
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Facilitator,
    Role::FocalPoint,
    Role::Gobernacion,
];

fn alternative(role: Role) -> Alternative {
    Alternative::new(role.code(), role.label())
}

fn role_choices() -> Vec<Alternative> {
    GIVEN.map(alternative).into()
}

/// The controls with which a role and its scope are chosen.
#[derive(Serialize, Example)]
pub struct RoleChoices {
    pub roles: Vec<Alternative>,
    pub units: Vec<Alternative>,
    pub departments: Vec<Alternative>,
}

impl RoleChoices {
    pub fn of(scopes: &Scopes) -> Self {
        Self {
            roles: role_choices(),
            units: scopes.units.clone(),
            departments: scopes.departments.clone(),
        }
    }
}

#[derive(Serialize, Example)]
pub struct AccountLine {
    pub href: String,
    pub name: String,
    pub mail: String,
    pub roles: String,
    pub state: &'static str,
    pub state_label: &'static str,
}

fn state_of(account: &account::Model) -> (&'static str, &'static str) {
    if account.is_active { ("active", "Activa") } else { ("cancelled", "Suspendida") }
}

impl AccountLine {
    pub fn of(account: &account::Model, roles: &[role_grant::Model], scopes: &Scopes) -> Self {
        let (state, state_label) = state_of(account);
        let roles: Vec<String> = roles
            .iter()
            .map(|grant| format!("{} ({})", grant.role.label(), scopes.of(grant)))
            .collect();
        Self {
            href: format!("/cuentas/{}", account.id),
            name: account.display_name.clone(),
            mail: account.email.clone(),
            roles: roles.join("; "),
            state,
            state_label,
        }
    }
}

#[derive(Serialize, Example)]
pub struct AccountsPage {
    pub filter: FormState,
    pub roles: Vec<Alternative>,
    pub states: Vec<Alternative>,
    pub rows: Vec<AccountLine>,
    pub pager: Pager,
}

impl AccountsPage {
    pub fn new(filter: FormState, rows: Vec<AccountLine>, pager: Pager) -> Self {
        let mut roles = role_choices();
        roles.push(alternative(Role::Participant));
        Self {
            filter,
            roles,
            states: vec![
                Alternative::new("activa", "Activas"),
                Alternative::new("suspendida", "Suspendidas"),
            ],
            rows,
            pager,
        }
    }
}

impl View for AccountsPage {
    const TEMPLATE: &'static str = "pages/accounts/list";
    fn title(&self) -> String {
        "Cuentas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Cuentas")]
    }
}

#[derive(Serialize, Example)]
pub struct RoleLine {
    pub role: &'static str,
    pub scope: String,
    pub since: String,
    /// Where to take it away, when this reader may.
    pub take: Option<String>,
}

#[derive(Serialize, Example)]
pub struct AccountPage {
    pub form: FormState,
    pub name: String,
    pub href: String,
    pub state: &'static str,
    pub state_label: &'static str,
    pub active: bool,
    pub may_suspend: bool,
    pub facts: Vec<Fact>,
    pub roles: Vec<RoleLine>,
    pub choices: RoleChoices,
}

impl AccountPage {
    pub fn of(
        reader: &Actor,
        account: &account::Model,
        roles: &[role_grant::Model],
        scopes: &Scopes,
        form: FormState,
    ) -> Self {
        let (state, state_label) = state_of(account);
        let href = format!("/cuentas/{}", account.id);
        let password =
            if account.password_hash.is_some() { "Creada" } else { "Todavía no la ha creado" };
        let roles = roles.iter().map(|grant| RoleLine {
            role: grant.role.label(),
            scope: scopes.of(grant),
            since: dates::short(dates::bogota_date(grant.created_at)),
            take: may_take_role(reader, account.id, grant.id, grant.role)
                .is_ok()
                .then(|| format!("{href}/roles/{}/retiro", grant.id)),
        });
        Self {
            form,
            name: account.display_name.clone(),
            state,
            state_label,
            active: account.is_active,
            may_suspend: may_suspend(reader, account.id).is_ok(),
            facts: vec![
                Fact::new("Correo", account.email.clone()),
                Fact::new("Contraseña", password.to_owned()),
                Fact::new("Abierta", dates::short(dates::bogota_date(account.created_at))),
            ],
            roles: roles.collect(),
            choices: RoleChoices::of(scopes),
            href,
        }
    }
}

impl View for AccountPage {
    const TEMPLATE: &'static str = "pages/accounts/account";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cuentas", "/cuentas"),
            Crumb::here(self.name.clone()),
        ]
    }
}

#[derive(Serialize, Example)]
pub struct NewAccountPage {
    pub form: FormState,
    pub choices: RoleChoices,
}

impl View for NewAccountPage {
    const TEMPLATE: &'static str = "pages/accounts/new";
    fn title(&self) -> String {
        "Abrir una cuenta".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cuentas", "/cuentas"),
            Crumb::here("Abrir una cuenta"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<AccountsPage>();
    all.extend(samples_of::<AccountPage>());
    all.extend(samples_of::<NewAccountPage>());
    all
}
