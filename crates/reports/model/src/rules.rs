//! What a report counts: its period, and how attendance adds up over people. Pure.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use attendance_model::entity::attendance_mark::State;
use attendance_model::rules::{SessionStanding, Totals};
use platform::prelude::*;

/// The days that a report covers, both included, in Bogotá.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// Returns the calendar year of a day: the period of a report whose address names none.
    pub fn year_of(today: NaiveDate) -> Self {
        let from = today.with_ordinal(1).unwrap_or(today);
        let to = NaiveDate::from_ymd_opt(today.year(), 12, 31).unwrap_or(today);
        Self { from, to }
    }

    /// Reads `desde` and `hasta`; a missing one is that of the current year.
    pub fn read(reader: &mut Reader<'_>, today: NaiveDate) -> Self {
        let year = Self::year_of(today);
        let from = reader.date_or_none("desde");
        let to = reader.date_or_none("hasta");
        let period = Self { from: from.unwrap_or(year.from), to: to.unwrap_or(year.to) };
        if period.to < period.from && !reader.is_wrong("desde") && !reader.is_wrong("hasta") {
            let (from, to) = (dates::short(period.from), dates::short(period.to));
            reader.wrong(
                "hasta",
                format!("La fecha final ({to}) es anterior a la inicial ({from})."),
            );
        }
        period
    }

    /// The first instant of the period and the first one after it.
    pub fn instants(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let after = self.to.succ_opt().unwrap_or(self.to);
        (dates::from_bogota(self.from, NaiveTime::MIN), dates::from_bogota(after, NaiveTime::MIN))
    }

    /// Returns the last day of the period that has begun by a moment.
    pub fn last_by(&self, now: DateTime<Utc>) -> NaiveDate {
        self.to.min(dates::bogota_date(now))
    }

    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        let (from, after) = self.instants();
        from <= at && at < after
    }

    /// «01/01/2026 a 31/12/2026».
    pub fn text(&self) -> String {
        dates::range(self.from, self.to)
    }
}

/// The attendance of several people together: the sessions that they attended, out of those that count
/// for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Example)]
pub struct AttendanceTally {
    pub held: u64,
    /// Sessions that a person attended, however briefly.
    pub attended: u64,
    /// Sessions attended as each cohort counts them, in millionths: where it counts minutes, half
    /// a session is half.
    credited: u64,
}

const MILLION: u64 = 1_000_000;

impl AttendanceTally {
    pub fn add(&mut self, totals: &Totals) {
        let (attended, held, _) = totals.parts();
        let sessions = u64::from(totals.held);
        self.held += sessions;
        self.attended += u64::from(totals.attended);
        self.credited += (attended * sessions * MILLION).checked_div(held).unwrap_or(0);
    }

    pub fn join(&mut self, other: &Self) {
        self.held += other.held;
        self.attended += other.attended;
        self.credited += other.credited;
    }

    /// Returns held, attended and credited as whole numbers, for the columns of a table.
    pub fn kept(&self) -> (i64, i64, i64) {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        (whole(self.held), whole(self.attended), whole(self.credited))
    }

    /// Reads back what [`Self::kept`] returned.
    pub fn of_kept((held, attended, credited): (i64, i64, i64)) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Self { held: count(held), attended: count(attended), credited: count(credited) }
    }

    /// Returns the whole percentage, rounded as every share of a group. That of one person, which is held
    /// against a minimum, is cut instead ([`Totals::percent`]). `None` means that no session counts.
    pub fn percent(&self) -> Option<u32> {
        numbers::whole_percent(self.credited, self.held * MILLION)
    }
}

/// Returns the letter of a grid's cell: how one person stands in one session. It is empty when the session
/// does not count for the person: it was not held, it was cancelled, or they enrolled later.
pub fn letter(standing: SessionStanding) -> &'static str {
    match standing {
        SessionStanding::Marked(State::Present) => "P",
        SessionStanding::Marked(State::Late) => "T",
        SessionStanding::Marked(State::Absent) => "A",
        SessionStanding::Marked(State::Excused) => "E",
        SessionStanding::Marked(State::Dispensed) => "D",
        SessionStanding::NotRecorded => "–",
        SessionStanding::Pending | SessionStanding::Unlisted | SessionStanding::NotApplicable => "",
    }
}

