//! Maps of real land: what every place is, and where its name lies.

#![allow(clippy::expect_used, clippy::panic)]

use pictures::{Format, Map, Outline, Place, Width, locator};
use roxmltree::{Document, Node};

/// The municipalities of a department with their outlines; every second one was never reached.
fn places(department: &str) -> Vec<Place> {
    let outlines = include_str!("../../../seed/reference/outlines.csv");
    let names = include_str!("../../../seed/reference/municipalities.csv");
    let name_of = |code: &str| {
        let row = names.lines().find(|row| row.starts_with(code)).expect("a municipality");
        row.split(',').nth(2).expect("a name").to_owned()
    };
    let rows = outlines.lines().filter_map(|row| row.split_once(','));
    let own = rows.filter(|(code, _)| code.len() == 5 && code.starts_with(department));
    let place = |(at, (code, rings)): (usize, (&str, &str))| Place {
        name: name_of(code),
        value: (at % 2 == 0).then_some(at as f64),
        outline: Some(Outline::read(rings).expect("an outline")),
        href: format!("/municipios/{code}"),
        ..Place::default()
    };
    own.enumerate().map(place).collect()
}

fn map(places: Vec<Place>) -> Map {
    Map {
        title: "Asistentes por municipio".into(),
        place: "Municipio".into(),
        value: "Asistentes".into(),
        zero: "ninguno en el periodo".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places,
        source: "Límites: DANE, MGN 2018 (simplificados)".into(),
    }
}

fn elements<'a, 'input>(
    document: &'a Document<'input>,
    tag: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    document.descendants().filter(move |node| node.tag_name().name() == tag)
}

#[test]
fn every_municipality_leads_to_its_page_once_and_says_its_value() {
    for department in ["18", "50", "05", "11", "88", "91"] {
        let map = map(places(department));
        let picture = map.draw(Width::Phone);
        let document = Document::parse(picture.svg.as_str()).expect("well-formed");
        let links: Vec<_> = elements(&document, "a").collect();
        assert_eq!(links.len(), map.places.len(), "{department}");
        for place in &map.places {
            let own: Vec<_> = links
                .iter()
                .filter(|link| link.attribute("href") == Some(place.href.as_str()))
                .collect();
            assert_eq!(own.len(), 1, "{}", place.name);
            let title = own[0].children().find(|node| node.tag_name().name() == "title");
            let said = title.and_then(|node| node.text()).expect("a title");
            let value = place.value.map_or("nunca alcanzado".into(), |value| value.to_string());
            assert_eq!(said, format!("{}: {value}", place.name));
            assert_eq!(own[0].attribute("aria-label"), Some(said));
        }
        assert!(picture.svg.as_str().contains("Límites: DANE, MGN 2018"));
    }
}

#[test]
fn the_land_of_a_department_is_light() {
    for department in ["18", "50"] {
        let picture = map(places(department)).draw(Width::Phone);
        let document = Document::parse(picture.svg.as_str()).expect("well-formed");
        let outlines =
            elements(&document, "path").filter(|path| path.attribute("fill") != Some("none"));
        let written: usize = outlines.filter_map(|path| path.attribute("d")).map(str::len).sum();
        assert!((1_000..=13_000).contains(&written), "{department}: {written} bytes of outlines");
        assert!(picture.svg.as_str().len() <= 34_000, "{department}");
    }
}

#[test]
fn names_lie_within_the_picture_and_do_not_touch() {
    for (department, width) in [("18", Width::Page), ("50", Width::Phone), ("05", Width::Page)] {
        let map = map(places(department));
        let picture = map.draw(width);
        let document = Document::parse(picture.svg.as_str()).expect("well-formed");
        let right: f64 = if width == Width::Page { 640.0 } else { 320.0 };
        let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
        let groups = elements(&document, "g").filter(|group| group.has_attribute("pointer-events"));
        let shown = groups.filter(|group| !group.has_attribute("display"));
        for word in shown.flat_map(|group| group.children()).filter(Node::is_element) {
            let number =
                |name: &str| word.attribute(name).and_then(|text| text.parse::<f64>().ok());
            let (x, y) = number("x").zip(number("y")).expect("a place");
            // Helvetica writes a letter about half as wide as high.
            let half = word.text().expect("words").chars().count() as f64 * 3.0;
            assert!(x - half >= 0.0 && x + half <= right, "{:?} at {x}", word.text());
            let apart = |other: &(f64, f64, f64)| {
                (other.1 - y).abs() > 11.0 || (other.0 - x).abs() >= half + other.2
            };
            assert!(blocks.iter().all(apart), "{:?} touches another", word.text());
            blocks.push((x, y, half));
        }
        assert!(blocks.len() > 3, "{department}: {} names", blocks.len());
    }
}

