//! Reads what all certificates of a cohort say: course, place, unit and capacities.

use sea_orm::{
    ActiveEnum, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
};

use capacities_model::entity::capacity;
use cohorts_model::queries::{CohortRow, municipalities, town_of_venues};
use cohorts_model::timetable::{self, CourseHours};
use courses_model::entity::course_version::Modality;
use courses_model::entity::course_version_capacity;
use platform::errors::AppError;
use platform::search::fold;
use territory_model::entity::{
    catalog_entry, department, municipality, territorial_unit_department,
};
use territory_model::queries::{self as territory, NamedMunicipality};

use crate::queries::standing::RuleContext;
use crate::snapshot::CertificateContents;
use crate::templates::queries::in_use;
use crate::templates::rules::document_of;

/// Reads what all certificates of a cohort have in common; eight statements at most.
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
    let town = match &row.cohort.taught_in {
        None if version.modality != Modality::Virtual => town_of_venues(db, row.cohort.id).await?,
        said => said.clone(),
    };
    let taught_in = match &town {
        Some(code) => territory::place(db, code).await?,
        None => None,
    };
    let document = document_of(context.rule.kind, &version.offer_type, row.course.track);
    Ok(CertificateContents {
        scale: context.cohort.scale,
        rule: context.rule,
        course_type: label.to_lowercase(),
        course_name: version.name.clone(),
        hours: CourseHours::of(version, &row.cohort)
            .certified(timetable::taught(&context.sessions)),
        course_hours: version.hours,
        modality: version.modality.to_value(),
        starts_on: row.cohort.starts_on,
        ends_on: row.cohort.ends_on,
        place: match version.modality {
            Modality::Virtual => row.cohort.place_text.clone(),
            _ => place(taught_in.as_ref(), &places, &row.cohort.place_text),
        },
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
        issued_in: match &taught_in {
            Some(town) => town.name.clone(),
            None => seat(db, &row.cohort.unit_code, &row.unit_name).await?,
        },
        demo: demo || row.cohort.is_demo,
        template: in_use(db, document).await?,
    })
}

/// Where it was taught (R83): «Florencia (Caquetá)» where somebody said so or its venues do, else the one
/// municipality of the cohort. Those for which it is tell nothing of where people met, so with several of
/// them the cohort's own words stand.
fn place(
    taught_in: Option<&NamedMunicipality>,
    places: &[NamedMunicipality],
    own_words: &str,
) -> String {
    match (taught_in, places) {
        (Some(place), _) | (None, [place]) => place.full_name(),
        _ => own_words.to_owned(),
    }
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
            is_pdet: false,
        }
    }

    #[test]
    fn a_certificate_names_where_it_was_taught_and_not_for_whom() {
        let both = [town("Mapiripán", "Meta"), town("Puerto Rico", "Caquetá")];
        let florencia = town("Florencia", "Caquetá");
        assert_eq!(place(None, &both[..1], "Casa de la cultura"), "Mapiripán (Meta)");
        assert_eq!(place(None, &both, "Casa de la cultura"), "Casa de la cultura");
        assert_eq!(place(None, &[], "Biblioteca"), "Biblioteca");
        assert_eq!(place(Some(&florencia), &both, "Casa de la cultura"), "Florencia (Caquetá)");
    }
}
