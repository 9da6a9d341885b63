//! Who counts for which capacity of which municipality on which days, from one person's posts and
//! certificates. Pure: no clock, so that the same facts give the same days whenever they are read.
//!
//! A person counts for a municipality on the days on which they have a post there and a certificate of
//! the capacity holds, whatever the number of either: a person counts once. The last day of a post and
//! the last one of a certificate count; the day of a revocation does not (R31).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use certification_model::entity::certificate::CertificateId;

pub use super::entity::holding::{HoldingEnd, HoldingStart};

/// A post: where, and between which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub municipality: String,
    pub from: NaiveDate,
    pub last: Option<NaiveDate>,
    /// The first day on which it shows as unconfirmed, while it lasts.
    pub unconfirmed_from: NaiveDate,
}

/// A certificate that says that its holder passed, with the capacities of the version they passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub certificate: CertificateId,
    pub capacities: Vec<String>,
    pub from: NaiveDate,
    /// The last day on which it holds, and why not after it.
    pub end: Option<(NaiveDate, HoldingEnd)>,
}

/// The posts and certificates of one person, from all their records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoldingFacts {
    pub stays: Vec<Stay>,
    pub proofs: Vec<Proof>,
}

/// Days on which a person counts. Those of one capacity in one municipality never overlap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holding {
    /// `None` means that the person is in post there, certified or not.
    pub capacity: Option<String>,
    pub municipality: String,
    pub certificate: Option<CertificateId>,
    pub from: NaiveDate,
    pub last: Option<NaiveDate>,
    pub confirmed_until: NaiveDate,
    pub began: HoldingStart,
    pub ended: Option<HoldingEnd>,
}

impl Stay {
    fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.last.is_none_or(|last| last >= on)
    }
}

impl Proof {
    /// A certificate between its first day and what ended it. `revoked` is the day of the revocation and
    /// `replaced` that of what replaced it: on those it holds no more.
    pub fn new(
        certificate: CertificateId,
        capacities: Vec<String>,
        from: NaiveDate,
        valid_until: Option<NaiveDate>,
        taken_back: Option<(NaiveDate, HoldingEnd)>,
    ) -> Self {
        let over = valid_until.map(|last| (last, HoldingEnd::Expired));
        let taken = taken_back.and_then(|(day, why)| Some((day.pred_opt()?, why)));
        let end = match (over, taken) {
            (Some(over), Some(taken)) => Some(if taken.0 < over.0 { taken } else { over }),
            (over, taken) => over.or(taken),
        };
        Self { certificate, capacities, from, end }
    }

    fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.end.is_none_or(|(last, _)| last >= on)
    }
}

impl HoldingFacts {
    /// Every holding of the person, by capacity, municipality and first day.
    pub fn holdings(&self) -> Vec<Holding> {
        let places: BTreeSet<&str> =
            self.stays.iter().map(|stay| stay.municipality.as_str()).collect();
        let capacities: BTreeSet<&str> = self
            .proofs
            .iter()
            .flat_map(|proof| proof.capacities.iter().map(String::as_str))
            .collect();
        let mut all = Vec::new();
        for place in places {
            all.extend(self.along(None, place));
            for capacity in &capacities {
                all.extend(self.along(Some(capacity), place));
            }
        }
        all.sort();
        all
    }

    /// The holdings of one capacity, or of being in post, in one municipality.
    fn along(&self, capacity: Option<&str>, place: &str) -> Vec<Holding> {
        let stays: Vec<&Stay> =
            self.stays.iter().filter(|stay| stay.municipality == place).collect();
        let proofs: Vec<&Proof> = match capacity {
            None => Vec::new(),
            Some(code) => {
                let builds = |proof: &&Proof| proof.capacities.iter().any(|one| one == code);
                self.proofs.iter().filter(builds).collect()
            }
        };
        let after = |last: Option<NaiveDate>| last.and_then(|last| last.succ_opt());
        let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
        for stay in &stays {
            days.insert(stay.from);
            days.extend(after(stay.last));
        }
        for proof in &proofs {
            days.insert(proof.from);
            days.extend(after(proof.end.map(|(last, _)| last)));
        }
        let days: Vec<NaiveDate> = days.into_iter().collect();
        let mut found: Vec<Holding> = Vec::new();
        for (place_of, from) in days.iter().enumerate() {
            let next = days.get(place_of + 1).copied();
            let Some(mut piece) = piece(capacity, place, &stays, &proofs, *from) else { continue };
            piece.last = next.and_then(|next| next.pred_opt());
            let adjacent = found.last_mut().filter(|before| after(before.last) == Some(*from));
            match adjacent {
                Some(before)
                    if before.certificate == piece.certificate
                        && before.confirmed_until == piece.confirmed_until =>
                {
                    before.last = piece.last;
                }
                Some(before) => {
                    before.ended = Some(HoldingEnd::Continued);
                    found.push(Holding { began: HoldingStart::Continued, ..piece });
                }
                None => found.push(piece),
            }
        }
        for one in &mut found {
            one.ended = match (one.last, one.ended) {
                (None, _) => None,
                (Some(_), Some(told)) => Some(told),
                (Some(last), None) => Some(self.why(&stays, &proofs, last)),
            };
        }
        found
    }

    /// Returns why a person who counted on this day does not count on the next.
    fn why(&self, stays: &[&Stay], proofs: &[&Proof], last: NaiveDate) -> HoldingEnd {
        let Some(next) = last.succ_opt() else { return HoldingEnd::Left };
        if !stays.iter().any(|stay| stay.holds(next)) {
            let elsewhere = self.stays.iter().any(|stay| stay.holds(next));
            return if elsewhere { HoldingEnd::Moved } else { HoldingEnd::Left };
        }
        let ends = proofs.iter().filter(|proof| proof.holds(last)).filter_map(|proof| proof.end);
        ends.max().map_or(HoldingEnd::Left, |(_, why)| why)
    }
}

/// Returns the holding that begins on a day; `None` when the person does not count on it.
fn piece(
    capacity: Option<&str>,
    place: &str,
    stays: &[&Stay],
    proofs: &[&Proof],
    on: NaiveDate,
) -> Option<Holding> {
    let word =
        stays.iter().filter(|stay| stay.holds(on)).map(|stay| stay.unconfirmed_from).max()?;
    let proof = proofs.iter().filter(|proof| proof.holds(on));
    let proof = proof.min_by_key(|proof| (proof.from, proof.certificate));
    if capacity.is_some() && proof.is_none() {
        return None;
    }
    let before = on.pred_opt();
    let proved = |day: NaiveDate| proofs.iter().any(|proof| proof.holds(day));
    let was_certified = before.is_some_and(proved);
    Some(Holding {
        capacity: capacity.map(str::to_owned),
        municipality: place.to_owned(),
        certificate: proof.map(|proof| proof.certificate),
        from: on,
        last: None,
        confirmed_until: word.pred_opt().unwrap_or(word),
        began: if proof.is_some() && !was_certified {
            HoldingStart::Certified
        } else {
            HoldingStart::Arrived
        },
        ended: None,
    })
}

impl Holding {
    /// Whether the person counts on a day.
    pub fn counts(&self, on: NaiveDate) -> bool {
        self.from <= on && self.last.is_none_or(|last| last >= on)
    }
}