/// Returns the same cell as markup of a page. The markup consists of constants only, so that a grid of
/// 20,000 cells is written without calling a template helper for each.
pub fn cell_html(standing: SessionStanding) -> &'static str {
    match standing {
        SessionStanding::Marked(State::Present) => {
            r#"<td class="center"><span class="mark mark--present">P</span></td>"#
        }
        SessionStanding::Marked(State::Late) => {
            r#"<td class="center"><span class="mark mark--late">T</span></td>"#
        }
        SessionStanding::Marked(State::Absent) => {
            r#"<td class="center"><span class="mark mark--absent">A</span></td>"#
        }
        SessionStanding::Marked(State::Excused) => {
            r#"<td class="center"><span class="mark mark--excused">E</span></td>"#
        }
        SessionStanding::Marked(State::Dispensed) => {
            r#"<td class="center"><span class="mark mark--dispensed">D</span></td>"#
        }
        SessionStanding::NotRecorded => {
            r#"<td class="center"><span class="mark mark--none">–</span></td>"#
        }
        SessionStanding::Pending | SessionStanding::Unlisted | SessionStanding::NotApplicable => {
            r#"<td class="center"></td>"#
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attendance_model::rules::Minutes;
    use platform::forms::Fields;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("valid")
    }

    fn read(query: &str) -> Result<Period, String> {
        let fields = Fields::parse(query.as_bytes());
        let mut reader = Reader::new(&fields);
        let period = Period::read(&mut reader, day(2026, 11, 20));
        match reader.finish() {
            Ok(()) => Ok(period),
            Err(form) => Err(format!("{}: {}", form.errors[0].field, form.errors[0].text)),
        }
    }

    #[test]
    fn nothing_said_is_the_current_year() {
        let year = Period { from: day(2026, 1, 1), to: day(2026, 12, 31) };
        assert_eq!(read(""), Ok(year));
        assert_eq!(read("desde=&hasta="), Ok(year));
        assert_eq!(read("desde=2026-11-01").map(|p| p.from), Ok(day(2026, 11, 1)));
    }

    #[test]
    fn a_day_that_does_not_exist_and_an_end_before_the_start_are_told_at_their_field() {
        assert!(read("desde=31/11/2026").is_err_and(|text| text.starts_with("desde: ")));
        let inverted = read("desde=2026-05-02&hasta=2026-05-01");
        assert!(inverted.is_err_and(|text| text.starts_with("hasta: La fecha final (01/05/2026)")));
    }

    #[test]
    fn the_last_day_counts_until_its_midnight_in_bogota() {
        let period = Period { from: day(2026, 11, 20), to: day(2026, 11, 20) };
        let late = dates::from_bogota(
            day(2026, 11, 20),
            NaiveTime::from_hms_opt(23, 59, 0).expect("valid"),
        );
        assert!(period.holds(late));
        assert!(!period.holds(late + chrono::TimeDelta::minutes(1)));
        assert!(!period.holds(dates::from_bogota(
            day(2026, 11, 19),
            NaiveTime::from_hms_opt(23, 59, 0).expect("valid")
        )));
    }

    #[test]
    fn people_add_up_before_the_percentage_is_cut() {
        let mut tally = AttendanceTally::default();
        assert_eq!(tally.percent(), None);
        tally.add(&Totals { held: 3, attended: 2, ..Totals::default() });
        tally.add(&Totals { held: 3, attended: 3, ..Totals::default() });
        assert_eq!(tally.percent(), Some(83));
        // Half of the minutes of two sessions is one of them.
        let minutes = Some(Minutes { held: 480, attended: 240, remaining: 0, unlisted: 0 });
        tally.add(&Totals { held: 2, attended: 2, minutes, ..Totals::default() });
        assert_eq!((tally.held, tally.attended, tally.percent()), (8, 7, Some(75)));
    }
}
