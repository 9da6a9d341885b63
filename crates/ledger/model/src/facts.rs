//! The facts from which holdings are derived, read for many people in a bounded number of statements.

use std::collections::{BTreeMap, HashMap};

use sea_orm::sea_query::{LockType, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use certification_model::entity::certificate::{self, CertificateId, Kind, State};
use cohorts_model::entity::cohort;
use courses_model::entity::course_version_capacity;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post;
use people_model::post_rules;
use platform::dates::bogota_date;

use super::rules::{HoldingEnd, HoldingFacts, Proof, Stay};

/// Persons read with one statement.
pub const AT_ONCE: usize = 500;

/// Records of people. A record that was merged has the id of its survivor; `None` means that it is a
/// survivor itself. The facts of either belong to the survivor (R28).
pub type PersonRecords = BTreeMap<PersonId, Option<PersonId>>;

/// Returns these records and every other record of the same people, and locks them until the transaction
/// ends: of two changes to one person, the second one derives from what the first one wrote.
pub async fn locked(tx: &DatabaseTransaction, ids: &[i64]) -> Result<PersonRecords, DbErr> {
    let mut ids: Vec<PersonId> = ids.iter().copied().map(PersonId).collect();
    loop {
        let mut records = PersonRecords::new();
        for some in ids.chunks(AT_ONCE) {
            let asked = person::Column::Id.is_in(some.iter().copied());
            let survivors = Query::select()
                .column(person::Column::MergedInto)
                .from(person::Entity)
                .and_where(asked.clone())
                .and_where(person::Column::MergedInto.is_not_null())
                .to_owned();
            let rows: Vec<(PersonId, Option<PersonId>)> = person::Entity::find()
                .select_only()
                .columns([person::Column::Id, person::Column::MergedInto])
                .filter(
                    Condition::any()
                        .add(asked)
                        .add(person::Column::MergedInto.is_in(some.iter().copied()))
                        .add(person::Column::Id.in_subquery(survivors.clone()))
                        .add(person::Column::MergedInto.in_subquery(survivors)),
                )
                .order_by_asc(person::Column::Id)
                .lock(LockType::NoKeyUpdate)
                .into_tuple()
                .all(tx)
                .await?;
            records.extend(rows);
        }
        // A merge that ended while this transaction waited brought other records in.
        let missing: Vec<PersonId> =
            records.values().flatten().filter(|one| !records.contains_key(one)).copied().collect();
        if missing.is_empty() {
            return Ok(records);
        }
        ids.extend(missing);
    }
}

/// Returns the next `most` records in the order of their ids, with the records that were merged into one
/// of them, and the id of the last one. `None` means that no record follows.
pub async fn block(
    db: &impl ConnectionTrait,
    after: PersonId,
    most: u64,
) -> Result<Option<(PersonRecords, PersonId)>, DbErr> {
    let own: Vec<(PersonId, Option<PersonId>)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::MergedInto])
        .filter(person::Column::Id.gt(after))
        .order_by_asc(person::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let Some((last, _)) = own.last().copied() else { return Ok(None) };
    let mut records: PersonRecords = own.into_iter().collect();
    let aliases: Vec<(PersonId, Option<PersonId>)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::MergedInto])
        .filter(person::Column::MergedInto.gt(after))
        .filter(person::Column::MergedInto.lte(last))
        .into_tuple()
        .all(db)
        .await?;
    records.extend(aliases);
    Ok(Some((records, last)))
}

#[derive(FromQueryResult)]
struct ProofRow {
    id: CertificateId,
    person_id: PersonId,
    enrolment_id: EnrolmentId,
    issued_at: chrono::DateTime<chrono::Utc>,
    state: State,
    valid_until: Option<chrono::NaiveDate>,
    revoked_at: Option<chrono::DateTime<chrono::Utc>>,
    capacity: String,
}

/// Returns the facts of every survivor among these records. Two statements for each [`AT_ONCE`] of them.
pub async fn of(
    db: &impl ConnectionTrait,
    records: &PersonRecords,
) -> Result<HashMap<PersonId, HoldingFacts>, DbErr> {
    let whose = |id: PersonId| records.get(&id).copied().flatten().unwrap_or(id);
    let ids: Vec<PersonId> = records.keys().copied().collect();
    let mut facts: HashMap<PersonId, HoldingFacts> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let posts = post::Entity::find()
            .filter(post::Column::PersonId.is_in(some.iter().copied()))
            .all(db)
            .await?;
        for post in posts {
            let unconfirmed_from = post_rules::unconfirmed_from(&post);
            facts.entry(whose(post.person_id)).or_default().stays.push(Stay {
                municipality: post.municipality_code,
                from: post.starts_on,
                last: post.ends_on,
                unconfirmed_from,
            });
        }
        for (person, proof) in proofs(db, some).await? {
            facts.entry(whose(person)).or_default().proofs.push(proof);
        }
    }
    Ok(facts)
}

/// Returns the certificates of these records that prove that the person passed. A constancia proves
/// attendance alone, which installs nothing.
async fn proofs(
    db: &impl ConnectionTrait,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, Proof)>, DbErr> {
    use certificate::Column;
    let rows: Vec<ProofRow> = certificate::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::PersonId,
            Column::EnrolmentId,
            Column::IssuedAt,
            Column::State,
            Column::ValidUntil,
            Column::RevokedAt,
        ])
        .column_as(course_version_capacity::Column::CapacityCode, "capacity")
        .join(JoinType::InnerJoin, certificate::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
        .filter(Column::PersonId.is_in(persons.iter().copied()))
        .filter(Column::Kind.eq(Kind::Certificado))
        .order_by_asc(Column::Id)
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .into_model()
        .all(db)
        .await?;
    let mut capacities: BTreeMap<CertificateId, Vec<String>> = BTreeMap::new();
    for row in &rows {
        capacities.entry(row.id).or_default().push(row.capacity.clone());
    }
    let mut firsts: Vec<ProofRow> = rows;
    firsts.dedup_by_key(|row| row.id);
    let next = |row: &ProofRow| {
        let follows =
            |other: &&ProofRow| other.enrolment_id == row.enrolment_id && other.id > row.id;
        firsts.iter().find(follows).map(|other| bogota_date(other.issued_at))
    };
    let proof = |row: &ProofRow| {
        let from = bogota_date(row.issued_at);
        let taken_back = match row.state {
            State::Active => None,
            State::Revoked => Some((row.revoked_at.map_or(from, bogota_date), HoldingEnd::Revoked)),
            State::Replaced => Some((next(row).unwrap_or(from), HoldingEnd::Replaced)),
        };
        let built = capacities.get(&row.id).cloned().unwrap_or_default();
        (row.person_id, Proof::new(row.id, built, from, row.valid_until, taken_back))
    };
    Ok(firsts.iter().map(proof).filter(|(_, proof)| holds_ever(proof)).collect())
}

/// Whether a certificate holds on some day: one that was revoked on the day of its issue holds on none.
fn holds_ever(proof: &Proof) -> bool {
    proof.end.is_none_or(|(last, _)| last >= proof.from)
}
