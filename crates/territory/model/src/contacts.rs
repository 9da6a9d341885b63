//! Whom people ask at a territorial unit, as letters and pages say it (R67, R99).

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseExecutor, DbErr, EntityTrait, JoinType, QueryFilter,
    QuerySelect, RelationTrait as _,
};

use platform::contacts::{ContactFuture, LetterContact};
use platform::texts::say;

use super::entity::{territorial_unit, unit_contact};
use super::labels;

/// Returns the sentence about whom to ask at a unit; a unit without a contact has none.
///
/// # Errors
/// The database's.
pub async fn contact_sentence(
    db: &impl ConnectionTrait,
    unit: &str,
) -> Result<Option<String>, DbErr> {
    let found =
        unit_contact::Entity::find().filter(unit_contact::Column::UnitCode.eq(unit)).one(db);
    Ok(found.await?.as_ref().and_then(sentence))
}

/// Returns the unit of a code, with the sentence about whom to ask there. One statement.
///
/// # Errors
/// The database's.
pub async fn unit_with_contact(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<(territorial_unit::Model, Option<String>)>, DbErr> {
    let found = territorial_unit::Entity::find_by_id(code.to_owned())
        .join(JoinType::LeftJoin, unit_contact::Relation::Unit.def().rev())
        .select_also(unit_contact::Entity)
        .one(db)
        .await?;
    Ok(found.map(|(unit, contact)| (unit, contact.as_ref().and_then(sentence))))
}

/// «Escriba a … o llame al …. Atención: …», of what there is.
pub fn sentence(contact: &unit_contact::Model) -> Option<String> {
    let mail = |mail: &String| ("mail", mail.clone());
    let phone = |phone: &String| ("phone", phone.clone());
    let reached = match (&contact.email, &contact.phone) {
        (Some(by_mail), Some(by_phone)) => {
            Some(say("territory.contact_both", &[mail(by_mail), phone(by_phone)]))
        }
        (Some(by_mail), None) => Some(say("territory.contact_mail", &[mail(by_mail)])),
        (None, Some(by_phone)) => Some(say("territory.contact_phone", &[phone(by_phone)])),
        (None, None) => None,
    };
    let office = contact.office.as_ref();
    let office = office.map(|at| say("territory.contact_office", &[("office", at.clone())]));
    let parts: Vec<String> = reached.into_iter().chain(office).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Answers whom the reader of a letter asks, by the unit that signs it.
pub fn of_signature<'a>(db: DatabaseExecutor<'a>, signature: &'a str) -> ContactFuture<'a> {
    Box::pin(async move {
        let Some(name) = labels::unit_name(signature) else { return Ok(None) };
        let found = unit_contact::Entity::find()
            .join(JoinType::InnerJoin, unit_contact::Relation::Unit.def())
            .filter(territorial_unit::Column::Name.eq(name))
            .one(&db)
            .await?;
        Ok(found.and_then(|contact| {
            let sentence = sentence(&contact)?;
            Some(LetterContact { sentence, reply_to: contact.email })
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::unit_contact::UnitContactId;

    fn contact(email: Option<&str>, phone: Option<&str>, office: Option<&str>) -> Option<String> {
        sentence(&unit_contact::Model {
            id: UnitContactId(1),
            unit_code: "MET".to_owned(),
            email: email.map(str::to_owned),
            phone: phone.map(str::to_owned),
            office: office.map(str::to_owned),
        })
    }

    #[test]
    fn a_contact_says_what_there_is_of_it() {
        let (mail, phone) = (Some("meta@unidad.example"), Some("6086600000"));
        let said = contact(mail, phone, Some("lunes a viernes, 8:00 a. m. a 5:00 p. m."));
        assert_eq!(
            said.as_deref(),
            Some(
                "Escriba a meta@unidad.example o llame al 6086600000. Atención: lunes a viernes, 8:00 a. m. a 5:00 p. m."
            )
        );
        assert_eq!(contact(mail, None, None).as_deref(), Some("Escriba a meta@unidad.example."));
        assert_eq!(contact(None, phone, None).as_deref(), Some("Llame al 6086600000."));
        assert_eq!(contact(None, None, None), None);
    }
}
