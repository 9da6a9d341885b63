//! Which role somebody gives, and what it needs to say where it holds.

use platform::texts::word;
use sign_in_model::actor::{Actor, Role};
use sign_in_model::policy::{COLLEAGUES, ROLES_OF_UNITS};
use sign_in_model::prelude::*;

use super::queries::Scopes;

/// Roles that an administrator gives; participants get theirs by registering.
pub const GIVEN: [Role; 6] = [
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Director,
    Role::Facilitator,
    Role::FocalPoint,
    Role::Gobernacion,
];

pub(super) fn alternative(role: Role) -> Alternative {
    Alternative::new(role.code(), role.label()).explained(purpose(role))
}

/// What an account of the role is for, for whoever chooses one.
fn purpose(role: Role) -> &'static str {
    match role {
        Role::NationalAdministrator => word("accounts.purpose_national_administrator"),
        Role::Coordinator => word("accounts.purpose_coordinator"),
        Role::Director => word("accounts.purpose_director"),
        Role::Facilitator => word("accounts.purpose_facilitator"),
        Role::FocalPoint => word("accounts.purpose_focal_point"),
        Role::Gobernacion => word("accounts.purpose_gobernacion"),
        // Nobody gives it.
        Role::Participant => "",
    }
}

/// The roles that the actor gives.
pub fn given_by(actor: &Actor) -> &'static [Role] {
    if actor.is_administrator() { &GIVEN } else { &ROLES_OF_UNITS }
}

/// The units whose coordination gives roles in them; none for the administration, which gives any.
pub fn units_of(actor: &Actor) -> Vec<&str> {
    if actor.is_administrator() { Vec::new() } else { actor.units() }
}

pub(super) fn role_choices(actor: &Actor) -> Vec<Alternative> {
    given_by(actor).iter().map(|role| alternative(*role)).collect()
}

/// The controls with which a role and its scope are chosen.
#[derive(Serialize, Example)]
pub struct RoleChoices {
    /// The page on which a role is chosen.
    pub href: String,
    pub roles: Vec<Alternative>,
    /// The role that was chosen first; the form asks then for what it needs alone.
    pub chosen: Option<ChosenRole>,
    pub units: Vec<Alternative>,
    pub departments: Vec<Alternative>,
}

/// A role with the one thing that says where it holds.
#[derive(Serialize, Example)]
pub struct ChosenRole {
    pub code: &'static str,
    pub label: &'static str,
    pub purpose: &'static str,
    pub of_unit: bool,
    /// The role may be of a unit, whose coordination keeps the account then.
    pub of_any_unit: bool,
    pub of_department: bool,
    pub of_entity: bool,
}

impl ChosenRole {
    fn of(actor: &Actor, role: Role) -> Self {
        let facilitates = role == Role::Facilitator;
        // Whoever has one unit is not asked for it.
        let chooses = facilitates && units_of(actor).len() > 1;
        Self {
            code: role.code(),
            label: role.label(),
            purpose: purpose(role),
            of_unit: COLLEAGUES.contains(&role) || chooses,
            of_any_unit: facilitates && actor.is_administrator(),
            of_department: role == Role::Gobernacion,
            of_entity: role == Role::FocalPoint,
        }
    }
}

impl RoleChoices {
    pub fn of(actor: &Actor, scopes: &Scopes, form: &FormState, href: impl Into<String>) -> Self {
        let chosen = given_by(actor).iter().find(|role| form.first("rol") == Some(role.code()));
        let units = scopes.units.iter().filter(|unit| actor.coordinates(&unit.value));
        Self {
            href: href.into(),
            roles: role_choices(actor),
            chosen: chosen.map(|role| ChosenRole::of(actor, *role)),
            units: units.cloned().collect(),
            departments: scopes.departments.clone(),
        }
    }
}
