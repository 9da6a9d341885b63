//! Questions about accounts and the scopes of their roles.

use std::collections::HashMap;

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use people_model::entity::person::{self, PersonId};
use people_model::rules::{document_label, full_name};
use platform::fields::Alternative;
use platform::order::ListOrder;
use platform::pager::{Pager, ROWS};
use platform::prelude::{DateTime, Utc};
use platform::search::{containing, words};
use sign_in_model::actor::{AccountId, Actor, Grant, Role};
use sign_in_model::entity::{account, mail_request, one_time_link, role_grant, second_factor};
use sign_in_model::policy::AccountAccess;
use territory_model::entity::{department, entity, territorial_unit};
use territory_model::policy as territory;
use territory_model::queries::{NamedEntity, named_entities};

use super::policy::scope;

/// What a list of accounts is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    pub text: String,
    pub role: Option<Role>,
    pub active: Option<bool>,
    /// One of [`ORDERS`], or by name.
    pub order: ListOrder,
}

/// The words of the orders of the list.
pub const ORDERS: [&str; 3] = [BY_NAME, BY_MAIL, BY_STATE];
pub const BY_NAME: &str = "nombre";
pub const BY_MAIL: &str = "correo";
pub const BY_STATE: &str = "estado";

/// One page of the accounts that the actor sees, by name, each with those of its roles that they see.
pub async fn accounts(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &AccountFilter,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<(account::Model, Vec<role_grant::Model>)>, Pager), DbErr> {
    let mut found = account::Entity::find();
    for word in words(&filter.text) {
        found = found.filter(account::Column::SearchName.like(containing(&word)));
    }
    if let Some(active) = filter.active {
        found = found.filter(account::Column::IsActive.eq(active));
    }
    if filter.role.is_some() || !actor.is_administrator() {
        let of_role = filter.role.map(|role| role_grant::Column::Role.eq(role));
        let having = Query::select()
            .column(role_grant::Column::AccountId)
            .from(role_grant::Entity)
            .cond_where(scope(actor))
            .cond_where(Condition::all().add_option(of_role))
            .to_owned();
        found = found.filter(account::Column::Id.in_subquery(having));
    }
    let pager = Pager::new(page, found.clone().count(db).await?, address);
    let way = if filter.order.is_backward() { Order::Desc } else { Order::Asc };
    let found = match filter.order.word() {
        BY_NAME => found.order_by(account::Column::SearchName, way),
        BY_MAIL => found.order_by(account::Column::Email, way),
        BY_STATE => found.order_by(account::Column::IsActive, way),
        _ => found,
    };
    let rows = found
        .order_by_asc(account::Column::SearchName)
        .order_by_asc(account::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let mut roles = roles_of(db, scope(actor), ids).await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let roles = roles.remove(&row.id).unwrap_or_default();
            (row, roles)
        })
        .collect();
    Ok((rows, pager))
}

async fn roles_of(
    db: &impl ConnectionTrait,
    seen: Condition,
    accounts: Vec<AccountId>,
) -> Result<HashMap<AccountId, Vec<role_grant::Model>>, DbErr> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(accounts))
        .filter(seen)
        .order_by_asc(role_grant::Column::Id)
        .all(db)
        .await?;
    let mut of_account: HashMap<AccountId, Vec<role_grant::Model>> = HashMap::new();
    for grant in grants {
        of_account.entry(grant.account_id).or_default().push(grant);
    }
    Ok(of_account)
}

/// One account with its roles and its second factor.
#[derive(Clone, Debug)]
pub struct AccountDetail {
    pub account: account::Model,
    /// Those that whoever looks sees.
    pub roles: Vec<role_grant::Model>,
    /// All of them, as policies read them.
    pub access: AccountAccess,
    pub factor: Option<second_factor::Model>,
    /// The name and the document of the person whom it is of.
    pub person: Option<String>,
    /// When the last link for a password went out.
    pub link_sent: Option<DateTime<Utc>>,
}

impl AccountDetail {
    /// Whether a role of staff would be its first: the password that it has stops working then.
    pub fn has_no_staff_role(&self) -> bool {
        !self.access.roles.iter().any(|(_, grant)| grant.role.is_staff())
    }
}

/// The entities that the actor's units answer for, of these; all of them for the administration.
pub async fn served(
    db: &impl ConnectionTrait,
    actor: &Actor,
    entities: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    if actor.is_administrator() || entities.is_empty() {
        return Ok(entities);
    }
    let found = entity::Entity::find()
        .filter(entity::Column::Id.is_in(entities))
        .filter(territory::scope(actor))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|one| one.id.0).collect())
}

