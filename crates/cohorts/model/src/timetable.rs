//! The days and hours on which a cohort meets, as its sessions say (R83). Pure.
//!
//! Whatever a letter, a page, a calendar or a certificate tells of a cohort's dates comes from here: a
//! session that was cancelled has no part in it, and the «first day» that somebody wrote before there were
//! sessions counts only until the first one is planned.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use courses_model::entity::course_version;
use platform::dates;
use platform::numbers::some;
use platform::texts::and;

use super::entity::cohort;
use super::entity::session::{self, Stage};
use super::labels;

/// When a cohort meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// The day on which the first session begins, in Bogotá.
    pub starts_on: NaiveDate,
    /// The day on which the last session begins: what crosses midnight ends on the day after.
    pub ends_on: NaiveDate,
    /// The time that the sessions last together.
    pub length: TimeDelta,
}

/// Returns when sessions meet. `None` means that none is left that was not cancelled.
pub fn of(sessions: &[session::Model]) -> Option<Timetable> {
    let (starts_on, ends_on) = bounds(meetings(sessions).map(|session| session.starts_at))?;
    Some(Timetable { starts_on, ends_on, length: taught(sessions) })
}

/// Returns the first and the last day of meetings that begin at these moments.
pub fn bounds(starts: impl IntoIterator<Item = DateTime<Utc>>) -> Option<(NaiveDate, NaiveDate)> {
    let days: BTreeSet<NaiveDate> = starts.into_iter().map(dates::bogota_date).collect();
    Some((*days.first()?, *days.last()?))
}

/// Returns the sessions that take place or took place, in their order.
pub fn meetings(sessions: &[session::Model]) -> impl Iterator<Item = &session::Model> {
    sessions.iter().filter(|session| session.stage != Stage::Cancelled)
}

/// Returns how long the sessions last together.
pub fn taught(sessions: &[session::Model]) -> TimeDelta {
    meetings(sessions).map(|session| session.ends_at - session.starts_at).sum()
}

/// Whether a moment is of a session's time: its day in Bogotá, and beyond midnight until it ends (R11).
pub fn is_its_time(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, at: DateTime<Utc>) -> bool {
    dates::bogota_date(starts_at) == dates::bogota_date(at) || (starts_at..=ends_at).contains(&at)
}

/// The hours of a course, and the share of them that the sessions of a cohort add up to at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseHours {
    pub hours: i32,
    /// Percent.
    pub share: i32,
}

impl CourseHours {
    /// Returns the hours of a cohort's course version, with the share that the cohort asks for.
    pub fn of(version: &course_version::Model, cohort: &cohort::Model) -> Self {
        Self { hours: version.hours, share: cohort.hours_share }
    }

    /// The minutes that sessions add up to at least.
    pub fn asked_minutes(self) -> i64 {
        i64::from(self.hours) * 60 * i64::from(self.share) / 100
    }

    /// Whether sessions of this length add up to less than the course asks for (R83).
    pub fn is_short(self, taught: TimeDelta) -> bool {
        taught.num_minutes() < self.asked_minutes()
    }

    /// Returns the hours that a certificate names: those of the course, of which what people do on their
    /// own is part, or those that were taught where that is less than the course asks for. Part of an hour
    /// is none.
    pub fn certified(self, taught: TimeDelta) -> i32 {
        match self.is_short(taught) {
            true => i32::try_from(taught.num_hours()).unwrap_or(self.hours),
            false => self.hours,
        }
    }

    /// Returns the minutes that somebody attends at least to be certified: the percentage that the cohort
    /// asks for, of the hours that the course asks for or of those that were taught, if they are fewer.
    /// Whoever was there for one session out of four is not certified for the course, however few of them
    /// count for that person.
    pub fn least_minutes(self, taught: TimeDelta, percent: i32) -> u32 {
        let minutes = self.asked_minutes().min(taught.num_minutes()) * i64::from(percent) / 100;
        u32::try_from(minutes).unwrap_or(0)
    }

    /// What the rule of a cohort says of it before the sessions are known: they add up to the hours of the
    /// course. `None` where it asks for no hours, or for no more than these, which are told beside it.
    pub fn least_hours(self, percent: i32, told_hours: i32) -> Option<String> {
        let minutes = self.least_minutes(TimeDelta::hours(self.hours.into()), percent);
        let is_told = i64::from(minutes) <= i64::from(told_hours) * 60;
        (!is_told).then(|| least_hours(minutes)).flatten()
    }
}

/// «al menos 10 horas y 14 minutos de asistencia», wherever a rule is told; `None` of no minutes.
pub fn least_hours(minutes: u32) -> Option<String> {
    let length = labels::hours(TimeDelta::minutes(minutes.into()));
    (minutes > 0).then(|| format!("al menos {length} de asistencia"))
}

/// Returns the sessions as a letter lists them, those of equal hours together: «3 sesiones: mié 20 ene y
/// jue 21 ene, de 8:00 a. m. a 12:00 p. m.; vie 22 ene, de 2:00 p. m. a 6:00 p. m.». Empty without sessions.
pub fn words(sessions: &[session::Model]) -> String {
    let mut all: Vec<&session::Model> = meetings(sessions).collect();
    all.sort_by_key(|session| (session.starts_at, session.id));
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for session in &all {
        let hours = dates::span(session.starts_at, session.ends_at);
        let day = day(session.starts_at);
        match groups.iter_mut().find(|(other, _)| *other == hours) {
            Some((_, days)) => days.push(day),
            None => groups.push((hours, vec![day])),
        }
    }
    if groups.is_empty() {
        return String::new();
    }
    let groups: Vec<String> =
        groups.iter().map(|(hours, days)| format!("{}, de {hours}", and(days))).collect();
    format!("{}: {}", some(all.len(), "sesión", "sesiones"), groups.join("; "))
}

