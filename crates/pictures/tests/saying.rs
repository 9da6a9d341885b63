//! What single pictures say, in words and in shapes.

#![allow(clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;
use pictures::{
    Counts, Days, Format, Gain, Gaps, IntervalRow, Intervals, Layers, Line, Map, Meeting, Member,
    Pair, Place, RangeRow, Ranges, Series, Sessions, Share, Step, Width,
};
use roxmltree::Document;

fn place(name: &str, latitude: f64, longitude: f64, value: Option<f64>) -> Place {
    Place { name: name.into(), latitude, longitude, value, ..Place::default() }
}

fn map(places: Vec<Place>) -> Map {
    Map {
        title: "Meta".into(),
        place: "Municipio".into(),
        value: "Asistentes".into(),
        zero: "ninguno".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places,
        ..Map::default()
    }
}

/// The middles of the circles drawn on the map itself, before its legend.
fn circles(svg: &str) -> Vec<(f64, f64, f64)> {
    let document = Document::parse(svg).expect("well-formed");
    let frame: f64 = document
        .descendants()
        .find(|node| node.tag_name().name() == "rect")
        .and_then(|node| node.attribute("height")?.parse().ok())
        .expect("a frame");
    let of = |node: roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).and_then(|text| text.parse().ok()).expect("a number")
    };
    document
        .descendants()
        .filter(|node| node.tag_name().name() == "circle")
        .map(|node| (of(node, "cx"), of(node, "cy"), of(node, "r")))
        .filter(|(_, y, _)| *y < frame)
        .collect()
}

#[test]
fn a_map_keeps_the_shape_of_the_land() {
    // Two degrees of latitude and two of longitude, at 60 degrees north: half as wide as high.
    let corners = [(59.0, -1.0), (61.0, 1.0)];
    let places = corners.map(|(lat, lon)| place("Lugar", lat, lon, Some(3.0)));
    let picture = map(places.into()).draw(Width::Phone);
    let at = circles(picture.svg.as_str());
    let (across, up) = ((at[1].0 - at[0].0).abs(), (at[1].1 - at[0].1).abs());
    assert!((across / up - 0.5).abs() < 0.01, "{across} by {up}");
    let (south, north) = if at[0].1 > at[1].1 { (at[0], at[1]) } else { (at[1], at[0]) };
    assert!(north.0 > south.0, "north is up and east is right");
}

#[test]
fn a_larger_value_is_a_larger_point_and_a_legend_tells_every_step() {
    let values = [1.0, 2.0, 9.0, 30.0, 31.0, 400.0, 2000.0];
    let places = values
        .iter()
        .enumerate()
        .map(|(at, value)| place(&format!("Lugar {at}"), at as f64, at as f64 * 0.7, Some(*value)));
    let picture = map(places.collect()).draw(Width::Phone);
    let mut at = circles(picture.svg.as_str());
    at.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(at.windows(2).all(|pair| pair[0].2 <= pair[1].2), "{at:?}");
    for step in ["1 a 5", "6 a 20", "21 a 100", "101 a 500", "501 a 2.000"] {
        assert!(picture.svg.as_str().contains(&format!(">{step}<")), "{step}");
    }
}

#[test]
fn names_on_a_map_do_not_touch() {
    let places = (0..40).map(|at| {
        place("San Vicente del Caguán", f64::from(at % 7), f64::from(at / 7), Some(f64::from(at)))
    });
    let picture = map(places.collect()).draw(Width::Page);
    let document = Document::parse(picture.svg.as_str()).expect("well-formed");
    let names: Vec<(f64, f64)> = document
        .descendants()
        .filter(|node| node.text() == Some("San Vicente del Caguán") && node.is_element())
        .filter_map(|node| {
            Some((node.attribute("x")?.parse().ok()?, node.attribute("y")?.parse().ok()?))
        })
        .collect();
    assert!((2..=14).contains(&names.len()), "{names:?}");
    for (at, one) in names.iter().enumerate() {
        for other in &names[at + 1..] {
            // Helvetica writes it 137 units wide at 13.
            assert!((one.0 - other.0).abs() > 137.0 || (one.1 - other.1).abs() > 12.0);
        }
    }
}

