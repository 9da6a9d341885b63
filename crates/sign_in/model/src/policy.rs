//! Who keeps accounts: the national administration all of them, a coordination those of its own units that
//! are not above it; and nobody locks themselves out.

use super::actor::{AccountId, Actor, Grant, Role};
use super::entity::role_grant::RoleGrantId;
use super::permits::{Denial, Permission, PermissionTable, SAMPLE_UNIT};

crate::permit!(
    /// Open an account for somebody with its first role. `units` are those of the coordination that opens
    /// it; `None` for the administration.
    OpenAccount { first: Grant, units: Option<Vec<String>> }
);
crate::permit!(
    /// Suspend an account that is not one's own.
    Suspend { account: AccountId, judged: Option<Vec<RoleGrantId>> }
);
crate::permit!(
    /// Reactivate it.
    Administer { account: AccountId }
);
crate::permit!(
    /// Send the link with which its password is made.
    SendLink { account: AccountId, judged: Option<Vec<RoleGrantId>> }
);
crate::permit!(
    /// Give a role to an account that is not one's own.
    GiveRole { account: AccountId, given: Grant, judged: Option<Vec<RoleGrantId>> }
);
crate::permit!(
    /// Say of which person an account is that is not one's own.
    Tie { account: AccountId }
);
crate::permit!(
    /// Take a role away from an account.
    TakeRole {
        account: AccountId,
        grant_id: RoleGrantId,
        role: Role,
        judged: Option<Vec<RoleGrantId>>,
    }
);
crate::permit!(
    /// Give an account another mail.
    CorrectMail { account: AccountId }
);

crate::permit!(
    /// Take away the second factor of an account that is not one's own.
    ResetFactor { account: AccountId }
);

crate::permit!(
    /// End sessions of one's own account.
    OwnSessions {}
);

/// Everybody ends their own sessions.
pub fn may_end_sessions(actor: &Actor) -> OwnSessions {
    OwnSessions::grant(actor.by())
}

/// The roles that a coordination gives and takes in its own units.
pub const ROLES_OF_UNITS: [Role; 2] = [Role::Facilitator, Role::FocalPoint];

/// The roles of its own units that a coordination sees, and that the administration alone gives and takes.
pub const COLLEAGUES: [Role; 2] = [Role::Coordinator, Role::Director];

/// Whether the coordination of the actor gives and takes the role: it facilitates for one of their units,
/// or is the focal point of an entity that they answer for. `served` are the entities that they answer
/// for, of those asked about; whoever knows the territory says it.
pub fn is_of_units(actor: &Actor, grant: &Grant, served: &[i64]) -> bool {
    let units = actor.units();
    match grant.role {
        Role::Facilitator => grant.unit.as_deref().is_some_and(|unit| units.contains(&unit)),
        Role::FocalPoint => {
            !units.is_empty() && grant.entity.is_some_and(|entity| served.contains(&entity))
        }
        _ => false,
    }
}

/// An account as whoever looks at it finds it.
#[derive(Clone, Debug)]
pub struct AccountAccess {
    pub account: AccountId,
    /// All its roles, by their ids.
    pub roles: Vec<(RoleGrantId, Grant)>,
    /// Those of its entities that the units of whoever looks answer for.
    pub served: Vec<i64>,
}

impl AccountAccess {
    /// Whether the actor sees this role of the account: a coordination sees those of its units, who
    /// else coordinates them, and who directs them.
    pub fn shows(&self, actor: &Actor, grant: &Grant) -> bool {
        let colleague = COLLEAGUES.contains(&grant.role)
            && grant.unit.as_deref().is_some_and(|unit| actor.units().contains(&unit));
        actor.is_administrator() || colleague || is_of_units(actor, grant, &self.served)
    }

    /// Whether the actor sees the account at all.
    pub fn is_seen(&self, actor: &Actor) -> bool {
        actor.is_administrator() || self.roles.iter().any(|(_, grant)| self.shows(actor, grant))
    }