/// «mié 20 ene»; the spaces do not break at the end of a line.
fn day(at: DateTime<Utc>) -> String {
    let date = dates::bogota_date(at);
    let short = |word: &str| word.chars().take(3).collect::<String>();
    let (weekday, month) = (short(dates::weekday(date)), short(&dates::month(date)));
    format!("{weekday}\u{a0}{}\u{a0}{month}", date.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::cohort::CohortId;
    use crate::entity::session::SessionId;

    fn session(id: i64, from: &str, to: &str) -> session::Model {
        let at = |text: &str| format!("{text}:00-05:00").parse::<DateTime<Utc>>().expect("a time");
        session::Model {
            id: SessionId(id),
            cohort_id: CohortId(1),
            position: i32::try_from(id).expect("small"),
            starts_at: at(from),
            ends_at: at(to),
            place: None,
            link: None,
            facilitator_account_id: None,
            stage: Stage::Planned,
            cancellation_reason: None,
            sequence: 0,
            is_named_by_host: false,
            created_at: at(from),
            closed_at: None,
            cancelled_at: None,
        }
    }

    fn cancelled(of: session::Model) -> session::Model {
        session::Model { stage: Stage::Cancelled, ..of }
    }

    #[test]
    fn a_cohort_lasts_from_its_first_session_to_its_last_and_cancelled_days_are_not_among_them() {
        let all = [
            cancelled(session(1, "2027-01-18T08:00", "2027-01-18T12:00")),
            session(2, "2027-01-20T08:00", "2027-01-20T12:00"),
            session(3, "2027-01-27T20:00", "2027-01-28T02:00"),
            cancelled(session(4, "2027-02-03T08:00", "2027-02-03T12:00")),
        ];
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(
            of(&all),
            Some(Timetable {
                starts_on: day("2027-01-20"),
                ends_on: day("2027-01-27"),
                length: TimeDelta::hours(10),
            })
        );
        assert_eq!(of(&all[..1]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_certificate_names_the_hours_of_the_course_unless_too_few_were_taught() {
        let course = CourseHours { hours: 24, share: 80 };
        for (minutes, is_short, certified) in [
            (24 * 60, false, 24),
            (30 * 60, false, 24),
            (19 * 60 + 12, false, 24),
            (19 * 60 + 11, true, 19),
            (16 * 60, true, 16),
            (6, true, 0),
        ] {
            let taught = TimeDelta::minutes(minutes);
            assert_eq!(course.is_short(taught), is_short, "{minutes}");
            assert_eq!(course.certified(taught), certified, "{minutes}");
        }
        let alone = CourseHours { share: 0, ..course };
        assert_eq!(
            (alone.is_short(TimeDelta::zero()), alone.certified(TimeDelta::zero())),
            (false, 24)
        );
    }

    #[test]
    fn a_session_that_crosses_midnight_is_of_its_day_until_it_ends() {
        let night = session(1, "2027-01-27T22:00", "2027-01-28T02:00");
        let at = |text: &str| format!("{text}:00-05:00").parse::<DateTime<Utc>>().expect("a time");
        for (moment, holds) in [
            ("2027-01-26T23:59", false),
            ("2027-01-27T08:00", true),
            ("2027-01-28T00:10", true),
            ("2027-01-28T02:00", true),
            ("2027-01-28T02:01", false),
        ] {
            assert_eq!(is_its_time(night.starts_at, night.ends_at, at(moment)), holds, "{moment}");
        }
    }

    #[test]
    fn whoever_came_late_attends_the_percentage_of_the_hours_and_not_of_one_session() {
        let course = CourseHours { hours: 16, share: 80 };
        // 80 % of 80 % of sixteen hours.
        assert_eq!(course.least_minutes(TimeDelta::hours(16), 80), 614);
        assert_eq!(course.least_minutes(TimeDelta::hours(8), 80), 384);
        let alone = CourseHours { share: 0, ..course };
        assert_eq!(alone.least_minutes(TimeDelta::hours(16), 80), 0);
        let told = course.least_hours(80, 0);
        assert_eq!(told.as_deref(), Some("al menos 10 horas y 14 minutos de asistencia"));
        assert_eq!(alone.least_hours(80, 0), None);
        // Eleven hours that are asked for anyhow say more; ten say less.
        assert_eq!(course.least_hours(80, 11), None);
        assert_eq!(course.least_hours(80, 10), told);
    }

    #[test]
    fn a_letter_lists_days_of_equal_hours_together() {
        let all = [
            session(1, "2027-01-20T08:00", "2027-01-20T12:00"),
            session(2, "2027-01-21T08:00", "2027-01-21T12:00"),
            session(3, "2027-01-22T20:00", "2027-01-23T02:00"),
            cancelled(session(4, "2027-01-23T08:00", "2027-01-23T12:00")),
            session(5, "2027-01-27T08:00", "2027-01-27T12:00"),
        ];
        assert_eq!(
            words(&all).replace('\u{a0}', " "),
            "4 sesiones: mié 20 ene, jue 21 ene y mié 27 ene, de 8:00 a. m. a 12:00 p. m.; \
             vie 22 ene, de 8:00 p. m. a 2:00 a. m. del día siguiente"
        );
        assert_eq!(
            words(&all[..1]).replace('\u{a0}', " "),
            "1 sesión: mié 20 ene, de 8:00 a. m. a 12:00 p. m."
        );
        assert_eq!(words(&[]), "");
    }
}
