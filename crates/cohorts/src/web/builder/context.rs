//! What the builder knows while a cohort is planned: it reads what was typed, proposes sessions and
//! fills the page.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use courses_model as courses;
use courses_model::entity::course_version::CourseVersionId;
use courses_model::queries::CourseLine;
use platform::texts::{Refusal as _, say};
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, unit_territory};

use super::super::minimum::LONGEST_TEXT;
use super::super::{counting, facilitator_choice, read_facilitator, read_link, read_quorum};
use super::look::{Plan, control_of, look};
use super::rows::{self, BuilderRow, FROM, HOW_MANY, TO};
use super::summary::{hours, near_holidays, planned_row, skipped, version_choice};
use super::{WEEK, needs, repeat};
use crate::commands::NewCohort;
use crate::counting::Counting;
use crate::rules::{self, MOST_SEATS, MOST_SESSIONS};
use crate::schedule::{ScheduleFault, SchedulePattern, propose};
use crate::views::{BuilderPage, Choices};
use crate::{queries, timetable};

const LONGEST_NAME: usize = 80;
const LONGEST_PLACE: usize = 200;
/// Departments whose municipalities are all marked.
const DEPARTMENTS: &str = "departamentos";
/// With fewer facilitators than this, every row of the table offers all of them.
const FEW: usize = 30;

/// What the builder offers to choose from: the unit, its published courses, its territory and who may
/// teach there. It is read once for each request.
pub(super) struct BuilderContext {
    unit: String,
    unit_name: String,
    pub versions: Vec<CourseLine>,
    pub territory: Vec<NamedMunicipality>,
    facilitators: Vec<Facilitator>,
    venues: Vec<String>,
}

/// An account that may teach, its name, and whether it has taught in the unit.
pub(super) type Facilitator = (AccountId, String, bool);

/// When a meeting ends if so many of them give the hours of the course, to the minute. `None` means that it
/// would last beyond the midnight after it, or a day where it may cross midnight.
fn ending(
    from: NaiveTime,
    total: TimeDelta,
    many: i32,
    crosses_midnight: bool,
) -> Option<NaiveTime> {
    let many = i64::from(many.max(1));
    let length = TimeDelta::minutes((total.num_minutes() + many - 1) / many);
    let (to, over) = from.overflowing_add_signed(length);
    (over == 0 || (crosses_midnight && length < TimeDelta::days(1))).then_some(to)
}

