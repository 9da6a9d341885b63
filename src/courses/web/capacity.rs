//! One capacity: how it is measured and which courses build it. Facts of the public framework,
//! so anybody may read it.

use rocket::get;

use super::super::views::{BuildingRow, CapacityPage, IndicatorRow};
use super::super::{labels, queries};
use crate::capacities::entity::capacity_indicator;
use crate::capacities::labels::{certainty_label, certainty_tone, direction_label, subject_label};
use crate::capacities::queries::{capacity as capacity_with_code, indicators_of};
use crate::platform::errors::AppError;
use crate::platform::pages::Fact;
use crate::sign_in::desk::{Answer, Desk};

#[get("/capacidades/<capacity>")]
pub async fn show(desk: Desk<'_>, capacity: &str) -> Answer {
    let db = desk.app.db.read();
    let found = capacity_with_code(db, capacity).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let indicators = indicators_of(db, &found.code).await?;
    let signed_in = desk.visitor().is_some();
    let courses = queries::building(db, &found.code).await?;
    desk.show(&CapacityPage {
        facts: vec![
            Fact::new("Código", &found.code),
            Fact::new("Dimensión", &found.dimension),
            Fact::new("Tema de formación", subject_label(&found.subject)),
        ],
        indicators: indicators.into_iter().map(indicator).collect(),
        courses: courses
            .into_iter()
            .map(|(course, target)| BuildingRow {
                href: signed_in.then(|| format!("/cursos/{}", course.course_id)),
                name: course.name,
                hours: course.hours,
                modality: labels::modality(course.modality).to_owned(),
                level: labels::level(target.level).to_owned(),
                evidence: target.evidence,
            })
            .collect(),
        code: found.code,
        name: found.name,
    })
}

fn indicator(row: capacity_indicator::Model) -> IndicatorRow {
    IndicatorRow {
        reading: format!("{} ({}). {}", row.unit, row.range_text, direction_label(&row.direction)),
        certainty: certainty_label(&row.certainty).to_owned(),
        tone: certainty_tone(&row.certainty),
        name: row.name,
        index: row.index_name,
        code: row.indicator_code,
        periodicity: row.periodicity,
        owner: row.source_owner,
        note: row.note,
    }
}
