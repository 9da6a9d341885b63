//! The list of municipalities: what it begins with for each reader, and the whole country.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _,
    Select,
};

use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::{cohort, cohort_municipality};
use indicators_model::policy::municipalities_of;
use ledger_model::as_of::AsOf;
use ledger_model::figures::Count;
use ledger_model::queries::{CountScope, by_municipality};
use platform::pager::{Pager, ROWS};
use platform::search::{containing, words};
use platform::texts::Words;
use sign_in_model::prelude::*;
use territory_model::entity::{department, municipality};

use crate::policy;

/// More municipalities than the country has: nothing is read without an end.
const MOST: u64 = 2_000;

/// The filters of the list of municipalities.
#[derive(Clone, Debug, Default)]
pub struct MunicipalityFilter {
    pub text: String,
    pub department: String,
    pub pdet: bool,
}

/// What the list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("reports.municipalities_")]
pub enum MunicipalityList {
    /// Those that the reader answers for.
    Own,
    /// Those that a cohort was or is for, as anybody may know it.
    WithCohorts,
    Country,
    /// Those that the filters find, of the whole country.
    Matching,
}

#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct ListedMunicipality {
    pub code: String,
    pub name: String,
    pub department: String,
    pub pdet: Option<String>,
    /// How many people are certified and in post there.
    #[sea_orm(skip)]
    pub certified: i64,
}

impl MunicipalityFilter {
    pub fn is_narrow(&self) -> bool {
        self.pdet || !self.text.is_empty() || !self.department.is_empty()
    }

    fn condition(&self) -> Condition {
        let mut condition = Condition::all();
        for word in words(&self.text) {
            let in_name = Expr::col((municipality::Entity, municipality::Column::SearchName))
                .like(containing(&word));
            let in_department = Expr::col((department::Entity, department::Column::SearchName))
                .like(containing(&word));
            let in_code = Expr::col((municipality::Entity, municipality::Column::Code)).eq(word);
            condition =
                condition.add(Condition::any().add(in_name).add(in_department).add(in_code));
        }
        if !self.department.is_empty() {
            condition =
                condition.add(municipality::Column::DepartmentCode.eq(self.department.as_str()));
        }
        if self.pdet {
            condition = condition.add(municipality::Column::PdetSubregionCode.is_not_null());
        }
        condition
    }
}

/// Those of an actor: where they answer, and where the bodies are whose focal point they are.
fn own(actor: &Actor) -> Condition {
    let answered = policy::answered_by(actor);
    let entities = actor.entities();
    if entities.is_empty() {
        return answered;
    }
    let of_entities = municipalities_of(&entities, None);
    Condition::any().add(answered).add(municipality::Column::Code.in_subquery(of_entities))
}

/// Those of the cohorts that anybody can see, and of those that are over.
fn with_cohorts() -> Condition {
    let seen = [Stage::Tentative, Stage::Confirmed, Stage::Running, Stage::Closed];
    let codes = cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::MunicipalityCode)
        .join(JoinType::InnerJoin, cohort_municipality::Relation::Cohort.def())
        .filter(cohort::Column::Stage.is_in(seen))
        .into_query();
    Condition::all().add(municipality::Column::Code.in_subquery(codes))
}

fn rows(condition: Condition) -> Select<municipality::Entity> {
    municipality::Entity::find()
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(condition)
}

/// Returns what the list is of and its condition. Without filters it begins with what concerns the reader;
/// where there is none of it, with the whole country. At most two statements.
pub async fn beginning(
    db: &impl ConnectionTrait,
    actor: Option<&Actor>,
    filter: &MunicipalityFilter,
    whole: bool,
) -> Result<(MunicipalityList, Condition), DbErr> {
    if filter.is_narrow() {
        return Ok((MunicipalityList::Matching, filter.condition()));
    }
    if whole {
        return Ok((MunicipalityList::Country, Condition::all()));
    }
    // The country is everybody's who answers for all of it: cohorts say where they work.
    let answering = actor.filter(|one| !one.is_administrator() && one.has_any(&policy::ANSWERERS));
    let mut lists = Vec::new();
    if let Some(actor) = answering {
        lists.push((MunicipalityList::Own, own(actor)));
    }
    lists.push((MunicipalityList::WithCohorts, with_cohorts()));
    for (list, condition) in lists {
        if rows(condition.clone()).count(db).await? > 0 {
            return Ok((list, condition));
        }
    }
    Ok((MunicipalityList::Country, Condition::all()))
}

/// Reads rows by department and name with how many people are certified. Two statements.
async fn read(
    db: &impl ConnectionTrait,
    rows: Select<municipality::Entity>,
    as_of: &AsOf,
) -> Result<Vec<ListedMunicipality>, DbErr> {
    let mut listed: Vec<ListedMunicipality> = rows
        .select_only()
        .column(municipality::Column::Code)
        .column(municipality::Column::Name)
        .column_as(department::Column::Name, "department")
        .column_as(municipality::Column::PdetSubregion, "pdet")
        .order_by_asc(department::Column::SearchName)
        .order_by_asc(municipality::Column::SearchName)
        .order_by_asc(municipality::Column::Code)
        .into_model()
        .all(db)
        .await?;
    let codes = super::queries::among(listed.iter().map(|row| row.code.as_str()));
    let certified = by_municipality(db, as_of, codes, CountScope::Any).await?;
    for row in &mut listed {
        row.certified = certified.get(&row.code).map_or(0, Count::in_post);
    }
    Ok(listed)
}

/// One page of municipalities by department and name.
pub async fn listed(
    db: &impl ConnectionTrait,
    condition: Condition,
    as_of: &AsOf,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<ListedMunicipality>, Pager), DbErr> {
    let rows = rows(condition);
    let pager = Pager::new(page, rows.clone().count(db).await?, address);
    let listed = read(db, rows.limit(ROWS).offset(pager.offset()), as_of).await?;
    Ok((listed, pager))
}

/// All of them, for a sheet.
pub async fn sheet(
    db: &impl ConnectionTrait,
    condition: Condition,
    as_of: &AsOf,
) -> Result<Vec<ListedMunicipality>, DbErr> {
    read(db, rows(condition).limit(MOST), as_of).await
}
