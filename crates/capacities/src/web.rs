//! The address of the framework. One capacity's page is in `courses`, which know it.

use std::collections::HashMap;

use rocket::{Route, get, routes};

use platform::numbers::some;
use sign_in_model::desk::{Answer, Desk};

use super::entity::capacity_indicator;
use super::framework::policy::may_edit;
use super::labels::{certainty_label, certainty_tone, subject_label};
use super::queries;
use super::views::{CapacityListPage, Dimension, FrameworkCapacityRow, IndicatorLine};

pub fn routes() -> Vec<Route> {
    let mut all = routes![list];
    all.extend(super::framework::routes());
    all
}

#[get("/capacidades")]
async fn list(desk: Desk<'_>) -> Answer {
    let db = desk.app.db.read();
    let capacities = queries::capacities(db).await?;
    let indicators = queries::indicators(db).await?;
    let used = capacities.iter().filter(|row| !row.retired).count();
    let measures = indicators.iter().filter(|row| !row.retired).count();
    let count = format!(
        "{} y {}.",
        some(used, "capacidad", "capacidades"),
        some(measures, "indicador", "indicadores")
    );
    let mut of: HashMap<String, Vec<IndicatorLine>> = HashMap::new();
    for row in indicators.into_iter().filter(|row| !row.retired) {
        of.entry(row.capacity_code.clone()).or_default().push(line(row));
    }
    let mut dimensions: Vec<Dimension> = Vec::new();
    for capacity in capacities {
        let row = FrameworkCapacityRow {
            subject: subject_label(&capacity.subject).to_owned(),
            indicators: of.remove(&capacity.code).unwrap_or_default(),
            code: capacity.code,
            name: capacity.name,
            retired: capacity.retired,
        };
        match dimensions.iter_mut().find(|d| d.name == capacity.dimension) {
            Some(dimension) => dimension.capacities.push(row),
            None => dimensions.push(Dimension {
                id: format!("dimension-{}", dimensions.len() + 1),
                name: capacity.dimension,
                capacities: vec![row],
            }),
        }
    }
    // Indices of the whole programme close the list.
    dimensions.sort_by_key(|dimension| dimension.name == "Índice general");
    let may_edit = desk.visitor().is_some_and(|actor| may_edit(actor).is_ok());
    desk.show(&CapacityListPage { dimensions, count, may_edit })
}

fn line(row: capacity_indicator::Model) -> IndicatorLine {
    IndicatorLine {
        certainty: certainty_label(&row.certainty).to_owned(),
        tone: certainty_tone(&row.certainty),
        code: match row.indicator_code.starts_with(&row.index_name) {
            true => row.indicator_code,
            false => format!("{} {}", row.index_name, row.indicator_code),
        },
        name: row.name,
    }
}
