//! The catalogue, through its pages.

mod create;
mod publish;
mod read;
mod version;

use formacion::courses::entity::course::{self, CourseId};
use formacion::courses::entity::course_version;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::world::World;

/// Everything a complete course says, as the form sends it.
pub fn form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("codigo", "sp-cat"),
        ("tema", "gestion_tributaria"),
        ("nombre", "Catastro multipropósito"),
        ("tipo", "curso"),
        ("modalidad", "mixta"),
        ("horas", "24"),
        ("objetivo", "Actualizar el catastro del municipio"),
        ("contenidos", "- El censo predial\r\n\r\n- La tarifa"),
        ("nivel", "institucional"),
        ("tipo_capacidad", "institucional"),
        ("descriptor", "funcional"),
        ("asistencia_minima", "80"),
        ("nota_minima", "3,0"),
        ("capacidad_TRI-04", "si"),
        ("nivel_TRI-04", "gerencial"),
        ("evidencia_TRI-04", "Plan de trabajo catastral"),
    ]
}

/// The form with some answers changed.
pub fn form_with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut form = form();
    form.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    form.extend_from_slice(changes);
    form
}

/// The hidden mark of the version that an edit form shows.
pub fn base_of(body: &str) -> String {
    let rest = body.split("name=\"base\" value=\"").nth(1).expect("a base");
    rest.split('"').next().unwrap().to_owned()
}

/// The course with a code and its versions from the first.
pub async fn course(world: &World, code: &str) -> Option<(CourseId, Vec<course_version::Model>)> {
    let db = world.app.db.read();
    let course =
        course::Entity::find().filter(course::Column::Code.eq(code)).one(db).await.unwrap()?;
    let versions = course_version::Entity::find()
        .filter(course_version::Column::CourseId.eq(course.id))
        .order_by_asc(course_version::Column::Number)
        .all(db)
        .await
        .unwrap();
    Some((course.id, versions))
}
