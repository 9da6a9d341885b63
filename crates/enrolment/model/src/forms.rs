//! The form that asks for a person's name, document and work, read the same way whether the person
//! fills it in or a coordinator does.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::queries::municipalities;
use courses_model::entity::course_version;
use people_model::commands::{NewName, NewPerson};
use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use people_model::rules::{PersonRefusal, is_name, normal_document, normal_phone};
use platform::mail::is_mail;
use platform::prelude::*;
use platform::texts::say;
use territory_model::entity::entity::{self, EntityId};
use territory_model::entity::municipality;
use territory_model::looks::is_latin;
use territory_model::queries::NamedMunicipality;

use super::commands::{Employer, NewParticipant};
use super::employer_form::{KIND, named_employer};
use super::employers::town_hall;

pub use super::employer_form::entity_kinds;

/// Entities offered in one list; a cohort for a whole department has some two hundred.
const MOST_ENTITIES: u64 = 400;
/// The value of an alcaldía that is not known yet begins with this and ends in its code.
const ALCALDIA: &str = "alcaldia:";
/// Kinds whose people work in the entity's own municipality. Others reach further: a
/// gobernación, an organisation or a municipal company serves its neighbours too.
const MUNICIPAL: [&str; 3] = ["alcaldia", "concejo", "personeria"];

/// The municipalities and entities that the form of a cohort offers.
pub struct WorkOptions {
    pub places: Vec<NamedMunicipality>,
    /// The other municipalities of their departments, where people of elsewhere may take part.
    others: Vec<NamedMunicipality>,
    entities: Vec<entity::Model>,
}

/// Where a person works, in which position and with which kind of post.
pub struct Employment {
    pub entity: Employer,
    pub position: String,
    pub kind: Kind,
    pub municipality: String,
}

impl WorkOptions {
    /// Returns the options for whoever asks for a place in a cohort. Unless its course is only for its
    /// municipalities, somebody who works elsewhere in the department may say so.
    pub async fn of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Self, DbErr> {
        let options = Self::within(db, municipalities(db, cohort).await?).await?;
        if options.places.is_empty() || is_for_its_own(db, cohort).await? {
            return Ok(options);
        }
        let departments: BTreeSet<&str> =
            options.places.iter().map(|place| place.department_code.as_str()).collect();
        let all = territory_model::queries::places()
            .filter(municipality::Column::DepartmentCode.is_in(departments))
            .into_model::<NamedMunicipality>()
            .all(db)
            .await?;
        let is_other =
            |place: &NamedMunicipality| options.places.iter().all(|own| own.code != place.code);
        let others = all.into_iter().filter(is_other).collect();
        Ok(Self { others, ..options })
    }

    /// Returns the options for a person who works in one of these municipalities.
    pub async fn within(
        db: &impl ConnectionTrait,
        places: Vec<NamedMunicipality>,
    ) -> Result<Self, DbErr> {
        let there = places.iter().map(|place| place.code.as_str());
        let departments = places.iter().map(|place| place.department_code.as_str());
        let gobernacion = Condition::all()
            .add(entity::Column::Kind.eq("gobernacion"))
            .add(entity::Column::DepartmentCode.is_in(departments));
        let entities = entity::Entity::find()
            .filter(
                Condition::any()
                    .add(entity::Column::MunicipalityCode.is_in(there))
                    .add(gobernacion),
            )
            .filter(entity::Column::IsReviewed.eq(true))
            .filter(entity::Column::MergedInto.is_null())
            .order_by_asc(entity::Column::SearchName)
            .limit(MOST_ENTITIES)
            .all(db)
            .await?;
        Ok(Self { places, others: Vec::new(), entities })
    }

    pub fn municipalities(&self) -> Vec<Alternative> {
        place_choices(&self.places, self.others.iter().collect())
    }

    /// Every municipality's alcaldía, known or not, then its other entities; the gobernaciones
    /// at the end.
    pub fn entities(&self) -> Vec<Alternative> {
        let mut all = Vec::new();
        for place in &self.places {
            let here =
                |entity: &&entity::Model| entity.municipality_code.as_ref() == Some(&place.code);
            let group = place.full_name();
            if !self.entities.iter().filter(here).any(|entity| entity.kind == "alcaldia") {
                let value = format!("{ALCALDIA}{}", place.code);
                all.push(
                    Alternative::new(value, format!("Alcaldía de {}", place.name)).within(&group),
                );
            }
            let known = self.entities.iter().filter(here);
            all.extend(
                known.map(|entity| Alternative::new(entity.id, &entity.name).within(&group)),
            );
        }
        let elsewhere = self.entities.iter().filter(|entity| {
            !self.places.iter().any(|place| entity.municipality_code.as_ref() == Some(&place.code))
        });
        all.extend(
            elsewhere.map(|entity| Alternative::new(entity.id, &entity.name).within("Gobernación")),
        );
        all
    }

