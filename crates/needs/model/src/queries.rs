//! Needs as pages and sheets show them, within the actor's territory.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _,
    Select, Statement,
};

use capacities_model::entity::capacity;
use platform::pager::{Pager, ROWS};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use territory_model::entity::{department, entity, municipality};
use territory_model::queries::{
    NamedMunicipality, departments_within, place_within, places_within,
};

use super::entity::need::{self, NeedId};
use super::policy::{self, NeedFacts};
use super::rules::{NeedFigures, State, near};

/// Each match with a cohort that was not cancelled, and how many people are certified there for the
/// municipality that they counted for on the day of issue (R29): a constancia says that they came, and is no capacity. Of several that wait for the
/// same people, the earlier match comes first.
pub const EACH: &str = "SELECT o.need_id, o.cohort_id, o.asked, o.people, \
    CASE WHEN o.certified <= o.earlier THEN 0 \
    WHEN o.certified - o.earlier < o.people THEN o.certified - o.earlier ELSE o.people END AS attended \
    FROM (SELECT m.need_id, m.cohort_id, n.people AS asked, m.people, \
    SUM(m.people) OVER (PARTITION BY m.cohort_id, n.municipality_code, n.capacity_code ORDER BY m.id) \
    - m.people AS earlier, COALESCE(c.certified, 0) AS certified \
    FROM need_match m JOIN need n ON n.id = m.need_id \
    JOIN cohort h ON h.id = m.cohort_id AND h.stage <> 'cancelled' \
    LEFT JOIN (SELECT e.cohort_id, COALESCE(a.municipality_code, e.municipality_code) AS municipality_code, \
    COUNT(*) AS certified FROM enrolment e \
    JOIN certificate t ON t.enrolment_id = e.id AND t.state = 'active' \
    AND t.kind = 'certificado' \
    LEFT JOIN earlier_attribution a ON a.enrolment_id = e.id \
    AND a.from_at <= t.issued_at AND a.until_at > t.issued_at \
    WHERE e.cohort_id IN (SELECT x.cohort_id FROM need_match x) \
    GROUP BY e.cohort_id, COALESCE(a.municipality_code, e.municipality_code)) c \
    ON c.cohort_id = m.cohort_id AND c.municipality_code = n.municipality_code) o";

/// The statement that sums [`EACH`] by need; a need without matches is not among them.
fn sums() -> String {
    format!(
        "SELECT f.need_id, f.asked, CAST(SUM(f.people) AS BIGINT) AS matched, \
         CAST(SUM(f.attended) AS BIGINT) AS attended FROM ({EACH}) f GROUP BY f.need_id, f.asked"
    )
}

/// The condition that all the people of a need are «matched», or «attended».
fn whole(column: &str) -> Expr {
    Expr::cust(format!(
        "need.id IN (SELECT s.need_id FROM ({}) s WHERE s.{column} >= s.asked)",
        sums()
    ))
}

/// Rows of `need` in a state: the same rule as [`NeedFigures::state`], in SQL.
pub fn in_state(state: State) -> Condition {
    let open = Condition::all().add(need::Column::RefusedAt.is_null());
    match state {
        State::Refused => Condition::all().add(need::Column::RefusedAt.is_not_null()),
        State::Attended => open.add(whole("attended")),
        State::Matched => open.add(whole("matched")).add(whole("attended").not()),
        State::Pending => open.add(whole("matched").not()),
    }
}

/// A need with the names that lists and pages show.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize, Example)]
pub struct NeedSummary {
    pub id: NeedId,
    pub municipality_code: String,
    pub municipality: String,
    pub department: String,
    pub entity: String,
    pub capacity_code: String,
    pub capacity: String,
    pub people: i32,
    pub deadline_on: NaiveDate,
    pub note: Option<String>,
    pub requested_at: DateTime<Utc>,
    pub requester: String,
    pub refused_at: Option<DateTime<Utc>>,
    pub refusal_reason: Option<String>,
    pub is_demo: bool,
    /// Whether it is the actor's to decide.
    pub is_decided_by_actor: bool,
}

impl NeedSummary {
    pub fn facts(&self) -> NeedFacts {
        NeedFacts { id: self.id, is_decided_by_actor: self.is_decided_by_actor }
    }

