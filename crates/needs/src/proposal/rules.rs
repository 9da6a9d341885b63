//! Which municipalities could be taught together, where, and for how many; pure.
//!
//! - Distances are great circles between cabeceras, in whole metres: no road is shorter.
//! - From a first municipality, those that somebody marked and those that need the same, the nearest
//!   first, none beyond the distance that was asked for. Who was not marked comes only while there is room.
//! - The venue is the member whose cabecera costs the least travel: the sum of people times metres. A member
//!   that needs nobody weighs as one person, so that it counts.
//! - As many seats as people are needed, at most as many as asked for; where nobody is, a stated number.

use platform::texts::Words;

use super::super::entity::need::NeedId;

/// Seats where no need says how many.
pub const USUAL_SEATS: i64 = 30;
/// The farthest kilometres from the first municipality, unless the reader asks for others.
pub const USUAL_REACH: i32 = 120;
/// The most people in a cohort, unless the reader asks for another number.
pub const USUAL_MOST: i32 = 40;

/// Mean radius of the Earth, in metres.
const RADIUS: f64 = 6_371_008.8;

/// A municipality that could be taught, with those of its people that no cohort awaits.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub code: String,
    /// Degrees of its cabecera.
    pub lat: f64,
    pub lon: f64,
    pub people: i64,
    pub needs: Vec<NeedId>,
    /// The reader chose it.
    pub is_marked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRequest {
    /// Code of the first municipality.
    pub start: String,
    pub reach_km: i64,
    pub most: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalMember {
    pub code: String,
    pub people: i64,
    pub weight: i64,
    /// Metres from the first municipality, and to the venue.
    pub from_start: i64,
    pub to_venue: i64,
    /// The cost of all the travel if this municipality were the venue: people times metres.
    pub cost: i64,
    pub needs: Vec<NeedId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("needs.excluded_")]
pub enum ExclusionReason {
    TooFar,
    NoRoom,
    /// Somebody marked it, and a cohort is of one unit.
    OtherUnit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortProposal {
    /// The first municipality, then the others, the nearest first.
    pub members: Vec<ProposalMember>,
    /// Code, metres from the first municipality, and why.
    pub left_out: Vec<(String, i64, ExclusionReason)>,
    pub venue: String,
    pub seats: i64,
    /// People needed by all members.
    pub people: i64,
}

/// Metres between two cabeceras along a great circle.
pub fn metres(one: (f64, f64), other: (f64, f64)) -> i64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let (lat, lon) = (other.0 - one.0, other.1 - one.1);
    let across = one.0.to_radians().cos() * other.0.to_radians().cos();
    let chord = (half(lat) + across * half(lon)).clamp(0.0, 1.0);
    // At most half of the Earth's circumference: it fits.
    (2.0 * RADIUS * chord.sqrt().asin()).round() as i64
}

/// The proposal from the first municipality, if it is one of the spots.
pub fn propose(spots: &[Spot], ask: &ProposalRequest) -> Option<CohortProposal> {
    let start = spots.iter().find(|spot| spot.code == ask.start)?;
    let from_start = |spot: &Spot| metres((start.lat, start.lon), (spot.lat, spot.lon));
    let mut near: Vec<(&Spot, i64)> = spots
        .iter()
        .filter(|spot| spot.is_marked || spot.people > 0 || spot.code == start.code)
        .map(|spot| (spot, from_start(spot)))
        .collect();
    near.sort_by_key(|(spot, away)| {
        (spot.code != start.code, !spot.is_marked, *away, spot.code.clone())
    });
    let mut members: Vec<(&Spot, i64)> = Vec::new();
    let mut left_out = Vec::new();
    let mut people = 0;
    for (spot, away) in near {
        let is_chosen = spot.is_marked || spot.code == start.code;
        if away > ask.reach_km * 1_000 {
            left_out.push((spot.code.clone(), away, ExclusionReason::TooFar));
        } else if !is_chosen && people + spot.people > ask.most {
            left_out.push((spot.code.clone(), away, ExclusionReason::NoRoom));
        } else {
            people += spot.people;
            members.push((spot, away));
        }
    }
    members.sort_by_key(|(spot, away)| (spot.code != start.code, *away, spot.code.clone()));
    let weight = |spot: &Spot| spot.people.max(1);
    let between = |one: &Spot, other: &Spot| metres((one.lat, one.lon), (other.lat, other.lon));
    let cost = |venue: &Spot| -> i64 {
        members.iter().map(|(spot, _)| weight(spot) * between(spot, venue)).sum()
    };
    let (venue, _) =
        members.iter().min_by_key(|(spot, away)| (cost(spot), *away, spot.code.clone()))?;
    let wanted = if people == 0 { USUAL_SEATS } else { people };
    Some(CohortProposal {
        members: members
            .iter()
            .map(|(spot, away)| ProposalMember {
                code: spot.code.clone(),
                people: spot.people,
                weight: weight(spot),
                from_start: *away,
                to_venue: between(spot, venue),
                cost: cost(spot),
                needs: spot.needs.clone(),
            })
            .collect(),
        left_out,
        venue: venue.code.clone(),
        seats: wanted.min(ask.most),
        people,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spot(code: &str, (lat, lon): (f64, f64), people: i64) -> Spot {
        Spot { code: code.into(), lat, lon, people, needs: vec![], is_marked: false }
    }

    fn ask(start: &str, reach_km: i64, most: i64) -> ProposalRequest {
        ProposalRequest { start: start.into(), reach_km, most }
    }

    #[test]
    fn a_distance_is_that_of_the_great_circle() {
        // Bogotá and Medellín are some 240 km apart; a degree of the equator is 111.195 m long.
        let bogota = (4.649_251, -74.106_992);
        let medellin = (6.246_631, -75.581_775);
        assert!((240_000..243_000).contains(&metres(bogota, medellin)));
        assert_eq!(metres((0.0, 0.0), (0.0, 1.0)), 111_195);
        assert_eq!(metres(bogota, bogota), 0);
    }

    #[test]
    fn the_venue_is_where_most_people_are_spared_the_road_and_not_the_middle() {
        // On a line: ten people at each end, one in the middle, thirty at the far end.
        let spots =
            [spot("a", (0.0, 0.0), 10), spot("b", (0.0, 0.5), 1), spot("c", (0.0, 1.0), 30)];
        let all = propose(&spots, &ask("a", 500, 60)).expect("a proposal");
        assert_eq!((all.venue.as_str(), all.seats, all.people), ("c", 41, 41));
        let near = propose(&spots, &ask("a", 60, 60)).expect("a proposal");
        assert_eq!(near.venue, "a");
        assert_eq!(near.left_out, [("c".to_owned(), 111_195, ExclusionReason::TooFar)]);
        let few = propose(&spots, &ask("a", 500, 20)).expect("a proposal");
        assert_eq!(few.left_out, [("c".to_owned(), 111_195, ExclusionReason::NoRoom)]);
    }

    #[test]
    fn who_was_marked_comes_without_needs_and_seats_are_then_the_usual_ones() {
        let mut spots = vec![spot("a", (0.0, 0.0), 0), spot("b", (0.0, 0.1), 0)];
        assert_eq!(propose(&spots, &ask("a", 100, 40)).expect("one").members.len(), 1);
        spots[1].is_marked = true;
        let both = propose(&spots, &ask("a", 100, 40)).expect("both");
        assert_eq!((both.members.len(), both.seats, both.people), (2, USUAL_SEATS, 0));
        assert_eq!(propose(&spots, &ask("z", 100, 40)), None);
    }

    proptest! {
        #[test]
        fn the_venue_is_minimal_nobody_is_too_far_and_seats_are_those_needed(
            places in prop::collection::vec(
                (-4.0..13.0_f64, -79.0..-67.0_f64, 0..40_i64, any::<bool>()), 1..25),
            reach_km in 0..600_i64,
            most in 1..80_i64,
        ) {
            let spots: Vec<Spot> = places
                .iter()
                .enumerate()
                .map(|(at, (lat, lon, people, is_marked))| Spot {
                    is_marked: *is_marked,
                    ..spot(&format!("{at:05}"), (*lat, *lon), *people)
                })
                .collect();
            let found = propose(&spots, &ask("00000", reach_km, most)).expect("the start is there");
            let by = |code: &str| spots.iter().find(|spot| spot.code == code).expect("a spot");
            let away = |one: &Spot, other: &Spot| metres((one.lat, one.lon), (other.lat, other.lon));
            let cost = |venue: &Spot| -> i64 {
                found.members.iter().map(|one| one.weight * away(by(&one.code), venue)).sum()
            };
            let venue = by(&found.venue);
            for member in &found.members {
                prop_assert!(away(by("00000"), by(&member.code)) <= reach_km * 1_000);
                prop_assert!(cost(venue) <= cost(by(&member.code)));
                prop_assert_eq!(member.to_venue, away(by(&member.code), venue));
                prop_assert_eq!(member.cost, cost(by(&member.code)));
            }
            let people: i64 = found.members.iter().map(|one| by(&one.code).people).sum();
            prop_assert_eq!(found.people, people);
            let wanted = if people == 0 { USUAL_SEATS } else { people };
            prop_assert_eq!(found.seats, wanted.min(most));
            // Whoever needs something or was marked is told of, once.
            let told: Vec<&str> = found
                .members
                .iter()
                .map(|one| one.code.as_str())
                .chain(found.left_out.iter().map(|one| one.0.as_str()))
                .collect();
            for spot in &spots {
                let is_asked = spot.is_marked || spot.people > 0 || spot.code == "00000";
                let times = told.iter().filter(|code| **code == spot.code).count();
                prop_assert_eq!(times, usize::from(is_asked));
            }
        }
    }
}
