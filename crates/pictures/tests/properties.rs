//! What holds of every picture, whatever is put in, read back by an XML reader that knows nothing
//! of this crate.

#![allow(clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;
use pictures::{
    Counts, Days, Format, Gain, Gaps, IntervalRow, Intervals, Layers, Line, Map, Meeting, Member,
    Multiples, Outline, Pair, Picture, Place, RangeRow, Ranges, Series, Sessions, Share, Step,
    Width,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use roxmltree::{Document, Node};

/// Words of people and of those who mean harm.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-ZÁÉÍÓÚÑ][a-záéíóúñ ]{0,40}",
        "\\PC{0,24}",
        any::<String>(),
        Just("</text><script>alert(1)</script>".to_owned()),
        Just("\" onload=\"alert(1)".to_owned()),
        Just("&lt;&#0;]]><!--".to_owned()),
        Just(String::new()),
    ]
}

/// Values of the product, and numbers that are none.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        0.0..100.0,
        -1e6..1e6,
        Just(0.0),
        Just(7.0),
        any::<f64>(),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1e15),
        Just(-1e15),
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (-30_000i32..90_000).prop_map(|days| {
        NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(days.into())).expect("day")
    })
}

fn width() -> impl Strategy<Value = Width> {
    prop_oneof![Just(Width::Phone), Just(Width::Page)]
}

fn format() -> impl Strategy<Value = Format> {
    (0..5u8, prop_oneof![Just(""), Just("%"), Just("puntos")])
        .prop_map(|(decimals, unit)| Format { decimals, unit })
}

/// Land somewhere on Earth: triangles of the writing of `seed/reference/outlines.csv`.
fn outline() -> impl Strategy<Value = Outline> {
    let corner = || (-4_000..4_000i64, -4_000..4_000i64);
    let letters = |value: i64| {
        let mut bits = if value < 0 { !(value << 1) } else { value << 1 };
        let mut out = String::new();
        while bits >= 32 {
            out.push(char::from((32 | (bits & 31)) as u8 + 63));
            bits >>= 5;
        }
        out.push(char::from(bits as u8 + 63));
        out
    };
    vec([corner(), corner(), corner()], 1..4).prop_filter_map("no surface", move |rings| {
        let ring = |corners: &[(i64, i64); 3]| -> String {
            corners.iter().flat_map(|(east, north)| [*east, *north]).map(letters).collect()
        };
        Outline::read(&rings.iter().map(ring).collect::<Vec<_>>().join(" "))
    })
}

fn place() -> impl Strategy<Value = Place> {
    let degrees = || prop_oneof![-90.0..90.0, 3.0..3.4, Just(4.0), any::<f64>()];
    let land = (option::of(outline()), words(), any::<bool>());
    let place = (words(), degrees(), degrees(), option::of(value()), land);
    place.prop_map(|(name, latitude, longitude, value, (outline, href, here))| Place {
        name,
        latitude,
        longitude,
        value,
        outline,
        href,
        here,
    })
}

fn places() -> impl Strategy<Value = Vec<Place>> {
    let bare = place().prop_map(|place| Place { outline: None, ..place });
    prop_oneof![vec(bare, 0..60), vec(place(), 0..60)]
}

fn layers() -> impl Strategy<Value = Layers> {
    (words(), words(), words(), option::of((words(), any::<u32>())), any::<bool>()).prop_map(
        |(counted, firm, open, target, tells_falls)| Layers {
            counted,
            firm,
            open,
            target,
            tells_falls,
        },
    )
}

fn series() -> impl Strategy<Value = Series> {
    let count = || prop_oneof![0..40u32, any::<u32>()];
    let step = (day(), option::of((count(), count()))).prop_map(|(on, counts)| Step { on, counts });
    (words(), vec(step, 0..20)).prop_map(|(name, steps)| Series { name, steps })
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or("0");
    let number: f64 = text.parse().unwrap_or_else(|_| panic!("{name}={text}"));
    assert!(number.is_finite());
    number
}

