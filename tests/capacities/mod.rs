//! The framework of capacities, edited in the product.

mod edit;
mod load;

use formacion::capacities::entity::capacity_indicator;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::world::World;

pub const CAPACITY: &str = "/capacidades/PLA-01/edicion";

/// The form of PLA-01 with some answers changed.
pub fn capacity(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    with(
        &[
            ("base", "1"),
            ("nombre", "Formular el plan de desarrollo"),
            ("dimension", "Planeación"),
            ("tema", "planeacion_territorial"),
            ("motivo", "Guía de 2026"),
        ],
        changes,
    )
}

/// The form of an indicator with some answers changed.
pub fn indicator(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    with(
        &[
            ("base", "1"),
            ("nombre", "MDM total"),
            ("unidad", "puntos"),
            ("rango", "0 a 100"),
            ("sentido", "up"),
            ("periodicidad", "anual"),
            ("publica", "DNP"),
            ("certeza", "con_fuente"),
            ("certeza_vinculo", "con_fuente"),
            ("fuente_vinculo", "Guía de planes, página 12"),
            ("motivo", "Se leyó la guía"),
        ],
        changes,
    )
}

fn with(
    usual: &[(&'static str, &'static str)],
    changes: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    let mut form = usual.to_vec();
    form.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    form.extend_from_slice(changes);
    form
}

/// The indicator of PLA-01 that the program brings.
pub async fn measure(world: &World) -> capacity_indicator::Model {
    capacity_indicator::Entity::find()
        .filter(capacity_indicator::Column::CapacityCode.eq("PLA-01"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("the framework is loaded")
}
