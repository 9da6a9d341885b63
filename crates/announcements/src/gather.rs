//! What of many small changes people have to know, and when; pure (R14).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::calendar::place_of;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::entity::session_change::{self, Kind};
use sign_in_model::entity::account::AccountId;

/// Letters wait until nothing changed for this long, because six sessions are moved one by one…
const QUIET: TimeDelta = TimeDelta::minutes(10);
/// …but no longer than this after the first change…
const PATIENCE: TimeDelta = TimeDelta::hours(1);
/// …and they do not wait when the session is this near, because people may be on their way.
const NEAR: TimeDelta = TimeDelta::hours(24);

/// Whether the changes of a cohort are told now. `nearest` is the first meeting they speak of,
/// as it was or as it is.
pub fn is_due(
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    nearest: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    now - last >= QUIET
        || now - first >= PATIENCE
        || nearest.is_some_and(|nearest| nearest - now <= NEAR)
}

/// The first meeting that changes speak of, of those still to come.
pub fn nearest(
    changes: &[session_change::Model],
    sessions: &[session::Model],
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let named = |session: &&session::Model| {
        changes.iter().any(|change| {
            change.session_id == Some(session.id) || change.kind == Kind::CohortCancelled
        })
    };
    let are = sessions.iter().filter(named).map(|session| session.starts_at);
    let were = changes.iter().filter_map(|change| change.was_starts_at);
    are.chain(were).filter(|at| *at > now).min()
}

/// What became of a session when all its changes are taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionNews {
    Added,
    Moved {
        was: (DateTime<Utc>, DateTime<Utc>),
        was_place: Option<String>,
        /// Why, as whoever moved it last wrote it.
        reason: Option<String>,
    },
    Cancelled,
    /// The session was handed to the facilitator who reads this.
    Taken,
    /// The session was taken from the facilitator who reads this.
    HandedOver,
}

/// Returns the sessions that people must hear of, in their order. It leaves out a session that was
/// added and cancelled, one that is back where it was, and one that is over.
pub fn outcomes<'s>(
    changes: &[session_change::Model],
    sessions: &'s [session::Model],
    cohort_place: &str,
    now: DateTime<Utc>,
) -> Vec<(&'s session::Model, SessionNews)> {
    let of = |id: SessionId| changes.iter().filter(move |change| change.session_id == Some(id));
    sessions
        .iter()
        .filter(|session| of(session.id).next().is_some())
        .filter_map(|session| {
            let is_new = of(session.id).any(|change| change.kind == Kind::Added);
            let outcome = match session.stage {
                session::Stage::Cancelled if is_new => return None,
                session::Stage::Cancelled => SessionNews::Cancelled,
                session::Stage::Held | session::Stage::Closed => return None,
                session::Stage::Planned if session.ends_at <= now => return None,
                session::Stage::Planned if is_new => SessionNews::Added,
                session::Stage::Planned => {
                    let first = of(session.id).find(|change| change.kind == Kind::Moved)?;
                    let reason =
                        of(session.id).filter_map(|change| change.reason.clone()).next_back();
                    moved(first, session, cohort_place, reason)?
                }
            };
            Some((session, outcome))
        })
        .collect()
}

/// Returns the sessions to come that have another facilitator than people knew, each once for the
/// facilitator who lost it and once for the one who got it. A facilitator who got a session back
/// hears nothing.
pub fn reassigned<'s>(
    changes: &[session_change::Model],
    sessions: &'s [session::Model],
    now: DateTime<Utc>,
) -> Vec<(AccountId, &'s session::Model, SessionNews)> {
    let mut all = Vec::new();
    for session in sessions.iter().filter(|session| session.ends_at > now) {
        let was: Vec<AccountId> = changes
            .iter()
            .filter(|change| change.session_id == Some(session.id))
            .filter_map(|change| change.was_facilitator_id)
            .collect();
        let Some(first) = was.first() else { continue };
        let is = session.facilitator_account_id;
        let left: BTreeSet<AccountId> =
            was.iter().copied().filter(|was| Some(*was) != is).collect();
        all.extend(left.into_iter().map(|account| (account, session, SessionNews::HandedOver)));
        if session.stage == session::Stage::Planned && is != Some(*first) {
            all.extend(is.map(|account| (account, session, SessionNews::Taken)));
        }
    }
    all
}

/// How a session differs from what it was before its first change; nothing when it does not.
fn moved(
    first: &session_change::Model,
    session: &session::Model,
    cohort_place: &str,
    reason: Option<String>,
) -> Option<SessionNews> {
    let was = (first.was_starts_at?, first.was_ends_at?);
    let is_back = was == (session.starts_at, session.ends_at)
        && first.was_place == place_of(session, cohort_place)
        && first.was_link == session.link;
    let was_place = first.was_place.clone();
    (!is_back).then_some(SessionNews::Moved { was, was_place, reason })
}

