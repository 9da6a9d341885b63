//! One capacity: how it is measured and which courses build it. Facts of the public framework,
//! so anybody may read it.

use capacities_model::entity::capacity_indicator;
use capacities_model::framework::policy::may_edit;
use capacities_model::labels::{certainty_label, certainty_tone, direction_label, subject_label};
use capacities_model::queries::{capacity as capacity_with_code, indicators_of};
use sign_in_model::prelude::*;

use super::super::queries;
use super::super::views::{BuildingRow, CapacityPage, IndicatorRow};

#[get("/capacidades/<capacity>")]
pub async fn show(desk: Desk<'_>, capacity: &str) -> Answer {
    let db = desk.app.db.read();
    let found = capacity_with_code(db, capacity).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let indicators = indicators_of(db, &found.code).await?;
    let signed_in = desk.visitor().is_some();
    let may_edit = desk.visitor().is_some_and(|actor| may_edit(actor).is_ok());
    let edit = may_edit.then(|| format!("/capacidades/{}", found.code));
    let mut facts = vec![
        Fact::new("Código", &found.code),
        Fact::new("Dimensión", &found.dimension),
        Fact::new("Tema de formación", subject_label(&found.subject)),
    ];
    if found.retired {
        facts.push(Fact::new("Estado", "Retirada: ningún curso nuevo la elige"));
    }
    let courses = queries::building(db, &found.code).await?;
    desk.show(&CapacityPage {
        facts,
        // Retired ones are for those who edit the framework.
        indicators: indicators
            .into_iter()
            .filter(|row| may_edit || !row.retired)
            .map(|row| indicator(row, edit.as_deref()))
            .collect(),
        courses: courses
            .into_iter()
            .map(|(course, target)| BuildingRow {
                href: signed_in.then(|| format!("/cursos/{}", course.course_id)),
                name: course.name,
                hours: course.hours,
                modality: course.modality.label().to_owned(),
                level: target.level.label().to_owned(),
                evidence: target.evidence,
            })
            .collect(),
        code: found.code,
        name: found.name,
        edit,
    })
}

fn indicator(row: capacity_indicator::Model, capacity: Option<&str>) -> IndicatorRow {
    IndicatorRow {
        reading: format!("{} ({}). {}", row.unit, row.range_text, direction_label(&row.direction)),
        certainty: certainty_label(&row.certainty).to_owned(),
        tone: certainty_tone(&row.certainty),
        link_certainty: certainty_label(&row.link_certainty).to_owned(),
        link_tone: certainty_tone(&row.link_certainty),
        edit: capacity.map(|capacity| format!("{capacity}/indicadores/{}", row.id)),
        link_source: row.link_source,
        retired: row.retired,
        name: row.name,
        index: row.index_name,
        code: row.indicator_code,
        periodicity: row.periodicity,
        owner: row.source_owner,
        note: row.note,
    }
}