impl BuilderContext {
    pub async fn of(desk: &Desk<'_>, unit: &str, unit_name: &str) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        Ok(Self {
            unit: unit.to_owned(),
            unit_name: unit_name.to_owned(),
            versions: courses::queries::published_versions(db).await?,
            territory: unit_territory(db, unit).await?,
            facilitators: queries::facilitators(db, unit).await?,
            venues: queries::venue_labels(db, unit).await?,
        })
    }

    /// The departments of the territory, to mark all of one at once.
    fn departments(&self) -> Vec<Alternative> {
        let mut all: Vec<Alternative> = Vec::new();
        for place in &self.territory {
            if all.last().is_none_or(|last| last.value != place.department_code) {
                all.push(Alternative::new(&place.department_code, &place.department));
            }
        }
        all
    }

    /// The form with each municipality of the departments that were marked whole.
    pub fn with_departments(&self, fields: Fields) -> Fields {
        let whole = fields.all(DEPARTMENTS);
        if whole.is_empty() {
            return fields;
        }
        let chosen = fields.all("municipios");
        let places = self
            .territory
            .iter()
            .filter(|place| whole.contains(&place.department_code) || chosen.contains(&place.code));
        let places = places.map(|place| place.code.clone()).collect();
        let mut form = fields.state();
        form.values.insert("municipios".to_owned(), places);
        form.values.remove(DEPARTMENTS);
        Fields::of_state(&form)
    }

    pub fn version(&self, fields: &Fields) -> Option<&CourseLine> {
        let id = fields.first("version").parse::<CourseVersionId>().ok()?;
        self.versions.iter().find(|version| version.version_id == id)
    }

    /// The rows that can be read, whatever is wrong with the others.
    pub fn rows(&self, fields: &Fields) -> Vec<BuilderRow> {
        rows::read(&mut Reader::new(fields), fields)
    }

    pub fn plan<'a>(&'a self, fields: &'a Fields, rows: Vec<BuilderRow>) -> Plan<'a> {
        let own = |code: &&String| self.territory.iter().any(|place| place.code == **code);
        Plan {
            unit: &self.unit,
            facilitators: if self.facilitators.len() <= FEW { &self.facilitators } else { &[] },
            version: self.version(fields),
            municipalities: fields.all("municipios").iter().filter(own).cloned().collect(),
            place: fields.first("lugar"),
            rows,
        }
    }

    /// The form with the sessions that follow from its pattern, or with why there are none.
    pub fn proposed(&self, fields: &Fields) -> FormState {
        let mut reader = Reader::new(fields);
        let version = self.version(fields);
        if version.is_none() {
            reader.wrong("version", "Elija un curso de la lista.");
        }
        let first_day = reader.date("empieza", "Escriba el primer día.");
        let from = reader.time(FROM, "Escriba la hora en que empieza cada reunión");
        let total = TimeDelta::hours(version.map_or(0, |version| version.hours.into()));
        let many = (!fields.first(HOW_MANY).is_empty()).then(|| {
            let most = i32::try_from(MOST_SESSIONS).unwrap_or(i32::MAX);
            reader.whole(HOW_MANY, 1..=most, "Escriba cuántas sesiones son")
        });
        // With a number of sessions their hours follow, and what was typed as their end does not count.
        let crosses_midnight = !fields.first("medianoche").is_empty();
        let to = match many {
            Some(many) => ending(from, total, many, crosses_midnight).unwrap_or_else(|| {
                reader.wrong(HOW_MANY, say("cohorts.builder_too_few", &[]));
                from
            }),
            None => reader.time(TO, "Escriba la hora en que termina cada reunión"),
        };
        let _ = read_link(&mut reader, "enlace");
        let _ = read_facilitator(&mut reader, fields, "facilitador");
        let weekdays = repeat::weekdays(fields, "dias");
        if weekdays.is_empty() {
            reader.wrong("dias", say("cohorts.builder_no_weekday", &[]));
        }
        if let Err(form) = reader.finish() {
            return form;
        }
        let ask = SchedulePattern { first_day, weekdays, from, to, crosses_midnight, total };
        let mut form = fields.state();
        if many.is_some() {
            form = form.with(TO, to.format("%H:%M"));
        }
        match propose(&ask) {
            Ok(proposal) => {
                let who = fields.first("facilitador");
                let rows: Vec<_> =
                    proposal.meetings.iter().map(|meeting| rows::row(meeting, "", who)).collect();
                rows::put(&mut form, &rows);
            }
            Err(ScheduleFault::NoWeekday) => {
                form.refuse("dias", say("cohorts.builder_no_weekday", &[]));
            }
            Err(ScheduleFault::EndsBeforeStart) => {
                form.refuse(TO, say("cohorts.builder_pattern_ends_before_start", &[]));
            }
            Err(ScheduleFault::TooMany(needed)) => {
                let needed = [("needed", numbers::grouped(needed))];
                form.refuse(TO, say("cohorts.builder_too_many", &needed));
            }
            Err(ScheduleFault::NoHours | ScheduleFault::BeyondTheCalendar) => {
                form.refuse("empieza", say("cohorts.builder_beyond", &[]));
            }
        }
        form
    }

    /// The cohort and its sessions as they were typed.
    pub fn read(&self, fields: &Fields) -> Result<(NewCohort, Vec<BuilderRow>), FormState> {
        let mut reader = Reader::new(fields);
        let version = fields.first("version").parse::<CourseVersionId>();
        if version.is_err() {
            reader.wrong("version", "Elija un curso de la lista.");
        }
        let name = reader.text("nombre", LONGEST_NAME, "Escriba el nombre de la cohorte.");
        let seats = reader.whole("cupos", 1..=MOST_SEATS, "Escriba los cupos.");
        let starts_on = reader.date("empieza", "Escriba el primer día.");
        let place_text = reader.text("lugar", LONGEST_PLACE, "Escriba el lugar de la cohorte.");
        let method = reader.optional("metodo", LONGEST_TEXT);
        let knowledge = reader.optional("conocimiento", LONGEST_TEXT);
        let quorum = read_quorum(&mut reader, fields);
        let counting = counting::read(&mut reader, fields, Counting::default());
        let rows = rows::read(&mut reader, fields);
        // Sessions have days of their own; what was typed is for a draft without any (R83).
        let days = timetable::bounds(rows.iter().map(|row| row.session.starts_at));
        let typed = reader.date_or_none("termina");
        let hint = starts_on;
        let (starts_on, ends_on) = match (days, typed) {
            (Some(days), _) => days,
            (None, Some(date)) => (starts_on, date),
            (None, None) => {
                if !reader.is_wrong("termina") {
                    reader.wrong("termina", say("cohorts.builder_last_day", &[]));
                }
                (starts_on, NaiveDate::default())
            }
        };
        let closes_on = reader.date_or_none("cierra");
        let dates_read = ["empieza", "termina", "cierra"].iter().all(|n| !reader.is_wrong(n));
        if dates_read && let Err(refusal) = rules::dates_in_order(starts_on, ends_on, closes_on) {
            reader.wrong(refusal.field().unwrap_or_default(), refusal.sentence());
        }
        if dates_read {
            for row in &rows {
                let session = &row.session;
                if let Err(refusal) =
                    rules::session_span(session.starts_at, session.ends_at, hint, hint)
                {
                    let text = format!("Sesión {}: {}", row.index + 1, refusal.sentence());
                    reader.wrong(&control_of(&refusal, row.index), text);
                }
            }
        }
        reader.finish()?;
        let new = NewCohort {
            // The reader refused above when there is none.
            version: version.unwrap_or(CourseVersionId(0)),
            name,
            seats,
            starts_on,
            ends_on,
            enrolment_closes_on: closes_on,
            place_text,
            municipalities: fields.all("municipios").to_vec(),
            method,
            knowledge,
            quorum,
            counting,
        };
        Ok((new, rows))
    }

    pub async fn page(&self, desk: &Desk<'_>, form: FormState) -> Result<BuilderPage, AppError> {
        // Patterns kept before this was asked say nothing about it.
        let form = counting::filled(form, Counting::default());
        let fields = Fields::of_state(&form);
        let plan = self.plan(&fields, self.rows(&fields));
        let found = look(desk, &plan).await?;
        let texts = rows::typed(&fields);
        let day_of = |index: usize| {
            let row = plan.rows.iter().find(|row| row.index == index)?;
            Some(dates::bogota_date(row.session.starts_at))
        };
        let rows = (0..texts.len())
            .map(|index| planned_row(index, day_of(index), &found))
            .collect::<Vec<_>>();
        let (hours, complete) = hours(&plan);
        let skipped = skipped(&fields, &plan.rows);
        let chosen: Vec<&str> = texts.iter().map(|texts| texts[4].as_str()).collect();
        Ok(BuilderPage {
            unit: self.unit.clone(),
            unit_name: self.unit_name.clone(),
            templates: vec![],
            versions: self.versions.iter().map(version_choice).collect(),
            municipalities: self
                .territory
                .iter()
                .map(NamedMunicipality::planning_alternative)
                .collect(),
            departments: self.departments(),
            venues: self.venues.clone(),
            weekdays: WEEK.iter().map(|(code, day, _)| Alternative::new(code, *day)).collect(),
            facilitators: self.facilitators.iter().map(facilitator_choice).collect(),
            row_facilitators: self
                .facilitators
                .iter()
                .filter(|(id, _, taught)| {
                    let few = self.facilitators.len() <= FEW;
                    few || *taught || chosen.contains(&id.to_string().as_str())
                })
                .map(|(id, name, _)| Alternative::new(id, name))
                .collect(),
            rows,
            hours,
            complete,
            course_hours: plan.version.map(|version| version.hours),
            holidays: near_holidays(&plan.rows),
            skipped,
            all_past: found.all_past,
            same_subject: found.same_subject,
            needs: needs::offered(desk, &fields).await?,
            before: Some(fields.first(rows::BEFORE).to_owned()).filter(|rows| !rows.is_empty()),
            repeating: [repeat::WHICH, repeat::DAYS, repeat::MANY]
                .iter()
                .any(|name| form.error(name).is_some()),
            calm: !form.has_errors(),
            counting: Choices::all(),
            counting_differs: counting::NAMES.iter().any(|name| form.error(name).is_some())
                || counting::read(&mut Reader::new(&fields), &fields, Counting::default())
                    != Counting::default(),
            other_dates: ["termina", "cierra", "minimo", "decide"]
                .iter()
                .any(|name| !fields.first(name).is_empty() || form.error(name).is_some()),
            form,
        })
    }
}
