//! Addresses of installed capacity; filters stay in the address.

use rocket::{Route, get, routes};

use super::cut::Cut;
use super::figures::{self, RETENTION, Span, count};
use super::policy::READERS;
use super::queries::{self, Group, Reach, What};
use super::targets;
use super::targets::rules::{coverage, target_on};
use super::views::{
    CapacityRow, DepartmentPage, Figures, HeldRow, Line, MunicipalityPage, PeoplePage, PersonRow,
    PlaceRow, retention, told,
};
use crate::capacities::entity::capacity;
use crate::capacities::queries::capacities;
use crate::people::policy::sees_documents;
use crate::platform::errors::AppError;
use crate::platform::fields::{Alternative, FormState};
use crate::platform::forms::{Fields, Reader};
use crate::platform::pager::{Pager, address};
use crate::platform::{dates, numbers};
use crate::sign_in::desk::{Answer, Desk};
use crate::territory::addresses::MunicipalityCode;

const PATH: &str = "/capacidad-instalada";

pub fn routes() -> Vec<Route> {
    routes![department, municipality, people]
}

/// What the address asks for beside a place: the day, and the capacity if it is one.
struct Asked {
    cut: Cut,
    reach: Reach,
    framework: Vec<capacity::Model>,
    capacity: Option<capacity::Model>,
    /// The form with what was typed, or as it is read.
    form: FormState,
    is_refused: bool,
}

impl Asked {
    async fn read(desk: &Desk<'_>, fields: &Fields) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let now = desk.app.clock.now();
        let reach = queries::reach(db).await?;
        let framework = capacities(db).await?;
        let code = fields.first("capacidad");
        let capacity = framework.iter().find(|one| one.code == code).cloned();
        if capacity.is_none() && !code.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut reader = Reader::new(fields);
        let cut = Cut::read(&mut reader, now, reach.since);
        let refused = reader.finish().err();
        let is_refused = refused.is_some();
        let form = refused.unwrap_or_else(|| {
            FormState::default().with("corte", dates::input_date(cut.day)).with("capacidad", code)
        });
        Ok(Self { cut, reach, framework, capacity, form, is_refused })
    }

    fn code(&self) -> &str {
        self.capacity.as_ref().map_or("", |one| one.code.as_str())
    }

    fn what(&self) -> What<'_> {
        self.capacity.as_ref().map_or(What::Any, |one| What::One(&one.code))
    }

    fn alternatives(&self) -> Vec<Alternative> {
        self.framework.iter().map(|one| Alternative::new(&one.code, &one.name)).collect()
    }

    /// The day as an address carries it; today's address stays today's tomorrow.
    fn day(&self) -> String {
        if self.cut.is_open { String::new() } else { dates::input_date(self.cut.day) }
    }
}

#[get("/capacidad-instalada")]
async fn department(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let asked = Asked::read(&desk, &fields).await?;
    let departments = queries::departments(db, actor).await?;
    let wanted = fields.first("departamento");
    let chosen = match wanted {
        "" => departments.first(),
        code => Some(departments.iter().find(|one| one.code == code).ok_or(AppError::NotFound)?),
    };
    let mut page = DepartmentPage {
        form: asked.form.clone().with_option("departamento", chosen.map(|one| &one.code)),
        capacities: asked.alternatives(),
        department: chosen.map(|one| one.name.clone()).unwrap_or_default(),
        capacity: asked.capacity.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
        told: told(&asked.cut, asked.reach),
        by_capacity: Vec::new(),
        by_place: Vec::new(),
        covered: String::new(),
        departments: departments.iter().map(|one| Alternative::new(&one.code, &one.name)).collect(),
    };
    if asked.is_refused {
        return desk.refuse(&page);
    }
    let Some(chosen) = chosen else { return desk.show(&page) };
    let codes = || queries::codes_of(actor, &chosen.code);
    let by_capacity = queries::by_capacity(db, &asked.cut, codes()).await?;
    let by_place = queries::by_municipality(db, &asked.cut, codes(), asked.what()).await?;
    let in_post = queries::by_municipality(db, &asked.cut, codes(), What::InPost).await?;
    let everybody = queries::in_post(db, &asked.cut, codes()).await?;
    let places = queries::places_of(db, actor, &chosen.code).await?;
    let day = asked.day();
    page.by_capacity = asked
        .framework
        .iter()
        .map(|one| CapacityRow {
            code: one.code.clone(),
            name: one.name.clone(),
            href: address(
                PATH,
                &[("departamento", &chosen.code), ("capacidad", &one.code), ("corte", &day)],
            ),
            figures: Figures::plain(
                by_capacity.get(&one.code).copied().unwrap_or_default(),
                everybody,
            ),
        })
        .collect();
    page.by_place = places
        .into_iter()
        .map(|place| {
            let here = in_post.get(&place.code).copied().unwrap_or_default().in_post();
            let certified = by_place.get(&place.code).copied().unwrap_or_default();
            let query = [("capacidad", asked.code()), ("corte", &day)];
            PlaceRow {
                href: address(&format!("/municipios/{}/capacidad", place.code), &query),
                in_post: numbers::grouped(here),
                figures: Figures::listed(certified, here, &place.code, asked.code(), &day),
                name: place.name,
            }
        })
        .collect();
    let covered = page.by_place.iter().filter(|row| !row.figures.none).count();
    page.covered = format!("{covered} de {}", page.by_place.len());
    desk.show(&page)
}

