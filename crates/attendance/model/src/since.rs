//! Since when somebody counts, where the coordination says so (R84, R85), and what such a date may not do:
//! whatever a session already says of a person stays, an absence above all. Who was marked wrongly is
//! marked again, with a reason; a date is no excuse.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::entity::enrolment_since;
use enrolment_model::queries::roll;
use platform::texts::and;

use crate::queries::presences;
use crate::rules::{SessionStanding, applies};

/// Whether a session counts for a person, says something of them already, and would count no more once
/// they counted since `new`. A list that nobody has finished says nothing yet of those without a mark.
pub fn takes_back(
    ends_at: DateTime<Utc>,
    standing: SessionStanding,
    (old, new): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
) -> bool {
    matches!(standing, SessionStanding::Marked(_) | SessionStanding::NotRecorded)
        && applies(ends_at, old)
        && !applies(ends_at, new)
}

/// Returns those of these people from whom a date would take back what is recorded of them, as «Ruiz Peña,
/// Ana (1 y 2)» with the numbers of the sessions. `None` is the day of their seat. One statement, and
/// another where there are such people.
pub async fn taken_back(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    sessions: &[session::Model],
    (places, since): (&[enrolment::Model], Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> Result<Vec<(EnrolmentId, String)>, DbErr> {
    let people = places.iter().map(|place| (place.id, place.since()));
    let standings = presences(db, sessions, people, now).await?;
    let mut lost: HashMap<EnrolmentId, Vec<String>> = HashMap::new();
    for (place, (id, row)) in places.iter().zip(standings) {
        let dates = (place.since(), since.or(place.confirmed_at));
        let of_person = sessions.iter().zip(row);
        let numbers: Vec<String> = of_person
            .filter(|(session, one)| takes_back(session.ends_at, one.standing, dates))
            .map(|(session, _)| session.position.to_string())
            .collect();
        if !numbers.is_empty() {
            lost.insert(id, numbers);
        }
    }
    if lost.is_empty() {
        return Ok(Vec::new());
    }
    let people = roll(db, cohort, Condition::all()).await?.into_iter();
    Ok(people
        .filter_map(|row| {
            let numbers = and(lost.get(&row.enrolment)?);
            Some((row.enrolment, format!("{} ({numbers})", row.listed_name())))
        })
        .collect())
}

/// Why the people of a cohort count since another date than that of their seat: the last reason of each.
/// One statement.
pub async fn reasons(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<EnrolmentId, String>, DbErr> {
    let rows = enrolment_since::Entity::find()
        .inner_join(enrolment::Entity)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::CountsSince.is_not_null())
        .order_by_asc(enrolment_since::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row.reason)).collect())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::entity::attendance_mark::State;

    fn day(day: u32) -> Option<DateTime<Utc>> {
        Utc.with_ymd_and_hms(2026, 11, day, 17, 0, 0).single()
    }

    #[test]
    fn a_later_date_takes_back_what_is_recorded_and_an_earlier_one_nothing() {
        let session = day(10).expect("a day");
        let absent = SessionStanding::Marked(State::Absent);
        for recorded in [absent, SessionStanding::NotRecorded] {
            assert!(takes_back(session, recorded, (day(3), day(12))));
            assert!(!takes_back(session, recorded, (day(3), day(9))), "it counts as before");
            assert!(!takes_back(session, recorded, (day(12), day(3))), "earlier");
        }
        for nothing in [SessionStanding::Unlisted, SessionStanding::Pending] {
            assert!(!takes_back(session, nothing, (day(3), day(12))));
        }
        // Their mark is of a former seat and stands by itself: no date touches it.
        assert!(!takes_back(session, absent, (day(11), day(12))));
    }
}
