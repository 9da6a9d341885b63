//! Changes to accounts: sign in and out, one-time links, passwords, roles.

use sea_orm::DatabaseTransaction;

use history_model::commands::{Event, record};
use platform::clock::Clock;
use platform::errors::Failure;
use platform::texts::Refusal;

use super::actor::AccountId;

pub(crate) mod administer;
pub mod attempts;
mod come_in;
mod contacts;
mod create;
mod link;
mod lost_password;
mod mail_requests;
mod move_account;
mod password;
mod roles;
pub(crate) mod tell_administrators;

pub use administer::{
    AccountRefusal, NewStaff, invite_many, lock_accounts, open_account, open_many, reactivate,
    send_password_link, suspend, tie,
};
pub use come_in::come_in;
pub use contacts::{
    ContactChange, correct_account_mail, mail_is_taken, note_contacts, tell_corrected,
};
pub use create::{NewAccount, ask_for_factor, create_account, grant_role};
pub use link::{make_link, usable_link, use_link, void_links};
pub use lost_password::{answer_requests, lost_password};
pub use mail_requests::{
    ProvenMail, ask_for_mail, person_of_request, settle_mail_requests, usable_mail_request,
    use_mail_request,
};
pub use move_account::move_account;
pub use password::change_password;
pub use roles::{end_role_for_days, give_first_role, give_role, give_role_for_days, take_role};

/// Why a sign-in was refused or a password was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("sign_in.")]
pub enum SignInRefusal {
    #[error("mail and password do not match")]
    NoMatch,
    #[error("too many failures")]
    TooMany,
    #[error("the link is unknown, used or expired")]
    LinkUnusable,
    #[error("the present password is wrong")]
    #[field("contrasena_actual")]
    WrongPassword,
    /// The same, beside the field of the page that asks for another mail.
    #[error("the password is wrong")]
    #[field("contrasena")]
    WrongPasswordOfMail,
    #[error("an account with this mail exists")]
    #[field("correo")]
    MailTaken,
    #[error("the account has this mail already")]
    #[field("correo")]
    SameMail,
    #[error("the account asked for another mail too often")]
    #[field("correo")]
    TooManyMails,
}

pub type SignInResult<T> = Result<T, Failure<SignInRefusal>>;

/// Mail as it is kept and compared.
pub fn normal_mail(mail: &str) -> String {
    mail.trim().to_lowercase()
}

pub async fn record_account(
    tx: &DatabaseTransaction,
    clock: &Clock,
    subject: AccountId,
    actor: Option<AccountId>,
    request: Option<&str>,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), sea_orm::DbErr> {
    record(tx, account_event(clock, subject, actor, request, action, detail)).await
}

fn account_event<'a>(
    clock: &Clock,
    subject: AccountId,
    actor: Option<AccountId>,
    request: Option<&'a str>,
    action: &'static str,
    detail: serde_json::Value,
) -> Event<'a> {
    Event {
        at: clock.now(),
        actor: actor.map(|id| id.0),
        request,
        action,
        subject_kind: "account",
        subject_id: subject.0,
        cohort_id: None,
        detail,
    }
}
