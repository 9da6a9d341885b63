//! Posts in time, pure: which is held on a day, which comes first, which nobody has confirmed for
//! a year (R29, R31).
//!
//! A report asks for the post held on the day of the session, never for today's: leaving a post,
//! choosing another principal one or moving to another municipality changes no day before it.

use chrono::{Days, Months, NaiveDate};

use platform::dates::bogota_date;

use super::entity::post::{Kind, Model};
use super::entity::principal_choice;
use super::rules::{PersonRefusal, overlap};

/// A post that nobody has confirmed for this long shows apart, and its person is asked (R31).
const GOOD_FOR: Months = Months::new(12);

/// Whether the post is held on a day, its last one included.
pub fn is_held(post: &Model, on: NaiveDate) -> bool {
    post.starts_on <= on && post.ends_on.is_none_or(|end| end >= on)
}

/// Whether a post is of the administrative career as far as it counts: a career that only its person
/// declared waits until the entity or the coordination confirms it (R77).
pub fn is_career(post: &Model) -> bool {
    post.kind == Kind::Carrera && post.is_vouched
}

/// Whether a declared career waits to be confirmed.
pub fn career_awaits(post: &Model) -> bool {
    post.kind == Kind::Carrera && !post.is_vouched
}

/// Whether nobody has said yet of which kind a post is: its person is asked.
pub fn lacks_kind(post: &Model) -> bool {
    post.kind == Kind::NoSeSabe
}

/// The kind of a post in words; a career that waits says so.
pub fn kind_label(post: &Model) -> String {
    match career_awaits(post) {
        true => format!("{} (por confirmar)", post.kind.label()),
        false => post.kind.label().to_owned(),
    }
}

/// The principal post of a person on a day: of those held on it, the one that was made principal
/// last, by being added as such or by a later choice. When that one ends, the one before it comes
/// back, as after an encargo. Nobody said anything: the one that is held the longest. So there is
/// exactly one on each day with a post, by construction (R29).
pub fn principal<'a>(
    posts: &'a [Model],
    choices: &[principal_choice::Model],
    on: NaiveDate,
) -> Option<&'a Model> {
    let held = || posts.iter().filter(|post| is_held(post, on));
    let said = held().filter_map(|post| {
        let added = post.is_principal.then_some((post.starts_on, 0));
        let chosen = choices
            .iter()
            .filter(|choice| choice.post_id == post.id && choice.from_on <= on)
            .map(|choice| (choice.from_on, choice.id.0));
        chosen.chain(added).max().map(|when| (when, post))
    });
    let longest = || held().min_by_key(|post| (post.starts_on, post.id));
    said.max_by_key(|(when, post)| (*when, post.id)).map(|(_, post)| post).or_else(longest)
}

/// Whether a post may be added as the principal one of these days: none of those that were added so
/// holds on any of them.
pub fn free_of_principals(
    principals: &[Model],
    span: (NaiveDate, Option<NaiveDate>),
) -> Result<(), PersonRefusal> {
    match principals.iter().find(|post| overlap((post.starts_on, post.ends_on), span)) {
        Some(other) => {
            Err(PersonRefusal::PrincipalOverlaps { from: other.starts_on, to: other.ends_on })
        }
        None => Ok(()),
    }
}

/// Returns the last day on which the post was confirmed: adding it confirms it, also when it begins
/// later.
pub fn last_said(post: &Model) -> NaiveDate {
    let added = bogota_date(post.created_at).max(post.starts_on);
    post.confirmed_on.map_or(added, |on| on.max(added))
}

/// The last day for which an old word still holds: what was said on it or before is too old.
pub fn too_old(today: NaiveDate) -> NaiveDate {
    today.checked_sub_months(GOOD_FOR).unwrap_or(NaiveDate::MIN)
}

/// The first day on which a post that lasts shows as unconfirmed, if nobody says anything more: the
/// first whose twelve months before it hold the last word. A word of 29 February holds until 1 March.
pub fn unconfirmed_from(post: &Model) -> NaiveDate {
    let said = last_said(post);
    let year_on = said.checked_add_months(GOOD_FOR).unwrap_or(NaiveDate::MAX);
    if too_old(year_on) < said { year_on.succ_opt().unwrap_or(year_on) } else { year_on }
}

/// A post that lasts and that nobody has confirmed for twelve months (R31).
pub fn is_unconfirmed(post: &Model, today: NaiveDate) -> bool {
    is_held(post, today) && last_said(post) <= too_old(today)
}

/// «Sigue en el cargo» is said of a post that is held today.
pub fn may_confirm(post: &Model, today: NaiveDate) -> Result<(), PersonRefusal> {
    if is_held(post, today) { Ok(()) } else { Err(PersonRefusal::PostNotHeld { on: today }) }
}

/// The last day of a post that lasts. One that has ended is not ended again: it would rewrite
/// the reports of the days since.
pub fn may_end(post: &Model, last: NaiveDate, today: NaiveDate) -> Result<(), PersonRefusal> {
    match post.ends_on {
        Some(end) if end < today => Err(PersonRefusal::PostEnded { on: end }),
        _ if last < post.starts_on => Err(PersonRefusal::PostEndsBeforeStart),
        _ => Ok(()),
    }
}

/// How far back a post may be made the principal one: a change reported late is reported within the
/// month, and reports of older days stay as they were printed.
const TOLD_LATE: Days = Days::new(31);

