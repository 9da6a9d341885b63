//! Every kind of picture on one page, to be looked at:
//! `cargo run -p pictures --example gallery > page.html`.
//! `page` as an argument draws the wide ones.

use chrono::NaiveDate;
use pictures::{
    Counts, Days, Format, Gain, Gaps, IntervalRow, Intervals, Layers, Line, Map, Meeting, Member,
    Multiples, Outline, Pair, Picture, Place, RangeRow, Ranges, Series, Sessions, Share, Step,
    Width,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

fn outline(code: &str) -> Option<Outline> {
    let file = include_str!("../../../seed/reference/outlines.csv");
    let rows = file.lines().filter_map(|row| row.split_once(','));
    rows.filter(|(own, _)| *own == code).find_map(|(_, rings)| Outline::read(rings))
}

/// Municipalities of the territory's file with made-up values.
fn map(title: &str, departments: &[&str], every: usize) -> Map {
    let file = include_str!("../../../seed/reference/municipalities.csv");
    let places = file.lines().skip(1).filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, department, name, _, _, lat, lon] = cells.as_slice() else { return None };
        departments.contains(department).then(|| (*code, *name, lat.parse().ok(), lon.parse().ok()))
    });
    let value = |at: usize| match at % every {
        0 => Some(((at * 7919) % 53) as f64 + 1.0),
        1 => Some(0.0),
        _ => None,
    };
    let places = places.enumerate().filter_map(|(at, (code, name, lat, lon))| {
        Some(Place {
            name: name.to_owned(),
            latitude: lat?,
            longitude: lon?,
            value: value(at),
            outline: outline(code),
            href: format!("#{code}"),
            here: at == 3,
        })
    });
    Map {
        title: title.to_owned(),
        place: "Municipio".into(),
        value: "Asistentes".into(),
        zero: "ninguno en el periodo".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places: places.collect(),
        source: "Límites: DANE, MGN 2018".into(),
    }
}

fn gaps(count: usize, own: usize) -> Gaps {
    let member = |at: usize| Member {
        name: if at == own { "Mapiripán (Meta)".into() } else { format!("Municipio {at}") },
        value: (at % 7 != 5).then_some(72.0 - at as f64 * 5.3),
        own: at == own,
    };
    Gaps {
        title: "Recaudo con instrumentos de ordenamiento, 2024".into(),
        member: "Municipio".into(),
        value: "Puntaje".into(),
        format: Format { decimals: 1, unit: "puntos" },
        ends: None,
        members: (0..count).map(member).collect(),
        median: Some(Line { name: "Mediana del grupo".into(), value: 48.2 }),
        target: Some(Line { name: "Meta".into(), value: 60.0 }),
    }
}

fn sessions(count: u64) -> Sessions {
    let meeting = |at: u64| Meeting {
        name: format!("{}", at + 1),
        long: format!("Sesión {} (0{}/11/2026)", at + 1, at % 9 + 1),
        share: Share::of(33 - (at * 5) % 14, 35).filter(|_| at % 6 != 4),
        why: "cancelada".into(),
    };
    Sessions {
        title: "Asistencia por sesión: Gestión tributaria, Meta 2026-2".into(),
        meeting: "Sesión".into(),
        counted: ("sesión", "sesiones"),
        value: "Asistencia".into(),
        meetings: (0..count).map(meeting).collect(),
        minimum: Some(("Mínimo del curso".into(), 80)),
        before: None,
    }
}

fn gain() -> Gain {
    let pair = |name: &str, before, after| Pair { name: name.into(), before, after };
    Gain {
        title: "Antes y después de la formación".into(),
        pair: "Capacidad".into(),
        before: "Antes".into(),
        after: "Después".into(),
        format: Format { decimals: 1, unit: "" },
        range: Some((0.0, 100.0)),
        pairs: vec![
            pair("Movilizar recursos propios", Some(41.0), Some(68.5)),
            pair("Formular, articular y aprobar el plan de desarrollo", Some(55.0), Some(57.0)),
            pair("Cerrar brechas del catastro", Some(62.0), Some(51.0)),
            pair("Rendir cuentas", Some(38.0), None),
            pair("Sin cambio", Some(70.0), Some(70.0)),
        ],
    }
}

