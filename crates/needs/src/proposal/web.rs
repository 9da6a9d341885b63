//! `/necesidades/propuesta`: all of it is in the address, so that it can be sent and seen again.

use std::collections::{BTreeMap, BTreeSet};

use capacities_model::queries::capacities;
use cohorts_model::rules::MOST_SEATS;
use courses_model::queries::building;
use platform::pager::address;
use platform::texts::{and, say};
use sign_in_model::prelude::*;
use territory_model::entity::territorial_unit;
use territory_model::queries::{unit_serving, unit_territory};

use super::queries::{OpenNeed, located, open};
use super::rules::{
    CohortProposal, ExclusionReason, ProposalRequest, Spot, USUAL_MOST, USUAL_REACH, USUAL_SEATS,
    metres, propose,
};
use super::views::{LeftOutRow, MemberRow, ProposalDetails, ProposalPage};
use crate::policy::DECIDERS;

/// The farthest that is asked for.
const MOST_REACH: i32 = 600;
/// Municipalities that somebody marks.
const MOST_MARKED: usize = 100;

const PATH: &str = "/necesidades/propuesta";

pub fn routes() -> Vec<Route> {
    routes![page]
}

/// PlaceNames of the places of a proposal.
type PlaceNames = BTreeMap<String, String>;

#[get("/necesidades/propuesta")]
async fn page(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&DECIDERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let mut framework = capacities(db).await?;
    // What nobody is taught alone comes last.
    framework.sort_by_key(|one| !one.is_taught());
    let mut reader = Reader::new(&fields);
    let reach_km = match fields.first("distancia") {
        "" => USUAL_REACH,
        _ => reader.whole("distancia", 0..=MOST_REACH, "Escriba los kilómetros, de 0 a 600."),
    };
    let most = match fields.first("maximo") {
        "" => USUAL_MOST,
        _ => reader.whole("maximo", 1..=MOST_SEATS, "Escriba los cupos, de 1 a 1.000."),
    };
    let code = fields.first("capacidad");
    let capacity = framework.iter().find(|one| one.code == code && !one.retired);
    if capacity.is_none() && !code.is_empty() {
        reader.wrong("capacidad", "Elija una capacidad de la lista.");
    }
    let wrong = reader.finish().err();
    let mut marked: Vec<String> =
        fields.all("municipios").iter().take(MOST_MARKED).cloned().collect();
    let mut wanted = marked.clone();
    wanted.push(fields.first("municipio").to_owned());
    wanted.retain(|code| !code.is_empty());
    let chosen = located(db, actor, &wanted).await?;
    // What is not of their territory is carried no further, as what does not exist.
    marked.retain(|code| chosen.iter().any(|place| place.code == *code));
    let offered = framework.iter().filter(|one| !one.retired);
    let mut form = wrong.clone().unwrap_or_else(|| fields.state());
    for (name, usual) in [("distancia", reach_km), ("maximo", most)] {
        if form.first(name).is_none_or(str::is_empty) {
            form.values.insert(name.to_owned(), vec![usual.to_string()]);
        }
    }
    let mut page = ProposalPage {
        form,
        capacities: offered.map(|one| Alternative::new(&one.code, &one.name)).collect(),
        starts: Vec::new(),
        marked_text: marked_text(&marked, &chosen),
        marked: marked.clone(),
        unmark: address(PATH, &[("capacidad", code)]),
        nothing: None,
        proposed: None,
    };
    if wrong.is_some() {
        return desk.refuse(&page);
    }
    let Some(capacity) = capacity else { return desk.show(&page) };
    let needs = open(db, actor, (code, desk.app.clock.today())).await?;
    let (mut spots, names) = spots(&needs, &chosen, &marked);
    page.starts = names.iter().map(|(code, name)| Alternative::new(code, name)).collect();
    let Some(start) = start(fields.first("municipio"), &marked, &spots) else {
        page.nothing = Some(
            "Nadie de su territorio espera esta capacidad. Elija otra, o marque municipios en «Prioridades».",
        );
        return desk.show(&page);
    };
    page.form.values.insert("municipio".to_owned(), vec![start.clone()]);
    let Some(unit) = unit_serving(db, &start).await?.filter(|unit| actor.coordinates(&unit.code))
    else {
        page.nothing = Some("Ninguna dirección territorial suya atiende ese municipio.");
        return desk.show(&page);
    };
    // A cohort is of one unit: its territory, and nobody else's.
    let territory = unit_territory(db, &unit.code).await?;
    let own: BTreeSet<&str> = territory.iter().map(|place| place.code.as_str()).collect();
    let elsewhere = of_another_unit(&spots, &start, &own, &names);
    spots.retain(|spot| own.contains(spot.code.as_str()));
    let ask =
        ProposalRequest { start: start.clone(), reach_km: reach_km.into(), most: most.into() };
    let Some(proposal) = propose(&spots, &ask) else {
        page.nothing = Some("Ninguna dirección territorial suya atiende ese municipio.");
        return desk.show(&page);
    };
    let courses = building(db, code).await?;
    let versions = courses.iter().map(|(course, _)| {
        Alternative::new(course.version_id, format!("{} ({} horas)", course.name, course.hours))
    });
    let mut details =
        proposed((&capacity.name, &unit), &proposal, (&names, &needs), versions.collect());
    details.left_out.extend(elsewhere);
    page.proposed = Some(details);
    desk.show(&page)
}

