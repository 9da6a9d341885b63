//! Who brings people with a list, a form or a nomination, and whose contacts they may fill (R77, R80).

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use sign_in_model::actor::Author;

use crate::entity::person::{self, PersonId};

/// Whoever brings people. Contacts that they bring go into the records that they answer for; for any other
/// record they are asked for, and somebody who answers for it decides.
#[derive(Clone, Debug)]
pub struct Bringer<'a> {
    pub by: &'a Author,
    /// Rows of `person`; `None` means all of them.
    answers_for: Option<Condition>,
    /// The units that do not decide what is asked, with commas.
    pub(crate) units: String,
}

impl<'a> Bringer<'a> {
    /// The administration, or the product itself: answers for every record.
    pub fn of_all(by: &'a Author) -> Self {
        Self { by, answers_for: None, units: String::new() }
    }

    /// Somebody who answers for these rows of `person`. What they bring of others is decided by somebody
    /// who coordinates none of the `units`.
    pub fn of(by: &'a Author, answers_for: Condition, units: &[&str]) -> Self {
        Self { by, answers_for: Some(answers_for), units: units.join(",") }
    }

    /// Those of these people whose contacts they may fill.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn answered(
        &self,
        db: &impl ConnectionTrait,
        people: &[PersonId],
    ) -> Result<Vec<PersonId>, DbErr> {
        let Some(rows) = &self.answers_for else { return Ok(people.to_vec()) };
        person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(people.iter().copied()))
            .filter(rows.clone())
            .into_tuple()
            .all(db)
            .await
    }
}
