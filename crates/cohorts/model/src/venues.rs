//! Which room or venue a place names (R12); pure. People write a place as they would say it: «Casa de la
//! cultura» within its own municipality, «Casa de la cultura, Mapiripán» from elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use platform::search::fold;
use territory_model::queries::NamedMunicipality;

use super::entity::venue::{self, VenueId};

/// The words of a place, by which places are compared.
pub fn words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// «Casa de la cultura, Mapiripán (Meta)».
pub fn label(name: &str, place: &NamedMunicipality) -> String {
    format!("{name}, {}", place.full_name())
}

/// The three ways in which a place names a venue: within its municipality, with the municipality, and
/// with its department too.
pub fn spellings(name: &str, place: &NamedMunicipality) -> [String; 3] {
    [words(name), words(&format!("{name} {}", place.name)), words(&label(name, place))]
}

/// The time of a session in a venue, and the municipality of the venue.
#[derive(Clone, Debug, FromQueryResult)]
pub struct VenueTime {
    pub municipality_code: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// The municipality where most of the time was spent; of equals, the one that comes first.
pub fn main_town(times: &[VenueTime]) -> Option<&str> {
    let mut towns: Vec<(&str, TimeDelta)> = Vec::new();
    for time in times {
        let lasted = time.ends_at - time.starts_at;
        let code = time.municipality_code.as_str();
        match towns.iter().position(|(town, _)| *town == code) {
            Some(index) => towns[index].1 += lasted,
            None => towns.push((code, lasted)),
        }
    }
    // Of equals, `max_by_key` takes the last.
    towns.into_iter().rev().max_by_key(|(_, lasted)| *lasted).map(|(town, _)| town)
}

/// A room that nobody wrote down: its words without those of its municipality, and where it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub name: String,
    /// Codes of the municipality that the place names; those of the cohort where it names none.
    pub municipalities: Vec<String>,
}

impl Room {
    /// Whether both are one room: the same words in a municipality of both.
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name
            && self.municipalities.iter().any(|code| other.municipalities.contains(code))
    }
}

/// One way in which a place says a municipality.
#[derive(Clone, Debug)]
struct Spelling {
    words: String,
    code: String,
    /// No other municipality is called so.
    is_alone: bool,
}

/// The names of all municipalities, to take them out of the words of places.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    by_last_word: Arc<HashMap<String, Vec<Spelling>>>,
}

impl PlaceNames {
    pub fn new(places: &[NamedMunicipality]) -> Self {
        // «Bogotá, D.C.» is called «Bogotá».
        let short = |place: &NamedMunicipality| words(place.name.split(',').next().unwrap_or(""));
        let mut called: HashMap<String, usize> = HashMap::new();
        for place in places {
            *called.entry(short(place)).or_default() += 1;
        }
        let mut by_last_word: HashMap<String, Vec<Spelling>> = HashMap::new();
        for place in places {
            let (short, name) = (short(place), words(&place.name));
            let is_alone = called.get(&short) == Some(&1);
            let mut ways = vec![(words(&place.full_name()), true)];
            ways.extend([short, name].map(|way| (way, is_alone)));
            ways.dedup_by(|one, other| one.0 == other.0);
            for (words, is_alone) in ways {
                let last = words.rsplit(' ').next().unwrap_or_default().to_owned();
                let code = place.code.clone();
                by_last_word.entry(last).or_default().push(Spelling { words, code, is_alone });
            }
        }
        Self { by_last_word: Arc::new(by_last_word) }
    }

