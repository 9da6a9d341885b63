//! Reports to look at: for tests and the design's review.

use chrono::DateTime;

use super::{Column, Drawing, Report, ReportFigure, Section, Table};
use crate::paper::{Note, PaperHead};

const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 80" width="420" height="105" role="img" font-size="13"><title>Dibujo</title><desc>Una barra</desc><rect x="0" y="20" width="200" height="16" fill="#0943b5"/><text x="0" y="60" fill="#1f2430" font-weight="700">Villavicencio: 12</text></svg>"##;

fn table(rows: usize) -> Table {
    let column = |heading: &str, number, width| Column { heading: heading.into(), number, width };
    let row = |at: usize| {
        vec![
            format!("50{at:03}"),
            format!("San José del Fragua {at}"),
            (at * 7 % 40).to_string(),
            format!("{} %", at * 3 % 101),
        ]
    };
    Table {
        columns: vec![
            column("Código", false, 1.0),
            column("Municipio", false, 3.0),
            column("Inscritos", true, 1.0),
            column("Asistencia", true, 1.0),
        ],
        rows: (0..rows).map(row).collect(),
        total: vec!["Total".into(), String::new(), "320".into(), "83 %".into()],
        head: 1,
    }
}

/// A report with so many rows.
pub fn sample(rows: usize) -> Report {
    let figure = |number: &str, label: &str, note: &str| ReportFigure {
        number: number.into(),
        label: label.into(),
        note: note.into(),
    };
    Report {
        head: PaperHead {
            issuer: "Escuela Superior de Administración Pública".into(),
            period: "Periodo 01/01/2026 a 31/12/2026".into(),
            cut_off: "Corte 30/11/2026, 8:15 a. m.".into(),
            notes: vec![Note {
                name: "Fuente".into(),
                text: "Registros de Formación Territorial: inscripciones, listas y certificados."
                    .into(),
            }],
            demo: true,
            ident: "50/2026-01-01/2026-12-31".into(),
            cut_off_at: DateTime::from_timestamp(1_796_044_500, 0).unwrap_or_default(),
        },
        title: "Informe de asistencia".into(),
        subject: "Meta".into(),
        figures: vec![
            figure("3 de 29", "Municipios alcanzados", "26 nunca alcanzados"),
            figure("320", "Inscritos", "280 personas distintas"),
            figure("83 %", "Asistencia", "De las sesiones que cuentan"),
        ],
        sections: vec![Section {
            title: "Municipios".into(),
            intro: "Todos los del departamento, también los nunca alcanzados.".into(),
            pictures: vec![Drawing {
                title: "Asistentes por municipio".into(),
                alt: "Villavicencio: 12.".into(),
                svg: DRAWING.into(),
            }],
            table: Some(table(rows)),
        }],
    }
}
