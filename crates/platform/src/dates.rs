//! Dates and times as Colombia reads them: America/Bogota, UTC−5 all year, no summer time.
//!
//! All dates of one page stand in one form: in words, which read best where participants and the public
//! read, or short (`dd/mm/aaaa`), in lists and dense pages of the staff. A letter is a page too.
//!
//! | | in words | short |
//! |---|---|---|
//! | a day | [`long`] | [`short`] |
//! | with its weekday | [`with_weekday`] | [`short_with_weekday`] |
//! | with its time | [`long_with_time`] | [`short_with_time`] |
//! | of a meeting | [`long_day_and_span`] | [`day_and_span`] |
//! | a span of days | [`period`] | [`range`] |

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeZone,
    Timelike, Utc,
};

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const WEEKDAYS: [&str; 7] =
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

fn bogota() -> FixedOffset {
    // Five hours west is always in range; UTC would still be an honest fallback.
    FixedOffset::west_opt(5 * 3600).unwrap_or_else(|| Utc.fix())
}

fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&bogota())
}

/// The calendar day in Bogotá of an instant.
pub fn bogota_date(at: DateTime<Utc>) -> NaiveDate {
    local(at).date_naive()
}

/// The instant at which Bogotá's clocks show `date` and `time`.
pub fn from_bogota(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    bogota()
        .from_local_datetime(&NaiveDateTime::new(date, time))
        .single()
        .map(|at| at.with_timezone(&Utc))
        .unwrap_or_default()
}

/// «24/11/2026».
pub fn short(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// «20 de noviembre de 2026».
pub fn long(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} de {} de {}", date.day(), month, date.year())
}

/// «noviembre de 2026».
pub fn month(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{month} de {}", date.year())
}

/// «de noviembre».
pub fn of_month(date: NaiveDate) -> String {
    format!("de {}", MONTHS.get(date.month0() as usize).copied().unwrap_or_default())
}

/// «martes».
pub fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
}

/// «martes 24 de noviembre de 2026».
pub fn with_weekday(date: NaiveDate) -> String {
    format!("{} {}", weekday(date), long(date))
}

/// «martes 24/11/2026».
pub fn short_with_weekday(date: NaiveDate) -> String {
    format!("{} {}", weekday(date), short(date))
}

/// «8:00 a. m.», Bogotá time; its spaces do not break at the end of a line.
pub fn time(at: DateTime<Utc>) -> String {
    let at = local(at);
    let (afternoon, hour) = at.hour12();
    let half = if afternoon { 'p' } else { 'a' };
    format!("{hour}:{:02}\u{a0}{half}.\u{a0}m.", at.minute())
}

/// «24/11/2026, 8:00 a. m.», Bogotá time.
pub fn short_with_time(at: DateTime<Utc>) -> String {
    format!("{}, {}", short(bogota_date(at)), time(at))
}

/// «24 de noviembre de 2026, 8:00 a. m.», Bogotá time.
pub fn long_with_time(at: DateTime<Utc>) -> String {
    format!("{}, {}", long(bogota_date(at)), time(at))
}

/// «03/11/2026 a 27/11/2026», or one date when both are the same.
pub fn range(from: NaiveDate, to: NaiveDate) -> String {
    if from == to { short(from) } else { format!("{} a {}", short(from), short(to)) }
}

/// «del 3 al 27 de noviembre de 2026»: a span of days in words, saying nothing twice.
pub fn period(from: NaiveDate, to: NaiveDate) -> String {
    let month = |date: NaiveDate| MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    if from == to {
        format!("el {}", long(from))
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("del {} al {}", from.day(), long(to))
    } else if from.year() == to.year() {
        format!("del {} de {} al {}", from.day(), month(from), long(to))
    } else {
        format!("del {} al {}", long(from), long(to))
    }
}

/// «8:00 a. m. a 12:00 m.»-style span of one meeting, which lasts a day at most; a session that
/// crosses midnight says that it ends on the next day.
pub fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    if bogota_date(from) == bogota_date(to) {
        format!("{} a {}", time(from), time(to))
    } else {
        format!("{} a {} del día siguiente", time(from), time(to))
    }
}

