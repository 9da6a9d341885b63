//! `/prioridades`: the weights are in the address, so that a ranking can be sent and seen again.

use cohorts_model::policy::RUNNERS;
use platform::pager::{Pager, ROWS, address};
use sign_in_model::prelude::*;

use super::ranking::{PATH, PriorityQuery, RankedMunicipality, Ranking};
use super::rules::Criterion;
use super::sheet;
use super::views::{PrioritiesPage, PriorityRow, PriorityTable, ScoreBar, WeightField};
use super::words;
use crate::policy::READERS;

pub fn routes() -> Vec<Route> {
    routes![page, sheet::workbook]
}

#[get("/prioridades")]
async fn page(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let query = PriorityQuery::read(&desk, actor).await?;
    let mut page = PrioritiesPage {
        departments: query
            .departments
            .iter()
            .map(|(code, name)| Alternative::new(code, name))
            .collect(),
        capacities: query
            .framework
            .iter()
            .map(|one| Alternative::new(&one.code, &one.name))
            .collect(),
        capacity: query.capacity.clone(),
        weights: Criterion::ALL.into_iter().map(weight_field).collect(),
        left_out: Vec::new(),
        alike: Vec::new(),
        total: 0,
        legend: String::new(),
        tables: Vec::new(),
        pager: Pager::default(),
        has_demo: false,
        may_build: actor.has_any(&RUNNERS),
        workbook: query.address(&format!("{PATH}/xlsx")),
        form: query.form.clone(),
    };
    if page.form.has_errors() {
        return desk.refuse(&page);
    }
    let ranking = Ranking::read(&desk, actor, &query).await?;
    page.left_out = query
        .weights
        .iter()
        .filter(|(one, weight)| *weight > 0 && !ranking.counts(*one))
        .map(|(criterion, _)| criterion.label())
        .collect();
    page.alike = ranking.alike.iter().map(|criterion| criterion.label()).collect();
    page.total = ranking.counted.iter().map(|(_, weight)| weight).sum();
    page.legend = words::legend(&ranking.counted);
    let asked = Fields::of_address(desk.request()).first("pagina").parse().ok();
    let count = u64::try_from(ranking.size()).unwrap_or(u64::MAX);
    page.pager = Pager::new(asked, count, &query.address(PATH));
    let skipped = usize::try_from(page.pager.offset()).unwrap_or(usize::MAX);
    // Without a capacity the page of the change asks for one.
    let may_move = page.may_build.then_some(query.capacity.as_str());
    let shown = ranking.in_order().skip(skipped).take(ROWS as usize);
    let rows: Vec<PriorityRow> = shown.map(|ranked| row(ranked, may_move)).collect();
    page.has_demo = rows.iter().any(|row| row.is_demo);
    page.tables = PriorityTable::of(rows);
    for (criterion, weight) in &query.weights {
        page.form = std::mem::take(&mut page.form).with(words::field(*criterion), weight);
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

fn row(ranked: &RankedMunicipality, may_move: Option<&str>) -> PriorityRow {
    let RankedMunicipality { score, place, known, moved } = ranked;
    PriorityRow {
        place: words::place(*place),
        code: known.place.code.clone(),
        name: known.place.name.clone(),
        department: known.place.department.clone(),
        score: words::score(score),
        bar: ScoreBar::of(score),
        missing: words::missing(score),
        account: words::account(score, &known.facts),
        is_demo: known.is_demo,
        moved: moved.clone(),
        move_href: may_move.map(|capacity| {
            let path = format!("/municipios/{}/prioridad", known.place.code);
            address(&path, &[("capacidad", capacity)])
        }),
    }
}
