//! The builder: everything of a new cohort on one page. Proposing and arranging sessions save
//! nothing: the table travels with the form until «Crear borrador» saves all of it at once.

mod answered;
pub mod copy;
mod look;
mod rows;
mod told;

use chrono::{NaiveDate, TimeDelta, Weekday};
use rocket::{get, post};

use courses_model as courses;
use courses_model::entity::course_version::CourseVersionId;
use courses_model::queries::CourseLine;
use platform::errors::AppError;
use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};
use platform::texts::{Refusal as _, say};
use platform::{dates, numbers};
use sign_in_model::desk::{Answer, Desk};
use territory_model::queries::{Place, unit_territory, units};

use self::look::{Look, Plan, control_of, look};
use self::rows::{FROM, Row, TO};
use self::told::{hours, planned_row, skipped, version_choice};
use super::minimum::LONGEST_TEXT;
use super::{RUNNERS, answer, counting, read_facilitator, read_link, read_quorum};
use crate::commands::{self, NewCohort, NewSession};
use crate::counting::Counting;
use crate::entity::cohort::CohortId;
use crate::policy::{self, CreateCohort};
use crate::queries;
use crate::refusals::CohortRefusal;
use crate::rules::{self, MOST_SEATS, MOST_SESSIONS};
use crate::schedule::{Ask, Impossible, propose};
use crate::views::{BuilderPage, Choices, UnitPage};

const LONGEST_NAME: usize = 80;
const LONGEST_PLACE: usize = 200;
/// With fewer facilitators than this, every row of the table offers all of them.
const FEW: usize = 30;
const WEEK: [(&str, &str, Weekday); 7] = [
    ("1", "Lunes", Weekday::Mon),
    ("2", "Martes", Weekday::Tue),
    ("3", "Miércoles", Weekday::Wed),
    ("4", "Jueves", Weekday::Thu),
    ("5", "Viernes", Weekday::Fri),
    ("6", "Sábado", Weekday::Sat),
    ("7", "Domingo", Weekday::Sun),
];

/// Without a unit in the address: the only one of a coordinator, or a question.
#[get("/cohortes/nueva")]
pub async fn new_form(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let fields = Fields::of_address(desk.request());
    let own = (!actor.is_administrator()).then(|| actor.units());
    let asked = fields.first("unidad");
    let unit = match &own {
        Some(units) if units.len() == 1 && asked.is_empty() => units.first().copied(),
        _ => (!asked.is_empty()).then_some(asked),
    };
    let mut units = units(desk.app.db.read()).await?;
    if let Some(own) = own {
        units.retain(|unit| own.contains(&unit.code.as_str()));
    }
    let version = fields.first("version");
    match unit.and_then(|code| units.iter().find(|unit| unit.code == code)) {
        Some(unit) => {
            let ground = Ground::of(&desk, &unit.code, &unit.name).await?;
            let kept = queries::templates(desk.app.db.read(), &unit.code).await?;
            let chosen = fields.first("plantilla").parse().ok();
            // Who comes from a list of municipalities brings them.
            let brought = fields.all("municipios").iter();
            let brought: Vec<&String> = brought
                .filter(|code| ground.territory.iter().any(|place| place.code == **code))
                .collect();
            let form = match chosen.and_then(|id| queries::chosen(&kept, id)) {
                Some(template) => {
                    let values = queries::pattern(template);
                    copy::with_version(FormState { values, errors: vec![] }, &ground)
                        .with("plantilla", template.id)
                }
                None => FormState::default()
                    .with("version", version)
                    .with_all("municipios", brought)
                    .with("cupos", fields.first("cupos"))
                    .with("lugar", fields.first("lugar"))
                    .with_all(answered::CHOSEN, fields.all(answered::CHOSEN))
                    .with(FROM, "08:00")
                    .with(TO, "12:00"),
            };
            let mut page = ground.page(&desk, form).await?;
            let kept = kept.iter().map(|one| Alternative::new(one.id, &one.name));
            page.templates = kept.collect();
            desk.show(&page)
        }
        None => {
            let mut form = fields.state();
            if !asked.is_empty() {
                form.refuse("unidad", "Elija una dirección territorial de la lista.");
            }
            let page = UnitPage {
                units: units.iter().map(|unit| Alternative::new(&unit.code, &unit.name)).collect(),
                version: version.to_owned(),
                municipalities: fields.all("municipios").to_vec(),
                form,
            };
            answer(&desk, &page, &page.form)
        }
    }
}

