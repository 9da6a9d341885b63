//! Addresses of the bank.

mod change;
mod exchange;
mod list;
mod show;
mod write;

use capacities_model as capacities;
use courses_model as courses;
use sign_in_model::prelude::*;

pub fn routes() -> Vec<Route> {
    routes![
        list::list,
        write::new_form,
        write::create,
        write::edit_form,
        write::save,
        show::show,
        show::preview,
        show::picture,
        exchange::gift_file,
        exchange::xlsx_file,
        exchange::template,
        exchange::upload_form,
        exchange::upload,
        exchange::check,
        exchange::import,
        exchange::marked_file,
        change::publish,
        change::publish_many,
        change::retire,
        change::restore,
        change::add_picture,
    ]
}

/// What forms choose from: capacities by their dimension, and courses.
struct BankChoices {
    capacities: Vec<Alternative>,
    courses: Vec<Alternative>,
}

impl BankChoices {
    /// Two statements.
    async fn read(desk: &Desk<'_>) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let capacities = capacities::queries::capacities(db).await?.into_iter().map(|capacity| {
            let label = format!("{} · {}", capacity.code, capacity.name);
            Alternative::new(capacity.code, label).within(capacity.dimension)
        });
        let courses = courses::queries::choices(db).await?.into_iter();
        Ok(Self {
            capacities: capacities.collect(),
            courses: courses.map(|(id, name)| Alternative::new(id, name)).collect(),
        })
    }
}
