//! Reads what all certificates of a cohort say: course, place, unit and capacities.

use sea_orm::{
    ActiveEnum, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
};

use capacities_model::entity::capacity;
use cohorts_model::queries::{CohortRow, municipalities};
use courses_model::entity::course_version_capacity;
use platform::errors::AppError;
use platform::search::fold;
use platform::texts::and;
use territory_model::entity::{
    catalog_entry, department, municipality, territorial_unit_department,
};
use territory_model::queries::NamedMunicipality;

use crate::queries::standing::RuleContext;
use crate::snapshot::CertificateContents;
use crate::templates::queries::in_use;
use crate::templates::rules::document_of;

/// More municipalities than this do not fit the line; the cohort's own words stand for them.
const MOST_PLACES: usize = 4;

/// Reads what all certificates of a cohort have in common; six statements.
pub async fn certificate_contents(
    db: &impl ConnectionTrait,
    row: &CohortRow,
    context: &RuleContext,
    demo: bool,
) -> Result<CertificateContents, AppError> {
    let version = &row.version;
    let label =
        catalog_entry::Entity::find_by_id(("offer_type".to_owned(), version.offer_type.clone()))
            .one(db)
            .await?
            .map_or_else(|| version.offer_type.clone(), |entry| entry.label);
    let capacities = course_version_capacity::Entity::find()
        .filter(course_version_capacity::Column::CourseVersionId.eq(version.id))
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .find_also_related(capacity::Entity)
        .all(db)
        .await?;
    let places = municipalities(db, row.cohort.id).await?;
    let document = document_of(context.rule.kind, &version.offer_type, row.course.track);
    Ok(CertificateContents {
        scale: context.cohort.scale,
        rule: context.rule,
        course_type: label.to_lowercase(),
        course_name: version.name.clone(),
        hours: version.hours,
        modality: version.modality.to_value(),
        starts_on: row.cohort.starts_on,
        ends_on: row.cohort.ends_on,
        place: place(&places, &row.cohort.place_text),
        contents: version
            .contents
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        capacities: capacities
            .into_iter()
            .filter_map(|(_, capacity)| Some(capacity?.name))
            .collect(),
        months: version.certificate_months,
        unit: row.unit_name.clone(),
        issued_in: seat(db, &row.cohort.unit_code, &row.unit_name).await?,
        demo: demo || row.cohort.is_demo,
        template: in_use(db, document).await?,
    })
}

/// «Mapiripán y Puerto Lleras (Meta)», or the cohort's own words when they are many.
fn place(places: &[NamedMunicipality], own_words: &str) -> String {
    if places.is_empty() || places.len() > MOST_PLACES {
        return own_words.to_owned();
    }
    let mut departments: Vec<(&str, Vec<&str>)> = Vec::new();
    for place in places {
        match departments.iter_mut().find(|(name, _)| *name == place.department) {
            Some((_, names)) => names.push(&place.name),
            None => departments.push((&place.department, vec![&place.name])),
        }
    }
    let groups: Vec<String> = departments
        .iter()
        .map(|(department, names)| format!("{} ({department})", and(names)))
        .collect();
    and(&groups)
}

/// The city where a unit is: the capital of the department that its name begins with («Huila,
/// Caquetá y Putumayo» is in Neiva). Capitals have 001 in DIVIPOLA, but for Cundinamarca's,
/// which is Bogotá.
async fn seat(db: &impl ConnectionTrait, unit: &str, name: &str) -> Result<String, DbErr> {
    let served = territorial_unit_department::Entity::find()
        .filter(territorial_unit_department::Column::UnitCode.eq(unit))
        .order_by_asc(territorial_unit_department::Column::DepartmentCode)
        .find_also_related(department::Entity)
        .all(db)
        .await?;
    let names = fold(name);
    let home = served
        .iter()
        .filter_map(|(_, department)| department.as_ref())
        .find(|department| names.starts_with(&department.search_name))
        .or_else(|| served.first().and_then(|(_, department)| department.as_ref()));
    let Some(home) = home else {
        return Ok(String::new());
    };
    let capital = if home.code == "25" { "11001".to_owned() } else { format!("{}001", home.code) };
    Ok(municipality::Entity::find_by_id(capital)
        .one(db)
        .await?
        .map_or_else(String::new, |city| city.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(name: &str, department: &str) -> NamedMunicipality {
        NamedMunicipality {
            code: String::new(),
            name: name.into(),
            department_code: String::new(),
            department: department.into(),
        }
    }

    #[test]
    fn places_are_named_with_their_department_once() {
        let both = [
            town("Mapiripán", "Meta"),
            town("Puerto Lleras", "Meta"),
            town("Puerto Rico", "Caquetá"),
        ];
        assert_eq!(place(&both[..1], ""), "Mapiripán (Meta)");
        assert_eq!(place(&both, ""), "Mapiripán y Puerto Lleras (Meta) y Puerto Rico (Caquetá)");
        assert_eq!(
            place(&[town("Acacías", "Meta"), town("Inírida", "Meta")], ""),
            "Acacías e Inírida (Meta)"
        );
        assert_eq!(place(&[], "Virtual"), "Virtual");
        let many: Vec<NamedMunicipality> = (0..9).map(|_| town("X", "Meta")).collect();
        assert_eq!(place(&many, "Siete municipios"), "Siete municipios");
    }
}