#[test]
fn missing_is_not_zero_on_a_map() {
    let places = vec![
        place("Uribe", 3.2, -74.3, None),
        place("Mesetas", 3.4, -74.0, Some(0.0)),
        place("Granada", 3.5, -73.7, Some(12.0)),
        place("Sin lugar", f64::NAN, 0.0, Some(5.0)),
    ];
    let picture = map(places).draw(Width::Phone);
    assert_eq!(
        picture.description,
        "4 lugares en el mapa: 2 con valor, 1 en cero (ninguno), 1 con «nunca alcanzado». \
         Los mayores: Granada (12), Sin lugar (5). Sin coordenadas: 1, solo en la tabla."
    );
    assert_eq!(picture.table.rows[0], ["Uribe", "nunca alcanzado"]);
    assert_eq!(picture.table.rows[1], ["Mesetas", "0"]);
    assert_eq!(circles(picture.svg.as_str()).len(), 2);
}

#[test]
fn a_gap_is_told_with_its_arithmetic() {
    let member = |name: &str, value, own| Member { name: name.into(), value, own };
    let gaps = Gaps {
        title: "Recaudo".into(),
        member: "Municipio".into(),
        value: "Puntaje".into(),
        format: Format { decimals: 1, unit: "puntos" },
        ends: None,
        members: vec![
            member("Uno", Some(72.0), false),
            member("Dos", Some(40.0), true),
            member("Tres", None, false),
        ],
        median: Some(Line { name: "Mediana".into(), value: 56.0 }),
        target: Some(Line { name: "Meta".into(), value: 60.5 }),
    };
    let picture = gaps.draw(Width::Phone);
    assert_eq!(
        picture.description,
        "Dos: 40,0 puntos, -16,0 frente a mediana, -20,5 frente a meta. Mediana: 56,0 puntos. \
         Meta: 60,5 puntos. 2 de 3 del grupo con dato."
    );
    assert_eq!(picture.table.rows[2], ["Tres", "sin dato", "sin dato", "sin dato"]);
    assert!(picture.svg.as_str().contains("▸ Dos"), "not by colour alone");
}