/// A post becomes the principal one from a day on which it is held.
pub fn may_choose(post: &Model, from: NaiveDate, today: NaiveDate) -> Result<(), PersonRefusal> {
    let earliest = today.checked_sub_days(TOLD_LATE).unwrap_or(today);
    if from < earliest {
        return Err(PersonRefusal::PrincipalTooEarly { earliest });
    }
    if is_held(post, from) { Ok(()) } else { Err(PersonRefusal::PostNotHeld { on: from }) }
}

#[cfg(test)]
mod tests {
    use super::super::entity::person::PersonId;
    use super::super::entity::post::{Kind, PostId};
    use super::super::entity::principal_choice::PrincipalChoiceId;
    use super::*;
    use territory_model::entity::entity::EntityId;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("valid")
    }

    fn post(id: i64, from: NaiveDate, to: Option<NaiveDate>, is_principal: bool) -> Model {
        Model {
            id: PostId(id),
            person_id: PersonId(1),
            entity_id: EntityId(1),
            position: "Tesorera".to_owned(),
            kind: Kind::Carrera,
            municipality_code: "50325".to_owned(),
            starts_on: from,
            ends_on: to,
            is_principal,
            created_at: platform::dates::from_bogota(from, chrono::NaiveTime::MIN),
            confirmed_on: None,
            asked_on: None,
            is_vouched: true,
        }
    }

    fn choice(id: i64, post: i64, from_on: NaiveDate) -> principal_choice::Model {
        principal_choice::Model {
            id: PrincipalChoiceId(id),
            post_id: PostId(post),
            from_on,
            made_at: chrono::DateTime::UNIX_EPOCH,
            made_by: None,
        }
    }

    fn first(posts: &[Model], choices: &[principal_choice::Model], on: NaiveDate) -> Option<i64> {
        principal(posts, choices, on).map(|post| post.id.0)
    }

    #[test]
    fn after_an_encargo_the_own_post_comes_first_again() {
        let posts = [post(1, day(1, 1), None, true), post(2, day(3, 1), Some(day(6, 30)), false)];
        let choices = [choice(1, 2, day(3, 1))];
        assert_eq!(first(&posts, &choices, day(2, 28)), Some(1));
        assert_eq!(first(&posts, &choices, day(3, 1)), Some(2));
        assert_eq!(first(&posts, &choices, day(6, 30)), Some(2));
        assert_eq!(first(&posts, &choices, day(7, 1)), Some(1));
    }

    #[test]
    fn a_choice_changes_no_day_before_it() {
        let posts = [post(1, day(1, 1), None, true), post(2, day(2, 1), None, false)];
        let before = [choice(1, 2, day(5, 1))];
        let after = [choice(1, 2, day(5, 1)), choice(2, 1, day(9, 1))];
        for on in [day(1, 15), day(4, 30), day(5, 1), day(8, 31)] {
            assert_eq!(first(&posts, &before, on), first(&posts, &after, on), "{on}");
        }
        assert_eq!(first(&posts, &after, day(9, 1)), Some(1));
    }

    #[test]
    fn of_two_choices_for_one_day_the_later_one_holds() {
        let posts = [post(1, day(1, 1), None, false), post(2, day(1, 1), None, false)];
        let choices = [choice(1, 1, day(2, 1)), choice(2, 2, day(2, 1))];
        assert_eq!(first(&posts, &choices, day(2, 1)), Some(2));
        assert_eq!(first(&posts, &[], day(2, 1)), Some(1), "nobody said: the first one");
        assert_eq!(first(&posts, &choices, day(1, 1).pred_opt().expect("valid")), None);
    }

    #[test]
    fn a_year_without_a_word_makes_a_post_unconfirmed_and_leaving_does_not() {
        let held = post(1, day(1, 10), None, true);
        let year_on = NaiveDate::from_ymd_opt(2027, 1, 10).expect("valid");
        assert!(!is_unconfirmed(&held, year_on.pred_opt().expect("valid")));
        assert!(is_unconfirmed(&held, year_on));
        let confirmed = Model { confirmed_on: Some(day(11, 20)), ..held.clone() };
        assert!(!is_unconfirmed(&confirmed, year_on));
        let left = Model { ends_on: Some(day(11, 20)), ..held };
        assert!(!is_unconfirmed(&left, year_on));
    }

    #[test]
    fn a_post_ends_once_and_not_before_it_begins() {
        let today = day(11, 20);
        let held = post(1, day(1, 10), None, true);
        assert!(may_end(&held, today, today).is_ok());
        assert!(may_end(&held, day(12, 31), today).is_ok(), "it may be known beforehand");
        assert_eq!(may_end(&held, day(1, 9), today), Err(PersonRefusal::PostEndsBeforeStart));
        let left = Model { ends_on: Some(day(11, 19)), ..held.clone() };
        assert_eq!(may_end(&left, today, today), Err(PersonRefusal::PostEnded { on: day(11, 19) }));
        let leaving = Model { ends_on: Some(day(12, 31)), ..held };
        assert!(may_end(&leaving, day(12, 15), today).is_ok(), "sooner than it was said");
    }

    #[test]
    fn the_principal_post_is_chosen_from_a_day_of_this_month_or_later() {
        let today = day(11, 20);
        let held = post(1, day(1, 10), Some(day(12, 1)), false);
        assert!(may_choose(&held, day(10, 20), today).is_ok());
        assert!(matches!(
            may_choose(&held, day(10, 19), today),
            Err(PersonRefusal::PrincipalTooEarly { .. })
        ));
        assert!(matches!(
            may_choose(&held, day(12, 2), today),
            Err(PersonRefusal::PostNotHeld { .. })
        ));
    }
}