/// Returns the numbers by which people know the sessions that they were told of: a number is a session's place
/// in time, so each has the place that it had before the changes that nobody was told of. One that was added
/// since has none.
pub fn known_numbers(
    changes: &[session_change::Model],
    sessions: &[session::Model],
) -> BTreeMap<SessionId, i32> {
    let of = |id: SessionId| changes.iter().filter(move |change| change.session_id == Some(id));
    let mut known: Vec<(DateTime<Utc>, SessionId)> = sessions
        .iter()
        .filter(|session| of(session.id).all(|change| change.kind != Kind::Added))
        .map(|session| {
            let was = of(session.id).find_map(|change| change.was_starts_at);
            (was.unwrap_or(session.starts_at), session.id)
        })
        .collect();
    known.sort_unstable();
    known.into_iter().map(|(_, id)| id).zip(1..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cohorts_model::entity::cohort::CohortId;
    use cohorts_model::entity::session_change::SessionChangeId;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).expect("a time") + TimeDelta::hours(hour)
    }

    fn session(id: i64, hour: i64) -> session::Model {
        session::Model {
            id: SessionId(id),
            cohort_id: CohortId(1),
            position: i32::try_from(id).expect("small"),
            starts_at: at(hour),
            ends_at: at(hour + 4),
            place: None,
            link: None,
            facilitator_account_id: None,
            stage: session::Stage::Planned,
            cancellation_reason: None,
            sequence: 0,
            is_named_by_host: false,
            created_at: at(0),
            closed_at: None,
            cancelled_at: None,
        }
    }

    fn change(id: i64, kind: Kind, was: Option<&session::Model>) -> session_change::Model {
        session_change::Model {
            id: SessionChangeId(id),
            cohort_id: CohortId(1),
            session_id: Some(SessionId(1)),
            kind,
            at: at(0),
            reason: None,
            was_starts_at: was.map(|was| was.starts_at),
            was_ends_at: was.map(|was| was.ends_at),
            was_place: was.and_then(|was| was.place.clone()),
            was_link: None,
            was_facilitator_id: None,
            told_at: None,
        }
    }

    #[test]
    fn a_session_moved_twice_is_told_once_from_where_people_knew_it() {
        let [was, between, is] = [session(1, 48), session(1, 72), session(1, 96)];
        let changes = [change(1, Kind::Moved, Some(&was)), change(2, Kind::Moved, Some(&between))];
        let told = outcomes(&changes, std::slice::from_ref(&is), "", at(0));
        let expected =
            SessionNews::Moved { was: (was.starts_at, was.ends_at), was_place: None, reason: None };
        assert_eq!(told, vec![(&is, expected)]);
    }

    #[test]
    fn a_session_is_called_by_the_number_that_people_know() {
        let (first, second) = (session(1, 48), session(2, 72));
        let mut between = first.clone();
        between.starts_at = at(96);
        // The first went behind the second and on, and then the second, which was the first by now, moved.
        let first_now = session::Model { starts_at: at(120), position: 2, ..first.clone() };
        let second_now = session::Model { starts_at: at(80), position: 1, ..second.clone() };
        let added = session::Model { position: 3, ..session(3, 200) };
        let of_second = session_change::Model {
            session_id: Some(SessionId(2)),
            ..change(3, Kind::Moved, Some(&second))
        };
        let of_third = session_change::Model {
            session_id: Some(SessionId(3)),
            ..change(4, Kind::Added, None)
        };
        let changes = [
            change(1, Kind::Moved, Some(&first)),
            change(2, Kind::Moved, Some(&between)),
            of_second,
            of_third,
        ];
        let known = known_numbers(&changes, &[second_now, first_now, added]);
        assert_eq!(known, BTreeMap::from([(SessionId(1), 1), (SessionId(2), 2)]));
    }

    #[test]
    fn what_came_back_or_came_and_went_is_nobodys_news() {
        let (was, between) = (session(1, 48), session(1, 72));
        let back = [change(1, Kind::Moved, Some(&was)), change(2, Kind::Moved, Some(&between))];
        assert_eq!(outcomes(&back, std::slice::from_ref(&was), "", at(0)), vec![]);

        let gone = session::Model { stage: session::Stage::Cancelled, ..was };
        let both = [change(1, Kind::Added, None), change(2, Kind::Cancelled, None)];
        assert_eq!(outcomes(&both, std::slice::from_ref(&gone), "", at(0)), vec![]);
    }

    #[test]
    fn who_hands_a_session_over_and_who_takes_it_hear_of_it_unless_it_came_back() {
        let [ana, beto] = [AccountId(1), AccountId(2)];
        let handed = |id, was| session_change::Model {
            was_facilitator_id: Some(was),
            ..change(id, Kind::Reassigned, None)
        };
        let of = |who| session::Model { facilitator_account_id: Some(who), ..session(1, 48) };
        let (changes, is) = ([handed(1, ana)], [of(beto)]);
        let told = reassigned(&changes, &is, at(0));
        assert_eq!(
            told,
            [(ana, &is[0], SessionNews::HandedOver), (beto, &is[0], SessionNews::Taken)]
        );
        assert_eq!(outcomes(&changes, &is, "", at(0)), vec![], "nobody else's news");
        assert_eq!(reassigned(&changes, &is, at(60)), vec![], "it is over");

        let (back, is) = ([handed(1, ana), handed(2, beto)], [of(ana)]);
        assert_eq!(reassigned(&back, &is, at(0)), [(beto, &is[0], SessionNews::HandedOver)]);
    }

    #[test]
    fn a_new_place_is_news_even_at_the_same_hour_and_a_past_session_is_not() {
        let was = session(1, 48);
        let is = session::Model { place: Some("Concejo".into()), ..was.clone() };
        let changes = [change(1, Kind::Moved, Some(&was))];
        assert_eq!(outcomes(&changes, std::slice::from_ref(&is), "", at(0)).len(), 1);
        assert_eq!(outcomes(&changes, &[is], "", at(60)).len(), 0);
    }

    #[test]
    fn letters_wait_for_quiet_but_not_for_ever_and_not_when_the_session_is_near() {
        let (first, minute) = (at(0), TimeDelta::minutes(1));
        let far = Some(at(200));
        assert!(!is_due(first, first + minute, far, first + minute * 9));
        assert!(is_due(first, first, far, first + minute * 10));
        assert!(is_due(first, first + minute * 59, far, first + minute * 60));
        assert!(is_due(first, first, Some(at(23)), first));
    }
}