    /// Whether the account is of somebody else, and every role of staff that it has is of the actor's
    /// units: none is outside of them or above them.
    fn is_kept(&self, actor: &Actor) -> bool {
        let mut staff = self.roles.iter().filter(|(_, grant)| grant.role.is_staff()).peekable();
        let some = staff.peek().is_some();
        let all = staff.all(|(_, grant)| is_of_units(actor, grant, &self.served));
        some && all && self.account != actor.account
    }

    /// The roles that a coordination was allowed for; the administration is for any.
    fn judged(&self, actor: &Actor) -> Option<Vec<RoleGrantId>> {
        let ids = || self.roles.iter().map(|(id, _)| *id).collect();
        (!actor.is_administrator()).then(ids)
    }
}

/// Who may look at the list of accounts; a coordination sees there those of its units.
pub fn may_see_accounts(actor: &Actor) -> Result<(), Denial> {
    Denial::unless(actor.is_administrator() || actor.has(Role::Coordinator))
}

/// Who may ask what is needed to open an account.
pub fn may_begin_account(actor: &Actor) -> Result<(), Denial> {
    may_see_accounts(actor)
}

/// The administration opens accounts with any role, a coordination with those of its units.
pub fn may_open(actor: &Actor, first: Grant, served: &[i64]) -> Result<OpenAccount, Denial> {
    let may = actor.is_administrator() || is_of_units(actor, &first, served);
    let units =
        (!actor.is_administrator()).then(|| actor.units().into_iter().map(str::to_owned).collect());
    OpenAccount::when(may, actor.by(), first, units)
}

/// A coordination suspends an account whose every role is of its units: that of somebody who takes part in
/// courses opens what is their own too, and there it takes the roles away.
pub fn may_suspend(actor: &Actor, access: &AccountAccess) -> Result<Suspend, Denial> {
    let administers = actor.is_administrator() && access.account != actor.account;
    let whole = access.roles.iter().all(|(_, grant)| grant.role.is_staff());
    let may = administers || (access.is_kept(actor) && whole);
    Suspend::when(may, actor.by(), access.account, access.judged(actor))
}

/// The administration: whoever suspended an account may not have known why another one had.
pub fn may_administer(actor: &Actor, account: AccountId) -> Result<Administer, Denial> {
    Administer::when(actor.is_administrator(), actor.by(), account)
}

pub fn may_send_link(actor: &Actor, access: &AccountAccess) -> Result<SendLink, Denial> {
    let may = actor.is_administrator() || access.is_kept(actor);
    SendLink::when(may, actor.by(), access.account, access.judged(actor))
}

/// Nobody decides about themselves: one's own mail changes when its owner follows a link (R77).
pub fn may_correct_mail(actor: &Actor, account: AccountId) -> Result<CorrectMail, Denial> {
    CorrectMail::when(actor.is_administrator() && account != actor.account, actor.by(), account)
}

/// Whoever lost their own telephone asks somebody else, who knows them: a stolen session must not be
/// enough.
pub fn may_reset_factor(actor: &Actor, account: AccountId) -> Result<ResetFactor, Denial> {
    ResetFactor::when(actor.is_administrator() && account != actor.account, actor.by(), account)
}

/// Nobody says of whom their own account is (R80): another administrator looks at the document.
pub fn may_tie(actor: &Actor, account: AccountId) -> Result<Tie, Denial> {
    Tie::when(actor.is_administrator() && account != actor.account, actor.by(), account)
}

/// Whether the actor gives some role to the account.
pub fn gives_roles(actor: &Actor, access: &AccountAccess) -> bool {
    let administers = actor.is_administrator() && access.account != actor.account;
    administers || access.is_kept(actor)
}

