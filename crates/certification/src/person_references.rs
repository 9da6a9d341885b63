//! Certificates hang on a person through the place they were earned with: where two records are
//! made one (R28), a certificate goes where its enrolment goes, and says what it always said.

use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use people_model::entity::person::PersonId;
use people_model::queries::records_of;
use people_model::references::{
    PersonQuery, PersonReference, ReferenceDeclaration, ReferenceRule, Story,
};
use platform::dates;

use super::entity::certificate;
use super::labels;

const PERSON_REFERENCES: &[PersonReference] = &[PersonReference {
    table: "certificate",
    column: "person_id",
    rule: ReferenceRule::Follow { by: "enrolment_id", table: "enrolment" },
    label: "certificados",
}];

pub fn declaration() -> ReferenceDeclaration {
    ReferenceDeclaration {
        references: PERSON_REFERENCES,
        story: Some(story),
        ..ReferenceDeclaration::default()
    }
}

fn story(db: &DatabaseConnection, person: PersonId) -> PersonQuery<'_, Vec<Story>> {
    Box::pin(async move {
        let held = certificate::Entity::find()
            .filter(certificate::Column::PersonId.in_subquery(records_of(person)))
            .order_by_desc(certificate::Column::Id)
            .limit(100)
            .all(db)
            .await?;
        let lines = held.into_iter().map(|one| {
            let number = &one.number;
            let (kind, state) = (one.kind.label(), labels::validity(one.kind, one.state.into()));
            format!("{kind} {number}, {}: {state}", dates::short(dates::bogota_date(one.issued_at)))
        });
        Ok(vec![Story { title: "Certificados", lines: lines.collect() }])
    })
}
