//! Activities, grades and gain.

mod activities;
mod appeals;
mod bank;
mod bank_files;
pub mod book;
pub mod exam;
mod gain;
mod grades;
mod namesakes;
mod origins;
pub mod products;
mod reopening;
mod scale;
mod tasks;

use crate::support::class::{Class, pairs};

/// Saves the usual plan and answers the ids of its activities: pre-test, post-test, product.
pub async fn usual_plan(class: &Class<'_>) -> Vec<i64> {
    let rows = [
        ("Prueba inicial", "prueba-inicial", "0"),
        ("Prueba final", "prueba-final", "60"),
        ("Producto", "producto", "40"),
    ];
    let mut fields = Vec::new();
    for (row, (name, kind, weight)) in rows.into_iter().enumerate() {
        fields.push((format!("nombre[{row}]"), name.to_owned()));
        fields.push((format!("tipo[{row}]"), kind.to_owned()));
        fields.push((format!("peso[{row}]"), weight.to_owned()));
    }
    class.coordinator.post(&class.activities(), &pairs(&fields)).await.expect(303);
    activities(class).await
}

async fn activities(class: &Class<'_>) -> Vec<i64> {
    let found = formacion::assessment::queries::activities(
        class.coordinator.world.app.db.read(),
        class.cohort,
    )
    .await;
    found.unwrap().into_iter().map(|activity| activity.id.0).collect()
}

/// The field of a cell.
pub fn nota(class: &Class<'_>, activity: i64, person: usize) -> String {
    format!("nota[{activity}][{}]", class.people[person])
}