/// Nobody gives themselves a role (R80): another administrator does. A coordination gives those of its
/// units.
pub fn may_give_role(
    actor: &Actor,
    access: &AccountAccess,
    grant: Grant,
) -> Result<GiveRole, Denial> {
    let is_theirs = actor.is_administrator() || is_of_units(actor, &grant, &access.served);
    let gives = gives_roles(actor, access) && is_theirs;
    GiveRole::when(gives, actor.by(), access.account, grant, access.judged(actor))
}

/// Nobody takes a role from themselves either: another administrator does.
pub fn may_take_role(
    actor: &Actor,
    access: &AccountAccess,
    grant: RoleGrantId,
) -> Result<TakeRole, Denial> {
    let held = access.roles.iter().find(|(id, _)| *id == grant);
    let Some((_, held)) = held else { return Err(Denial) };
    let is_theirs = actor.is_administrator() || is_of_units(actor, held, &access.served);
    let takes = gives_roles(actor, access) && is_theirs;
    TakeRole::when(takes, actor.by(), access.account, grant, held.role, access.judged(actor))
}

/// An account with one role, as the printed table and the tests ask about it.
fn sample(account: i64, role: Role, unit: Option<&str>) -> AccountAccess {
    let unit = unit.map(str::to_owned);
    let grant = Grant { role, unit, department: None, entity: None };
    AccountAccess {
        account: AccountId(account),
        roles: vec![(RoleGrantId(1), grant)],
        served: Vec::new(),
    }
}

fn facilitation(unit: &str) -> Grant {
    let unit = Some(unit.to_owned());
    Grant { role: Role::Facilitator, unit, department: None, entity: None }
}

