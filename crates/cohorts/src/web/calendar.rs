//! The month of sessions of whoever looks.

use chrono::{Datelike, Days, Months, NaiveDate};

use platform::holidays::holiday_on;
use platform::{dates, numbers, pager, texts};
use sign_in_model::prelude::*;
use territory_model as territory;

use super::{READERS, answer};
use crate::entity::session;
use crate::policy::{self, CohortFacts};
use crate::queries::{MONTH_MOST, MonthSession, between};
use crate::rules;
use crate::views::{CalendarDay, CalendarEntry, CalendarPage};

/// Years whose holidays the law of today tells.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

#[get("/calendario")]
pub async fn month(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let today = desk.app.clock.today();
    let fields = Fields::of_address(desk.request());
    let mut reader = Reader::new(&fields);
    let asked = fields.first("mes");
    let first = match first_of(asked) {
        Some(first) => first,
        None => {
            if !asked.is_empty() {
                reader.wrong("mes", "Escriba el mes como 2026-11.");
            }
            today.with_day(1).unwrap_or(today)
        }
    };
    let several_units = actor.units_read().len() != 1;
    let units = if several_units { territory::queries::units(db).await? } else { Vec::new() };
    let typed = if several_units { fields.first("unidad") } else { "" };
    let unit = units.iter().find(|unit| unit.code == typed).map(|unit| unit.code.as_str());
    if unit.is_none() && !typed.is_empty() {
        reader.wrong("unidad", "Elija una dirección territorial de la lista.");
    }
    let mut filter = match reader.finish() {
        Ok(()) => fields.state(),
        Err(form) => form,
    };
    if asked.is_empty() {
        filter.values.insert("mes".to_owned(), vec![code(first)]);
    }
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
    let last = last.unwrap_or(first);
    let (from, to) = whole_weeks(first, last);
    let mut sessions = between(db, actor, unit, (from, to)).await?;
    let cut = sessions.len() > MONTH_MOST;
    sessions.truncate(MONTH_MOST);
    let within =
        |session: &&MonthSession| (first..=last).contains(&dates::bogota_date(session.starts_at));
    let count = sessions.iter().filter(within).count();
    let beside = sessions.len() - count;
    let address = |month: Option<NaiveDate>| {
        let month = month.map(code).unwrap_or_default();
        pager::address("/calendario", &[("mes", month.as_str()), ("unidad", typed)])
    };
    let weeks = weeks(actor, &sessions, (from, to), first.month(), today);
    let page = CalendarPage {
        month: dates::month(first),
        previous: address(first.checked_sub_months(Months::new(1))),
        next: address(first.checked_add_months(Months::new(1))),
        now: (!(first..=last).contains(&today)).then(|| address(None)),
        units: units.iter().map(|unit| Alternative::new(&unit.code, &unit.name)).collect(),
        moves: weeks
            .iter()
            .flatten()
            .any(|day| day.entries.iter().any(|one| one.move_href.is_some())),
        weeks,
        count: counted(count, beside),
        empty: count == 0,
        cut,
        filter,
    };
    answer(&desk, &page, &page.filter)
}

/// How many sessions the month has, and how many more its weeks show of the months beside it.
fn counted(month: usize, beside: usize) -> String {
    let some = |count| match count {
        0 => texts::word("cohorts.no_session").to_owned(),
        _ => numbers::some(count, "sesión", "sesiones"),
    };
    if beside == 0 {
        return some(month);
    }
    let facts = [("month", some(month)), ("beside", beside.to_string())];
    texts::say("cohorts.sessions_beside", &facts)
}

/// The first day of «2026-11».
fn first_of(text: &str) -> Option<NaiveDate> {
    let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
    YEARS.contains(&first.year()).then_some(first)
}

fn code(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// From the Monday of the first week to the Sunday of the last.
fn whole_weeks(first: NaiveDate, last: NaiveDate) -> (NaiveDate, NaiveDate) {
    let before = u64::from(first.weekday().num_days_from_monday());
    let after = u64::from(6 - last.weekday().num_days_from_monday());
    let from = first.checked_sub_days(Days::new(before)).unwrap_or(first);
    (from, last.checked_add_days(Days::new(after)).unwrap_or(last))
}

fn weeks(
    actor: &Actor,
    sessions: &[MonthSession],
    (from, to): (NaiveDate, NaiveDate),
    month: u32,
    today: NaiveDate,
) -> Vec<Vec<CalendarDay>> {
    let days: Vec<CalendarDay> = from
        .iter_days()
        .take_while(|day| *day <= to)
        .map(|day| CalendarDay {
            date: dates::input_date(day),
            number: day.day(),
            weekday: dates::weekday(day),
            month: dates::of_month(day),
            outside: day.month() != month,
            today: day == today,
            holiday: holiday_on(day).map(|holiday| holiday.name),
            entries: sessions
                .iter()
                .filter(|session| dates::bogota_date(session.starts_at) == day)
                .map(|session| entry(actor, session))
                .collect(),
        })
        .collect();
    days.chunks(7).map(<[CalendarDay]>::to_vec).collect()
}

/// An entry opens the session where it can still be changed, and its cohort otherwise.
fn entry(actor: &Actor, session: &MonthSession) -> CalendarEntry {
    let cohort = CohortFacts {
        id: session.cohort_id,
        unit: session.unit_code.clone(),
        stage: session.cohort_stage,
    };
    let changes = policy::runs(actor, &cohort)
        && rules::editable(cohort.stage).is_ok()
        && rules::session_editable(session.stage).is_ok();
    CalendarEntry {
        href: match changes {
            true => format!("/sesiones/{}", session.id),
            false => format!("/cohortes/{}", session.cohort_id),
        },
        move_href: changes.then(|| format!("/sesiones/{}/otro-dia", session.id)),
        time: dates::span(session.starts_at, session.ends_at),
        title: format!("{}, {}", session.course, session.cohort),
        cancelled: session.stage == session::Stage::Cancelled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_shown_in_whole_weeks_from_monday() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("valid");
        for (first, last, from, to) in [
            (day(2026, 11, 1), day(2026, 11, 30), day(2026, 10, 26), day(2026, 12, 6)),
            (day(2027, 2, 1), day(2027, 2, 28), day(2027, 2, 1), day(2027, 2, 28)),
        ] {
            assert_eq!(whole_weeks(first, last), (from, to));
        }
    }

    #[test]
    fn a_month_that_does_not_exist_is_none() {
        for text in ["2026-13", "2026-00", "noviembre", "2026-11-01", "99999-01", ""] {
            assert_eq!(first_of(text), None, "{text}");
        }
        assert!(first_of("2026-11").is_some());
    }
}