/// «martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.»: a meeting in words.
pub fn long_day_and_span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    format!("{}, {}", with_weekday(bogota_date(from)), span(from, to))
}

/// «24/11/2026, 8:00 a. m. a 12:00 p. m.»: a meeting as a sentence names it.
pub fn day_and_span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    format!("{}, {}", short(bogota_date(from)), span(from, to))
}

/// Value for `<input type="date">`.
pub fn input_date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// Value for `<input type="time">`, Bogotá time.
pub fn input_time(at: DateTime<Utc>) -> String {
    local(at).format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(date: (i32, u32, u32), time: (u32, u32)) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(date.0, date.1, date.2, time.0, time.1, 0).single().expect("valid")
    }

    #[test]
    fn bogota_is_five_hours_behind_utc_all_year() {
        assert_eq!(short_with_time(at((2026, 7, 1), (13, 5))), "01/07/2026, 8:05\u{a0}a.\u{a0}m.");
        assert_eq!(short_with_time(at((2026, 12, 1), (3, 0))), "30/11/2026, 10:00\u{a0}p.\u{a0}m.");
    }

    #[test]
    fn a_local_time_goes_to_utc_and_back() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).expect("valid");
        let time = NaiveTime::from_hms_opt(23, 30, 0).expect("valid");
        let instant = from_bogota(date, time);
        assert_eq!(instant, at((2026, 11, 25), (4, 30)));
        assert_eq!(bogota_date(instant), date);
        assert_eq!(input_time(instant), "23:30");
    }

    #[test]
    fn a_session_across_midnight_says_that_it_ends_on_the_next_day() {
        assert_eq!(
            span(at((2026, 11, 25), (1, 0)), at((2026, 11, 25), (7, 0))),
            "8:00\u{a0}p.\u{a0}m. a 2:00\u{a0}a.\u{a0}m. del día siguiente"
        );
        assert_eq!(
            span(at((2026, 11, 24), (13, 0)), at((2026, 11, 24), (17, 0))),
            "8:00\u{a0}a.\u{a0}m. a 12:00\u{a0}p.\u{a0}m."
        );
    }

    #[test]
    fn a_period_says_its_month_and_year_once() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("valid");
        for (from, to, text) in [
            (day(2026, 11, 3), day(2026, 11, 3), "el 3 de noviembre de 2026"),
            (day(2026, 11, 3), day(2026, 11, 27), "del 3 al 27 de noviembre de 2026"),
            (
                day(2026, 9, 28),
                day(2026, 12, 18),
                "del 28 de septiembre al 18 de diciembre de 2026",
            ),
            (
                day(2026, 12, 1),
                day(2027, 1, 29),
                "del 1 de diciembre de 2026 al 29 de enero de 2027",
            ),
        ] {
            assert_eq!(period(from, to), text);
        }
    }

    #[test]
    fn long_dates_are_written_in_words() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 20).expect("valid");
        assert_eq!(long(date), "20 de noviembre de 2026");
        assert_eq!(with_weekday(date), "viernes 20 de noviembre de 2026");
        assert_eq!(
            long_with_time(at((2026, 11, 21), (1, 30))),
            "20 de noviembre de 2026, 8:30\u{a0}p.\u{a0}m."
        );
    }

    #[test]
    fn a_meeting_in_words_names_its_day_and_its_hours() {
        assert_eq!(
            long_day_and_span(at((2026, 11, 24), (13, 0)), at((2026, 11, 24), (17, 0))),
            "martes 24 de noviembre de 2026, 8:00\u{a0}a.\u{a0}m. a 12:00\u{a0}p.\u{a0}m."
        );
    }

    #[test]
    fn a_short_date_may_name_its_weekday() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 20).expect("valid");
        assert_eq!(short_with_weekday(date), "viernes 20/11/2026");
    }
}