    /// The room of a place for a cohort of these municipalities. One of its own may end the words in
    /// any way («casa de la cultura de Mapiripán»); another one stands apart («Coliseo, Villavicencio»),
    /// and has its name alone in the country or is of the cohort's department: many halls and quarters
    /// are called as some town far away.
    pub fn room(&self, place: &str, own: &[String]) -> Room {
        let whole = words(place);
        let parts: Vec<String> = place
            .split([',', ';', '(', ')', '/', '-', '–', '—'])
            .map(words)
            .filter(|part| !part.is_empty())
            .collect();
        let apart: Vec<String> =
            (1..parts.len()).filter_map(|at| Some(parts.get(at..)?.join(" "))).collect();
        let last = whole.rsplit(' ').next().unwrap_or_default();
        let weight = |way: &Spelling| {
            let near = |code: &String| code.get(..2) == way.code.get(..2);
            match apart.contains(&way.words) {
                _ if own.contains(&way.code) => Some(3),
                true if own.iter().any(near) => Some(2),
                true if way.is_alone => Some(1),
                _ => None,
            }
        };
        // The longest name is meant: «Nueva Granada», and not «Granada».
        let ways = self.by_last_word.get(last).into_iter().flatten();
        let found: Vec<((usize, u8), &str, &str)> = ways
            .filter_map(|way| {
                let rest = before(&whole, &way.words)?;
                Some(((way.words.len(), weight(way)?), rest, way.code.as_str()))
            })
            .collect();
        let best = found.iter().map(|(rank, ..)| *rank).max();
        let named = found.iter().filter(|(rank, ..)| Some(*rank) == best);
        match named.clone().next() {
            None => Room { name: whole.clone(), municipalities: own.to_vec() },
            Some((_, rest, _)) => Room {
                name: (*rest).to_owned(),
                municipalities: named.map(|(_, _, code)| (*code).to_owned()).collect(),
            },
        }
    }
}

/// What stands before the municipality that ends the words. `None` means that the words do not end in it,
/// or are nothing else.
fn before<'a>(whole: &'a str, municipality: &str) -> Option<&'a str> {
    let rest = whole.strip_suffix(municipality)?.strip_suffix(' ')?;
    Some(rest.strip_suffix(" de").or_else(|| rest.strip_suffix(" en")).unwrap_or(rest))
}

