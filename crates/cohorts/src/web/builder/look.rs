//! What the sessions of the table meet: each other, holidays, and what already has its hour.

use std::collections::BTreeMap;

use sea_orm::DbErr;

use courses_model::queries::CourseLine;
use platform::texts::{Refusal as _, and, say};
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;

use super::context::Facilitator;
use super::rows::{BuilderRow, DATE, FROM, PLACE, WHO, control};
use crate::clashes::{BookedSession, Clash, PlannedMeeting, clashes};
use crate::commands::refusal_of;
use crate::labels;
use crate::queries::{self, CohortRow, HoursQuery, SimilarCohort};
use crate::refusals::CohortRefusal;
use crate::rules::overlap;
use crate::views::{Note, SimilarCohortLine, holiday};

/// Names of people who are free: enough to choose from.
const MOST_FREE: usize = 5;
/// Weeks after a session that clashes in which a free day is looked for.
const WEEKS: i64 = 8;

/// The cohort that is being planned, as far as its form can be read.
pub struct Plan<'a> {
    pub unit: &'a str,
    /// Who may teach here, to say who is free; nobody where there are too many to name.
    pub facilitators: &'a [Facilitator],
    pub version: Option<&'a CourseLine>,
    /// Codes of municipalities of the unit.
    pub municipalities: Vec<String>,
    pub place: &'a str,
    pub rows: Vec<BuilderRow>,
}

/// What the check of the table found: what blocks saving, and what is only a notice.
#[derive(Default)]
pub struct PlanFindings {
    /// Control and sentence of what will be refused.
    pub blocking: Vec<(String, String)>,
    pub notes: BTreeMap<usize, Vec<Note>>,
    /// That the last day is over, and with it the publication; `None` while it is not.
    pub all_past: Option<String>,
    pub same_subject: Vec<SimilarCohortLine>,
}

impl PlanFindings {
    fn block(&mut self, index: usize, name: &str, refusal: &CohortRefusal) {
        let text = refusal.sentence();
        self.notes.entry(index).or_default().push(Note::blocking(refusal));
        let text = format!("Sesión {}: {text}", index + 1);
        self.blocking.push((control(name, index), text));
    }

    fn note(&mut self, index: usize, text: String) {
        self.notes.entry(index).or_default().push(Note::warning(text));
    }

    /// Returns what does not block and yet should be known, in the order of the page and once where one
    /// session after the other says the same.
    pub fn warnings(&self) -> Vec<&str> {
        let notes = self.notes.values().flatten().filter(|note| !note.blocks);
        let mut all: Vec<&str> = self.all_past.as_deref().into_iter().collect();
        all.extend(notes.map(|note| note.text.as_str()));
        all.extend(self.same_subject.iter().map(|line| line.text.as_str()));
        all.dedup();
        all
    }
}

/// Checks the whole table with a bounded number of statements.
pub async fn look(desk: &Desk<'_>, plan: &Plan<'_>) -> Result<PlanFindings, AppError> {
    let db = desk.app.db.read();
    let now = desk.app.clock.now();
    let mut found = PlanFindings::default();
    for (place, row) in plan.rows.iter().enumerate() {
        let session = &row.session;
        let day = dates::bogota_date(session.starts_at);
        if let Some(holiday) = holiday(day) {
            found.note(row.index, holiday);
        }
        if session.starts_at < now {
            found.note(row.index, say("cohorts.builder_past", &[]));
        }
        let span = (session.starts_at, session.ends_at);
        let own = plan
            .rows
            .iter()
            .take(place)
            .find(|other| overlap(span, (other.session.starts_at, other.session.ends_at)));
        if let Some(other) = own {
            let other_span = (other.session.starts_at, other.session.ends_at);
            let refusal = CohortRefusal::SessionOverlap {
                position: i32::try_from(other.index + 1).unwrap_or(i32::MAX),
                when: dates::day_and_span(other_span.0, other_span.1),
            };
            found.block(row.index, FROM, &refusal);
        }
    }
    let starts = plan.rows.iter().map(|row| row.session.starts_at).min();
    let ends = plan.rows.iter().map(|row| row.session.ends_at).max();
    let (Some(from), Some(to)) = (starts, ends) else {
        return Ok(found);
    };
    let last_day = plan.rows.iter().map(|row| dates::bogota_date(row.session.starts_at)).max();
    if last_day < Some(dates::bogota_date(now)) {
        found.all_past = Some(say("cohorts.builder_all_past", &[]));
    }
    let chosen = plan.rows.iter().filter_map(|row| row.session.facilitator);
    let facilitators: Vec<AccountId> =
        chosen.chain(plan.facilitators.iter().map(|(account, _, _)| *account)).collect();
    let modality = plan.version.map(|version| version.modality);
    let planned =
        plan.rows.iter().filter_map(|row| Some(row.session.planned(plan.place, modality?)));
    let mut planned: Vec<PlannedMeeting> = planned.collect();
    let names = queries::find_rooms(db, &plan.municipalities, &mut planned).await?;
    let query = HoursQuery {
        from,
        // Beyond the last session, to say when there is a free day.
        to: to + TimeDelta::weeks(WEEKS),
        facilitators: &facilitators,
        municipalities: &plan.municipalities,
        meetings: &planned,
        names: Some(&names),
        except: None,
        unit: plan.unit,
    };
    let taken = queries::booked_sessions(db, query).await?;
    for (row, planned) in plan.rows.iter().zip(&planned) {
        let met = clashes(planned, &taken);
        for clash in &met {
            let name = match *clash {
                Clash::Facilitator(_) => WHO,
                Clash::Room(_) => PLACE,
                Clash::Link(_) => DATE,
                Clash::Municipality(other) => {
                    found.note(row.index, labels::municipality_busy(other));
                    continue;
                }
            };
            if let Some(refusal) = refusal_of(clash) {
                found.block(row.index, name, &refusal);
            }
            if name == WHO
                && let Some(text) = free(plan, row, &taken)
            {
                found.note(row.index, text);
            }
        }
        if met.iter().any(|clash| clash.blocks())
            && let Some(text) = next_free(plan, row, planned, &taken)
        {
            found.note(row.index, text);
        }
    }
    if let Some(version) = plan.version {
        let first_day = dates::bogota_date(from);
        let same =
            queries::same_subject(db, &version.subject, &plan.municipalities, first_day).await?;
        found.same_subject = told(plan.unit, &same);
    }
    Ok(found)
}

