//! What a planned meeting meets in time: who teaches elsewhere, a room that is taken, a
//! municipality with another cohort (R12, R13). Pure; the rows come from `queries::booked_sessions`.

use chrono::{DateTime, Utc};

use courses_model::entity::course_version::Modality;
use sign_in_model::entity::account::AccountId;

use super::entity::cohort::CohortId;
use super::entity::session::SessionId;
use super::entity::venue::VenueId;
use super::rules::overlap;
use super::schedule::Meeting;
use super::venues::{Room, words};

/// Words of places that are no room, folded: at a distance, or not known yet.
const NOWHERE: [&str; 9] =
    ["virtual", "linea", "internet", "remoto", "remota", "teams", "zoom", "definir", "confirmar"];

/// The place where people meet; nothing when they meet at a distance, or it is not known yet.
pub fn room(place: &str, modality: Modality) -> Option<&str> {
    let words = words(place);
    let distant = words.split(' ').any(|word| NOWHERE.contains(&word));
    (modality != Modality::Virtual && !distant && !words.is_empty()).then_some(place)
}

/// A session that already has its hour, with what it occupies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedSession {
    pub session: SessionId,
    pub cohort: CohortId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub facilitator: Option<AccountId>,
    /// The room that its place names, wherever its cohort is from.
    pub room: Option<Room>,
    /// The venue of the catalogue that its place names, wherever its cohort is from.
    pub venue: Option<VenueId>,
    /// The address at which people meet from afar.
    pub link: Option<String>,
    /// The names of the municipalities it shares.
    pub municipalities: Vec<String>,
    /// The cohort's name, when the reader may know it.
    pub name: Option<String>,
}

/// A meeting being planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedMeeting {
    pub meeting: Meeting,
    pub facilitator: Option<AccountId>,
    /// Where people meet, as it is written.
    pub place: Option<String>,
    /// The room that the place names, and the venue that it is, once they are looked up.
    pub room: Option<Room>,
    pub venue: Option<VenueId>,
    pub link: Option<String>,
}

impl PlannedMeeting {
    /// Whether both take one room: the same venue, or the same words in a municipality of both.
    fn shares_room(&self, other: &BookedSession) -> bool {
        match (self.venue, other.venue) {
            (Some(own), Some(theirs)) => own == theirs,
            _ => {
                self.room.as_ref().zip(other.room.as_ref()).is_some_and(|(own, room)| own.is(room))
            }
        }
    }
}

/// One thing that a planned meeting meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash<'a> {
    /// Blocks: the same person teaches then (R12).
    Facilitator(&'a BookedSession),
    /// Blocks: the same venue, or the same place in a municipality of both (R12).
    Room(&'a BookedSession),
    /// Blocks: the same room at a distance (R12).
    Link(&'a BookedSession),
    /// Warns: a municipality of both has people elsewhere then (R13).
    Municipality(&'a BookedSession),
}

impl<'a> Clash<'a> {
    /// Returns the booked session that the planned meeting clashes with.
    pub fn other(&self) -> &'a BookedSession {
        match self {
            Self::Facilitator(other)
            | Self::Room(other)
            | Self::Link(other)
            | Self::Municipality(other) => other,
        }
    }

    /// Whether it is refused, and not only told.
    pub fn blocks(&self) -> bool {
        !matches!(self, Self::Municipality(_))
    }
}

/// Everything that a meeting meets; adjacent sessions do not meet.
pub fn clashes<'a>(planned: &PlannedMeeting, taken: &'a [BookedSession]) -> Vec<Clash<'a>> {
    let span = (planned.meeting.starts_at, planned.meeting.ends_at);
    let mut found = Vec::new();
    for other in taken.iter().filter(|other| overlap(span, (other.starts_at, other.ends_at))) {
        if planned.facilitator.is_some() && planned.facilitator == other.facilitator {
            found.push(Clash::Facilitator(other));
        } else if planned.shares_room(other) {
            found.push(Clash::Room(other));
        } else if planned.link.is_some() && planned.link == other.link {
            found.push(Clash::Link(other));
        } else if !other.municipalities.is_empty() {
            found.push(Clash::Municipality(other));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn at(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 24, hour, 0, 0).single().expect("valid")
    }

    fn culture() -> Option<Room> {
        Some(Room { name: "casa de la cultura".into(), municipalities: vec!["50325".into()] })
    }

    fn taken() -> BookedSession {
        BookedSession {
            session: SessionId(1),
            cohort: CohortId(1),
            starts_at: at(8),
            ends_at: at(12),
            facilitator: Some(AccountId(7)),
            room: culture(),
            venue: None,
            link: None,
            municipalities: vec!["Mapiripán".into()],
            name: None,
        }
    }

    fn planned(from: u32, to: u32) -> PlannedMeeting {
        PlannedMeeting {
            meeting: Meeting { starts_at: at(from), ends_at: at(to) },
            facilitator: None,
            place: None,
            room: None,
            venue: None,
            link: None,
        }
    }

    #[test]
    fn who_meets_at_a_distance_takes_no_room() {
        assert_eq!(room("Casa de la cultura", Modality::Virtual), None);
        assert_eq!(room("Sala virtual", Modality::Mixta), None);
        assert_eq!(room("En línea", Modality::Mixta), None);
        assert_eq!(room("  ", Modality::Presencial), None);
        assert!(room("Salón Zoomorfo", Modality::Mixta).is_some());
    }

    #[test]
    fn a_person_and_a_room_block_a_municipality_warns_and_neighbours_do_nothing() {
        let all = [taken()];
        let kind = |planned: &PlannedMeeting| {
            clashes(planned, &all).iter().map(|clash| clash.blocks()).collect::<Vec<_>>()
        };
        let same = PlannedMeeting { facilitator: Some(AccountId(7)), ..planned(11, 13) };
        assert!(matches!(clashes(&same, &all)[..], [Clash::Facilitator(_)]));
        let there = PlannedMeeting { room: all[0].room.clone(), ..planned(7, 9) };
        assert!(matches!(clashes(&there, &all)[..], [Clash::Room(_)]));
        assert_eq!(kind(&planned(9, 10)), [false]);
        for next in [planned(12, 14), planned(6, 8)] {
            let next =
                PlannedMeeting { facilitator: same.facilitator, room: there.room.clone(), ..next };
            assert!(kind(&next).is_empty());
        }
        let at = |venue| BookedSession {
            venue: Some(VenueId(venue)),
            municipalities: vec![],
            room: None,
            ..taken()
        };
        let hall = PlannedMeeting { venue: Some(VenueId(3)), ..planned(9, 10) };
        assert!(matches!(clashes(&hall, &[at(3)])[..], [Clash::Room(_)]));
        assert!(clashes(&hall, &[at(4)]).is_empty());
        let link = || Some("https://sala.example/1".to_owned());
        let virtually = [BookedSession { link: link(), ..at(4) }];
        let far = PlannedMeeting { link: link(), ..planned(9, 10) };
        assert!(matches!(clashes(&far, &virtually)[..], [Clash::Link(_)]));
        let elsewhere = [BookedSession { municipalities: vec![], room: None, ..taken() }];
        assert!(clashes(&planned(9, 10), &elsewhere).is_empty());
    }
}
