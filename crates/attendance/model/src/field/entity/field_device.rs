//! The devices that make marks. A telephone is a browser that keeps the lists of one account and alone
//! holds the token of its row. A screen, which shows a session's code, gets a row when a person checks
//! in by its code and another mark says otherwise.

use chrono::TimeDelta;
use sea_orm::entity::prelude::*;

use platform::ids::stored;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::DeviceId;

/// How long a telephone sends by itself after its owner last used it while signed in: longer than a round
/// of visits to villages without a network. For as long, one that was taken out of use is told to wipe its
/// lists and what it sends waits for review; older lists wipe themselves.
pub const TRUST: TimeDelta = TimeDelta::days(30);

/// Tells a telephone from a screen.
#[stored]
pub enum Kind {
    Telephone,
    /// The screen that shows a session's code. It keeps nothing and has no token.
    Screen,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_device")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeviceId,
    /// Personal: whose telephone.
    pub account_id: AccountId,
    /// The browser's own name for itself: «Chrome en Android».
    /// Personal: possibly.
    pub label: String,
    /// SHA-256 of the token, hexadecimal.
    #[sea_orm(unique)]
    pub token_digest: String,
    /// The digest of the web session that last used it; taking the telephone out of use ends that
    /// session too.
    pub session_digest: Option<String>,
    pub created_at: DateTimeUtc,
    /// Personal: activity.
    pub last_seen_at: DateTimeUtc,
    /// When its owner signed out there, which emptied it.
    pub left_at: Option<DateTimeUtc>,
    /// When it was taken out of use; it is wiped when it next connects.
    pub revoked_at: Option<DateTimeUtc>,
    /// Personal: who did it.
    pub revoked_by: Option<AccountId>,
    pub kind: Kind,
    /// When its owner last used it while signed in; `None` when a change of the password ended the trust, and
    /// for a screen.
    pub trusted_at: Option<DateTimeUtc>,
}

impl Model {
    /// Until when it is heard though nobody is signed in on it.
    pub fn heard_until(&self) -> Option<DateTimeUtc> {
        self.revoked_at.or(self.trusted_at).map(|at| at + TRUST)
    }
}

relations! {
    Account: AccountId => sign_in_model::entity::account(Id),
}
