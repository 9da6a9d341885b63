//! Who names a deputy, who agrees, and who ends it. Two people: a coordination names and somebody else who
//! answers for the unit agrees, as with every decision of a unit about its own staff (R80).

use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{AccountId, Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable, SAMPLE_UNIT};

use super::entity::deputy::{self, DeputyId};

permit!(/// To name somebody of staff for some days, who is not oneself.
    NameDeputy { unit: String, account: AccountId });
permit!(/// To agree that somebody stands in, whom another account named.
    ConfirmDeputy { deputy: DeputyId });
permit!(/// To take it back, before or on its days.
    EndDeputy { deputy: DeputyId });

/// A deputy, as far as policies ask.
#[derive(Clone, Debug)]
pub struct DeputyFacts {
    pub id: DeputyId,
    pub unit: String,
    pub account: AccountId,
    pub asked_by: AccountId,
}

impl From<&deputy::Model> for DeputyFacts {
    fn from(row: &deputy::Model) -> Self {
        Self {
            id: row.id,
            unit: row.unit_code.clone(),
            account: row.account_id,
            asked_by: row.asked_by,
        }
    }
}

/// Rows of `deputy` that the actor sees: administrators all, a coordination those of its units.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    Condition::all().add(deputy::Column::UnitCode.is_in(actor.units()))
}

/// Who may look at the deputies of units.
pub fn may_see(actor: &Actor) -> Result<(), Denial> {
    Denial::unless(actor.is_administrator() || actor.has(Role::Coordinator))
}

/// Whether the actor coordinates the unit for more than some days. `standing` are such units of theirs:
/// whoever stands in names nobody, or the leave of one would never end.
fn stands(actor: &Actor, unit: &str, standing: &[String]) -> bool {
    actor.units().contains(&unit) && standing.iter().any(|one| one == unit)
}

/// A coordination names; the administration gives the role itself.
pub fn may_name(
    actor: &Actor,
    unit: &str,
    account: AccountId,
    standing: &[String],
) -> Result<NameDeputy, Denial> {
    let may = stands(actor, unit, standing) && account != actor.account;
    NameDeputy::when(may, actor.by(), unit.to_owned(), account)
}

/// The administration agrees, or somebody else who coordinates the unit: neither who named nor who is
/// named.
pub fn may_confirm(
    actor: &Actor,
    facts: &DeputyFacts,
    standing: &[String],
) -> Result<ConfirmDeputy, Denial> {
    let answers = actor.is_administrator() || stands(actor, &facts.unit, standing);
    let is_other = ![facts.asked_by, facts.account].contains(&actor.account);
    ConfirmDeputy::when(answers && is_other, actor.by(), facts.id)
}

/// To take it back one is enough: the administration, who coordinates the unit, and who stands in.
pub fn may_end(
    actor: &Actor,
    facts: &DeputyFacts,
    standing: &[String],
) -> Result<EndDeputy, Denial> {
    let answers = actor.is_administrator() || stands(actor, &facts.unit, standing);
    let is_theirs = facts.account == actor.account;
    EndDeputy::when(answers || is_theirs, actor.by(), facts.id)
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    let standing = [SAMPLE_UNIT.to_owned()];
    let facts = |asked_by| DeputyFacts {
        id: DeputyId(1),
        unit: SAMPLE_UNIT.to_owned(),
        account: AccountId(3),
        asked_by: AccountId(asked_by),
    };
    // The cast's account is the first one.
    let (own, other) = (facts(1), facts(2));
    PermissionTable::of("accounts")
        .row("ver los encargos de la coordinación", may_see)
        .row("encargar la coordinación a otra persona", |actor| {
            may_name(actor, SAMPLE_UNIT, AccountId(3), &standing)
        })
        .row("encargarse a sí mismo", |actor| {
            may_name(actor, SAMPLE_UNIT, AccountId(1), &standing)
        })
        .at("lo pidió uno mismo", "confirmar un encargo", |actor| {
            may_confirm(actor, &own, &standing)
        })
        .at("lo pidió otra persona", "confirmar un encargo", |actor| {
            may_confirm(actor, &other, &standing)
        })
        .row("terminar un encargo", |actor| may_end(actor, &other, &standing))
        .rows()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sign_in_model::permits::cast;

    #[test]
    fn whoever_stands_in_names_and_confirms_nobody() {
        let coordinator = cast(SAMPLE_UNIT).remove(1).1;
        let other = DeputyFacts {
            id: DeputyId(1),
            unit: SAMPLE_UNIT.to_owned(),
            account: AccountId(3),
            asked_by: AccountId(2),
        };
        let standing = [SAMPLE_UNIT.to_owned()];
        assert!(may_name(&coordinator, SAMPLE_UNIT, AccountId(3), &standing).is_ok());
        assert!(may_name(&coordinator, SAMPLE_UNIT, AccountId(3), &[]).is_err());
        assert!(may_name(&coordinator, "HUI", AccountId(3), &["HUI".to_owned()]).is_err());
        assert!(may_confirm(&coordinator, &other, &standing).is_ok());
        assert!(may_confirm(&coordinator, &other, &[]).is_err());
        for (account, asked_by) in [(1, 2), (3, 1)] {
            let facts = DeputyFacts {
                account: AccountId(account),
                asked_by: AccountId(asked_by),
                ..other.clone()
            };
            assert!(may_confirm(&coordinator, &facts, &standing).is_err());
        }
        assert!(may_end(&coordinator, &other, &[]).is_err());
        assert!(may_end(&coordinator, &other, &standing).is_ok());
    }
}
