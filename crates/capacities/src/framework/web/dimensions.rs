//! The dimensions of the framework, and the form that renames one.

use platform::numbers::some;
use sign_in_model::prelude::*;

use super::{WORD, reason, saved};
use crate::framework::policy::may_edit;
use crate::framework::views::{DimensionRow, DimensionsPage};
use crate::framework::{commands, queries};
use crate::queries::capacities;

async fn dimensions_page(desk: &Desk<'_>, form: FormState) -> Result<DimensionsPage, AppError> {
    let all = capacities(desk.app.db.read()).await?;
    let names = queries::dimensions(desk.app.db.read()).await?;
    let rows = names.iter().map(|name| DimensionRow {
        name: name.clone(),
        capacities: some(
            all.iter().filter(|capacity| capacity.dimension == *name).count(),
            "capacidad",
            "capacidades",
        ),
    });
    Ok(DimensionsPage {
        form,
        rows: rows.collect(),
        names: names.iter().map(|name| Alternative::new(name, name)).collect(),
    })
}

#[get("/capacidades/dimensiones")]
pub async fn dimensions(desk: Desk<'_>) -> Answer {
    may_edit(desk.actor()?)?;
    desk.show(&dimensions_page(&desk, FormState::default()).await?)
}

#[post("/capacidades/dimensiones", data = "<fields>")]
pub async fn rename_dimension(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let mut reader = Reader::new(&fields);
    let from = reader.text("dimension", WORD, "Elija la dimensión.");
    let to = reader.text("nombre", WORD, "Escriba el nombre nuevo.");
    let reason = reason(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&dimensions_page(&desk, form).await?);
    }
    match commands::rename_dimension(desk.app, permit, &from, &to, &reason).await {
        Ok(0) => desk.done("/capacidades/dimensiones", saved(false)),
        Ok(count) => desk.done(
            "/capacidades/dimensiones",
            format!("{} de «{to}».", some(count, "capacidad es", "capacidades son")),
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&dimensions_page(&desk, form).await?)
        }
    }
}