/// Returns an account as its page shows it to somebody who sees it. Five statements at most.
pub async fn account(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: AccountId,
) -> Result<Option<AccountDetail>, DbErr> {
    let found = account::Entity::find_by_id(id)
        .join(JoinType::LeftJoin, second_factor::Relation::Account.def().rev())
        .select_also(second_factor::Entity)
        .one(db)
        .await?;
    let Some((account, factor)) = found else {
        return Ok(None);
    };
    let roles = roles_of(db, Condition::all(), vec![id]).await?.remove(&id).unwrap_or_default();
    let entities = roles.iter().filter_map(|grant| grant.entity_id).collect();
    let access = AccountAccess {
        account: id,
        roles: roles.iter().map(|grant| (grant.id, Grant::from(grant))).collect(),
        served: served(db, actor, entities).await?,
    };
    if !access.is_seen(actor) {
        return Ok(None);
    }
    let seen = |grant: &role_grant::Model| access.shows(actor, &Grant::from(grant));
    let roles = roles.into_iter().filter(seen).collect();
    let person = person_of(db, &account).await?;
    let link_sent = one_time_link::Entity::find()
        .filter(one_time_link::Column::AccountId.eq(id))
        .order_by_desc(one_time_link::Column::Id)
        .one(db)
        .await?
        .map(|link| link.created_at);
    Ok(Some(AccountDetail { account, roles, access, factor, person, link_sent }))
}

/// The mail that an account asked for and whose link can still be followed.
pub async fn awaited_mail(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<mail_request::Model>, DbErr> {
    mail_request::Entity::find()
        .filter(mail_request::Column::AccountId.eq(account))
        .filter(mail_request::Column::SettledAt.is_null())
        .filter(mail_request::Column::ExpiresAt.gt(now))
        .order_by_desc(mail_request::Column::Id)
        .one(db)
        .await
}

/// The name and the document of the person whom an account is of.
async fn person_of(
    db: &impl ConnectionTrait,
    account: &account::Model,
) -> Result<Option<String>, DbErr> {
    let Some(id) = account.person_id else { return Ok(None) };
    let found = person::Entity::find_by_id(PersonId(id)).one(db).await?;
    Ok(found.map(|one| {
        format!("{}, {}", full_name(&one), document_label(one.document_type, &one.document_number))
    }))
}

/// Names of everything a role can reach.
#[derive(Default)]
pub struct Scopes {
    /// By name.
    pub units: Vec<Alternative>,
    pub departments: Vec<Alternative>,
    entities: HashMap<i64, String>,
}

impl Scopes {
    /// The name of a unit.
    pub fn unit(&self, code: &str) -> String {
        let found = self.units.iter().find(|one| one.value == code);
        found.map_or_else(|| code.to_owned(), |one| one.label.clone())
    }

    /// Where a role holds, in words.
    pub fn of(&self, grant: &role_grant::Model) -> String {
        let named = |list: &[Alternative], code: &str| {
            let found = list.iter().find(|one| one.value == code);
            found.map_or_else(|| code.to_owned(), |one| one.label.clone())
        };
        match (&grant.unit_code, &grant.department_code, grant.entity_id) {
            (Some(code), ..) => named(&self.units, code),
            (_, Some(code), _) => named(&self.departments, code),
            (.., Some(id)) => self.entities.get(&id).cloned().unwrap_or_default(),
            _ => match grant.role {
                Role::NationalAdministrator => "Todo el país".to_owned(),
                Role::Facilitator => "Sus propias sesiones".to_owned(),
                _ => "Sus propios datos".to_owned(),
            },
        }
    }
}

/// The names of units and departments, and of the entities that these roles reach.
pub async fn scopes(
    db: &impl ConnectionTrait,
    grants: impl Iterator<Item = &role_grant::Model>,
) -> Result<Scopes, DbErr> {
    let units = territorial_unit::Entity::find()
        .order_by_asc(territorial_unit::Column::Name)
        .all(db)
        .await?;
    let departments =
        department::Entity::find().order_by_asc(department::Column::SearchName).all(db).await?;
    let wanted: Vec<i64> = grants.filter_map(|grant| grant.entity_id).collect();
    let entities = if wanted.is_empty() {
        Vec::new()
    } else {
        named_entities()
            .filter(entity::Column::Id.is_in(wanted))
            .into_model::<NamedEntity>()
            .all(db)
            .await?
    };
    Ok(Scopes {
        units: units.into_iter().map(|row| Alternative::new(row.code, row.name)).collect(),
        departments: departments
            .into_iter()
            .map(|row| Alternative::new(row.code, row.name))
            .collect(),
        entities: entities.iter().map(|row| (row.id.0, row.full_name())).collect(),
    })
}
