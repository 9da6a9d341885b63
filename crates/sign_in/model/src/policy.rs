//! Who administers accounts: the national administration, and nobody locks themselves out.

use super::actor::{AccountId, Actor, Role};
use super::entity::role_grant::RoleGrantId;
use super::permits::{Denial, Permission, PermissionTable};

crate::permit!(
    /// Open an account for somebody.
    OpenAccount {}
);
crate::permit!(
    /// Suspend an account that is not one's own.
    Suspend { account: AccountId }
);
crate::permit!(
    /// Reactivate it, send its link.
    Administer { account: AccountId }
);
crate::permit!(
    /// Give a role to an account that is not one's own.
    GiveRole { account: AccountId }
);
crate::permit!(
    /// Say of which person an account is that is not one's own.
    Tie { account: AccountId }
);
crate::permit!(
    /// Take a role away from an account.
    TakeRole { account: AccountId, grant_id: RoleGrantId, role: Role }
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

/// Who may look at the list of accounts.
pub fn may_see_accounts(actor: &Actor) -> Result<(), Denial> {
    Denial::unless(actor.is_administrator())
}

pub fn may_open(actor: &Actor) -> Result<OpenAccount, Denial> {
    OpenAccount::when(actor.is_administrator(), actor.by())
}

pub fn may_suspend(actor: &Actor, account: AccountId) -> Result<Suspend, Denial> {
    Suspend::when(actor.is_administrator() && account != actor.account, actor.by(), account)
}

pub fn may_administer(actor: &Actor, account: AccountId) -> Result<Administer, Denial> {
    Administer::when(actor.is_administrator(), actor.by(), account)
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

/// Nobody gives themselves a role (R80): another administrator does.
pub fn may_give_role(actor: &Actor, account: AccountId) -> Result<GiveRole, Denial> {
    let gives = actor.is_administrator() && account != actor.account;
    GiveRole::when(gives, actor.by(), account)
}

/// Nobody takes a role from themselves either: another administrator does.
pub fn may_take_role(
    actor: &Actor,
    account: AccountId,
    grant: RoleGrantId,
    role: Role,
) -> Result<TakeRole, Denial> {
    let takes = actor.is_administrator() && account != actor.account;
    TakeRole::when(takes, actor.by(), account, grant, role)
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    let mut table = PermissionTable::of("sign_in")
        .row("ver las cuentas", may_see_accounts)
        .row("abrir una cuenta", may_open)
        .row("cerrar las sesiones propias", |actor| may_end_sessions(actor).by().account.is_some());
    // The cast's account is the first one.
    for (whose, account) in
        [("cuenta propia", AccountId(1)), ("cuenta de otra persona", AccountId(2))]
    {
        table = table
            .at(whose, "suspender una cuenta", |actor| may_suspend(actor, account))
            .at(whose, "reactivar una cuenta, enviar su enlace", |actor| {
                may_administer(actor, account)
            })
            .at(whose, "corregir el correo", |actor| may_correct_mail(actor, account))
            .at(whose, "dar un rol", |actor| may_give_role(actor, account))
            .at(whose, "decir de quién es una cuenta", |actor| may_tie(actor, account))
            .at(whose, "retirar el segundo factor", |actor| may_reset_factor(actor, account))
            .at(whose, "quitar la administración nacional", |actor| {
                may_take_role(actor, account, RoleGrantId(1), Role::NationalAdministrator)
            });
    }
    table.rows()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permits::cast;

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
        assert!(may_reset_factor(&administrator, own).is_err());
        let take = |role| may_take_role(&administrator, own, RoleGrantId(1), role).is_ok();
        assert!(!take(Role::NationalAdministrator));
        assert!(!take(Role::Facilitator));
        assert!(may_give_role(&administrator, own).is_err());
        assert!(may_give_role(&administrator, AccountId(2)).is_ok());
    }
}
