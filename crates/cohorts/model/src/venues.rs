//! Which venue a place names (R12); pure. People write a place as they would say it: «Casa de la cultura»
//! within its own municipality, «Casa de la cultura, Mapiripán» from elsewhere.

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
    use chrono::DateTime;

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
}