    /// «Mapiripán (Meta)».
    pub fn place(&self) -> String {
        format!("{} ({})", self.municipality, self.department)
    }

    pub fn figures(&self, sums: &NeedTotals) -> NeedFigures {
        let (matched, attended) = sums.get(&self.id).copied().unwrap_or_default();
        NeedFigures { asked: self.people.into(), matched, attended }
    }
}

/// How many people of each need are matched and attended. A need that is not among them has none.
pub type NeedTotals = HashMap<NeedId, (i64, i64)>;

#[derive(FromQueryResult)]
struct NeedSum {
    need_id: NeedId,
    matched: i64,
    attended: i64,
}

/// Returns the totals of these needs. One statement.
pub async fn figures(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = NeedId>,
) -> Result<NeedTotals, DbErr> {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    if ids.is_empty() {
        return Ok(NeedTotals::new());
    }
    let sql = format!("SELECT * FROM ({}) s WHERE s.need_id IN ({})", sums(), ids.join(","));
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = NeedSum::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.need_id, (row.matched, row.attended))).collect())
}

/// The filters of the list; `None` means any.
#[derive(Clone, Debug, Default)]
pub struct NeedFilter {
    pub state: Option<State>,
    pub capacity: Option<String>,
    pub department: Option<String>,
    pub municipality: Option<String>,
    /// Only those whose capacity no published course builds.
    pub without_offer: Option<BTreeSet<String>>,
}

impl NeedFilter {
    fn condition(&self) -> Condition {
        let mut all = Condition::all();
        if let Some(state) = self.state {
            all = all.add(in_state(state));
        }
        if let Some(code) = &self.capacity {
            all = all.add(need::Column::CapacityCode.eq(code));
        }
        if let Some(code) = &self.department {
            all = all.add(municipality::Column::DepartmentCode.eq(code));
        }
        if let Some(code) = &self.municipality {
            all = all.add(need::Column::MunicipalityCode.eq(code));
        }
        if let Some(offered) = &self.without_offer {
            all = all.add(need::Column::CapacityCode.is_not_in(offered.iter().map(String::as_str)));
        }
        all
    }
}

fn joined(actor: &Actor) -> Select<need::Entity> {
    need::Entity::find()
        .join(JoinType::InnerJoin, need::Relation::Municipality.def())
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(policy::scope(actor))
}

fn with_names(rows: Select<need::Entity>, actor: &Actor) -> Select<need::Entity> {
    rows.join(JoinType::InnerJoin, need::Relation::Entity.def())
        .join(JoinType::InnerJoin, need::Relation::Capacity.def())
        .join(JoinType::InnerJoin, need::Relation::RequestedBy.def())
        .select_only()
        .columns([
            need::Column::Id,
            need::Column::MunicipalityCode,
            need::Column::CapacityCode,
            need::Column::People,
            need::Column::DeadlineOn,
            need::Column::Note,
            need::Column::RequestedAt,
            need::Column::RefusedAt,
            need::Column::RefusalReason,
            need::Column::IsDemo,
        ])
        .column_as(municipality::Column::Name, "municipality")
        .column_as(department::Column::Name, "department")
        .column_as(entity::Column::Name, "entity")
        .column_as(capacity::Column::Name, "capacity")
        .column_as(account::Column::DisplayName, "requester")
        .column_as(policy::decided_by(actor), "is_decided_by_actor")
}

/// Returns a page of the actor's needs, the earliest deadline first.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &NeedFilter,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<NeedSummary>, Pager), DbErr> {
    let rows = joined(actor).filter(filter.condition());
    let pager = Pager::new(page, rows.clone().count(db).await?, address);
    let rows = ordered(with_names(rows, actor)).offset(pager.offset()).limit(ROWS);
    Ok((rows.into_model().all(db).await?, pager))
}

/// The most rows of a workbook.
const MOST: u64 = 10_000;

/// Returns the whole list for a workbook.
pub async fn sheet(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &NeedFilter,
) -> Result<Vec<NeedSummary>, DbErr> {
    let rows = joined(actor).filter(filter.condition());
    ordered(with_names(rows, actor)).limit(MOST).into_model().all(db).await
}

fn ordered(rows: Select<need::Entity>) -> Select<need::Entity> {
    rows.order_by_asc(need::Column::DeadlineOn).order_by_asc(need::Column::Id)
}

