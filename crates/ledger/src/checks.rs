//! What must hold between the ledger and what it stands on; `doctor` asks (P20): everybody is derived
//! again from nothing, in blocks, and compared.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use people_model::entity::person::PersonId;
use platform::doctor::{Finding, broken};

use super::entity::{holding, ledger_fill};
use super::facts;
use super::refresh::difference;

/// The rules that every row of `coverage_target` keeps.
const TARGETS: [(&str, &str); 1] = [(
    "coverage_target: of fewer than nobody, or from nowhere",
    "SELECT t.id AS one, t.made_by AS two FROM coverage_target t WHERE t.people < 0 OR t.reason = ''",
)];

/// Findings that are told; one is enough to look, and the list stays readable.
const MOST: usize = 20;
const PORTION: u64 = 500;

fn finding(text: String) -> Finding {
    Finding::new("ledger", text)
}

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut all = broken("ledger", &TARGETS, db).await?;
    let Some(fill) = ledger_fill::Entity::find_by_id(1).one(db).await? else {
        return Ok(vec![finding("there is no word about how far the ledger is filled".to_owned())]);
    };
    let mut after = PersonId(0);
    while let Some((records, last)) = facts::block(db, after, PORTION).await? {
        let here = |person: PersonId| {
            person > after && person <= last && (fill.is_done || person.0 <= fill.after_person)
        };
        let found = difference(db, &records).await?;
        let wrong = found.closed.iter().filter(|row| here(row.person_id));
        all.extend(wrong.map(|row| {
            finding(format!("holding {} of person {} follows of nothing", row.id, row.person_id))
        }));
        let missing = found.opened.iter().filter(|(person, _)| here(*person));
        all.extend(missing.map(|(person, one)| {
            let capacity = one.capacity.as_deref().unwrap_or("in post");
            finding(format!(
                "person {person} should count for {capacity} in {} from {}",
                one.municipality, one.from
            ))
        }));
        if all.len() >= MOST {
            all.truncate(MOST);
            return Ok(all);
        }
        after = last;
    }
    all.extend(unended(db).await?);
    Ok(all)
}

/// Asks whether as many rows continue another as are continued: the pieces of one stay hang together.
async fn unended(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    use holding::{Column, Entity, HoldingEnd, HoldingStart};
    let all = |began: bool| {
        let rows = Entity::find().select_only().filter(Column::KnownUntil.is_null());
        match began {
            true => rows.filter(Column::Began.eq(HoldingStart::Continued)),
            false => rows.filter(Column::Ended.eq(HoldingEnd::Continued)),
        }
    };
    let count = async |began: bool| {
        let counted = all(began).column_as(Column::Id.count(), "counted");
        let rows: Option<i64> = counted.into_tuple().one(db).await?;
        Ok::<_, DbErr>(rows.unwrap_or_default())
    };
    let (begun, ended) = (count(true).await?, count(false).await?);
    Ok((begun != ended)
        .then(|| finding(format!("{begun} stays go on from {ended}")))
        .into_iter()
        .collect())
}