/// What every picture must be.
fn check(picture: &Picture, rows: usize) {
    let text = picture.svg.as_str();
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    let has_links = document.descendants().any(|node| node.tag_name().name() == "a");
    assert_eq!(root.attribute("role"), Some(if has_links { "group" } else { "img" }));
    let child =
        |tag| root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)));
    assert!(child("title").is_some() && child("desc").is_some());
    let bounds: Vec<f64> = root
        .attribute("viewBox")
        .expect("viewBox")
        .split(' ')
        .map(|part| part.parse().expect("number"))
        .collect();
    let inside = |x: f64, y: f64| {
        let (right, bottom) = (bounds[2] + 0.01, bounds[3] + 0.01);
        assert!((-0.01..=right).contains(&x) && (-0.01..=bottom).contains(&y), "{x},{y}\n{text}");
    };
    for node in document.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        let known = [
            "svg", "title", "desc", "rect", "line", "circle", "polygon", "polyline", "text",
            "path", "a", "g",
        ];
        assert!(known.contains(&tag), "{tag}");
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(name != "style" && name != "id" && !name.starts_with("on"));
            assert!(name != "href" || tag == "a");
        }
        // A drawing within the drawing cuts off what lies outside it.
        if node.ancestors().skip(1).filter(|above| above.tag_name().name() == "svg").count() > 1 {
            continue;
        }
        match tag {
            "rect" => {
                let (x, y) = (number(node, "x"), number(node, "y"));
                inside(x, y);
                inside(x + number(node, "width"), y + number(node, "height"));
            }
            "circle" => {
                let (x, y, r) = (number(node, "cx"), number(node, "cy"), number(node, "r"));
                inside(x - r, y - r);
                inside(x + r, y + r);
            }
            "line" => {
                inside(number(node, "x1"), number(node, "y1"));
                inside(number(node, "x2"), number(node, "y2"));
            }
            "polygon" | "polyline" => {
                for pair in node.attribute("points").expect("points").split(' ') {
                    let (x, y) = pair.split_once(',').expect("pair");
                    inside(x.parse().expect("x"), y.parse().expect("y"));
                }
            }
            "text" => inside(number(node, "x"), number(node, "y")),
            _ => {}
        }
    }
    assert_eq!(picture.table.rows.len(), rows, "a row for each");
    let columns = picture.table.head.len();
    assert!(picture.table.rows.iter().all(|row| row.len() == columns));
}

