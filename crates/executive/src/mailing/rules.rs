//! When a letter is due, and what the words of a form mean; pure.

use chrono::NaiveDate;

use reports_model::cuts::entity::report_cut::Kind as Every;
use reports_model::cuts::rules::{GRACE, Term};
use reports_model::rules::Period;
use reports_model::views::Links;

use super::entity::report_subscription::Report;
use crate::lists::report_address;
use crate::query::Ambit;
use crate::report::ReportKind;

/// Reports that one account receives at once.
pub const MOST: u64 = 20;

/// The period whose letter is due on a day: the last whole one, once late lists are in. Whoever was away
/// for longer gets the latest letter and not all of them.
pub fn due(every: Every, made_on: NaiveDate, today: NaiveDate) -> Option<Term> {
    let term = Term::of(every, today).before(1);
    let end = term.period().to;
    // The first letter is of the period in which somebody asked for it.
    (today > end + chrono::TimeDelta::days(GRACE) && end >= made_on).then_some(term)
}

impl Report {
    /// The word of a form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Attendance => "asistencia",
            Self::Operation => ReportKind::Operation.slug(),
            Self::Quality => ReportKind::Quality.slug(),
            Self::Capacity => ReportKind::Capacity.slug(),
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|report| report.word() == word)
    }

    /// The executive report whose first figures stand in the letter: of a department's attendance, those of
    /// its operation, which are the same.
    pub fn kind(self) -> ReportKind {
        match self {
            Self::Attendance | Self::Operation => ReportKind::Operation,
            Self::Quality => ReportKind::Quality,
            Self::Capacity => ReportKind::Capacity,
        }
    }

    /// Whether there is such a report of an ambit.
    pub fn is_of(self, ambit: &Ambit) -> bool {
        self != Self::Attendance || matches!(ambit, Ambit::Department(_))
    }

    /// Its address, with its days; of a department that two units serve with those whose part it is.
    pub fn address(self, (ambit, units): (&Ambit, &str), period: Period) -> String {
        match (self, ambit) {
            (Self::Attendance, Ambit::Department(code)) => {
                Links::new(code, period).served_by(units).report()
            }
            _ => report_address(&self.kind().path(), &ambit.word(), period),
        }
    }
}

/// «cada mes», «cada trimestre».
pub fn every(every: Every) -> &'static str {
    match every {
        Every::Month => "cada mes",
        Every::Quarter => "cada trimestre",
    }
}

/// Reads the word of a form.
pub fn read_every(word: &str) -> Option<Every> {
    match word {
        "mes" => Some(Every::Month),
        "trimestre" => Some(Every::Quarter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_letter_is_due_six_days_after_the_period_and_the_first_is_of_the_one_of_its_asking() {
        let said = |every, made, today| due(every, day(made), day(today)).map(Term::code);
        let month = |made, today| said(Every::Month, made, today);
        assert_eq!(month("2026-11-20", "2026-12-05"), None);
        assert_eq!(month("2026-11-20", "2026-12-06"), Some("2026-11".into()));
        assert_eq!(month("2026-11-20", "2026-11-21"), None, "October was before");
        assert_eq!(month("2026-11-30", "2027-03-20"), Some("2027-02".into()));
        let quarter = |today| said(Every::Quarter, "2026-11-20", today);
        assert_eq!((quarter("2027-01-05"), quarter("2027-01-06")), (None, Some("2026-T4".into())));
    }

    #[test]
    fn the_attendance_of_a_department_has_its_own_address() {
        let period = Period { from: day("2026-11-01"), to: day("2026-11-30") };
        let meta = Ambit::Department("50".into());
        assert_eq!(
            Report::Attendance.address((&meta, ""), period),
            "/informes/departamentos/50?desde=2026-11-01&hasta=2026-11-30"
        );
        assert_eq!(
            Report::Attendance.address((&Ambit::Department("15".into()), "CAL"), period),
            "/informes/departamentos/15?desde=2026-11-01&hasta=2026-11-30&unidad=CAL"
        );
        assert!(!Report::Attendance.is_of(&Ambit::Country) && Report::Quality.is_of(&meta));
        for report in Report::ALL {
            assert_eq!(Report::read(report.word()), Some(report));
        }
    }
}
