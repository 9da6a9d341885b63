//! The accounts of two records that become one (R80): what a merge must not do to them, and what it
//! ends.

use std::collections::BTreeSet;

use sea_orm::DatabaseTransaction;

use platform::errors::{AppError, refuse};
use sign_in_model::closing::Closing;
use sign_in_model::commands::void_links;
use sign_in_model::entity::account;
use sign_in_model::queries::any_of_staff;
use sign_in_model::sessions;
use sign_in_model::work::Work;

use crate::commands::PersonResult;
use crate::commands::tell::{accounts_of, addresses, tell_all};
use crate::entity::person;
use crate::entity::person_merge::PersonMergeId;
use crate::letters::RecordsMerged;
use crate::rules::PersonRefusal;

/// The accounts of the two records before they are merged.
pub(super) struct Accounts(Vec<account::Model>);

impl Accounts {
    /// Reads the accounts and answers whether a merge may touch them. `administers` says whether a
    /// national administrator asks.
    ///
    /// # Errors
    /// Refused when an account has a role of staff: a merge moves an account or switches it off, and
    /// nobody does that to staff, or to the last administrator, by the way. Refused too when the records
    /// have an account and more than one mail, unless an administrator asks: whose mail stays gets the
    /// other's certificates.
    pub(super) async fn of(
        tx: &DatabaseTransaction,
        administers: bool,
        (survivor, absorbed): (&person::Model, &person::Model),
    ) -> PersonResult<Self> {
        let persons = [survivor.id.0, absorbed.id.0];
        let accounts = accounts_of(tx, &[survivor, absorbed]).await?;
        if any_of_staff(tx, persons).await? {
            return refuse(PersonRefusal::AccountOfStaff);
        }
        let of_persons = [&survivor.email, &absorbed.email].into_iter().flatten();
        let mut mails: BTreeSet<String> = of_persons.map(|mail| mail.to_lowercase()).collect();
        mails.extend(accounts.iter().map(|account| account.email.clone()));
        if !administers && !accounts.is_empty() && mails.len() > 1 {
            return refuse(PersonRefusal::MailsDiffer);
        }
        Ok(Self(accounts))
    }

    /// Ends what opened the accounts: whoever is the person signs in anew. Every address of the two
    /// records is told.
    pub(super) async fn settle(
        self,
        work: &Work<'_>,
        merge: PersonMergeId,
        records: [&person::Model; 2],
    ) -> Result<(), AppError> {
        let ids: Vec<_> = self.0.iter().map(|account| account.id).collect();
        for id in &ids {
            sessions::close_all(&work.tx, *id).await?;
            Closing::OWN.close(&work.tx, work.app, *id).await?;
        }
        void_links(&work.tx, &ids, work.now).await?;
        let told = addresses(&records, self.0);
        tell_all((&work.tx, work.app), told, &format!("people/merged:{merge}"), &RecordsMerged {})
            .await
    }
}
