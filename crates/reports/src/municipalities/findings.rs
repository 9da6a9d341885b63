//! What the figures of a municipality say, in sentences; pure. Page and paper say the same ones.

use std::collections::BTreeMap;

use capacities_model::labels::subject_label;
use platform::numbers::some;
use platform::texts::{and, say};

use super::whole::{CapacityStanding, MunicipalityFacts};

/// The sentences, the most telling first.
pub fn findings(facts: &MunicipalityFacts) -> Vec<String> {
    let standings = facts.standings();
    let more = [empty(&standings), lost(&standings), unconfirmed(facts)];
    std::iter::once(people(facts)).chain(more.into_iter().flatten()).collect()
}

/// «28 personas certificadas para el municipio: 21 siguen en el cargo».
fn people(facts: &MunicipalityFacts) -> String {
    let count = facts.certified();
    let ever = count.in_post() + count.left;
    if ever == 0 {
        return say("reports.whole_nobody", &[]);
    }
    let people = some(ever, "persona certificada", "personas certificadas");
    let stay = some(count.in_post(), "sigue en el cargo", "siguen en el cargo");
    say("reports.whole_people", &[("people", people), ("stay", stay)])
}

/// The subjects of which nobody in post holds any capacity.
fn empty(standings: &[CapacityStanding<'_>]) -> Option<String> {
    let mut held: BTreeMap<&str, bool> = BTreeMap::new();
    for one in standings.iter().filter(|one| one.capacity.is_taught()) {
        *held.entry(one.capacity.subject.as_str()).or_default() |= one.count.in_post() > 0;
    }
    let lacking: Vec<String> = held
        .iter()
        .filter(|(_, held)| !**held)
        .map(|(subject, _)| subject_label(subject).to_lowercase())
        .collect();
    let facts = [("subjects", and(&lacking))];
    match lacking.len() {
        0 => None,
        all if all == held.len() => Some(say("reports.whole_lacks_all", &[])),
        _ => Some(say("reports.whole_lacks", &facts)),
    }
}

/// The capacities that the municipality had.
fn lost(standings: &[CapacityStanding<'_>]) -> Option<String> {
    let lost = standings.iter().filter(|one| one.is_lost());
    let names: Vec<&str> = lost.map(|one| one.capacity.name.as_str()).collect();
    (!names.is_empty()).then(|| say("reports.whole_lost", &[("capacities", and(&names))]))
}

/// The posts that nobody has confirmed for a year.
fn unconfirmed(facts: &MunicipalityFacts) -> Option<String> {
    let people = facts.in_post().unconfirmed;
    let told = some(people, "persona", "personas");
    (people > 0).then(|| say("reports.whole_unconfirmed", &[("people", told)]))
}