fn administration() -> Grant {
    Grant { role: Role::NationalAdministrator, unit: None, department: None, entity: None }
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    let own = facilitation(SAMPLE_UNIT);
    let mut table = PermissionTable::of("sign_in")
        .row("ver las cuentas", may_see_accounts)
        .row("abrir una cuenta con cualquier rol", |actor| may_open(actor, administration(), &[]))
        .row("abrir una cuenta de su dirección", |actor| may_open(actor, own.clone(), &[]))
        .row("cerrar las sesiones propias", |actor| may_end_sessions(actor).by().account.is_some());
    // The cast's account is the first one.
    for (whose, access) in [
        ("cuenta propia", sample(1, Role::Facilitator, Some(SAMPLE_UNIT))),
        ("cuenta de su dirección", sample(2, Role::Facilitator, Some(SAMPLE_UNIT))),
        ("cuenta de la coordinación", sample(2, Role::Coordinator, Some(SAMPLE_UNIT))),
        ("cuenta de otra persona", sample(2, Role::NationalAdministrator, None)),
    ] {
        let account = access.account;
        table = table
            .at(whose, "suspender una cuenta", |actor| may_suspend(actor, &access))
            .at(whose, "reactivar una cuenta", |actor| may_administer(actor, account))
            .at(whose, "enviar el enlace de la contraseña", |actor| may_send_link(actor, &access))
            .at(whose, "corregir el correo", |actor| may_correct_mail(actor, account))
            .at(whose, "dar cualquier rol", |actor| may_give_role(actor, &access, administration()))
            .at(whose, "dar un rol de su dirección", |actor| {
                may_give_role(actor, &access, own.clone())
            })
            .at(whose, "decir de quién es una cuenta", |actor| may_tie(actor, account))
            .at(whose, "retirar el segundo factor", |actor| may_reset_factor(actor, account))
            .at(whose, "quitar un rol", |actor| may_take_role(actor, &access, RoleGrantId(1)));
    }
    table.rows()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permits::cast;

    fn of(role: Role) -> Actor {
        cast(SAMPLE_UNIT).into_iter().find(|one| one.0 == role).map(|one| one.1).unwrap()
    }

    #[test]
    fn only_administration_and_coordination_touch_accounts() {
        for (role, actor) in cast(SAMPLE_UNIT) {
            let administers = role == Role::NationalAdministrator;
            let keeps = administers || role == Role::Coordinator;
            assert_eq!(may_see_accounts(&actor).is_ok(), keeps, "{role:?}");
            assert_eq!(may_open(&actor, facilitation(SAMPLE_UNIT), &[]).is_ok(), keeps);
            assert_eq!(may_open(&actor, facilitation("HUI"), &[]).is_ok(), administers);
            assert_eq!(may_open(&actor, administration(), &[]).is_ok(), administers);
            let of_unit = sample(2, Role::Facilitator, Some(SAMPLE_UNIT));
            assert_eq!(may_suspend(&actor, &of_unit).is_ok(), keeps);
            assert_eq!(may_send_link(&actor, &of_unit).is_ok(), keeps);
            assert_eq!(may_administer(&actor, AccountId(2)).is_ok(), administers);
        }
    }

    #[test]
    fn a_coordination_touches_no_account_above_it_or_outside_its_units() {
        let coordinator = of(Role::Coordinator);
        for access in [
            sample(1, Role::Facilitator, Some(SAMPLE_UNIT)),
            sample(2, Role::Facilitator, Some("HUI")),
            sample(2, Role::Facilitator, None),
            sample(2, Role::Coordinator, Some(SAMPLE_UNIT)),
            sample(2, Role::Director, Some(SAMPLE_UNIT)),
            sample(2, Role::NationalAdministrator, None),
            sample(2, Role::Gobernacion, None),
            sample(2, Role::Participant, None),
        ] {
            assert!(may_suspend(&coordinator, &access).is_err(), "{access:?}");
            assert!(may_send_link(&coordinator, &access).is_err());
            assert!(may_take_role(&coordinator, &access, RoleGrantId(1)).is_err());
            assert!(may_give_role(&coordinator, &access, facilitation(SAMPLE_UNIT)).is_err());
        }
        let mut two = sample(2, Role::Facilitator, Some(SAMPLE_UNIT));
        assert!(may_give_role(&coordinator, &two, facilitation(SAMPLE_UNIT)).is_ok());
        assert!(may_give_role(&coordinator, &two, facilitation("HUI")).is_err());
        assert!(may_give_role(&coordinator, &two, administration()).is_err());
        two.roles.push((RoleGrantId(2), facilitation("HUI")));
        assert!(two.is_seen(&coordinator) && may_suspend(&coordinator, &two).is_err());
        assert!(may_take_role(&coordinator, &two, RoleGrantId(1)).is_err());
    }

    #[test]
    fn the_focal_point_of_an_entity_is_its_units() {
        let coordinator = of(Role::Coordinator);
        let mut access = sample(2, Role::FocalPoint, None);
        access.roles[0].1.entity = Some(7);
        assert!(!access.is_seen(&coordinator));
        access.served = vec![7];
        assert!(access.is_seen(&coordinator) && may_suspend(&coordinator, &access).is_ok());
        // Whoever takes part in courses keeps what is theirs.
        let place = Grant { role: Role::Participant, ..administration() };
        access.roles.push((RoleGrantId(2), place));
        assert!(may_suspend(&coordinator, &access).is_err());
        assert!(may_take_role(&coordinator, &access, RoleGrantId(1)).is_ok());
        assert!(may_take_role(&coordinator, &access, RoleGrantId(2)).is_err());
        assert!(may_take_role(&coordinator, &access, RoleGrantId(3)).is_err());
    }

    #[test]
    fn nobody_locks_themselves_out() {
        let administrator = of(Role::NationalAdministrator);
        let own = sample(1, Role::NationalAdministrator, None);
        assert!(may_suspend(&administrator, &own).is_err());
        assert!(may_reset_factor(&administrator, own.account).is_err());
        assert!(may_take_role(&administrator, &own, RoleGrantId(1)).is_err());
        assert!(may_give_role(&administrator, &own, facilitation("MET")).is_err());
        let other = sample(2, Role::NationalAdministrator, None);
        assert!(may_give_role(&administrator, &other, facilitation("MET")).is_ok());
    }
}
