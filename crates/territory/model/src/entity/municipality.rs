//! Municipalities, districts and non-municipalised areas of DIVIPOLA.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "municipality")]
pub struct Model {
    /// DIVIPOLA, five digits as text; the first two are the department's.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Scopes by department start here.
    pub department_code: String,
    /// Official name. 66 names repeat: a page shows it with the department.
    pub name: String,
    /// `name` without accents or case, for searching.
    pub search_name: String,
    /// What DIVIPOLA calls it: municipio, isla, área no municipalizada.
    pub kind: String,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east (negative in Colombia), WGS 84.
    pub lon: f64,
    /// Set when the municipality is in a PDET.
    pub pdet_subregion_code: Option<String>,
    /// Name of the PDET subregion.
    pub pdet_subregion: Option<String>,
}

relations! {
    Department: DepartmentCode => super::department(Code),
}