/// Names who could teach a session instead: nobody of them has another one at that hour.
fn free(plan: &Plan<'_>, row: &BuilderRow, taken: &[BookedSession]) -> Option<String> {
    let span = (row.session.starts_at, row.session.ends_at);
    let is_busy = |account: AccountId| {
        let elsewhere = |other: &&BookedSession| {
            other.facilitator == Some(account) && overlap(span, (other.starts_at, other.ends_at))
        };
        let here = |other: &&BuilderRow| {
            other.index != row.index
                && other.session.facilitator == Some(account)
                && overlap(span, (other.session.starts_at, other.session.ends_at))
        };
        taken.iter().any(|other| elsewhere(&other)) || plan.rows.iter().any(|other| here(&other))
    };
    let free = plan.facilitators.iter().filter(|(account, _, _)| !is_busy(*account));
    let names: Vec<&str> = free.map(|(_, name, _)| name.as_str()).take(MOST_FREE).collect();
    (!names.is_empty()).then(|| say("cohorts.builder_free", &[("names", and(&names))]))
}

/// Names the next day of the same weekday, no holiday, on which nothing forbids a session at its hours. What
/// other places booked a room for is looked up when that day is chosen.
fn next_free(
    plan: &Plan<'_>,
    row: &BuilderRow,
    planned: &PlannedMeeting,
    taken: &[BookedSession],
) -> Option<String> {
    (1..=WEEKS).find_map(|weeks| {
        let mut later = planned.clone();
        later.meeting.starts_at += TimeDelta::weeks(weeks);
        later.meeting.ends_at += TimeDelta::weeks(weeks);
        let (day, span) = (later.meeting.day(), (later.meeting.starts_at, later.meeting.ends_at));
        let here = plan.rows.iter().any(|other| {
            other.index != row.index
                && overlap(span, (other.session.starts_at, other.session.ends_at))
        });
        let is_free = !here
            && holiday(day).is_none()
            && !clashes(&later, taken).iter().any(|clash| clash.blocks());
        let names = [("weekday", dates::weekday(day).to_owned()), ("date", dates::short(day))];
        is_free.then(|| say("cohorts.builder_next_free", &names))
    })
}

/// Returns a sentence for each other cohort of the same subject that some of the municipalities had not long
/// ago, or will have.
pub async fn similar(
    desk: &Desk<'_>,
    row: &CohortRow,
    municipalities: &[String],
) -> Result<Vec<String>, DbErr> {
    if municipalities.is_empty() {
        return Ok(Vec::new());
    }
    let (db, cohort) = (desk.app.db.read(), &row.cohort);
    let mut same =
        queries::same_subject(db, &row.course.subject, municipalities, cohort.starts_on).await?;
    same.retain(|other| other.id != cohort.id);
    Ok(told(&cohort.unit_code, &same).into_iter().map(|line| line.text).collect())
}

/// Returns one sentence for each cohort, with its page where the unit may open it.
fn told(unit: &str, same: &[SimilarCohort]) -> Vec<SimilarCohortLine> {
    same.chunk_by(|one, other| one.id == other.id)
        .filter_map(|rows| {
            let first = rows.first()?;
            let names: Vec<&str> = rows.iter().map(|row| row.municipality.as_str()).collect();
            let had = match names.len() {
                1 => "tuvo, tiene o tendrá",
                _ => "tuvieron, tienen o tendrán",
            };
            let text = say(
                "cohorts.builder_same_subject",
                &[
                    ("names", and(&names)),
                    ("had", had.to_owned()),
                    ("cohort", first.cohort.clone()),
                    ("dates", dates::range(first.starts_on, first.ends_on)),
                ],
            );
            let href = (first.unit_code == unit).then(|| format!("/cohortes/{}", first.id));
            Some(SimilarCohortLine { text, href })
        })
        .collect()
}

/// The control of the table that a refusal of the command speaks of.
pub fn control_of(refusal: &CohortRefusal, index: usize) -> String {
    let name = match refusal.field() {
        Some("desde") => FROM,
        Some("hasta") => super::rows::TO,
        Some("lugar") => PLACE,
        Some("facilitador") => WHO,
        _ => DATE,
    };
    control(name, index)
}