#[test]
fn a_large_group_shows_its_ends_and_ones_own() {
    let member = |at: usize| Member {
        name: format!("Municipio {at}"),
        value: Some(at as f64),
        own: at == 100,
    };
    let gaps = Gaps {
        title: "Recaudo".into(),
        member: "Municipio".into(),
        value: "Puntaje".into(),
        format: Format::COUNT,
        ends: None,
        members: (0..200).map(member).collect(),
        median: None,
        target: None,
    };
    let picture = gaps.draw(Width::Phone);
    let text = picture.svg.as_str();
    for shown in ["Municipio 0<", "▸ Municipio 100<", "Municipio 199<", "⋮ 94 más, en la tabla"]
    {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(!text.contains("Municipio 50<"));
    assert_eq!(picture.table.rows.len(), 200);
}

#[test]
fn a_percentage_is_cut_and_not_rounded() {
    let meeting = |name: &str, share, why: &str| Meeting {
        name: name.into(),
        long: format!("Sesión {name}"),
        share,
        why: why.into(),
    };
    let sessions = Sessions {
        title: "Asistencia".into(),
        meeting: "Sesión".into(),
        counted: ("sesión", "sesiones"),
        value: "Asistencia".into(),
        meetings: vec![
            meeting("1", Share::of(799, 1000), ""),
            meeting("2", Share::of(4, 5), ""),
            meeting("3", None, "cancelada"),
            meeting("4", Share::of(0, 0), ""),
        ],
        minimum: Some(("Mínimo".into(), 80)),
        before: None,
    };
    let picture = sessions.draw(Width::Phone);
    assert_eq!(picture.table.rows[0], ["Sesión 1", "799", "1000", "79 %"]);
    assert_eq!(picture.table.rows[2], ["Sesión 3", "—", "—", "cancelada"]);
    assert_eq!(picture.table.rows[3], ["Sesión 4", "—", "—", "sin dato"]);
    assert!(picture.description.ends_with("Mínimo: 80 %; por debajo, 1."));
}

#[test]
fn a_loss_is_told_as_one() {
    let pair = |name: &str, before, after| Pair { name: name.into(), before, after };
    let gain = Gain {
        title: "Ganancia".into(),
        pair: "Capacidad".into(),
        before: "Antes".into(),
        after: "Después".into(),
        format: Format { decimals: 1, unit: "" },
        range: Some((0.0, 100.0)),
        pairs: vec![
            pair("Sube", Some(40.0), Some(55.5)),
            pair("Baja", Some(40.0), Some(30.0)),
            pair("Falta", Some(40.0), None),
        ],
    };
    let picture = gain.draw(Width::Phone);
    assert_eq!(
        picture.description,
        "2 pares con los dos datos, de 3: 1 suben, 1 bajan, 0 quedan igual. \
         La mayor ganancia: Sube (+15,5)."
    );
    assert!(picture.svg.as_str().contains(">baja<"), "the legend names the dashes");
    assert_eq!(picture.table.rows[2], ["Falta", "40,0", "sin dato", "sin dato"]);
}

#[test]
fn a_step_before_the_days_counts_from_their_first() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let step = |on: &str, counts| Step { on: day(on), counts };
    let series = Series {
        name: "Mapiripán".into(),
        steps: vec![
            step("2024-05-01", Some((3, 0))),
            step("2026-03-01", Some((5, 2))),
            step("2026-06-01", None),
            step("2027-01-01", Some((9, 9))),
        ],
    };
    let layers = Layers {
        counted: "certificados".into(),
        firm: "confirmados".into(),
        open: "sin confirmar".into(),
        target: None,
        tells_falls: false,
    };
    let days = Days { from: day("2026-01-01"), to: day("2026-12-31") };
    let picture = series.draw("Capacidad", &layers, days, Width::Phone);
    assert_eq!(
        picture.table.rows,
        [
            ["01/01/2026", "3", "0", "3"],
            ["01/03/2026", "5", "2", "7"],
            ["01/06/2026", "sin dato", "sin dato", "sin dato"]
        ]
    );
    assert!(picture.description.contains("3 confirmados y 0 sin confirmar el 01/01/2026"));
}

#[test]
fn counts_say_how_many_of_how_many_and_what_nobody_has_is_told_too() {
    let counts = Counts {
        title: "Notas".into(),
        value: "Nota".into(),
        counted: ("persona", "personas"),
        all: 8,
        bars: vec![("De 0 a 2".into(), 0), ("De 3 a 5".into(), 8)],
    };
    let picture = counts.draw(Width::Phone);
    assert_eq!(picture.description, "8 personas. De 0 a 2: 0. De 3 a 5: 8.");
    assert_eq!(picture.table.head, ["Nota", "Personas", "%"]);
    assert_eq!(picture.table.rows, [["De 0 a 2", "0", "0 %"], ["De 3 a 5", "8", "100 %"]]);
}

#[test]
fn a_range_is_drawn_as_one_and_never_as_a_value_between() {
    let row = |name: &str, range| RangeRow { name: name.into(), range };
    let ranges = Ranges {
        title: "Con certificado, por departamento".into(),
        row: "Departamento".into(),
        value: "Con certificado".into(),
        format: Format::PERCENT,
        most: 100.0,
        rows: vec![
            row("Caquetá", Some((75.0, 79.0))),
            row("Meta", Some((64.0, 64.0))),
            row("Guaviare", None),
        ],
    };
    let picture = ranges.draw(Width::Phone);
    assert_eq!(picture.description, "3 filas. Caquetá: 75 a 79 %. Meta: 64 %. Guaviare: sin dato.");
    assert_eq!(picture.table.rows[0], ["Caquetá", "75 a 79 %"]);
    let svg = picture.svg.as_str();
    assert_eq!(svg.matches("stroke-dasharray").count(), 2, "one row and its sample");
    assert!(svg.contains(">por lo menos<") && svg.contains(">como mucho<"));
    let known = Ranges { rows: vec![row("Meta", Some((64.0, 64.0)))], ..ranges }.draw(Width::Phone);
    assert!(!known.svg.as_str().contains("como mucho"), "nothing is open");
}

