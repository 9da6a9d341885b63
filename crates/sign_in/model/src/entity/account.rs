//! Who can sign in. A person may have none, and an account may belong to no person in the
//! programme.

use sea_orm::entity::prelude::*;

use notices_model::letters::Recipient;
use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `account`.
    AccountId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AccountId,
    /// The `people` person, when there is one (an integer here: `sign_in` knows nothing of
    /// `people`).
    /// Personal: whose account it is.
    #[sea_orm(unique)]
    pub person_id: Option<i64>,
    /// Lower case.
    /// Personal: contact.
    #[sea_orm(unique)]
    pub email: String,
    /// Personal: name.
    pub display_name: String,
    /// Name and mail without accents or case, for searching.
    /// Personal: name.
    pub search_name: String,
    /// Argon2id, PHC text; empty until the person sets one.
    /// Personal: credential.
    pub password_hash: Option<String>,
    pub is_active: bool,
    pub created_at: DateTimeUtc,
    /// Its person opened it by registering: nobody of the institution did.
    pub is_self_made: bool,
    /// When its owner last followed a link that went to its mail (R77); `None` for a mail that nobody
    /// has proven.
    pub mail_proven_at: Option<DateTimeUtc>,
    /// When a session was last opened; what came before the column is not known.
    pub entered_at: Option<DateTimeUtc>,
    /// When the product first asked the account for a second factor, which its role owes; the days that
    /// it has are counted from then.
    pub factor_asked_at: Option<DateTimeUtc>,
}

relations! {}

impl Model {
    /// The account as the one whom a letter goes to. The person it belongs to is not told: the letter is
    /// the account's.
    pub fn recipient(self) -> Recipient {
        Recipient {
            email: self.email,
            name: self.display_name,
            person: None,
            account: Some(self.id.0),
        }
    }
}
