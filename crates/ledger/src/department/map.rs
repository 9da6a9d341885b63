//! The municipalities of a department as land, by how many people hold the capacity in post there.

use pictures::{Format, Map, Picture, Place, Width};
use platform::texts::say;
use territory_model::outlines;

use super::{DepartmentCapacity, LedgerCount};

/// Draws what the table of municipalities says. `page` is the address of a municipality by its code.
pub fn map(department: &DepartmentCapacity, page: impl Fn(&str) -> String) -> Picture {
    let place = |one: &LedgerCount| {
        let ever = one.count.in_post() + one.count.left > 0;
        Place {
            name: one.name.clone(),
            // Who has no outline stands in the table alone.
            latitude: f64::NAN,
            longitude: f64::NAN,
            value: ever.then(|| one.count.in_post() as f64),
            outline: outlines::of(&one.code),
            href: page(&one.code),
            here: false,
        }
    };
    let places: Vec<Place> = department.places.iter().map(place).collect();
    let covered = department.places.iter().filter(|one| one.count.in_post() > 0).count();
    let words = [
        ("covered", covered.to_string()),
        ("municipalities", places.len().to_string()),
        ("name", department.name.clone()),
    ];
    drawn(say("ledger.map_finding", &words), places)
}

fn drawn(title: String, places: Vec<Place>) -> Picture {
    let map = Map {
        title,
        place: "Municipio".into(),
        value: "Personas certificadas en el cargo".into(),
        zero: "ya no queda nadie".into(),
        missing: "nunca hubo nadie".into(),
        format: Format::COUNT,
        places,
        source: outlines::BOUNDARIES.to_owned(),
    };
    map.draw(Width::Phone)
}

/// What a page shows of Mapiripán, for the sample of its view.
pub fn sample() -> Picture {
    let place = Place {
        name: "Mapiripán".into(),
        value: Some(2.0),
        outline: outlines::of("50325"),
        href: "/municipios/50325/capacidad".into(),
        ..Place::default()
    };
    drawn("1 de 29 municipios de Meta".into(), vec![place])
}
