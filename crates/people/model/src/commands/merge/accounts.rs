//! The accounts of two records that become one (R80): what a merge must not do to them, and what it
//! ends.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use notices_model::commands::queue_all;
use notices_model::letters::Recipient;
use platform::errors::{AppError, refuse};
use sign_in_model::commands::void_links;
use sign_in_model::entity::account;
use sign_in_model::queries::any_of_staff;
use sign_in_model::sessions;
use sign_in_model::work::Work;

use crate::commands::PersonResult;
use crate::entity::person;
use crate::entity::person_merge::PersonMergeId;
use crate::letters::RecordsMerged;
use crate::rules::{PersonRefusal, full_name};

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
        let accounts = account::Entity::find()
            .filter(account::Column::PersonId.is_in(persons))
            .all(tx)
            .await?;
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
        }
        void_links(&work.tx, &ids, work.now).await?;
        let mut told: Vec<Recipient> = self.0.into_iter().map(account::Model::recipient).collect();
        for record in records {
            let Some(mail) = &record.email else { continue };
            if told.iter().all(|known| !known.email.eq_ignore_ascii_case(mail)) {
                told.push(Recipient {
                    email: mail.clone(),
                    name: full_name(record),
                    person: Some(record.id.0),
                    account: None,
                });
            }
        }
        let letters = told
            .into_iter()
            .enumerate()
            .map(|(number, to)| (to, format!("people/merged:{merge}:{number}"), RecordsMerged {}));
        queue_all(&work.tx, work.app, letters.collect()).await
    }
}
