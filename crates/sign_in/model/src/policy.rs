//! Who administers accounts: the national administration, and nobody locks themselves out.

use super::actor::{AccountId, Actor, Role};
use super::entity::role_grant::RoleGrantId;
use super::permits::{Denial, Permission, cast, roles_of};

crate::permit!(
    /// Open an account for somebody.
    OpenAccount {}
);
crate::permit!(
    /// Suspend an account that is not one's own.
    Suspend { account: AccountId }
);
crate::permit!(
    /// Reactivate it, send its link, give it a role.
    Administer { account: AccountId }
);
crate::permit!(
    /// Take a role away from an account.
    TakeRole { account: AccountId, grant_id: RoleGrantId, role: Role }
);

fn administers(actor: &Actor) -> Result<(), Denial> {
    if actor.is_administrator() { Ok(()) } else { Err(Denial) }
}

/// Who may look at the list of accounts.
pub fn may_see_accounts(actor: &Actor) -> Result<(), Denial> {
    administers(actor)
}

pub fn may_open(actor: &Actor) -> Result<OpenAccount, Denial> {
    administers(actor)?;
    Ok(OpenAccount::grant(actor.by()))
}

pub fn may_suspend(actor: &Actor, account: AccountId) -> Result<Suspend, Denial> {
    administers(actor)?;
    if account == actor.account {
        return Err(Denial);
    }
    Ok(Suspend::grant(actor.by(), account))
}

pub fn may_administer(actor: &Actor, account: AccountId) -> Result<Administer, Denial> {
    administers(actor)?;
    Ok(Administer::grant(actor.by(), account))
}

/// One's own administration cannot be given up: another administrator takes it.
pub fn may_take_role(
    actor: &Actor,
    account: AccountId,
    grant: RoleGrantId,
    role: Role,
) -> Result<TakeRole, Denial> {
    administers(actor)?;
    if account == actor.account && role == Role::NationalAdministrator {
        return Err(Denial);
    }
    Ok(TakeRole::grant(actor.by(), account, grant, role))
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    let (own, other) = (AccountId(1), AccountId(2));
    type Check = fn(&Actor, AccountId) -> bool;
    let actions: [(&'static str, Check); 4] = [
        ("suspender una cuenta", |actor, account| may_suspend(actor, account).is_ok()),
        ("reactivar una cuenta, enviar su enlace", |actor, account| {
            may_administer(actor, account).is_ok()
        }),
        ("dar un rol", |actor, account| may_administer(actor, account).is_ok()),
        ("quitar la administración nacional", |actor, account| {
            may_take_role(actor, account, RoleGrantId(1), Role::NationalAdministrator).is_ok()
        }),
    ];
    let mut table = vec![
        Permission {
            capability: "sign_in",
            action: "ver las cuentas",
            stage: "—".to_owned(),
            roles: roles_of(&cast, |actor| may_see_accounts(actor).is_ok()),
        },
        Permission {
            capability: "sign_in",
            action: "abrir una cuenta",
            stage: "—".to_owned(),
            roles: roles_of(&cast, |actor| may_open(actor).is_ok()),
        },
    ];
    for (action, check) in actions {
        for (stage, account) in [("cuenta propia", own), ("cuenta de otra persona", other)] {
            table.push(Permission {
                capability: "sign_in",
                action,
                stage: stage.to_owned(),
                roles: roles_of(&cast, |actor| check(actor, account)),
            });
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_national_administration_touches_accounts() {
        for (role, actor) in cast("MET") {
            let may = role == Role::NationalAdministrator;
            assert_eq!(may_see_accounts(&actor).is_ok(), may, "{role:?}");
            assert_eq!(may_open(&actor).is_ok(), may);
            assert_eq!(may_suspend(&actor, AccountId(2)).is_ok(), may);
            assert_eq!(may_administer(&actor, AccountId(2)).is_ok(), may);
        }
    }

    #[test]
    fn nobody_locks_themselves_out() {
        let (_, administrator) = cast("MET").remove(0);
        let own = administrator.account;
        assert!(may_suspend(&administrator, own).is_err());
        let take = |role| may_take_role(&administrator, own, RoleGrantId(1), role).is_ok();
        assert!(!take(Role::NationalAdministrator));
        assert!(take(Role::Facilitator));
    }
}