fn layers() -> Layers {
    Layers {
        counted: "certificados en el cargo".into(),
        firm: "confirmados".into(),
        open: "sin confirmar".into(),
        target: Some(("Meta".into(), 20)),
        tells_falls: true,
    }
}

fn series(name: &str, peak: u32) -> Series {
    let step = |on: &str, firm: u32, open: u32| Step { on: day(on), counts: Some((firm, open)) };
    let part = |of: u32| peak * of / 10;
    Series {
        name: name.into(),
        steps: vec![
            step("2025-02-01", 0, 0),
            step("2025-04-15", part(4), 0),
            step("2025-08-20", part(6), part(1)),
            step("2025-12-31", part(4), part(4)),
            step("2026-02-10", part(7), part(2)),
            step("2026-06-30", part(10), part(2)),
            step("2026-09-01", part(8), part(3)),
        ],
    }
}

fn all(width: Width) -> Vec<Picture> {
    let days = Days { from: day("2025-01-01"), to: day("2026-11-30") };
    let many = Multiples {
        title: "Capacidad instalada por municipio".into(),
        series_are: "Municipio".into(),
        layers: layers(),
        days,
        series: vec![
            series("Belén de los Andaquíes (Caquetá)", 12),
            series("El Paujil", 21),
            series("Mapiripán", 0),
            series("Puerto Concordia", 5),
            series("Puerto Lleras", 16),
        ],
    };
    vec![
        map("Meta: asistentes por municipio", &["50"], 3).draw(width),
        map("Caquetá: asistentes por municipio", &["18"], 2).draw(width),
        map("Antioquia: asistentes por municipio", &["05"], 2).draw(width),
        gaps(9, 4).draw(width),
        gaps(60, 30).draw(width),
        Counts {
            title: "Cómo se reparten las notas".into(),
            value: "Nota".into(),
            counted: ("persona", "personas"),
            all: 34,
            bars: [
                ("De 0,0 a 0,9", 0),
                ("De 1,0 a 1,9", 3),
                ("De 2,0 a 2,9", 11),
                ("De 3,0 a 5,0", 20),
            ]
            .map(|(name, count)| (name.to_owned(), count))
            .into(),
        }
        .draw(width),
        Ranges {
            title: "Con certificado, por departamento".into(),
            row: "Departamento".into(),
            value: "Con certificado".into(),
            format: Format::PERCENT,
            most: 100.0,
            rows: [
                ("Caquetá", Some((75.0, 79.0))),
                ("Guaviare", None),
                ("Meta", Some((64.0, 64.0))),
            ]
            .map(|(name, range)| RangeRow { name: name.to_owned(), range })
            .into(),
        }
        .draw(width),
        Intervals {
            title: "Ganancia por municipio".into(),
            row: "Municipio".into(),
            value: "Ganancia".into(),
            format: Format { decimals: 2, unit: "" },
            range: (0.0, 1.0),
            rows: [("Granada", 0.62, 0.41, 0.83), ("Uribe", 0.18, -0.12, 0.48)]
                .map(|(name, mean, low, high)| IntervalRow { name: name.into(), mean, low, high })
                .into(),
        }
        .draw(width),
        sessions(6).draw(width),
        sessions(15).draw(width),
        gain().draw(width),
        series("Mapiripán", 18).draw("Capacidad instalada: Mapiripán", &layers(), days, width),
        many.draw(width),
        Map { places: vec![], ..map("Un departamento sin nada", &[], 1) }.draw(width),
    ]
}

fn main() {
    let wide = std::env::args().any(|word| word == "page");
    let width = if wide { Width::Page } else { Width::Phone };
    let sheet = include_str!("../../../static/formacion.css");
    println!("<!doctype html><html lang=es><meta charset=utf-8>");
    println!("<meta name=viewport content='width=device-width'><style>{sheet}</style>");
    println!("<body><main class='wrap body'>");
    for picture in all(width) {
        let columns = if wide { "" } else { " class='columns columns--even'" };
        println!("<h2>{}</h2><div{columns}><div>{}</div>", picture.title, picture.svg);
        println!("<div><p>{}</p><table><tr>", picture.description);
        for cell in &picture.table.head {
            println!("<th>{cell}</th>");
        }
        for row in picture.table.rows.iter().take(8) {
            let cells: Vec<String> = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
            println!("</tr><tr>{}", cells.join(""));
        }
        println!("</tr></table></div></div>");
    }
    println!("</main>");
}