#[post("/cohortes", data = "<fields>")]
pub async fn new(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let unit = fields.first("unidad");
    let units = units(desk.app.db.read()).await?;
    let unit = units.iter().find(|known| known.code == unit).ok_or(AppError::NotFound)?;
    let permit = policy::may_create(actor, &unit.code)?;
    let ground = Ground::of(&desk, &unit.code, &unit.name).await?;
    let mut rows = rows::typed(&fields);
    let verb = fields.first("hacer");
    let removed = verb.strip_prefix("quitar-").and_then(|index| index.parse::<usize>().ok());
    match (verb, removed) {
        ("proponer", _) => {
            let form = ground.proposed(&fields);
            let page = ground.page(&desk, form).await?;
            return answer(&desk, &page, &page.form);
        }
        ("agregar", _) if rows.len() < MOST_SESSIONS => rows.push(rows::next(&rows)),
        (_, Some(index)) if index < rows.len() => {
            rows.remove(index);
        }
        _ => return create(&desk, &ground, permit, &fields).await,
    }
    let mut form = fields.state();
    rows::put(&mut form, &rows);
    desk.show(&ground.page(&desk, form).await?)
}

async fn create(desk: &Desk<'_>, ground: &Ground, permit: CreateCohort, fields: &Fields) -> Answer {
    let (new, rows) = match ground.read(fields) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&ground.page(desk, form).await?),
    };
    let found = look(desk, &ground.plan(fields, rows)).await?;
    if !found.blocking.is_empty() {
        let mut form = fields.state();
        for (control, text) in &found.blocking {
            form.refuse(control, text);
        }
        return desk.refuse(&ground.page(desk, form).await?);
    }
    let rows = ground.rows(fields);
    let indexes: Vec<usize> = rows.iter().map(|row| row.index).collect();
    let sessions: Vec<NewSession> = rows.into_iter().map(|row| row.session).collect();
    let planned = sessions.len();
    let chosen = answered::chosen(fields);
    let needs = answered::demand(desk).map(|demand| (demand.answer, chosen.as_slice()));
    match commands::create_answering(desk.app, permit, new, sessions, needs).await {
        Ok((id, answered)) => done(desk, id, (planned, answered), &found),
        Err(failure) => {
            let form = match failure.refusal()? {
                CohortRefusal::InSession { index, refusal } => {
                    let index = indexes.get(index).copied().unwrap_or_default();
                    let text = format!("Sesión {}: {}", index + 1, refusal.sentence());
                    fields.state().refused(&control_of(&refusal, index), text)
                }
                refusal => fields.refused(&refusal),
            };
            desk.refuse(&ground.page(desk, form).await?)
        }
    }
}

/// Goes on to the draft, with the first things that should be known about it.
fn done(
    desk: &Desk<'_>,
    id: CohortId,
    (planned, answered): (usize, usize),
    found: &Look,
) -> Answer {
    let mut text = match planned {
        0 => "El borrador quedó creado. Ahora programe sus sesiones.".to_owned(),
        _ => {
            let sessions = numbers::some(planned, "sesión", "sesiones");
            format!("El borrador quedó creado con {sessions}.")
        }
    };
    if answered > 0 {
        let needs = numbers::some(answered, "necesidad", "necesidades");
        text.push_str(&format!(" Responde a {needs}."));
    }
    let warnings: Vec<&str> = found.warnings().take(2).collect();
    let to = format!("/cohortes/{id}");
    if warnings.is_empty() {
        return desk.done(to, text);
    }
    desk.warned(to, format!("{text} {}", warnings.join(" ")))
}

/// What the page offers: read once for each request.
struct Ground {
    unit: String,
    unit_name: String,
    versions: Vec<CourseLine>,
    territory: Vec<Place>,
    facilitators: Vec<Facilitator>,
}

/// Account, name, and whether they have taught in the unit.
type Facilitator = (sign_in_model::entity::account::AccountId, String, bool);

