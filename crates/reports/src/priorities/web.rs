//! `/prioridades`: the weights are in the address, so that a ranking can be sent and seen again.

use std::collections::HashMap;

use capacities_model::queries::capacities;
use cohorts_model::policy::RUNNERS;
use indicators_model::queries::gaps::own_departments;
use platform::pager::{Pager, ROWS, address};
use sign_in_model::prelude::*;

use super::entity::priority_override::Direction;
use super::queries::{PriorityCandidate, RankOverride, known, standing};
use super::rules::{
    Criterion, PriorityFacts, Score, arranged, counted, places, without_difference,
};
use super::views::{PrioritiesPage, PriorityRow, PriorityTable, ScoreBar, WeightField};
use super::words;
use crate::policy::READERS;

const PATH: &str = "/prioridades";

pub fn routes() -> Vec<Route> {
    routes![page]
}

#[get("/prioridades")]
async fn page(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let departments = own_departments(db, actor).await?;
    let mut framework = capacities(db).await?;
    framework.retain(|one| !one.retired);
    let mut reader = Reader::new(&fields);
    let mut weights = Vec::new();
    for criterion in Criterion::ALL {
        let name = words::field(criterion);
        let weight = if fields.first(name).is_empty() {
            criterion.weight()
        } else {
            reader.whole(name, 0..=100, "Escriba un peso de 0 a 100.")
        };
        weights.push((criterion, weight));
    }
    let department = fields.first("departamento");
    if !department.is_empty() && !departments.iter().any(|(code, _)| code == department) {
        reader.wrong("departamento", "Elija un departamento de la lista.");
    }
    let capacity = fields.first("capacidad");
    if !capacity.is_empty() && !framework.iter().any(|one| one.code == capacity) {
        reader.wrong("capacidad", "Elija una capacidad de la lista.");
    }
    if weights
        .iter()
        .all(|(criterion, weight)| *weight == 0 && !reader.is_wrong(words::field(*criterion)))
    {
        reader.wrong("pdet", "Al menos un criterio debe pesar más de cero.");
    }
    let form = reader.finish().err().unwrap_or_else(|| fields.state());
    let mut page = PrioritiesPage {
        form,
        departments: departments.iter().map(|(code, name)| Alternative::new(code, name)).collect(),
        capacities: framework.iter().map(|one| Alternative::new(&one.code, &one.name)).collect(),
        capacity: capacity.to_owned(),
        weights: Criterion::ALL.into_iter().map(weight_field).collect(),
        left_out: Vec::new(),
        alike: Vec::new(),
        total: 0,
        legend: String::new(),
        tables: Vec::new(),
        pager: Pager::default(),
        has_demo: false,
        may_build: actor.has_any(&RUNNERS),
    };
    if page.form.has_errors() {
        return desk.refuse(&page);
    }
    let of = Some(capacity).filter(|code| !code.is_empty());
    let all = known(db, actor, department, (of, desk.app.clock.today())).await?;
    let moves = match of {
        Some(code) => standing(db, code).await?,
        None => HashMap::new(),
    };
    let facts: Vec<&PriorityFacts> = all.iter().map(|known| &known.facts).collect();
    let counted = counted(&weights, &facts);
    page.left_out = weights
        .iter()
        .filter(|(one, weight)| *weight > 0 && !counted.iter().any(|(other, _)| other == one))
        .map(|(criterion, _)| criterion.label())
        .collect();
    page.alike = without_difference(&counted, &facts).into_iter().map(Criterion::label).collect();
    page.total = counted.iter().map(|(_, weight)| weight).sum();
    page.legend = words::legend(&counted);
    let mut ranked: Vec<(Score, PriorityCandidate)> =
        all.into_iter().map(|known| (Score::of(&known.facts, &counted), known)).collect();
    // Stable: who has the same score stays in the order of names.
    ranked.sort_by(|(one, _), (other, _)| one.before(other));
    let scores: Vec<&Score> = ranked.iter().map(|(score, _)| score).collect();
    let places = places(&scores);
    let texts: Vec<(&str, String)> =
        weights.iter().map(|(one, weight)| (words::field(*one), weight.to_string())).collect();
    let mut query: Vec<(&str, &str)> = vec![("departamento", department), ("capacidad", capacity)];
    query.extend(texts.iter().map(|(name, weight)| (*name, weight.as_str())));
    let asked = fields.first("pagina").parse().ok();
    let count = u64::try_from(ranked.len()).unwrap_or(u64::MAX);
    page.pager = Pager::new(asked, count, &address(PATH, &query));
    let skipped = usize::try_from(page.pager.offset()).unwrap_or(usize::MAX);
    let places = places.into_iter().map(Some).chain(std::iter::repeat(None));
    let ranked: Vec<_> = ranked.iter().zip(places).collect();
    let move_of = |at: usize| moves.get(&ranked.get(at)?.0.1.place.code);
    let directions: Vec<Option<Direction>> =
        (0..ranked.len()).map(|at| move_of(at).map(|one| one.direction)).collect();
    let shown = arranged(&directions).into_iter().skip(skipped).take(ROWS as usize);
    // Without a capacity the page of the change asks for one.
    let may_move = page.may_build.then_some(capacity);
    let rows: Vec<PriorityRow> = shown
        .filter_map(|at| {
            let ((score, known), place) = ranked.get(at)?;
            Some(row(*place, score, known, (move_of(at), may_move)))
        })
        .collect();
    page.has_demo = rows.iter().any(|row| row.is_demo);
    page.tables = PriorityTable::of(rows);
    for (name, weight) in &texts {
        page.form = std::mem::take(&mut page.form).with(name, weight);
    }
    desk.show(&page)
}

fn weight_field(criterion: Criterion) -> WeightField {
    WeightField {
        name: words::field(criterion),
        label: criterion.label(),
        how: words::how(criterion),
    }
}

fn row(
    place: Option<usize>,
    score: &Score,
    known: &PriorityCandidate,
    (moved, may_move): (Option<&RankOverride>, Option<&str>),
) -> PriorityRow {
    PriorityRow {
        place: words::place(place),
        code: known.place.code.clone(),
        name: known.place.name.clone(),
        department: known.place.department.clone(),
        score: words::score(score),
        bar: ScoreBar::of(score),
        missing: words::missing(score),
        account: words::account(score, &known.facts),
        is_demo: known.is_demo,
        moved: moved.cloned(),
        move_href: may_move.map(|capacity| {
            let path = format!("/municipios/{}/prioridad", known.place.code);
            address(&path, &[("capacidad", capacity)])
        }),
    }
}
