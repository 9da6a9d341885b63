//! A page to look at: for tests and the design's review.

use chrono::DateTime;

use super::{DepartmentSheet, MunicipalityRow};
use crate::paper::{Note, PaperHead};
use crate::report::{Drawing, ReportFigure};

const MAP: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 340" width="420" height="446" role="group" font-size="13"><title>Mapa</title><desc>Caquetá</desc><a href="/municipios/18592"><path d="M20 20L300 60L200 300L40 200Z" fill="#0943b5"/></a><text x="80" y="140" fill="#1f2430">Puerto Rico</text></svg>"##;
const TREND: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 190" width="420" height="249" role="img" font-size="13"><title>Asistencia</title><desc>Meses</desc><rect x="40" y="40" width="40" height="120" fill="#0943b5"/><text x="40" y="180" fill="#1f2430">nov</text></svg>"##;

/// A page with so many municipalities.
pub fn sample(rows: usize) -> DepartmentSheet {
    let figure = |number: &str, label: &str, note: &str| ReportFigure {
        number: number.into(),
        label: label.into(),
        note: note.into(),
    };
    let drawing = |title: &str, svg: &str| Drawing {
        title: title.into(),
        alt: "Lo mismo que la tabla.".into(),
        svg: svg.into(),
    };
    let note = |name: &str, text: &str| Note { name: name.into(), text: text.into() };
    let lines = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let row = |at: usize| MunicipalityRow {
        name: format!("San Vicente del Caguán {at}"),
        cells: [30 - at, 28 - at, 25 - at, 20 - at].map(|number| number.to_string()),
    };
    DepartmentSheet {
        head: PaperHead {
            issuer: "Escuela Superior de Administración Pública".into(),
            period: "Periodo 01/01/2026 a 31/12/2026".into(),
            cut_off: "Corte 30/11/2026, 8:15 a. m.".into(),
            notes: vec![
                note(
                    "Asistencia",
                    "Sesiones asistidas ÷ sesiones que cuentan, también de las cohortes en curso.",
                ),
                note(
                    "Fuente",
                    "Registros de Formación Territorial: cohortes, inscripciones, listas y certificados.",
                ),
            ],
            demo: true,
            ident: "18/2026-01-01/2026-12-31".into(),
            cut_off_at: DateTime::from_timestamp(1_796_044_500, 0).unwrap_or_default(),
        },
        name: "Caquetá".into(),
        figures: vec![
            figure("5 de 16", "Municipios alcanzados", "2 en otro periodo, 9 nunca"),
            figure("2", "Cohortes en curso", "De 6 del periodo"),
            figure("121", "Inscritos", "99 en cohortes iniciadas, 22 por iniciar"),
            figure("86 %", "Asistencia", "De las sesiones del periodo que cuentan"),
            figure("99", "Certificados", "Expedidos en el periodo"),
            figure("78", "Siguen en el cargo", "Personas certificadas"),
        ],
        map: Some(drawing(
            "Asistentes por municipio, Caquetá: Puerto Rico reúne 28 de 99; sin alcanzar, 9 de 16 municipios",
            MAP,
        )),
        trends: vec![
            drawing(
                "Asistencia por mes, Caquetá: 86 % en noviembre de 2026, 7 puntos menos que en octubre de 2026",
                TREND,
            ),
            drawing(
                "Gestionar el recaudo: personas certificadas en el cargo, Caquetá: 17, 1 menos que el 31/10/2026",
                TREND,
            ),
        ],
        finding: "De 121 inscritos asistieron 99 y se certificaron 92".into(),
        rows: (0..rows).map(row).collect(),
        more: "Y 3 municipios más con inscritos.".into(),
        lacks: lines(&[
            "Gestionar el recaudo: faltan 4 personas para la meta",
            "Nadie certificado en el cargo en 12 capacidades",
            "Sin llegar: Albania, Curillo, Milán, Morelia y 5 municipios más",
        ]),
        next: lines(&[
            "Gestión presupuestal, cohorte Caquetá sur 2027-1: 01/02/2027 a 30/03/2027",
            "3 necesidades sin cohorte",
        ]),
    }
}