/// Names those that somebody marked.
fn marked_text(
    marked: &[String],
    chosen: &[territory_model::entity::municipality::Model],
) -> Option<String> {
    let of = |code: &String| chosen.iter().find(|place| place.code == *code);
    let names: Vec<&str> = marked.iter().filter_map(of).map(|place| place.name.as_str()).collect();
    (!names.is_empty()).then(|| say("needs.marked_places", &[("places", and(&names))]))
}

/// Those marked that another unit serves, which a cohort of this one leaves out.
fn of_another_unit(
    spots: &[Spot],
    start: &str,
    own: &BTreeSet<&str>,
    names: &PlaceNames,
) -> Vec<LeftOutRow> {
    let Some(from) = spots.iter().find(|spot| spot.code == start) else { return Vec::new() };
    spots
        .iter()
        .filter(|spot| spot.is_marked && !own.contains(spot.code.as_str()))
        .map(|spot| LeftOutRow {
            name: names.get(&spot.code).cloned().unwrap_or_else(|| spot.code.clone()),
            away: numbers::grouped(km(metres((from.lat, from.lon), (spot.lat, spot.lon)))),
            why: ExclusionReason::OtherUnit.label(),
        })
        .collect()
}

/// Where there is something to teach, and the names of those places.
fn spots(
    needs: &[OpenNeed],
    chosen: &[territory_model::entity::municipality::Model],
    marked: &[String],
) -> (Vec<Spot>, PlaceNames) {
    let mut spots: BTreeMap<String, Spot> = BTreeMap::new();
    let mut names = PlaceNames::new();
    for need in needs {
        let spot = spots.entry(need.code.clone()).or_insert_with(|| Spot {
            code: need.code.clone(),
            lat: need.lat,
            lon: need.lon,
            people: 0,
            needs: Vec::new(),
            is_marked: marked.contains(&need.code),
        });
        spot.people += i64::from(need.people);
        spot.needs.push(need.id);
        names.insert(need.code.clone(), format!("{} ({})", need.municipality, need.department));
    }
    for place in chosen {
        spots.entry(place.code.clone()).or_insert_with(|| Spot {
            code: place.code.clone(),
            lat: place.lat,
            lon: place.lon,
            people: 0,
            needs: Vec::new(),
            is_marked: marked.contains(&place.code),
        });
        names.entry(place.code.clone()).or_insert_with(|| place.name.clone());
    }
    (spots.into_values().collect(), names)
}

/// The one asked for, the first that was marked, or the one with most people waiting.
fn start(asked: &str, marked: &[String], spots: &[Spot]) -> Option<String> {
    let known = |code: &str| spots.iter().any(|spot| spot.code == code);
    if !asked.is_empty() {
        return known(asked).then(|| asked.to_owned());
    }
    let first = marked.iter().find(|code| known(code)).cloned();
    let most = || {
        let by_people = |spot: &&Spot| (spot.people, std::cmp::Reverse(spot.code.clone()));
        spots.iter().max_by_key(by_people).map(|spot| spot.code.clone())
    };
    first.or_else(most)
}

