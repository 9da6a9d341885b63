//! Pages of the accounts.

use people_model::entity::person::DocumentType;
use platform::config::Config;
use platform::order::SortHead;
use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::{account, role_grant};
use sign_in_model::factor::rules::{FactorDuty, duty, is_compulsory};
use sign_in_model::factor::views::due_sentence;
use sign_in_model::letters::{LinkCause, term_in_words};
use sign_in_model::policy::{
    COLLEAGUES, gives_roles, may_administer, may_correct_mail, may_reset_factor, may_send_link,
    may_suspend, may_take_role, may_tie,
};
use sign_in_model::prelude::*;
use sign_in_model::queries::ContactLine;

use super::choices::{RoleChoices, alternative, role_choices};
use super::queries::{AccountDetail, Scopes};

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

/// When somebody opened the account, and whether it was its person.
fn opening_of(account: &account::Model) -> String {
    let day = dates::short(dates::bogota_date(account.created_at));
    match account.is_self_made {
        true => format!("{day}, por la misma persona al registrarse"),
        false => day,
    }
}

/// Whether the owner of the mail has followed a link (R77).
fn proof_of(account: &account::Model) -> String {
    match account.mail_proven_at {
        Some(at) => {
            let day = dates::short(dates::bogota_date(at));
            format!("{day}: siguió un enlace que le llegó")
        }
        None => "Nadie ha seguido todavía un enlace que le llegara".to_owned(),
    }
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
    /// The administration sees every account, a coordination those of its units.
    pub administers: bool,
    pub filter: FormState,
    pub roles: Vec<Alternative>,
    pub states: Vec<Alternative>,
    pub rows: Vec<AccountLine>,
    pub pager: Pager,
    /// Its order in the address, and the headings that change it.
    pub order: String,
    pub by_name: SortHead,
    pub by_mail: SortHead,
    pub by_state: SortHead,
}

