//! The answer to a batch: one reply for each key, and those of what arrived before as they were
//! given then.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use platform::errors::AppError;

use super::Delivery;
use super::judging::MarkJudgement;
use crate::entity::attendance_mark::MarkId;
use crate::entity::walk_in;
use crate::field::entity::field_arrival;
use crate::field::judge::ArrivalVerdict;
use crate::field::wire::{self, BatchReply, FieldMark, MarkReply};

const UNKNOWN_SESSION: &str = "La sesión es desconocida para este teléfono.";
const UNKNOWN_PERSON: &str = "La persona es desconocida en esa sesión.";
const SOMEBODY_ELSES: &str = "Esa llave es de otra cuenta.";
const SAID_OTHERWISE: &str = "Con esa llave ya llegó otro registro: nada de este se aplicó.";
const WHO_IS_IT: &str = "La coordinación dirá quién es.";

/// What each key of a batch is answered.
#[derive(Default)]
pub(super) struct Replies(HashMap<String, MarkReply>);

impl Replies {
    pub fn refuse(&mut self, key: &str, why: &str) {
        self.reply(key, "refused", Some(why.to_owned()), None);
    }

    /// Refuses a mark of a person whom the session does not know.
    pub fn refuse_person(&mut self, key: &str) {
        self.refuse(key, UNKNOWN_PERSON);
    }

    /// Refuses what is said of sessions that the telephone may not speak of, unless it was answered.
    pub fn refuse_stray(&mut self, stray: &[String]) {
        for key in stray {
            if !self.0.contains_key(key) {
                self.refuse(key, UNKNOWN_SESSION);
            }
        }
    }

    /// Answers a walk-in, which always waits for the coordination.
    pub fn unidentified(&mut self, key: &str) {
        self.reply(key, "review", Some(WHO_IS_IT.to_owned()), None);
    }

    /// Answers a mark with what was decided about it.
    pub fn judged(&mut self, key: &str, judgement: MarkJudgement) {
        let outcome = judgement.outcome().0.code();
        let why = match judgement.verdict {
            ArrivalVerdict::Review(why) => Some(why.label().to_owned()),
            ArrivalVerdict::Conflict => judgement.against,
            _ => None,
        };
        self.reply(key, outcome, why, judgement.mark);
    }

    fn reply(
        &mut self,
        key: &str,
        outcome: &'static str,
        why: Option<String>,
        mark: Option<MarkId>,
    ) {
        let mark = mark.map(|mark| mark.to_string());
        self.0.insert(key.to_owned(), MarkReply { key: key.to_owned(), outcome, why, mark });
    }

    /// The items whose key has no reply yet, each key once.
    pub fn unanswered<T>(&self, items: Vec<T>, key: impl Fn(&T) -> &String) -> Vec<T> {
        let mut keys = HashSet::new();
        items
            .into_iter()
            .filter(|item| !self.0.contains_key(key(item)) && keys.insert(key(item).clone()))
            .collect()
    }

    /// Answers what arrived before as it was answered then, and refuses a known key with other content. Two
    /// statements; none without keys.
    pub async fn repeat_known(
        &mut self,
        delivery: &Delivery<'_>,
        keys: &[String],
        marks: &[FieldMark],
    ) -> Result<(), DbErr> {
        if keys.is_empty() {
            return Ok(());
        }
        let own = delivery.permit.actor().account;
        let arrivals = field_arrival::Entity::find()
            .filter(field_arrival::Column::Key.is_in(keys))
            .all(delivery.tx)
            .await?;
        for arrival in arrivals {
            if arrival.account_id != own {
                self.refuse(&arrival.key, SOMEBODY_ELSES);
                continue;
            }
            let sent = marks.iter().find(|mark| mark.key == arrival.key);
            if sent.is_some_and(|sent| differs(sent, &arrival)) {
                self.refuse(&arrival.key, SAID_OTHERWISE);
                continue;
            }
            // The mark that a decision wrote later is not what was answered.
            let mark = arrival.mark_id.filter(|_| arrival.settled_at.is_none());
            let why = arrival.why.map(|why| why.label().to_owned());
            self.reply(&arrival.key, arrival.outcome.code(), why, mark);
        }
        let walk_ins = walk_in::Entity::find()
            .filter(walk_in::Column::Key.is_in(keys))
            .all(delivery.tx)
            .await?;
        for walk_in in walk_ins {
            match walk_in.account_id == own {
                true => self.unidentified(&walk_in.key),
                false => self.refuse(&walk_in.key, SOMEBODY_ELSES),
            }
        }
        Ok(())
    }

    /// The JSON of the answer: a reply for each key in the order in which they came, each once.
    pub fn body(mut self, keys: &[String], now: DateTime<Utc>) -> Result<String, AppError> {
        let mut answered = HashSet::new();
        let results = keys.iter().filter(|key| answered.insert(*key));
        let results = results.filter_map(|key| self.0.remove(key)).collect();
        let reply = BatchReply { received_at: wire::sent(now), results };
        serde_json::to_string(&reply).map_err(|error| AppError::Internal(error.to_string()))
    }
}

/// Whether a mark says of somebody else, or something else, than what arrived with its key.
fn differs(sent: &FieldMark, arrived: &field_arrival::Model) -> bool {
    sent.session != arrived.session_id
        || sent.enrolment != arrived.enrolment_id
        || sent.state != arrived.state
}
