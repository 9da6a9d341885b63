//! What a board is told from; thirteen statements at most, whatever its size, and no mark is read.

use chrono::{DateTime, NaiveDate, Utc};
use rocket::tokio::try_join;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect, QueryTrait as _, StreamTrait};

use capacities_model::entity::capacity;
use ledger_model::cut::Cut;
use ledger_model::entity::coverage_target;
use ledger_model::figures::{Count, Span};
use ledger_model::queries::{by_both, spans_since};
use ledger_model::targets::queries::of_places;
use needs_model::queries::waiting_in;
use platform::db::scalar;
use reports_model::tallies::queries::{MonthFact, by_month};
use sign_in_model::actor::Actor;
use territory_model::entity::municipality;

use super::figures::{Held, default_capacity, points};
use super::under_way::{UnderWay, under_way};
use crate::asked::{Asked, Level};
use crate::{capacity as results, operation};

/// What every board says.
#[derive(Debug)]
pub struct Facts {
    pub operation: operation::Facts,
    /// Attendance of cohorts that are closed.
    pub months: Vec<MonthFact>,
    pub today: Today,
    /// Where the reader runs cohorts.
    pub under_way: Option<Vec<UnderWay>>,
}

/// Numbers that no period has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Today {
    /// Certified people in post, each once.
    pub still: i64,
    /// Needs without a cohort.
    pub waiting: i64,
}

/// What the board of a department says beside.
#[derive(Debug)]
pub struct Inside {
    pub learnt: results::Facts,
    pub held: Vec<Held>,
    pub targets: Vec<coverage_target::Model>,
    /// The capacity whose line is drawn, and who counts for it on the days of the line.
    pub capacity: Option<capacity::Model>,
    pub spans: Vec<(String, Span)>,
}

/// The codes of the municipalities that a question is about.
fn codes(asked: &Asked) -> SelectStatement {
    asked.territory.clone().unwrap_or_else(|| {
        municipality::Entity::find().select_only().column(municipality::Column::Code).into_query()
    })
}

/// The day of a question as it is known now.
pub fn cut(asked: &Asked, now: DateTime<Utc>) -> Cut {
    Cut::known_now(asked.until(), now)
}

/// Eight statements of a country, of a unit nine, of a department seven.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &(impl ConnectionTrait + StreamTrait),
    actor: &Actor,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Facts, DbErr> {
    let (operation, months, today, under_way) = try_join!(
        operation(db, asked),
        by_month(db, asked.territory.clone(), asked.period),
        today(db, asked, now),
        under_way(db, actor, asked, now),
    )?;
    Ok(Facts { operation, months, today, under_way })
}

async fn operation(
    db: &(impl ConnectionTrait + StreamTrait),
    asked: &Asked,
) -> Result<operation::Facts, DbErr> {
    if asked.level != Level::Municipalities {
        return operation::brief(db, asked).await;
    }
    let (places, now) =
        try_join!(operation::places(db, asked), operation::half(db, asked, asked.period))?;
    Ok(operation::Facts { places, now, ..operation::Facts::default() })
}

async fn today(
    db: &(impl ConnectionTrait + StreamTrait),
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Today, DbErr> {
    let both = Query::select()
        .expr_as(scalar(results::still(asked, &cut(asked, now))), "still")
        .expr_as(scalar(waiting_in(asked.territory.clone())), "waiting")
        .to_owned();
    let Some(row) = db.query_one(&both).await? else { return Ok(Today::default()) };
    Ok(Today { still: row.try_get("", "still")?, waiting: row.try_get("", "waiting")? })
}

/// Five statements. `chosen` is the code of a capacity of the framework, or empty: then it is the one
/// that most people are certified for.
///
/// # Errors
/// The database's.
pub async fn inside(
    db: &(impl ConnectionTrait + StreamTrait),
    asked: &Asked,
    framework: &[capacity::Model],
    chosen: &str,
    now: DateTime<Utc>,
) -> Result<Inside, DbErr> {
    let cut = cut(asked, now);
    let names = framework.iter().map(|one| (one.code.clone(), one.name.clone())).collect();
    let line = async {
        let counts = by_both(db, &cut, codes(asked)).await?;
        let row = |((municipality, capacity), count): ((String, String), Count)| Held {
            municipality,
            capacity,
            people: count.in_post(),
        };
        let mut held: Vec<Held> = counts.into_iter().map(row).collect();
        held.retain(|row| row.people > 0);
        let code =
            if chosen.is_empty() { default_capacity(&held) } else { Some(chosen.to_owned()) };
        let capacity = framework.iter().find(|one| Some(&one.code) == code.as_ref()).cloned();
        let first: NaiveDate = points(cut.day).first().copied().unwrap_or(cut.day);
        let spans = match &capacity {
            Some(one) => spans_since(db, &cut, codes(asked), (&one.code, first)).await?,
            None => Vec::new(),
        };
        Ok::<_, DbErr>((held, capacity, spans))
    };
    let (learnt, targets, (held, capacity, spans)) =
        try_join!(results::learnt(db, asked, names), of_places(db, codes(asked)), line)?;
    Ok(Inside { learnt, held, targets, capacity, spans })
}