#[get("/municipios/<place>/capacidad")]
async fn municipality(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let place = queries::place(db, actor, place.as_str()).await?;
    let fields = Fields::of_address(desk.request());
    let asked = Asked::read(&desk, &fields).await?;
    let mut page = MunicipalityPage {
        code: place.code.clone(),
        name: place.full_name(),
        form: asked.form.clone(),
        capacities: asked.alternatives(),
        told: told(&asked.cut, asked.reach),
        in_post: String::new(),
        rows: Vec::new(),
        line_of: asked
            .capacity
            .as_ref()
            .map_or_else(|| "Cualquier capacidad".to_owned(), |one| one.name.clone()),
        line: None,
        department_href: address(PATH, &[("departamento", &place.department_code)]),
    };
    if asked.is_refused {
        return desk.refuse(&page);
    }
    let spans = queries::spans(db, &asked.cut, &place.code).await?;
    let targets = targets::queries::of_place(db, &place.code).await?;
    let known_at = if asked.cut.is_open { desk.app.clock.now() } else { asked.cut.known_at };
    let target = |code: &str| {
        let own = targets.iter().filter(|row| row.capacity_code == code).cloned();
        let own: Vec<_> = own.collect();
        target_on(&own, asked.cut.day, known_at)
    };
    let may_set = targets::queries::governed(db, actor, &place.code).await?.is_some();
    let (posts, certified): (Vec<Span>, Vec<Span>) =
        spans.into_iter().partition(|span| span.capacity.is_none());
    let here = count(&posts, asked.cut.day).in_post();
    page.in_post = numbers::grouped(here);
    let day = asked.day();
    let row = |code: &str, name: &str| {
        let own = || {
            let of = |span: &&Span| code.is_empty() || span.capacity.as_deref() == Some(code);
            certified.iter().filter(of)
        };
        let stayed = |months| retention(figures::retention(own(), asked.cut.day, months));
        let [six, twelve] = RETENTION;
        let counted = count(own(), asked.cut.day);
        let wanted = target(code);
        HeldRow {
            code: code.to_owned(),
            name: name.to_owned(),
            figures: Figures::listed(counted, here, &place.code, code, &day),
            target: wanted.map_or_else(|| "—".to_owned(), numbers::grouped),
            covered: coverage(counted.in_post(), wanted),
            target_href: (may_set && !code.is_empty()).then(|| {
                let path = format!("/municipios/{}/capacidad/meta", place.code);
                address(&path, &[("capacidad", code)])
            }),
            six: stayed(six),
            twelve: stayed(twelve),
        }
    };
    page.rows = asked.framework.iter().map(|one| row(&one.code, &one.name)).collect();
    page.rows.push(row("", "Cualquiera de ellas"));
    // The line is drawn with what is known now, also of a cut in the past.
    let now = Cut::known_now(asked.cut.day, desk.app.clock.now());
    let known = queries::spans(db, &now, &place.code).await?;
    let drawn: Vec<Span> = known
        .into_iter()
        .filter(|span| match asked.what() {
            What::One(code) => span.capacity.as_deref() == Some(code),
            _ => span.capacity.is_some(),
        })
        .collect();
    let days = figures::line_days(drawn.iter().map(|span| span.from).min(), asked.cut.day);
    let points: Vec<_> = days.into_iter().map(|day| (day, count(&drawn, day))).collect();
    page.line = Line::of(&points);
    desk.show(&page)
}

#[get("/municipios/<place>/capacidad/personas")]
async fn people(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let place = queries::place(db, actor, place.as_str()).await?;
    let fields = Fields::of_address(desk.request());
    let asked = Asked::read(&desk, &fields).await?;
    let group = match fields.first("grupo") {
        "" => Group::Confirmed,
        code => Group::read(code).ok_or(AppError::NotFound)?,
    };
    let capacity = asked.capacity.as_ref().map_or("cualquier capacidad", |one| one.name.as_str());
    let day = asked.day();
    let path = format!("/municipios/{}/capacidad", place.code);
    let filters = [("capacidad", asked.code()), ("corte", day.as_str())];
    let here = address(
        &format!("{path}/personas"),
        &[&[("grupo", group.code())][..], &filters[..]].concat(),
    );
    let mut page = PeoplePage {
        name: place.full_name(),
        heading: format!("{}: {capacity}", group.label()),
        form: asked.form.clone().with("grupo", group.code()),
        told: told(&asked.cut, asked.reach),
        rows: Vec::new(),
        pager: Pager::new(None, 0, &here),
        back: address(&path, &filters),
    };
    if asked.is_refused {
        return desk.refuse(&page);
    }
    let asked_page = fields.first("pagina").parse().ok();
    let of = (asked.what(), group);
    let (rows, pager) = queries::people(db, &asked.cut, &place.code, of, asked_page, &here).await?;
    let has_page = sees_documents(actor);
    page.rows = rows
        .into_iter()
        .map(|(person, counted)| PersonRow::of(person, &counted, has_page))
        .collect();
    page.pager = pager;
    desk.show(&page)
}