/// Returns one of the actor's needs. One that they do not see is not found, as one that does not exist.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: NeedId,
) -> Result<NeedSummary, AppError> {
    let row = with_names(joined(actor).filter(need::Column::Id.eq(id)), actor);
    row.into_model().one(db).await?.ok_or(AppError::NotFound)
}

/// Returns those of these needs that the actor sees.
pub async fn some(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: impl IntoIterator<Item = NeedId>,
) -> Result<Vec<NeedSummary>, DbErr> {
    let rows = with_names(joined(actor).filter(need::Column::Id.is_in(ids)), actor);
    ordered(rows).limit(MOST).into_model().all(db).await
}

/// Returns the open needs of a municipality: of one capacity and near one deadline, where `None` means
/// any.
pub async fn alike(
    db: &impl ConnectionTrait,
    municipality: &str,
    (capacity, deadline): (Option<&str>, Option<NaiveDate>),
) -> Result<Vec<need::Model>, DbErr> {
    let mut rows = need::Entity::find()
        .filter(need::Column::MunicipalityCode.eq(municipality))
        .filter(in_state(State::Pending));
    if let Some(code) = capacity {
        rows = rows.filter(need::Column::CapacityCode.eq(code));
    }
    if let Some(day) = deadline {
        let (first, last) = near(day);
        rows = rows.filter(need::Column::DeadlineOn.between(first, last));
    }
    ordered(rows).limit(ROWS).all(db).await
}

/// The statement that counts the open needs that the actor decides, with when the oldest was written.
pub fn waiting(actor: &Actor) -> SelectStatement {
    need::Entity::find()
        .select_only()
        .column_as(need::Column::Id.count(), "waiting")
        .column_as(need::Column::RequestedAt.min(), "since")
        .filter(policy::decided_by(actor))
        .filter(in_state(State::Pending))
        .into_query()
}

/// The statement that counts the needs with people without a cohort. `None` means the whole country.
pub fn waiting_in(codes: Option<SelectStatement>) -> SelectStatement {
    let mut waiting = need::Entity::find()
        .select_only()
        .column_as(need::Column::Id.count(), "waiting")
        .filter(in_state(State::Pending));
    if let Some(codes) = codes {
        waiting = waiting.filter(need::Column::MunicipalityCode.in_subquery(codes));
    }
    waiting.into_query()
}

/// Departments with municipalities that the actor speaks for, by name.
pub async fn departments(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<(String, String)>, DbErr> {
    departments_within(db, policy::places(actor)).await
}

/// The municipalities of a department that the actor speaks for, by name.
pub async fn places_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    department: &str,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places_within(db, policy::places(actor), department).await
}

/// A municipality that the actor speaks for; foreign and absent look alike.
pub async fn place(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<Option<NamedMunicipality>, DbErr> {
    place_within(db, policy::places(actor), code).await
}

/// Returns how many people without a cohort the open needs of each municipality have, of one capacity or
/// (`None`) of all. Needs whose deadline has passed do not count, and municipalities without such people
/// are not among them.
pub async fn waiting_people(
    db: &impl ConnectionTrait,
    codes: SelectStatement,
    (capacity, today): (Option<&str>, NaiveDate),
) -> Result<HashMap<String, i64>, DbErr> {
    let mut rows = need::Entity::find()
        .select_only()
        .columns([need::Column::Id, need::Column::MunicipalityCode, need::Column::People])
        .filter(need::Column::MunicipalityCode.in_subquery(codes))
        .filter(need::Column::RefusedAt.is_null())
        .filter(need::Column::DeadlineOn.gte(today));
    if let Some(code) = capacity {
        rows = rows.filter(need::Column::CapacityCode.eq(code));
    }
    let rows: Vec<(NeedId, String, i32)> = rows.into_tuple().all(db).await?;
    let sums = figures(db, rows.iter().map(|row| row.0)).await?;
    let mut people: HashMap<String, i64> = HashMap::new();
    for (id, place, asked) in rows {
        let matched = sums.get(&id).map_or(0, |sum| sum.0);
        *people.entry(place).or_default() += i64::from(asked) - matched;
    }
    people.retain(|_, waiting| *waiting > 0);
    Ok(people)
}
