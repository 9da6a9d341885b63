//! How long a registration waits for its mail to be proven, how much one stranger may ask for, and what
//! following the link does; pure (R77).

use chrono::TimeDelta;

use people_model::entity::person::{self, PersonId};
use people_model::rules::{NameParts, same_name};
use sign_in_model::entity::account;

/// How long the link of a registration works, and for how long the registration holds a seat.
pub const TERM: TimeDelta = TimeDelta::hours(48);
/// How long a row is kept after its link ran out: the limits below count it.
pub const KEPT: TimeDelta = TimeDelta::days(2);

/// Seats of all cohorts that one address may hold at once; what comes after them gets a seat when its
/// link is followed, if there is one.
pub const HELD_SEATS: u64 = 40;
/// Letters that one mail gets in a day.
pub const LETTERS: u64 = 5;

/// What one address and one mail asked for lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegistrationsSpent {
    /// By the address, within [`sign_in_model::FORMS_WINDOW`].
    pub forms: u64,
    /// By the address, seats that are held now.
    pub held: u64,
    /// To the mail, within a day.
    pub letters: u64,
}

/// What following the link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofOutcome {
    /// Nobody has this document or this mail: person, account and place are made.
    NewPerson,
    /// The institution registered this person with this mail: they get an account and the place.
    NewAccount(PersonId),
    /// The person has an account already: they get the place and sign in as always.
    Place(PersonId),
    /// The document or the mail is known in another way: nothing is made, and the coordination looks
    /// into the record, if there is one.
    Unclear(Option<PersonId>),
}

impl ProofOutcome {
    /// Whether it opens an account, which needs a password.
    pub fn opens_account(self) -> bool {
        matches!(self, Self::NewPerson | Self::NewAccount(_))
    }
}

/// Decides what following the link does. The link proves the mail and nothing else, so a known document
/// is believed only where the institution has written down this mail beside it.
pub fn proof(
    known: Option<(&person::Model, Option<&account::Model>)>,
    holder_of_mail: Option<&account::Model>,
    (name, email): (NameParts<'_>, &str),
) -> ProofOutcome {
    let Some((person, own)) = known else {
        return match holder_of_mail {
            None => ProofOutcome::NewPerson,
            Some(_) => ProofOutcome::Unclear(None),
        };
    };
    let unclear = ProofOutcome::Unclear(Some(person.id));
    if person.email.as_deref() != Some(email) || !same_name(NameParts::of(person), name) {
        return unclear;
    }
    match (own, holder_of_mail) {
        (None, None) => ProofOutcome::NewAccount(person.id),
        (Some(own), _) if own.is_active => ProofOutcome::Place(person.id),
        _ => unclear,
    }
}
