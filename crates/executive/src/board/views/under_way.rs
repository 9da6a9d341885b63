//! The cohorts that are not over, as a board tells them.

use serde::Serialize;

use cohorts_model::labels;
use platform::{dates, numbers};
use reports_model::sheets;

use crate::board::under_way::{SHOWN, UnderWay};
use crate::told;

#[derive(Debug, Serialize)]
pub struct UnderWayTold {
    pub rows: Vec<UnderWayRow>,
    pub has_more: bool,
}

#[derive(Debug, Serialize)]
pub struct UnderWayRow {
    pub name: String,
    pub course: String,
    pub href: String,
    pub days: String,
    pub seats: String,
    pub at_risk: String,
    pub risk_href: Option<String>,
    pub late: String,
    pub stage: &'static str,
    /// «Por cerrar», or what is left.
    pub left: String,
    pub close_href: Option<String>,
}

impl UnderWayTold {
    pub fn of(rows: &[UnderWay]) -> Self {
        Self {
            rows: rows.iter().take(SHOWN).map(UnderWayRow::of).collect(),
            has_more: rows.len() > SHOWN,
        }
    }
}

impl UnderWayRow {
    fn of(row: &UnderWay) -> Self {
        let path = format!("/cohortes/{}", row.id);
        let taken = told::share(row.taken, i64::from(row.seats));
        Self {
            name: row.name.clone(),
            course: row.course.clone(),
            days: dates::range(row.starts_on, row.ends_on),
            seats: format!(
                "{} de {} ({})",
                numbers::grouped(row.taken),
                row.seats,
                sheets::text(&taken)
            ),
            at_risk: numbers::grouped(row.at_risk),
            risk_href: (row.at_risk > 0).then(|| format!("{path}/riesgo")),
            late: numbers::grouped(row.late),
            stage: labels::stage(row.stage),
            left: if row.is_to_close() {
                "Por cerrar".to_owned()
            } else {
                numbers::some(row.left, "sesión por dictar", "sesiones por dictar")
            },
            close_href: row.is_to_close().then(|| format!("{path}/cierre")),
            href: path,
        }
    }
}
