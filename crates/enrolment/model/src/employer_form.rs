//! The entity that somebody names in a form, and its kind, which is asked for where the name does not say it.

use sea_orm::{ConnectionTrait, DbErr};

use platform::prelude::*;
use platform::texts::{say, word};
use territory_model::commands::NewEntity;
use territory_model::kinds::UNSORTED;
use territory_model::queries::{NamedMunicipality, catalog};

use super::employers::{KINDS, NamedBody, TOWN_HALL, entity_of, named_body};

/// The field that asks for the kind of an entity whose name does not say it.
pub(super) const KIND: &str = "clase_entidad";

/// The entity of a name that was typed: the alcaldía of the municipality by any of its names or by a part of
/// it, or another, whose kind is asked for where the name does not say it. «No sé» is an answer: the entity is
/// of no kind, and no seats are kept for it, until the coordination says of which it is.
pub(super) fn named_employer(
    reader: &mut Reader<'_>,
    name: &str,
    place: &NamedMunicipality,
    is_demo: bool,
) -> Option<NewEntity> {
    let facts = [("name", name.to_owned())];
    let kind = match named_body(name, Some(place)) {
        NamedBody::TownHall | NamedBody::Dependency => TOWN_HALL,
        NamedBody::Of(kind) => kind,
        NamedBody::Unknown => {
            let missing = say("enrolment.entity_kind_needed", &facts);
            // Who does not know says so: nobody takes the entity for one of another kind.
            let kinds: Vec<(&str, &str)> =
                KINDS.into_iter().chain([UNSORTED]).map(|kind| (kind, kind)).collect();
            reader.choice(KIND, &kinds, &missing)?
        }
        NamedBody::OtherTownHall => {
            reader.wrong("otra_entidad", say("enrolment.town_hall_elsewhere", &facts));
            return None;
        }
    };
    Some(entity_of(kind, name, place, is_demo))
}

/// The kinds of entity, for a form that asks for one: its name did not say it.
pub async fn entity_kinds(
    db: &impl ConnectionTrait,
    form: &FormState,
) -> Result<Vec<Alternative>, DbErr> {
    let is_asked =
        form.error(KIND).is_some() || form.first(KIND).is_some_and(|kind| !kind.is_empty());
    if !is_asked {
        return Ok(Vec::new());
    }
    let mut kinds = catalog(db, "entity_type").await?;
    kinds.push(Alternative::new(UNSORTED, word("enrolment.entity_kind_unsaid")));
    Ok(kinds)
}
