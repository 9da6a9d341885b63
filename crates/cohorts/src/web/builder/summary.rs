//! What the builder tells beside what was typed: hours, holidays, the notes of each row.

use courses_model::queries::CourseLine;
use platform::holidays::{holiday_on, holidays, is_holiday};
use platform::prelude::*;

use super::WEEK;
use super::look::{Plan, PlanFindings};
use super::rows::BuilderRow;
use crate::labels;
use crate::views::{PlannedRow, holiday};

pub fn version_choice(version: &CourseLine) -> Alternative {
    let modality = version.modality.label().to_lowercase();
    let text = format!("{} ({modality}, {} horas)", version.name, version.hours);
    Alternative::new(version.version_id, text)
}

pub fn planned_row(index: usize, day: Option<NaiveDate>, found: &PlanFindings) -> PlannedRow {
    PlannedRow {
        position: index + 1,
        weekday: day.map(dates::weekday),
        notes: found.notes.get(&index).cloned().unwrap_or_default(),
    }
}

/// How the sessions add up to the hours of the course, and whether they do exactly.
pub fn hours(plan: &Plan<'_>) -> (Option<String>, bool) {
    let (Some(version), false) = (plan.version, plan.rows.is_empty()) else {
        return (None, false);
    };
    let lengths = plan.rows.iter().map(|row| row.session.ends_at - row.session.starts_at);
    let planned: TimeDelta = lengths.clone().sum();
    let course = TimeDelta::hours(version.hours.into());
    let said = labels::hours;
    let sum =
        format!("{} suman {}", numbers::some(plan.rows.len(), "sesión", "sesiones"), said(planned));
    let text = if planned < course {
        format!("{sum}: faltan {} para las {} del curso.", said(course - planned), said(course))
    } else if planned > course {
        format!("{sum}: sobran {} sobre las {} del curso.", said(planned - course), said(course))
    } else if lengths.clone().next_back() < lengths.clone().next() {
        format!("{sum}, las del curso. La última es más corta para completarlas.")
    } else {
        format!("{sum}, las del curso.")
    };
    (Some(text), planned == course)
}

/// The holidays between the first session and the last on which nobody meets, though their
/// weekday was chosen (R12).
pub fn skipped(fields: &Fields, rows: &[BuilderRow]) -> Vec<String> {
    let days: Vec<NaiveDate> =
        rows.iter().map(|row| dates::bogota_date(row.session.starts_at)).collect();
    let typed = NaiveDate::parse_from_str(fields.first("empieza"), "%Y-%m-%d").ok();
    let (Some(first), Some(last)) = (days.iter().min().copied(), days.iter().max().copied()) else {
        return Vec::new();
    };
    let first = typed.map_or(first, |typed| typed.min(first));
    let chosen = |day: &NaiveDate| {
        let weekday = chrono::Datelike::weekday(day);
        let code = WEEK.iter().find(|(_, _, known)| *known == weekday).map(|(code, _, _)| *code);
        fields.all("dias").iter().any(|chosen| Some(chosen.as_str()) == code)
    };
    first
        .iter_days()
        // A year and a half holds any cohort; a slip of the keyboard is not walked through.
        .take(550)
        .take_while(|day| *day <= last)
        .filter(|day| is_holiday(*day) && chosen(day) && !days.contains(day))
        .filter_map(|day| {
            let holiday = holiday_on(day)?;
            Some(format!("{}: {}", dates::short_with_weekday(day), holiday.name))
        })
        .collect()
}

/// The holidays of the years of the rows and of the next one, each with its day before it, to say while a
/// date is typed what the table will say of it (R12).
pub fn near_holidays(rows: &[BuilderRow]) -> Vec<String> {
    let years =
        rows.iter().map(|row| chrono::Datelike::year(&dates::bogota_date(row.session.starts_at)));
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else {
        return Vec::new();
    };
    // A slip of the keyboard is not walked through.
    let near = (first..=last.saturating_add(1)).take(3).flat_map(holidays);
    near.filter_map(|one| Some(format!("{} {}", dates::input_date(one.date), holiday(one.date)?)))
        .collect()
}