/// The venue that these words name for a cohort of these municipalities; `None` when there is none, or
/// when more than one could be meant.
pub fn venue_of<'a>(
    venues: impl IntoIterator<Item = &'a venue::Model>,
    words: &str,
    municipalities: &[String],
) -> Option<VenueId> {
    let mut best: Option<(u8, VenueId, bool)> = None;
    for venue in venues {
        let is_own = municipalities.contains(&venue.municipality_code);
        let is_full = venue.search_full == words || venue.search_long == words;
        let weight = match (is_own, is_full, venue.search_name == words) {
            (true, true, _) => 3,
            (true, false, true) => 2,
            (false, true, _) => 1,
            _ => continue,
        };
        best = match best {
            Some((more, ..)) if more > weight => best,
            Some((same, other, _)) if same == weight => Some((same, other, false)),
            _ => Some((weight, venue.id, true)),
        };
    }
    best.filter(|(_, _, is_alone)| *is_alone).map(|(_, venue, _)| venue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str, name: &str, department: &str) -> NamedMunicipality {
        NamedMunicipality {
            code: code.to_owned(),
            name: name.to_owned(),
            department_code: code.get(..2).unwrap_or_default().to_owned(),
            department: department.to_owned(),
            is_pdet: false,
        }
    }

    #[test]
    fn the_municipality_is_taken_out_of_the_words_of_a_place_and_says_where_it_is() {
        let names = PlaceNames::new(&[
            place("50325", "Mapiripán", "Meta"),
            place("50001", "Villavicencio", "Meta"),
            place("50313", "Granada", "Meta"),
            place("05313", "Granada", "Antioquia"),
            place("11001", "Bogotá, D.C.", "Bogotá, D.C."),
        ]);
        let room = |place: &str, own: &str| names.room(place, &[own.to_owned()]);
        let there = |name: &str, code: &str| Room {
            name: name.to_owned(),
            municipalities: vec![code.to_owned()],
        };
        for (text, own, name, code) in [
            ("Casa de la cultura", "50325", "casa de la cultura", "50325"),
            ("Casa de la Cultura, Mapiripán", "50325", "casa de la cultura", "50325"),
            ("casa de la cultura de Mapiripan (Meta)", "50325", "casa de la cultura", "50325"),
            ("Coliseo, Villavicencio", "50325", "coliseo", "50001"),
            ("COLISEO - Villavicencio, Meta", "95001", "coliseo", "50001"),
            ("Salón rojo, Bogotá", "95001", "salon rojo", "11001"),
            // Of two towns, that of the department or the one whose department is said.
            ("Teatro, Granada", "50325", "teatro", "50313"),
            ("Teatro, Granada (Antioquia)", "50325", "teatro", "05313"),
            ("Teatro, Granada", "95001", "teatro granada", "95001"),
            // A hall may be called as a town far away.
            ("Salón Villavicencio", "95001", "salon villavicencio", "95001"),
            ("Mapiripán", "50325", "mapiripan", "50325"),
        ] {
            assert_eq!(room(text, own), there(name, code), "{text}");
        }
        let both = names.room("Coliseo", &["50325".to_owned(), "50001".to_owned()]);
        assert!(both.is(&room("Coliseo, Villavicencio", "95001")));
        assert!(!both.is(&room("Coliseo", "95001")) && !both.is(&room("Teatro", "50325")));
    }

    fn venue(id: i64, name: &str, place: &NamedMunicipality) -> venue::Model {
        let [search_name, search_full, search_long] = spellings(name, place);
        venue::Model {
            id: VenueId(id),
            municipality_code: place.code.clone(),
            name: name.to_owned(),
            search_name,
            search_full,
            search_long,
            capacity: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_place_names_a_venue_at_home_by_its_name_and_elsewhere_with_its_municipality() {
        let (here, there) =
            (place("50325", "Mapiripán", "Meta"), place("50001", "Villavicencio", "Meta"));
        let all = [venue(1, "Casa de la Cultura", &here), venue(2, "Casa de la Cultura", &there)];
        let of = |text: &str, code: &str| venue_of(&all, &words(text), &[code.to_owned()]);
        assert_eq!(of("casa de la cultura", "50325"), Some(VenueId(1)));
        assert_eq!(of("casa de la cultura", "50577"), None);
        assert_eq!(of("CASA DE LA CULTURA,  Villavicencio", "50577"), Some(VenueId(2)));
        assert_eq!(of("Casa de la cultura, Villavicencio (Meta)", "50325"), Some(VenueId(2)));
        assert_eq!(of("Biblioteca", "50325"), None);
        let both = ["50325".to_owned(), "50001".to_owned()];
        assert_eq!(venue_of(&all, &words("Casa de la cultura"), &both), None, "either is meant");
    }

    #[test]
    fn municipalities_of_one_name_are_told_apart_by_their_department() {
        let (one, other) =
            (place("85440", "Villanueva", "Casanare"), place("13873", "Villanueva", "Bolívar"));
        let all = [venue(1, "Coliseo", &one), venue(2, "Coliseo", &other)];
        let none: [String; 0] = [];
        assert_eq!(venue_of(&all, &words("Coliseo, Villanueva"), &none), None);
        assert_eq!(
            venue_of(&all, &words("Coliseo, Villanueva (Bolívar)"), &none),
            Some(VenueId(2))
        );
    }

    #[test]
    fn a_course_was_taught_in_the_town_of_most_of_its_hours() {
        let time = |code: &str, from: i64, to: i64| VenueTime {
            municipality_code: code.to_owned(),
            starts_at: DateTime::UNIX_EPOCH + TimeDelta::hours(from),
            ends_at: DateTime::UNIX_EPOCH + TimeDelta::hours(to),
        };
        assert_eq!(main_town(&[]), None);
        let times = [time("50001", 8, 12), time("18001", 32, 35), time("18001", 56, 58)];
        assert_eq!(main_town(&times), Some("18001"));
        assert_eq!(main_town(&times[..2]), Some("50001"));
        let even = [time("50001", 8, 12), time("18001", 32, 36)];
        assert_eq!(main_town(&even), Some("50001"), "the one taught first");
    }
}