/// The words of the first column are those that came, in their order.
fn in_order<'a>(picture: &Picture, names: impl Iterator<Item = &'a str>) {
    let told: Vec<&str> = picture.table.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(told, names.collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_map_holds(title in words(), value in words(), zero in words(), missing in words(),
        format in format(), places in places(), width in width()) {
        let place = "Municipio".to_owned();
        let source = "Límites: DANE, MGN 2018 (simplificados), sin valor oficial".to_owned();
        let map = Map { title, place, value, zero, missing, format, places, source };
        let picture = map.draw(width);
        check(&picture, map.places.len());
        in_order(&picture, map.places.iter().map(|place| place.name.as_str()));
        prop_assert_eq!(picture, map.clone().draw(width));
    }

    #[test]
    fn a_gap_holds(title in words(), format in format(), width in width(),
        members in vec((words(), option::of(value()), any::<bool>()), 0..40),
        median in option::of((words(), value())), target in option::of((words(), value()))) {
        let members: Vec<Member> = members.into_iter()
            .map(|(name, value, own)| Member { name, value, own }).collect();
        let line = |(name, value)| Line { name, value };
        let gaps = Gaps { title, member: "Municipio".into(), value: "Puntaje".into(), format,
            ends: None, members, median: median.map(line), target: target.map(line) };
        let picture = gaps.draw(width);
        check(&picture, gaps.members.len());
        in_order(&picture, gaps.members.iter().map(|member| member.name.as_str()));
        prop_assert_eq!(picture, gaps.clone().draw(width));
    }

    #[test]
    fn sessions_hold(title in words(), width in width(), minimum in option::of((words(), any::<u32>())),
        before in option::of((words(), any::<u32>())),
        meetings in vec((words(), words(), option::of((any::<u64>(), any::<u64>(), any::<u32>())), words()), 0..50)) {
        let meetings: Vec<Meeting> = meetings.into_iter()
            .map(|(name, long, share, why)| Meeting { name, long, why,
                share: share.map(|(came, all, percent)| Share { came, all, percent }) }).collect();
        let sessions = Sessions { title, meeting: "Sesión".into(),
            counted: ("sesión", "sesiones"), value: "Asistencia".into(),
            meetings, minimum, before };
        let picture = sessions.draw(width);
        check(&picture, sessions.meetings.len());
        in_order(&picture, sessions.meetings.iter().map(|meeting| meeting.long.as_str()));
        prop_assert_eq!(picture, sessions.clone().draw(width));
    }

    #[test]
    fn a_gain_holds(title in words(), format in format(), width in width(),
        range in option::of((value(), value())),
        pairs in vec((words(), option::of(value()), option::of(value())), 0..30)) {
        let pairs: Vec<Pair> = pairs.into_iter()
            .map(|(name, before, after)| Pair { name, before, after }).collect();
        let gain = Gain { title, pair: "Cohorte".into(), before: "Antes".into(),
            after: "Después".into(), format, range, pairs };
        let picture = gain.draw(width);
        check(&picture, gain.pairs.len());
        in_order(&picture, gain.pairs.iter().map(|pair| pair.name.as_str()));
        prop_assert_eq!(picture, gain.clone().draw(width));
    }

    #[test]
    fn counts_hold(title in words(), all in any::<usize>(), width in width(),
        bars in vec((words(), prop_oneof![0..40usize, any::<usize>()]), 0..20)) {
        let counts = Counts { title, value: "Nota".into(), counted: ("persona", "personas"),
            all, bars };
        let picture = counts.draw(width);
        check(&picture, counts.bars.len());
        in_order(&picture, counts.bars.iter().map(|(name, _)| name.as_str()));
        prop_assert_eq!(picture, counts.clone().draw(width));
    }

    #[test]
    fn ranges_hold(title in words(), format in format(), width in width(), most in value(),
        rows in vec((words(), option::of((value(), value()))), 0..20)) {
        let rows: Vec<RangeRow> =
            rows.into_iter().map(|(name, range)| RangeRow { name, range }).collect();
        let ranges = Ranges { title, row: "Departamento".into(), value: "Asistieron".into(),
            format, most, rows };
        let picture = ranges.draw(width);
        check(&picture, ranges.rows.len());
        in_order(&picture, ranges.rows.iter().map(|row| row.name.as_str()));
        prop_assert_eq!(picture, ranges.clone().draw(width));
    }

    #[test]
    fn intervals_hold(title in words(), format in format(), width in width(),
        range in (value(), value()), rows in vec((words(), value(), value(), value()), 0..20)) {
        let row = |(name, low, mean, high)| IntervalRow { name, mean, low, high };
        let rows: Vec<IntervalRow> = rows.into_iter().map(row).collect();
        let intervals = Intervals { title, row: "Municipio".into(), value: "Ganancia".into(),
            format, range, rows };
        let picture = intervals.draw(width);
        check(&picture, intervals.rows.len());
        in_order(&picture, intervals.rows.iter().map(|row| row.name.as_str()));
        prop_assert_eq!(picture, intervals.clone().draw(width));
    }

    #[test]
    fn time_holds(title in words(), layers in layers(), from in day(), to in day(),
        series in series(), width in width()) {
        let days = Days { from, to };
        let picture = series.draw(&title, &layers, days, width);
        check(&picture, picture.table.rows.len());
        prop_assert_eq!(picture, series.draw(&title, &layers, days, width));
    }

    #[test]
    fn many_in_small_hold(title in words(), layers in layers(), from in day(), to in day(),
        series in vec(series(), 0..20), width in width()) {
        let many = Multiples { title, series_are: "Municipio".into(), layers,
            days: Days { from, to }, series };
        let picture = many.draw(width);
        check(&picture, many.series.len());
        in_order(&picture, many.series.iter().map(|series| series.name.as_str()));
        prop_assert_eq!(picture, many.draw(width));
    }
}
