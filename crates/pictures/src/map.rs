//! Places with a value each: as their land where an outline is known, as points where none is.

use super::canvas::nothing;
use super::classes::Classes;
use super::numbers::{Format, known};
use super::outline::Outline;
use super::words::{self, MISSING};
use super::{Picture, Table, Width, dots, shapes};

#[derive(Clone, Debug, Default)]
pub struct Map {
    /// What the map shows; better what it finds.
    pub title: String,
    /// What the places are: «Municipio».
    pub place: String,
    /// What is counted: «Asistentes».
    pub value: String,
    /// What the legend says of a value of zero: «ninguno en el periodo».
    pub zero: String,
    /// What the legend says where there is no value: «nunca alcanzado».
    pub missing: String,
    pub format: Format,
    pub places: Vec<Place>,
    /// Whose outlines they are; it stands beneath where any is drawn.
    pub source: String,
}

#[derive(Clone, Debug, Default)]
pub struct Place {
    pub name: String,
    /// Degrees north, WGS 84.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    pub value: Option<f64>,
    /// Its land; without one it is a point.
    pub outline: Option<Outline>,
    /// The address of its page; empty without one.
    pub href: String,
    /// The place that the page is about.
    pub here: bool,
}

/// What a place looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    Class(usize),
    Zero,
    Missing,
}

impl Map {
    pub fn draw(&self, width: Width) -> Picture {
        let description = self.description();
        let svg = shapes::draw(self, width, &description)
            .or_else(|| dots::draw(self, width, &description))
            .unwrap_or_else(|| {
                nothing(width, &self.title, "No hay lugares con coordenadas para dibujar.")
            });
        Picture { svg, title: self.title.clone(), description, table: self.table() }
    }

    fn table(&self) -> Table {
        let row = |place: &Place| vec![place.name.clone(), self.said(place)];
        Table {
            head: vec![self.place.clone(), self.value.clone()],
            rows: self.places.iter().map(row).collect(),
        }
    }

    /// The value of a place in words.
    pub(super) fn said(&self, place: &Place) -> String {
        match known(place.value) {
            Some(value) => self.format.write(value),
            None => self.missing_word().to_owned(),
        }
    }

    pub(super) fn missing_word(&self) -> &str {
        if self.missing.is_empty() { MISSING } else { &self.missing }
    }

    /// The places by value, the largest first.
    pub(super) fn by_value(&self) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..self.places.len()).filter(|at| self.value_of(*at).is_some()).collect();
        order.sort_by(|a, b| {
            let (one, other) = (self.value_of(*a), self.value_of(*b));
            other.partial_cmp(&one).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b))
        });
        order
    }

    fn value_of(&self, at: usize) -> Option<f64> {
        known(self.places.get(at)?.value)
    }

    pub(super) fn classes(&self) -> Classes {
        let values = self.places.iter().filter_map(|place| known(place.value));
        let values: Vec<f64> = values.filter(|value| *value != 0.0).collect();
        Classes::of(&values, self.format)
    }

    pub(super) fn mark(&self, place: &Place, classes: &Classes) -> Mark {
        match known(place.value) {
            None => Mark::Missing,
            Some(0.0) => Mark::Zero,
            Some(value) => Mark::Class(classes.class(value)),
        }
    }

    fn description(&self) -> String {
        let order = self.by_value();
        let counted = order.iter().filter(|at| self.value_of(**at) != Some(0.0)).count();
        let zero = order.len() - counted;
        let missing = self.places.len() - order.len();
        let mut text = format!(
            "{} en el mapa: {counted} con valor",
            words::some(self.places.len(), "lugar", "lugares"),
        );
        if zero > 0 {
            text.push_str(&format!(", {zero} en cero ({})", self.zero));
        }
        if missing > 0 {
            text.push_str(&format!(", {missing} con «{}»", self.missing_word()));
        }
        text.push('.');
        let largest: Vec<String> = order
            .iter()
            .filter(|at| self.value_of(**at) != Some(0.0))
            .take(3)
            .filter_map(|at| {
                let value = self.format.write(self.value_of(*at)?);
                Some(format!("{} ({value})", self.places.get(*at)?.name))
            })
            .collect();
        if !largest.is_empty() {
            text.push_str(&format!(" Los mayores: {}.", largest.join(", ")));
        }
        let is_drawn = |place: &&Place| place.outline.is_some() || place.is_on_earth();
        let unplaced = self.places.len() - self.places.iter().filter(is_drawn).count();
        if unplaced > 0 {
            text.push_str(&format!(" Sin coordenadas: {unplaced}, solo en la tabla."));
        }
        text
    }
}

impl Place {
    /// Whether its coordinates are somewhere.
    pub(super) fn is_on_earth(&self) -> bool {
        let (lat, lon) = (self.latitude, self.longitude);
        lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0
    }
}