    /// The municipality of a municipal body that was chosen; `None` when it may be any.
    fn only_place(&self, value: &str) -> Option<&NamedMunicipality> {
        let code = match value.strip_prefix(ALCALDIA) {
            Some(code) => code,
            None => {
                let id = value.parse().map(EntityId).ok()?;
                let entity = self.entities.iter().find(|entity| entity.id == id)?;
                let is_municipal = MUNICIPAL.contains(&entity.kind.as_str());
                entity.municipality_code.as_deref().filter(|_| is_municipal)?
            }
        };
        self.places.iter().find(|place| place.code == code)
    }

    fn chosen(&self, value: &str, is_demo: bool) -> Option<Employer> {
        if let Some(code) = value.strip_prefix(ALCALDIA) {
            let place = self.places.iter().find(|place| place.code == code)?;
            return Some(Employer::Named(town_hall(place, is_demo)));
        }
        let id = value.parse().map(EntityId).ok()?;
        let known = self.entities.iter().any(|entity| entity.id == id);
        known.then_some(Employer::Known(id))
    }
}

/// The municipalities of a cohort to choose from, and after them some others by their department.
pub fn place_choices(
    own: &[NamedMunicipality],
    others: Vec<&NamedMunicipality>,
) -> Vec<Alternative> {
    let own = own.iter().map(|place| Alternative::new(&place.code, place.full_name()));
    if others.is_empty() {
        return own.collect();
    }
    let own = own.map(|choice| choice.within(say("enrolment.places_own", &[])));
    let others = others.into_iter().map(|place| {
        let department = [("department", place.department.clone())];
        let group = say("enrolment.places_other", &department);
        Alternative::new(&place.code, &place.name).within(group)
    });
    own.chain(others).collect()
}

/// Whether the course of a cohort is only for people of its municipalities.
async fn is_for_its_own(db: &impl ConnectionTrait, id: CohortId) -> Result<bool, DbErr> {
    let own: Option<bool> = cohort::Entity::find_by_id(id)
        .select_only()
        .column(course_version::Column::OwnMunicipalities)
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .into_tuple()
        .one(db)
        .await?;
    Ok(own.unwrap_or(false))
}

/// A text that must be there; `None` when it is not, so that what follows is not read.
fn needed(reader: &mut Reader<'_>, name: &str, longest: usize, missing: &str) -> Option<String> {
    Some(reader.text(name, longest, missing)).filter(|text| !text.is_empty())
}

/// Type and normalised number; `None` leaves the sentence beside its field.
pub fn read_document(reader: &mut Reader<'_>) -> Option<(DocumentType, String)> {
    let types = DocumentType::choices();
    let kind = reader.choice("tipo_documento", &types, "Elija el tipo de documento.");
    let typed = reader.text("documento", 40, "Escriba el número del documento.");
    let kind = kind.filter(|_| !reader.is_wrong("documento"))?;
    match normal_document(kind, &typed) {
        Ok(number) => Some((kind, number)),
        Err(refusal) => {
            reader.wrong("documento", refusal.sentence());
            None
        }
    }
}

/// The fields that [`read_participant`] reads.
pub const PARTICIPANT: [&str; 14] = [
    "tipo_documento",
    "documento",
    "primer_nombre",
    "segundo_nombre",
    "primer_apellido",
    "segundo_apellido",
    "correo",
    "telefono",
    "municipio",
    "entidad",
    "otra_entidad",
    KIND,
    "cargo",
    "tipo_vinculacion",
];

/// Reads the whole form, every wrong field with its own sentence. `None` when something is
/// wrong, which `reader.finish()` then tells.
pub fn read_participant(
    reader: &mut Reader<'_>,
    fields: &Fields,
    options: &WorkOptions,
    mail_needed: bool,
    is_demo: bool,
) -> Option<NewParticipant> {
    let person = read_person(reader, mail_needed);
    let work = read_work(reader, fields, options, is_demo);
    let Employment { entity, position, kind, municipality } = work?;
    Some(NewParticipant { person: person?, entity, position, kind, municipality })
}