#[test]
fn what_was_never_reached_is_hatched_and_the_legend_says_so() {
    let some = map(places("63"));
    let never = some.places.iter().filter(|place| place.value.is_none()).count();
    let picture = some.draw(Width::Phone);
    let document = Document::parse(picture.svg.as_str()).expect("well-formed");
    let hatched = elements(&document, "path").filter(|path| path.attribute("fill") == Some("none"));
    assert_eq!(hatched.count(), never);
    for word in ["nunca alcanzado", "ninguno en el periodo", "1 a 2", "9 a 10"] {
        assert!(elements(&document, "text").any(|text| text.text() == Some(word)), "{word}");
    }
    let classes = elements(&document, "a").filter_map(|link| {
        let path = link.children().find(|node| node.tag_name().name() == "path")?;
        path.attribute("fill")
    });
    let classes: std::collections::BTreeSet<&str> = classes.collect();
    assert_eq!(classes.len(), 7, "five steps, none, and never: {classes:?}");
}

#[test]
fn the_crowded_part_is_large_and_the_whole_small_with_its_frame() {
    let drawings = |department: &str| {
        let picture = map(places(department)).draw(Width::Phone);
        picture.svg.as_str().matches("<svg ").count()
    };
    // The picture, the land, and the whole in its corner.
    assert_eq!([drawings("18"), drawings("50")], [3, 3]);
    // Quindío and Amazonas are told apart as they are.
    assert_eq!([drawings("63"), drawings("91")], [2, 2]);
}

#[test]
fn here_has_a_dark_outline_and_a_place_without_land_is_a_point() {
    let mut some = map(places("63"));
    let without = some.draw(Width::Phone);
    some.places[2].here = true;
    let with = some.draw(Width::Phone);
    let dark = |svg: &str| svg.matches(r##"stroke="#1f2430" stroke-width="7.5""##).count();
    assert_eq!((dark(without.svg.as_str()), dark(with.svg.as_str())), (0, 1));
    let (west, south, east, north) = some.places[0].outline.as_ref().expect("land").bounds();
    some.places[0].outline = None;
    some.places[0].longitude = f64::midpoint(west, east);
    some.places[0].latitude = f64::midpoint(south, north);
    let point = some.draw(Width::Phone);
    let document = Document::parse(point.svg.as_str()).expect("well-formed");
    assert_eq!(elements(&document, "circle").count(), 1);
    some.places.iter_mut().for_each(|place| place.outline = None);
    assert!(!some.draw(Width::Phone).svg.as_str().contains("<path"), "all are points again");
}

#[test]
fn a_municipality_is_found_within_its_department() {
    let places = places("18");
    let land: Vec<(&str, Outline)> = places
        .iter()
        .map(|place| (place.href.trim_start_matches("/municipios/"), place.outline.clone()))
        .filter_map(|(code, outline)| Some((code, outline?)))
        .collect();
    let svg = locator("Puerto Rico en Caquetá", &land, "18592").expect("it lies there");
    let document = Document::parse(svg.as_str()).expect("well-formed");
    assert_eq!(document.root_element().attribute("role"), Some("img"));
    assert!(svg.as_str().contains("<title>Puerto Rico en Caquetá</title>"));
    assert_eq!(elements(&document, "path").count(), 2, "the others and its own");
    assert!(svg.as_str().len() < 9_000, "{}", svg.as_str().len());
    assert!(locator("Nada", &land, "27493").is_none());
}
