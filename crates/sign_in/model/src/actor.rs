//! Who is asking: an account with its roles and the scope of each.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;

use history_model::commands::Event;

use super::entity::{account, role_grant};
use super::queries::held_on;

pub use super::entity::{account::AccountId, role_grant::Role};

/// The roles that answer for people: they see documents and contacts whole, each where its grant
/// reaches.
pub const COORDINATION: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

/// One role and where it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub unit: Option<String>,
    pub department: Option<String>,
    pub entity: Option<i64>,
}

impl From<&role_grant::Model> for Grant {
    fn from(row: &role_grant::Model) -> Self {
        Self {
            role: row.role,
            unit: row.unit_code.clone(),
            department: row.department_code.clone(),
            entity: row.entity_id,
        }
    }
}

/// The account behind a request. Policies read it; nothing else decides by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    /// The person of this account, if the account is a participant's (`person.id`).
    pub person: Option<i64>,
    pub name: String,
    pub grants: Vec<Grant>,
    /// The request's number, written in history beside the change.
    pub request: Option<String>,
}

/// The account that made a change, and the request in which it did. Every permit carries it into
/// history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub account: Option<AccountId>,
    pub request: Option<String>,
}

impl Author {
    /// The product itself: workers and promotions nobody asked for by hand.
    pub fn system() -> Self {
        Self { account: None, request: None }
    }

    /// What they did, to be told in history: to which kind of thing and which one. A cohort and details
    /// are the caller's to add.
    pub fn event(
        &self,
        at: DateTime<Utc>,
        action: &'static str,
        (subject_kind, subject_id): (&'static str, i64),
    ) -> Event<'_> {
        Event {
            at,
            actor: self.account.map(|account| account.0),
            request: self.request.as_deref(),
            action,
            subject_kind,
            subject_id,
            cohort_id: None,
            detail: json!({}),
        }
    }
}

impl Actor {
    /// Reads an account and the roles that it has on a day; `None` when it does not exist or is suspended.
    pub async fn load(
        db: &impl ConnectionTrait,
        id: AccountId,
        today: NaiveDate,
    ) -> Result<Option<Self>, DbErr> {
        let Some(account) = account::Entity::find_by_id(id).one(db).await? else {
            return Ok(None);
        };
        if !account.is_active {
            return Ok(None);
        }
        let grants = role_grant::Entity::find()
            .filter(role_grant::Column::AccountId.eq(id))
            .filter(held_on(today))
            .all(db)
            .await?;
        Ok(Some(Self {
            account: account.id,
            person: account.person_id,
            name: account.display_name,
            grants: grants.iter().map(Grant::from).collect(),
            request: None,
        }))
    }

    pub fn by(&self) -> Author {
        Author { account: Some(self.account), request: self.request.clone() }
    }

    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether they hold at least one of the roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Returns the actor with these roles and no others: a right of the result comes from a grant of one
    /// of them, and what another role reaches is not reached with it (R80). The person stays, because
    /// nobody decides about themselves by any role.
    #[must_use]
    pub fn only(&self, roles: &[Role]) -> Self {
        let grants = self.grants.iter().filter(|grant| roles.contains(&grant.role));
        Self { grants: grants.cloned().collect(), ..self.clone() }
    }

    /// Returns the actor as if the account were nobody's own: what is left is what their roles reach.
    #[must_use]
    pub fn in_office(&self) -> Self {
        Self { person: None, ..self.clone() }
    }

    /// Returns the actor as [`COORDINATION`].
    #[must_use]
    pub fn as_coordination(&self) -> Self {
        self.only(&COORDINATION)
    }

    pub fn is_administrator(&self) -> bool {
        self.has(Role::NationalAdministrator)
    }

    /// Territorial units this actor coordinates. What changes something asks for these alone.
    pub fn units(&self) -> Vec<&str> {
        self.units_as(Role::Coordinator)
    }

    pub fn coordinates(&self, unit: &str) -> bool {
        self.is_administrator() || self.units().contains(&unit)
    }

    /// Territorial units this actor directs: they read what the unit does and change nothing of it.
    pub fn directed(&self) -> Vec<&str> {
        self.units_as(Role::Director)
    }

    /// Territorial units whose work this actor reads, each once: those that they coordinate or direct.
    /// Only policies of reading ask for them.
    pub fn units_read(&self) -> Vec<&str> {
        let mut units = [self.units(), self.directed()].concat();
        units.sort_unstable();
        units.dedup();
        units
    }

    fn units_as(&self, role: Role) -> Vec<&str> {
        let grants = self.grants.iter().filter(|grant| grant.role == role);
        grants.filter_map(|grant| grant.unit.as_deref()).collect()
    }

    /// Departments whose gobernación this actor speaks for.
    pub fn departments(&self) -> Vec<&str> {
        self.grants
            .iter()
            .filter(|g| g.role == Role::Gobernacion)
            .filter_map(|g| g.department.as_deref())
            .collect()
    }

    /// Entities whose focal point this actor is.
    pub fn entities(&self) -> Vec<i64> {
        self.grants.iter().filter(|g| g.role == Role::FocalPoint).filter_map(|g| g.entity).collect()
    }

    /// The role that names this person in the header: the widest one.
    pub fn main_role(&self) -> Option<Role> {
        use Role::*;
        let widest_first = [
            NationalAdministrator,
            Coordinator,
            Director,
            Gobernacion,
            FocalPoint,
            Facilitator,
            Participant,
        ];
        widest_first.into_iter().find(|role| self.has(*role))
    }
}
