//! A page to look at: for tests and the design's review.

use chrono::DateTime;

use super::{MunicipalitySheet, StandingCell, StandingRow};
use crate::paper::{Note, PaperHead};

/// A page with so many capacities.
pub fn sample(rows: usize) -> MunicipalitySheet {
    let cell = |text: String, level: &str| StandingCell { text, level: level.to_owned() };
    let row = |at: usize| {
        let (held, level) = match at % 5 {
            0 => ("Ninguna".to_owned(), "none"),
            1 => ("Se perdió".to_owned(), "lost"),
            2 => ("1".to_owned(), "1"),
            3 => ("4".to_owned(), "2"),
            _ => ("9".to_owned(), "3"),
        };
        StandingRow {
            capacity: format!("Hacer seguimiento y evaluación al plan de desarrollo {at}"),
            cells: [
                cell(held, level),
                cell("2 cohortes, y 1 por terminar".to_owned(), "2"),
                cell("52,4 (MDM 2024)".to_owned(), "1"),
            ],
        }
    };
    let lines = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    MunicipalitySheet {
        head: PaperHead {
            issuer: "Escuela Superior de Administración Pública".into(),
            period: String::new(),
            cut_off: "Corte 30/11/2026, 8:15 a. m.".into(),
            notes: vec![Note {
                name: "Fuente".into(),
                text: "Registros de Formación Territorial: vinculaciones, cohortes y certificados."
                    .into(),
            }],
            demo: true,
            ident: "18592/2026-11-30".into(),
            cut_off_at: DateTime::from_timestamp(1_796_044_500, 0).unwrap_or_default(),
        },
        name: "Puerto Rico (Caquetá)".into(),
        findings: lines(&[
            "28 personas certificadas para el municipio: 21 siguen en el cargo.",
            "En gestión presupuestal no hay nadie.",
        ]),
        standings: (0..rows).map(row).collect(),
        reached: lines(&[
            "Rendición de cuentas, cohorte Caquetá sur 2026-2: 01/02/2026 a 30/03/2026 (Cerrada)",
        ]),
        lacks: lines(&["Gestión presupuestal: nadie en 6 de 6 capacidades"]),
        next: lines(&["Necesidad de 6 personas: presupuesto por resultados, hasta el 04/12/2026"]),
    }
}
