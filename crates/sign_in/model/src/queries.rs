//! Questions about accounts.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use chrono::{DateTime, NaiveDate, Utc};

use history_model::entity::history_event;
use platform::dates;
use platform::pager::ROWS;
use platform::pages::Moment;

use super::actor::Role;
use super::entity::account::{self, AccountId};
use super::entity::{contact_change, role_grant};

/// An account by its id.
///
/// # Errors
/// Those of the database.
pub async fn account(
    db: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}

/// Where an account is written to; empty for an account that is not there.
pub async fn email_of(db: &impl ConnectionTrait, id: AccountId) -> Result<String, DbErr> {
    let found = account::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|account| account.email).unwrap_or_default())
}

/// The account of a person (`person.id`).
///
/// # Errors
/// Those of the database.
pub async fn account_of(
    db: &impl ConnectionTrait,
    person: i64,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::PersonId.eq(person)).one(db).await
}

/// Whether an account of one of these persons (`person.id`) has a role of staff; the caller bounds how
/// many.
///
/// # Errors
/// Those of the database.
pub async fn any_of_staff(
    db: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = i64>,
) -> Result<bool, DbErr> {
    let grants = role_grant::Entity::find()
        .inner_join(account::Entity)
        .filter(account::Column::PersonId.is_in(persons))
        .all(db)
        .await?;
    Ok(grants.iter().any(|grant| grant.role.is_staff()))
}

/// The mail of the accounts of these persons (`person.id`), and whether each has a role of staff; the
/// caller bounds how many. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn sign_ins(
    db: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, (String, bool)>, DbErr> {
    let accounts =
        account::Entity::find().filter(account::Column::PersonId.is_in(persons)).all(db).await?;
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(accounts.iter().map(|one| one.id)))
        .all(db)
        .await?;
    let staff: HashSet<AccountId> =
        grants.iter().filter(|one| one.role.is_staff()).map(|one| one.account_id).collect();
    let of_person =
        |one: account::Model| Some((one.person_id?, (one.email, staff.contains(&one.id))));
    Ok(accounts.into_iter().filter_map(of_person).collect())
}

/// Rows of `role_grant` that hold on a day: a deputy's role has days. As `rules::is_held` says.
pub fn held_on(today: NaiveDate) -> Condition {
    use role_grant::Column::{ValidFrom, ValidUntil};
    let begun = Condition::any().add(ValidFrom.is_null()).add(ValidFrom.lte(today));
    let lasts = Condition::any().add(ValidUntil.is_null()).add(ValidUntil.gte(today));
    Condition::all().add(begun).add(lasts)
}

/// The open accounts that coordinate a territorial unit on a day.
pub async fn coordinators(
    db: &impl ConnectionTrait,
    unit: &str,
    today: NaiveDate,
) -> Result<Vec<account::Model>, DbErr> {
    let coordinating = Condition::all()
        .add(role_grant::Column::Role.eq(Role::Coordinator))
        .add(role_grant::Column::UnitCode.eq(unit))
        .add(held_on(today));
    open_accounts(coordinating).order_by_asc(account::Column::Id).all(db).await
}

/// The open accounts with a row of `role_grant` that meets a condition.
pub fn open_accounts(with: Condition) -> Select<account::Entity> {
    let having = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(with)
        .into_query();
    account::Entity::find()
        .filter(account::Column::Id.in_subquery(having))
        .filter(account::Column::IsActive.eq(true))
}

/// One account for each role, the oldest, for the demo's sign-in page.
pub async fn demo_accounts(
    db: &impl ConnectionTrait,
) -> Result<Vec<(account::Model, Role)>, DbErr> {
    let rows = role_grant::Entity::find()
        .find_also_related(account::Entity)
        .order_by_asc(role_grant::Column::Id)
        .limit(40)
        .all(db)
        .await?;
    let mut chosen: Vec<(account::Model, Role)> = Vec::new();
    for (grant, account) in rows {
        let Some(account) = account else { continue };
        let listed = chosen
            .iter()
            .filter(|(known, role)| *role == grant.role || known.id == account.id)
            .count();
        if listed < 2 && !chosen.iter().any(|(known, _)| known.id == account.id) {
            chosen.push((account, grant.role));
        }
    }
    Ok(chosen)
}

/// An event of history, with the name of the person who caused it.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    pub event: history_event::Model,
    /// The name of the person; `None` means the product itself.
    pub who: Option<String>,
}

/// The latest page of the history of something, the newest first. Two statements.
pub async fn story(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: i64,
) -> Result<Vec<HistoryLine>, DbErr> {
    use history_event::Column;
    let events = history_event::Entity::find()
        .filter(Column::SubjectKind.eq(subject_kind))
        .filter(Column::SubjectId.eq(subject_id))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    let authors = events.iter().filter_map(|event| event.actor_account_id.map(AccountId));
    let names = names_of(db, authors).await?;
    let told = events.into_iter().map(|event| HistoryLine {
        who: event.actor_account_id.and_then(|id| names.get(&AccountId(id)).cloned()),
        event,
    });
    Ok(told.collect())
}

/// Whose contacts changed.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// `person.id`
    Person(i64),
    Account(AccountId),
}

/// A change of a mail or a telephone.
#[derive(Clone, Debug)]
pub struct ContactLine {
    pub at: DateTime<Utc>,
    /// The name of whoever made it; `None` means the product itself.
    pub who: Option<String>,
    change: contact_change::Model,
}

impl ContactLine {
    /// The change as pages tell it.
    pub fn moment(self) -> Moment {
        Moment { when: dates::short_with_time(self.at), text: self.text(), who: self.who }
    }

    /// What changed and why, in words.
    fn text(&self) -> String {
        let what = match (self.change.is_email, self.change.is_phone) {
            (true, true) => "Correo y teléfono",
            (true, false) => "Correo",
            _ => "Teléfono",
        };
        match &self.change.reason {
            Some(reason) => format!("{what}: {reason}"),
            None => format!("La persona cambió su {}", what.to_lowercase()),
        }
    }
}

/// The latest changes of somebody's mail and telephone, the newest first. Two statements.
pub async fn contact_changes(
    db: &impl ConnectionTrait,
    whose: Whose,
) -> Result<Vec<ContactLine>, DbErr> {
    use contact_change::Column;
    let own = match whose {
        Whose::Person(id) => Column::PersonId.eq(id),
        Whose::Account(id) => Column::AccountId.eq(id),
    };
    let rows = contact_change::Entity::find()
        .filter(own)
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    let names = names_of(db, rows.iter().filter_map(|row| row.changed_by)).await?;
    let lines = rows.into_iter().map(|change| ContactLine {
        at: change.changed_at,
        who: change.changed_by.and_then(|id| names.get(&id).cloned()),
        change,
    });
    Ok(lines.collect())
}

/// The names of these accounts.
pub async fn names_of(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, DbErr> {
    let ids: Vec<AccountId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
}