impl AccountsPage {
    pub fn new(
        actor: &Actor,
        (filter, order, [by_name, by_mail, by_state]): (FormState, String, [SortHead; 3]),
        rows: Vec<AccountLine>,
        pager: Pager,
    ) -> Self {
        let administers = actor.is_administrator();
        let mut roles = role_choices(actor);
        let others: &[Role] = if administers { &[Role::Participant] } else { &COLLEAGUES };
        roles.extend(others.iter().map(|role| alternative(*role)));
        Self {
            administers,
            filter,
            roles,
            states: vec![
                Alternative::new("activa", "Activas"),
                Alternative::new("suspendida", "Suspendidas"),
            ],
            rows,
            pager,
            order,
            by_name,
            by_mail,
            by_state,
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
    pub may_reactivate: bool,
    pub may_send_link: bool,
    /// It is the reader's own.
    pub is_own: bool,
    /// It has roles that the reader does not see.
    pub has_other_roles: bool,
    /// Where the mail is corrected, for whoever may.
    pub correct_mail: Option<String>,
    /// Corrections of the mail, with their reasons.
    pub contact_changes: Vec<Moment>,
    /// The account has a second factor that this reader may take away.
    pub may_reset_factor: bool,
    pub has_password: bool,
    /// A role of staff would be the first, and makes the password stop working.
    pub first_role_voids: bool,
    /// How long the link works that comes with it.
    pub first_term: String,
    /// How long a link that is sent now works: «14 días».
    pub link_term: String,
    pub may_give: bool,
    /// Where the record is of whom the account is.
    pub person: Option<String>,
    /// Somebody may say here of whom the account is.
    pub may_tie: bool,
    pub document_types: Vec<Alternative>,
    pub facts: Vec<Fact>,
    pub roles: Vec<RoleLine>,
    pub choices: RoleChoices,
}

impl AccountPage {
    pub fn of(
        reader: &Actor,
        detail: &AccountDetail,
        scopes: &Scopes,
        contact_changes: Vec<ContactLine>,
        form: FormState,
        config: &Config,
        now: DateTime<Utc>,
    ) -> Self {
        let grace = config.second_factor_days.into();
        let AccountDetail { account, roles, access, factor, person, link_sent } = detail;
        let administers = reader.is_administrator();
        let (state, state_label) = state_of(account);
        let href = format!("/cuentas/{}", account.id);
        let password = match (&account.password_hash, link_sent) {
            (Some(_), _) => "Creada".to_owned(),
            (None, Some(at)) => {
                let day = dates::short(dates::bogota_date(*at));
                format!("Sin contraseña: se le envió un enlace el {day}")
            }
            (None, None) => "Sin contraseña".to_owned(),
        };
        let owed = access.roles.iter().any(|(_, grant)| is_compulsory(grant.role));
        let has_other_roles = roles.len() < access.roles.len();
        let second = match factor {
            Some(factor) => {
                let since = dates::short(dates::bogota_date(factor.created_at));
                format!("Activo desde el {since}")
            }
            None if owed => match duty(account.factor_asked_at, grace, now) {
                FactorDuty::Overdue => {
                    "No lo ha configurado y el plazo terminó: al ingresar solo puede configurarlo"
                        .to_owned()
                }
                waits => {
                    format!("No lo ha configurado. {}", due_sentence(waits).unwrap_or_default())
                }
            },
            None => "No tiene; su rol no lo necesita".to_owned(),
        };
        let roles = roles.iter().map(|grant| RoleLine {
            role: grant.role.label(),
            scope: scopes.of(grant),
            since: match (grant.valid_from, grant.valid_until) {
                (Some(from), Some(until)) => dates::period(from, until),
                _ => dates::short(dates::bogota_date(grant.created_at)),
            },
            take: may_take_role(reader, access, grant.id)
                .is_ok()
                .then(|| format!("{href}/roles/{}/retiro", grant.id)),
        });
        let choices = RoleChoices::of(reader, scopes, &form, &href);
        // The document and what was corrected are the administration's to read: the person may be of
        // another unit.
        let whose = match (person, administers) {
            (None, _) => "Sin documento registrado".to_owned(),
            (Some(person), true) => person.clone(),
            (Some(_), false) => "Con documento registrado".to_owned(),
        };
        let changes = contact_changes.into_iter().filter(|_| administers);
        Self {
            form,
            name: account.display_name.clone(),
            state,
            state_label,
            active: account.is_active,
            may_suspend: may_suspend(reader, access).is_ok(),
            may_reactivate: may_administer(reader, account.id).is_ok(),
            may_send_link: may_send_link(reader, access).is_ok(),
            is_own: account.id == reader.account,
            has_other_roles,
            correct_mail: may_correct_mail(reader, account.id)
                .is_ok()
                .then(|| format!("{href}/correo")),
            contact_changes: changes.map(ContactLine::moment).collect(),
            may_reset_factor: factor.is_some() && may_reset_factor(reader, account.id).is_ok(),
            has_password: account.password_hash.is_some(),
            first_role_voids: account.password_hash.is_some() && detail.has_no_staff_role(),
            first_term: term_in_words(config.first_link),
            link_term: term_in_words(LinkCause::fitting(account).term(config)),
            person: account
                .person_id
                .filter(|_| administers)
                .map(|person| format!("/personas/{person}")),
            may_tie: account.person_id.is_none() && may_tie(reader, account.id).is_ok(),
            document_types: DocumentType::alternatives(),
            may_give: gives_roles(reader, access),
            facts: vec![
                Fact::new("Correo", account.email.clone()),
                Fact::new("Comprobación del correo", proof_of(account)),
                Fact::new("Persona", whose),
                Fact::new("Contraseña", password),
                Fact::new("Segundo factor", second),
                Fact::new("Abierta", opening_of(account)),
            ],
            roles: roles.collect(),
            choices,
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
    /// Nobody has said for which role: the page asks for that alone.
    pub is_first_step: bool,
    pub form: FormState,
    pub document_types: Vec<Alternative>,
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
