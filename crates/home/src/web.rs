//! The first page.

use rocket::http::Status;
use rocket::{Route, State, get, routes};

use platform::errors::AppError;
use sign_in_model::actor::Role;
use sign_in_model::desk::{Answer, Desk};
use sign_in_model::factor::rules::FactorDuty;
use sign_in_model::factor::views::due_sentence;
use sign_in_model::menu::also_learns;

use super::country::CountryCache;
use super::pages;
use super::views::{HomePage, TourPage};

pub fn routes() -> Vec<Route> {
    routes![home, tour]
}

#[get("/")]
async fn home(desk: Desk<'_>, country: &State<CountryCache>) -> Answer {
    let mut page = page(&desk, country).await?;
    // What is none is no figure: what is in order stands in one line of the worklist.
    page.figures.retain(|figure| figure.number != "0");
    desk.show(&page)
}

/// The tour of the demonstration, for whoever is signed in already: elsewhere there is none.
#[get("/recorrido")]
async fn tour(desk: Desk<'_>) -> Answer {
    let tour = pages::guided_tour(desk.app).await?.ok_or(AppError::NotFound)?;
    desk.show_unlisted(Status::Ok, &TourPage { tour })
}

/// Returns the page of the actor's widest role.
async fn page(desk: &Desk<'_>, country: &CountryCache) -> Result<HomePage, AppError> {
    if desk.factor_duty() == FactorDuty::Overdue {
        return Err(AppError::FactorFirst);
    }
    let Some(actor) = desk.visitor() else {
        return pages::visitor(desk.app, country).await;
    };
    let mut page = match actor.main_role() {
        Some(Role::NationalAdministrator) => pages::administrator(desk.app, actor).await,
        Some(Role::Coordinator) => pages::coordinator(desk.app, actor).await,
        Some(Role::Director) => pages::director(desk.app, actor).await,
        Some(Role::Gobernacion) => pages::gobernacion(desk.app, actor).await,
        Some(Role::FocalPoint) => pages::focal_point(desk.app, actor).await,
        Some(Role::Facilitator) => pages::facilitator(desk.app, actor).await,
        Some(Role::Participant) | None => pages::participant(desk.app, actor).await,
    }?;
    page.factor_due = due_sentence(desk.factor_duty());
    if also_learns(actor) {
        page.sections.push(pages::own_learning());
    }
    Ok(page)
}
