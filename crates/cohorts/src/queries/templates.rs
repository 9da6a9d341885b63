//! The patterns that a unit keeps.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::cohort_template::{self, CohortTemplateId};

/// More than anybody chooses from.
const MOST: u64 = 200;

/// Returns the templates of a unit, by name.
pub async fn templates(
    db: &impl ConnectionTrait,
    unit: &str,
) -> Result<Vec<cohort_template::Model>, DbErr> {
    cohort_template::Entity::find()
        .filter(cohort_template::Column::UnitCode.eq(unit))
        .order_by_asc(cohort_template::Column::Name)
        .limit(MOST)
        .all(db)
        .await
}

/// The fields of a pattern and their values; none when this version cannot read it.
pub fn pattern(template: &cohort_template::Model) -> BTreeMap<String, Vec<String>> {
    serde_json::from_str(&template.pattern).unwrap_or_default()
}

/// The pattern of that number among those of a unit.
pub fn chosen(
    templates: &[cohort_template::Model],
    id: CohortTemplateId,
) -> Option<&cohort_template::Model> {
    templates.iter().find(|template| template.id == id)
}
