//! Addresses of a municipality's installed capacity; filters stay in the address.

use platform::pager::{Pager, address};
use sign_in_model::prelude::*;
use territory_model::addresses::MunicipalityCode;

use super::as_of::AsOf;
use super::capacity_query::CapacityQuery;
use super::figures::{self, RETENTION, Span, count};
use super::policy::ANSWERERS;
use super::queries::{self, CountGroup, CountScope};
use super::targets;
use super::targets::rules::{coverage, target_on};
use super::views::{
    CapacityFigures, CapacityFiguresRow, CapacityTimeline, CountedPeoplePage, CountedPersonRow,
    MunicipalityCapacityPage, as_of_sentences, retention,
};

pub fn routes() -> Vec<Route> {
    routes![municipality, people]
}

#[get("/municipios/<place>/capacidad")]
async fn municipality(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let actor = desk.actor_as(&ANSWERERS)?;
    let db = desk.app.db.read();
    let place = queries::place(db, actor, place.as_str()).await?;
    let fields = Fields::of_address(desk.request());
    let query = CapacityQuery::read(&desk, &fields).await?;
    let mut page = MunicipalityCapacityPage {
        code: place.code.clone(),
        name: place.full_name(),
        form: query.form.clone(),
        capacities: query.alternatives(),
        told: as_of_sentences(&query.as_of, query.reach),
        in_post: String::new(),
        rows: Vec::new(),
        line_of: query
            .capacity
            .as_ref()
            .map_or_else(|| "Cualquier capacidad".to_owned(), |one| one.name.clone()),
        line: None,
    };
    if query.is_refused {
        return desk.refuse(&page);
    }
    let spans = queries::spans(db, &query.as_of, &place.code).await?;
    let targets = targets::queries::of_place(db, &place.code).await?;
    let known_at = if query.as_of.is_open { desk.app.clock.now() } else { query.as_of.known_at };
    let target = |code: &str| {
        let own = targets.iter().filter(|row| row.capacity_code == code).cloned();
        let own: Vec<_> = own.collect();
        target_on(&own, query.as_of.day, known_at)
    };
    let may_set = targets::queries::governed(db, actor, &place.code).await?.is_some();
    let (posts, certified): (Vec<Span>, Vec<Span>) =
        spans.into_iter().partition(|span| span.capacity.is_none());
    let here = count(&posts, query.as_of.day).in_post();
    page.in_post = numbers::grouped(here);
    let day = query.day();
    let row = |code: &str, name: &str| {
        let own = || {
            let of = |span: &&Span| code.is_empty() || span.capacity.as_deref() == Some(code);
            certified.iter().filter(of)
        };
        let stayed = |months| retention(figures::retention(own(), query.as_of.day, months));
        let [six, twelve] = RETENTION;
        let counted = count(own(), query.as_of.day);
        let wanted = target(code);
        CapacityFiguresRow {
            code: code.to_owned(),
            name: name.to_owned(),
            figures: CapacityFigures::listed(counted, &place.code, code, &day),
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
    page.rows = query.framework.iter().map(|one| row(&one.code, &one.name)).collect();
    page.rows.push(row("", "Cualquiera de ellas"));
    // The timeline is drawn with what is known now, also for an as-of day in the past.
    let now = AsOf::known_now(query.as_of.day, desk.app.clock.now());
    let known = queries::spans(db, &now, &place.code).await?;
    let drawn: Vec<Span> = known
        .into_iter()
        .filter(|span| match query.what() {
            CountScope::One(code) => span.capacity.as_deref() == Some(code),
            _ => span.capacity.is_some(),
        })
        .collect();
    let days = figures::line_days(drawn.iter().map(|span| span.from).min(), query.as_of.day);
    let points: Vec<_> = days.into_iter().map(|day| (day, count(&drawn, day))).collect();
    let title = format!("{}: personas certificadas en el cargo, {}", page.line_of, page.name);
    let wanted = query.capacity.as_ref().and_then(|one| target(&one.code));
    page.line = CapacityTimeline::of(&title, &points, wanted);
    desk.show(&page)
}

#[get("/municipios/<place>/capacidad/personas")]
async fn people(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let actor = desk.actor_as(&ANSWERERS)?;
    let db = desk.app.db.read();
    let place = queries::place(db, actor, place.as_str()).await?;
    let fields = Fields::of_address(desk.request());
    let query = CapacityQuery::read(&desk, &fields).await?;
    let group = match fields.first("grupo") {
        "" => CountGroup::Confirmed,
        code => CountGroup::read(code).ok_or(AppError::NotFound)?,
    };
    let capacity = query.capacity.as_ref().map_or("cualquier capacidad", |one| one.name.as_str());
    let day = query.day();
    let path = format!("/municipios/{}/capacidad", place.code);
    let filters = [("capacidad", query.code()), ("corte", day.as_str())];
    let here = address(
        &format!("{path}/personas"),
        &[&[("grupo", group.code())][..], &filters[..]].concat(),
    );
    let mut page = CountedPeoplePage {
        name: place.full_name(),
        heading: format!("{}: {capacity}", group.label()),
        form: query.form.clone().with("grupo", group.code()),
        told: as_of_sentences(&query.as_of, query.reach),
        rows: Vec::new(),
        pager: Pager::new(None, 0, &here),
        back: address(&path, &filters),
    };
    if query.is_refused {
        return desk.refuse(&page);
    }
    let asked_page = fields.first("pagina").parse().ok();
    let of = (query.what(), group);
    let (rows, pager) =
        queries::people(db, &query.as_of, &place.code, of, asked_page, &here).await?;
    // The page of a person is the coordination's: a gobernación reads who they are, and no more.
    let has_page = match queries::place(db, &actor.as_coordination(), &place.code).await {
        Ok(_) => true,
        Err(AppError::NotFound) => false,
        Err(error) => return Err(error),
    };
    page.rows = rows
        .into_iter()
        .map(|(person, counted)| CountedPersonRow::of(person, &counted, has_page))
        .collect();
    page.pager = pager;
    desk.show(&page)
}