/// Whole kilometres.
fn km(metres: i64) -> i64 {
    (metres + 500) / 1_000
}

fn proposed(
    (capacity, unit): (&str, &territorial_unit::Model),
    proposal: &CohortProposal,
    (names, needs): (&PlaceNames, &[OpenNeed]),
    versions: Vec<Alternative>,
) -> ProposalDetails {
    let name = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    let members: Vec<MemberRow> = proposal
        .members
        .iter()
        .map(|one| {
            let numbers: Vec<String> = one.needs.iter().map(|id| format!("n.º {id}")).collect();
            let away = km(one.to_venue);
            MemberRow {
                code: one.code.clone(),
                name: name(&one.code),
                is_venue: one.code == proposal.venue,
                needs: if numbers.is_empty() { "—".to_owned() } else { numbers.join(", ") },
                people: numbers::grouped(one.people),
                weight: numbers::grouped(one.weight),
                from_start: numbers::grouped(km(one.from_start)),
                to_venue: numbers::grouped(away),
                travel: format!(
                    "{} × {away} = {}",
                    one.weight,
                    numbers::grouped(one.weight * away)
                ),
                cost: numbers::grouped(km(one.cost)),
            }
        })
        .collect();
    let left_out = proposal.left_out.iter().map(|(code, away, why)| LeftOutRow {
        name: name(code),
        away: numbers::grouped(km(*away)),
        why: why.label(),
    });
    let in_it = |need: &&OpenNeed| proposal.members.iter().any(|one| one.needs.contains(&need.id));
    let chosen: Vec<&OpenNeed> = needs.iter().filter(in_it).collect();
    let summands: Vec<String> = chosen.iter().map(|need| need.people.to_string()).collect();
    let seats_account = match summands.as_slice() {
        [] => format!(
            "Sin necesidades registradas: {USUAL_SEATS}, el número usual, o los cupos pedidos"
        ),
        [only] if proposal.seats < proposal.people => {
            format!("{only} personas sin cohorte; caben {}", proposal.seats)
        }
        // The number stands beside it.
        [_] if proposal.people == 1 => "persona sin cohorte".to_owned(),
        [_] => "personas sin cohorte".to_owned(),
        parts if proposal.seats < proposal.people => format!(
            "{} = {} personas sin cohorte; caben {}",
            parts.join(" + "),
            proposal.people,
            proposal.seats
        ),
        parts => format!("{} = {} personas sin cohorte", parts.join(" + "), proposal.people),
    };
    let venue = name(&proposal.venue);
    let place = venue.split(" (").next().unwrap_or(&venue).to_owned();
    let only = match versions.as_slice() {
        [only] => only.value.clone(),
        _ => String::new(),
    };
    ProposalDetails {
        capacity: capacity.to_owned(),
        unit: unit.code.clone(),
        unit_name: unit.name.clone(),
        start: proposal.members.first().map(|one| name(&one.code)).unwrap_or_default(),
        form: FormState::default()
            .with("version", only)
            .with("cupos", proposal.seats)
            .with("lugar", format!("Por definir, {place}"))
            .with_all("municipios", proposal.members.iter().map(|one| &one.code))
            .with_all("necesidades", chosen.iter().map(|need| need.id)),
        venue,
        seats: numbers::grouped(proposal.seats),
        seats_account,
        weighs_all: proposal.people == 0,
        municipalities: members.iter().map(|one| Alternative::new(&one.code, &one.name)).collect(),
        needs: chosen
            .iter()
            .map(|need| {
                let people = numbers::people(need.people);
                let day = dates::short(need.deadline_on);
                let text =
                    format!("N.º {}: {}, {people}, hasta el {day}", need.id, need.municipality);
                Alternative::new(need.id, text)
            })
            .collect(),
        members,
        left_out: left_out.collect(),
        versions,
    }
}
