//! A batch sorted by session, in the order in which sessions are locked: pure.

use std::collections::{BTreeMap, HashMap};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;

use super::known::SessionAccess;
use crate::field::wire::{FieldMark, FieldWalkIn};

/// What a batch says of one session.
#[derive(Default)]
pub(super) struct SessionBatch {
    pub marks: Vec<FieldMark>,
    pub walk_ins: Vec<FieldWalkIn>,
}

impl SessionBatch {
    /// The keys of the marks, then those of the walk-ins.
    pub fn keys(&self) -> Vec<String> {
        let marks = self.marks.iter().map(|mark| mark.key.clone());
        marks.chain(self.walk_ins.iter().map(|walk_in| walk_in.key.clone())).collect()
    }
}

pub(super) struct Partition {
    /// Lowest cohort first, as every transaction that locks several cohorts takes them.
    pub sessions: BTreeMap<(CohortId, SessionId), SessionBatch>,
    /// Keys of what is said of sessions that the sender may not speak of.
    pub stray: Vec<String>,
}

pub(super) fn partition(
    marks: Vec<FieldMark>,
    walk_ins: Vec<FieldWalkIn>,
    access: &HashMap<SessionId, SessionAccess>,
) -> Partition {
    let mut parts = Partition { sessions: BTreeMap::new(), stray: Vec::new() };
    for mark in marks {
        match access.get(&mark.session) {
            Some(access) => {
                let session = (access.cohort, mark.session);
                parts.sessions.entry(session).or_default().marks.push(mark);
            }
            None => parts.stray.push(mark.key),
        }
    }
    for walk_in in walk_ins {
        match access.get(&walk_in.session) {
            Some(access) => {
                let session = (access.cohort, walk_in.session);
                parts.sessions.entry(session).or_default().walk_ins.push(walk_in);
            }
            None => parts.stray.push(walk_in.key),
        }
    }
    parts
}