impl Ground {
    async fn of(desk: &Desk<'_>, unit: &str, unit_name: &str) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        Ok(Self {
            unit: unit.to_owned(),
            unit_name: unit_name.to_owned(),
            versions: courses::queries::published_versions(db).await?,
            territory: unit_territory(db, unit).await?,
            facilitators: queries::facilitators(db, unit).await?,
        })
    }

    fn version(&self, fields: &Fields) -> Option<&CourseLine> {
        let id = fields.first("version").parse::<CourseVersionId>().ok()?;
        self.versions.iter().find(|version| version.version_id == id)
    }

    /// The rows that can be read, whatever is wrong with the others.
    fn rows(&self, fields: &Fields) -> Vec<Row> {
        rows::read(&mut Reader::new(fields), fields)
    }

    fn plan<'a>(&'a self, fields: &'a Fields, rows: Vec<Row>) -> Plan<'a> {
        let own = |code: &&String| self.territory.iter().any(|place| place.code == **code);
        Plan {
            unit: &self.unit,
            version: self.version(fields),
            municipalities: fields.all("municipios").iter().filter(own).cloned().collect(),
            place: fields.first("lugar"),
            rows,
        }
    }

    /// The form with the sessions that follow from its pattern, or with why there are none.
    fn proposed(&self, fields: &Fields) -> FormState {
        let mut reader = Reader::new(fields);
        let version = self.version(fields);
        if version.is_none() {
            reader.wrong("version", "Elija un curso de la lista.");
        }
        let first_day = reader.date("empieza", "Escriba el primer día.");
        let from = reader.time(FROM, "Escriba la hora en que empieza cada reunión");
        let to = reader.time(TO, "Escriba la hora en que termina cada reunión");
        let _ = read_link(&mut reader, "enlace");
        let _ = read_facilitator(&mut reader, fields, "facilitador");
        let weekdays: Vec<Weekday> = WEEK
            .iter()
            .filter(|(code, _, _)| fields.all("dias").iter().any(|chosen| chosen == code))
            .map(|(_, _, weekday)| *weekday)
            .collect();
        if weekdays.is_empty() {
            reader.wrong("dias", say("cohorts.builder_no_weekday", &[]));
        }
        if let Err(form) = reader.finish() {
            return form;
        }
        let total = TimeDelta::hours(version.map_or(0, |version| version.hours.into()));
        let crosses_midnight = !fields.first("medianoche").is_empty();
        let ask = Ask { first_day, weekdays, from, to, crosses_midnight, total };
        let mut form = fields.state();
        match propose(&ask) {
            Ok(proposal) => {
                let who = fields.first("facilitador");
                let rows: Vec<_> =
                    proposal.meetings.iter().map(|meeting| rows::row(meeting, "", who)).collect();
                rows::put(&mut form, &rows);
            }
            Err(Impossible::NoWeekday) => {
                form.refuse("dias", say("cohorts.builder_no_weekday", &[]));
            }
            Err(Impossible::EndsBeforeStart) => {
                form.refuse(TO, say("cohorts.builder_pattern_ends_before_start", &[]));
            }
            Err(Impossible::TooMany(needed)) => {
                let needed = [("needed", numbers::grouped(needed))];
                form.refuse(TO, say("cohorts.builder_too_many", &needed));
            }
            Err(Impossible::NoHours | Impossible::BeyondTheCalendar) => {
                form.refuse("empieza", say("cohorts.builder_beyond", &[]));
            }
        }
        form
    }

    /// The cohort and its sessions as they were typed.
    fn read(&self, fields: &Fields) -> Result<(NewCohort, Vec<Row>), FormState> {
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
        let last = rows.iter().map(|row| dates::bogota_date(row.session.starts_at)).max();
        let ends_on = match (reader.date_or_none("termina"), last) {
            (Some(date), _) | (None, Some(date)) => date,
            (None, None) => {
                if !reader.is_wrong("termina") {
                    reader.wrong("termina", say("cohorts.builder_last_day", &[]));
                }
                NaiveDate::default()
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
                    rules::session_span(session.starts_at, session.ends_at, starts_on, ends_on)
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

    async fn page(&self, desk: &Desk<'_>, form: FormState) -> Result<BuilderPage, AppError> {
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
            municipalities: self.territory.iter().map(Place::alternative).collect(),
            weekdays: WEEK.iter().map(|(code, day, _)| Alternative::new(code, *day)).collect(),
            facilitators: self.facilitators.iter().map(super::facilitator_choice).collect(),
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
            skipped,
            same_subject: found.same_subject,
            needs: answered::offered(desk, &fields).await?,
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
