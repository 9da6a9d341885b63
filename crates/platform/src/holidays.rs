//! Colombian public holidays of any year, computed and never stored.
//!
//! Here: the rule of Ley 51 de 1983 («Ley Emiliani»), the feasts that follow Easter, and the day that
//! Ley 2578 de 2026 added (9 July, moved to Monday like the others: 19 holidays a year from 2026).
//! Not here: what the product does with a holiday (R12 warns; business-day clocks skip it).
//! The facts that test the rule are in `seed/reference/holidays.csv`.

use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// One public holiday; `name` is what a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    pub date: NaiveDate,
    pub name: &'static str,
}

/// Kept on their own date whatever the weekday.
const FIXED: [(u32, u32, &str); 6] = [
    (1, 1, "Año Nuevo"),
    (5, 1, "Día del Trabajo"),
    (7, 20, "Día de la Independencia"),
    (8, 7, "Batalla de Boyacá"),
    (12, 8, "Inmaculada Concepción"),
    (12, 25, "Navidad"),
];

/// Moved to the following Monday unless they fall on one (Ley 51 de 1983, art. 1).
const MOVED_TO_MONDAY: [(u32, u32, &str); 7] = [
    (1, 6, "Reyes Magos"),
    (3, 19, "San José"),
    (6, 29, "San Pedro y San Pablo"),
    (8, 15, "Asunción de la Virgen"),
    (10, 12, "Día de la Diversidad Étnica y Cultural"),
    (11, 1, "Todos los Santos"),
    (11, 11, "Independencia de Cartagena"),
];

/// Days counted from Easter Sunday; the last three are already on their Monday.
const FROM_EASTER: [(i64, &str); 5] = [
    (-3, "Jueves Santo"),
    (-2, "Viernes Santo"),
    (43, "Ascensión del Señor"),
    (64, "Corpus Christi"),
    (71, "Sagrado Corazón de Jesús"),
];

/// The first year in which Ley 2578 de 2026 applies.
const CHIQUINQUIRA_SINCE: i32 = 2026;
const CHIQUINQUIRA: (u32, u32, &str) = (7, 9, "Nuestra Señora del Rosario de Chiquinquirá");

/// The holidays of `year`, by date and then by name (two of them may share a day, as 30 June 2025 did).
/// True from 1984 on, when Ley 51 began; a year that the calendar cannot hold has none.
pub fn holidays(year: i32) -> Vec<Holiday> {
    let added = (year >= CHIQUINQUIRA_SINCE).then_some(CHIQUINQUIRA);
    let fixed = FIXED
        .iter()
        .filter_map(|&(month, day, name)| named(NaiveDate::from_ymd_opt(year, month, day), name));
    let moved = MOVED_TO_MONDAY.iter().copied().chain(added).filter_map(|(month, day, name)| {
        named(NaiveDate::from_ymd_opt(year, month, day).and_then(monday_on_or_after), name)
    });
    let easter = easter_sunday(year);
    let from_easter = FROM_EASTER.iter().filter_map(|&(days, name)| {
        named(easter.and_then(|sunday| sunday.checked_add_signed(Duration::days(days))), name)
    });
    let mut all: Vec<Holiday> = fixed.chain(moved).chain(from_easter).collect();
    all.sort_by_key(|holiday| (holiday.date, holiday.name));
    all
}

/// Whether nobody has to work on `date`. Sundays are not holidays here.
pub fn is_holiday(date: NaiveDate) -> bool {
    holiday_on(date).is_some()
}

/// The holiday of `date`, to name it in a warning (R12); the first by name when two share the day.
pub fn holiday_on(date: NaiveDate) -> Option<Holiday> {
    holidays(date.year()).into_iter().find(|holiday| holiday.date == date)
}

fn named(date: Option<NaiveDate>, name: &'static str) -> Option<Holiday> {
    date.map(|date| Holiday { date, name })
}

fn monday_on_or_after(date: NaiveDate) -> Option<NaiveDate> {
    let past_monday = i64::from(date.weekday().days_since(Weekday::Mon));
    date.checked_add_signed(Duration::days((7 - past_monday) % 7))
}

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus/Jones/Butcher); its letters are kept so
/// that it can be compared with any publication of it.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_rule_gives_every_holiday_of_the_reference_file_and_no_other() {
        let facts = include_str!("../../../seed/reference/holidays.csv");
        let expected: Vec<(NaiveDate, String)> = csv::Reader::from_reader(facts.as_bytes())
            .records()
            .map(|row| {
                let row = row.unwrap();
                (row[0].parse().unwrap(), row[1].to_string())
            })
            .collect();
        let computed: Vec<(NaiveDate, String)> =
            (2024..=2035).flat_map(holidays).map(|h| (h.date, h.name.to_string())).collect();
        assert_eq!(computed, expected);
    }

    #[test]
    fn nineteen_holidays_a_year_from_2026_and_eighteen_before() {
        assert_eq!(holidays(2025).len(), 18);
        for year in 2026..2100 {
            assert_eq!(holidays(year).len(), 19, "{year}");
        }
    }

    #[test]
    fn a_moved_holiday_is_on_its_monday_and_not_on_its_old_date() {
        assert!(is_holiday(day(2026, 11, 16)));
        assert!(!is_holiday(day(2026, 11, 11)));
        assert_eq!(holiday_on(day(2026, 7, 13)).map(|h| h.name), Some(CHIQUINQUIRA.2));
        assert!(!is_holiday(day(2025, 7, 14)));
    }

    #[test]
    fn easter_is_right_in_its_earliest_and_latest_years() {
        assert_eq!(easter_sunday(2008), Some(day(2008, 3, 23)));
        assert_eq!(easter_sunday(2038), Some(day(2038, 4, 25)));
    }

    #[test]
    fn a_year_beyond_the_calendar_has_no_holidays_and_does_not_fail() {
        assert!(holidays(400_000).is_empty());
    }
}