/// Reads a name, every wrong part with its own sentence.
pub fn read_name(reader: &mut Reader<'_>) -> Option<NewName> {
    let mut name = |field: &'static str, missing: Option<&str>| {
        let text = match missing {
            Some(missing) => needed(reader, field, 60, missing),
            None => reader.optional(field, 60),
        };
        if text.as_deref().is_some_and(|text| !is_name(text)) {
            reader.wrong(field, PersonRefusal::NameUnreadable { field }.sentence());
        }
        text
    };
    let first_name = name("primer_nombre", Some("Escriba el primer nombre."));
    let second_name = name("segundo_nombre", None);
    let first_surname = name("primer_apellido", Some("Escriba el primer apellido."));
    let second_surname = name("segundo_apellido", None);
    Some(NewName {
        first_name: first_name?,
        second_name,
        first_surname: first_surname?,
        second_surname,
    })
}

/// Reads the person's document, name and contacts, every wrong field with its own sentence.
pub fn read_person(reader: &mut Reader<'_>, mail_needed: bool) -> Option<NewPerson> {
    let document = read_document(reader);
    let name = read_name(reader);
    let email = if mail_needed {
        needed(reader, "correo", 254, "Escriba el correo electrónico.")
    } else {
        reader.optional("correo", 254)
    };
    if email.as_deref().is_some_and(|mail| !is_mail(mail)) {
        reader.wrong("correo", PersonRefusal::MailMalformed.sentence());
    }
    let phone = reader.optional("telefono", 30);
    if phone.as_deref().is_some_and(|phone| normal_phone(phone).is_err()) {
        reader.wrong("telefono", PersonRefusal::PhoneMalformed.sentence());
    }
    let (document_type, document_number) = document?;
    let name = name?;
    Some(NewPerson {
        document_type,
        document_number,
        first_name: name.first_name,
        second_name: name.second_name,
        first_surname: name.first_surname,
        second_surname: name.second_surname,
        email,
        phone,
    })
}

/// Reads where the person works, every wrong field with its own sentence.
pub fn read_work(
    reader: &mut Reader<'_>,
    fields: &Fields,
    options: &WorkOptions,
    is_demo: bool,
) -> Option<Employment> {
    let municipality = read_municipality(reader, options);
    let mut named = reader.optional("otra_entidad", 160);
    if named.as_deref().is_some_and(|name| !is_latin(name)) {
        reader.wrong("otra_entidad", "Escriba el nombre con las letras del español.");
        named = None;
    }
    let chosen = fields.first("entidad");
    let place = municipality.as_ref().and_then(|code| {
        options.places.iter().chain(&options.others).find(|place| place.code == *code)
    });
    let entity = match (chosen.is_empty(), named, place) {
        (false, _, _) => options.chosen(chosen, is_demo),
        (true, Some(name), Some(place)) => {
            named_employer(reader, &name, place, is_demo).map(Employer::Named)
        }
        (true, _, _) => None,
    };
    // Named, but without its municipality: the sentence stands there already.
    if entity.is_none() && (!chosen.is_empty() || fields.first("otra_entidad").is_empty()) {
        reader.wrong("entidad", "Elija su entidad o escriba su nombre en el campo siguiente.");
    }
    if !chosen.is_empty() && !fields.first("otra_entidad").is_empty() {
        reader.wrong(
            "otra_entidad",
            "Ya eligió una entidad de la lista: borre este nombre o deje la lista sin elegir.",
        );
    }
    if let Some(place) = options.only_place(chosen)
        && municipality.as_ref().is_some_and(|code| *code != place.code)
    {
        let sentence =
            format!("Esta entidad es de {}: cambie la entidad o el municipio.", place.full_name());
        reader.wrong("entidad", sentence);
    }
    let (position, kind) = read_function(reader);
    Some(Employment {
        entity: entity?,
        position: position?,
        kind: kind?,
        municipality: municipality?,
    })
}

/// Reads the person's position and kind of post.
pub fn read_function(reader: &mut Reader<'_>) -> (Option<String>, Option<Kind>) {
    let position = needed(reader, "cargo", 160, "Escriba el cargo o la función.");
    let kinds = Kind::choices();
    let kind = reader.choice("tipo_vinculacion", &kinds, "Elija el tipo de vinculación.");
    (position, kind)
}

/// The municipality where the person works, one of those that the form offers.
pub fn read_municipality(reader: &mut Reader<'_>, options: &WorkOptions) -> Option<String> {
    let all = options.places.iter().chain(&options.others);
    let codes: Vec<(&str, String)> =
        all.map(|place| (place.code.as_str(), place.code.clone())).collect();
    reader.choice("municipio", &codes, "Elija el municipio donde trabaja.")
}