#[test]
fn an_interval_is_a_dot_on_a_line_and_without_order_it_is_no_figure() {
    let row = |name: &str, low, mean, high| IntervalRow { name: name.into(), mean, low, high };
    let intervals = Intervals {
        title: "Ganancia".into(),
        row: "Municipio".into(),
        value: "Ganancia".into(),
        format: Format { decimals: 2, unit: "" },
        range: (0.0, 1.0),
        rows: vec![row("Mapiripán", 0.17, 0.5, 0.83), row("Uribe", 0.9, 0.5, 0.8)],
    };
    let picture = intervals.draw(Width::Phone);
    assert_eq!(picture.description, "2 filas. Mapiripán: 0,50, de 0,17 a 0,83. Uribe: sin dato.");
    assert_eq!(picture.table.rows[0], ["Mapiripán", "0,50", "de 0,17 a 0,83"]);
    assert_eq!(picture.svg.as_str().matches("<circle").count(), 1);
    assert!(picture.svg.as_str().contains(">0,50 (de 0,17 a 0,83)<"));
}

#[test]
fn a_measure_that_counts_for_several_is_drawn_once_and_told_of_each() {
    let pair = |name: &str, after| Pair { name: name.into(), before: Some(2.0), after };
    let gain = Gain {
        title: "Notas".into(),
        pair: "Capacidad".into(),
        before: "Antes".into(),
        after: "Después".into(),
        format: Format { decimals: 1, unit: "" },
        range: Some((0.0, 5.0)),
        pairs: vec![
            pair("Una", Some(3.5)),
            pair("Otra", Some(3.5)),
            pair("Sola", Some(4.0)),
            pair("Falta", None),
            pair("También", None),
        ],
    };
    let picture = gain.draw(Width::Page);
    let svg = picture.svg.as_str();
    assert!(svg.contains(">Una<") && !svg.contains(">Otra<"));
    assert!(svg.contains(">y 1 más: 2,0 → 3,5 (+1,5)<"), "{svg}");
    assert!(svg.contains(">Falta<") && svg.contains(">También<"), "what is missing is not alike");
    assert_eq!(picture.table.rows.len(), 5);
}

#[test]
fn who_left_is_told_where_the_line_falls_and_the_period_before_is_a_line() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let step = |on: &str, people| Step { on: day(on), counts: Some((people, 0)) };
    let series = Series {
        name: "Meta".into(),
        steps: vec![step("2026-01-01", 18), step("2026-05-01", 17), step("2026-09-01", 20)],
    };
    let mut layers = Layers {
        counted: "certificados".into(),
        firm: "confirmados".into(),
        open: "sin confirmar".into(),
        target: None,
        tells_falls: true,
    };
    let days = Days { from: day("2026-01-01"), to: day("2026-12-31") };
    let draw = |layers: &Layers| series.draw("Capacidad", layers, days, Width::Page).svg;
    assert_eq!(draw(&layers).as_str().matches(">-1<").count(), 1);
    layers.tells_falls = false;
    assert!(!draw(&layers).as_str().contains(">-1<"));
    let sessions = Sessions {
        title: "Asistencia".into(),
        meeting: "Mes".into(),
        counted: ("mes", "meses"),
        value: "Asistencia".into(),
        meetings: vec![Meeting {
            name: "nov".into(),
            long: "noviembre de 2026".into(),
            share: Share::of(81, 100),
            why: String::new(),
        }],
        minimum: None,
        before: Some(("Periodo anterior".into(), 88)),
    };
    let picture = sessions.draw(Width::Phone);
    assert!(picture.svg.as_str().contains(">Periodo anterior: 88 %<"));
    assert!(picture.description.ends_with("Periodo anterior: 88 %."));
}
