//! Addresses of municipalities.

use rocket::http::ContentType;

use ledger_model::as_of::AsOf;
use platform::blocking;
use platform::pager::address;
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;
use territory_model::addresses::MunicipalityCode;
use territory_model::queries::departments;

use super::queries::{self, MunicipalityFilter};
use super::standing::MunicipalityWhole;
use super::views::{Holders, MunicipalitiesPage, MunicipalityLine, MunicipalityProfilePage};
use super::{paper, whole};
use crate::policy::ANSWERERS;

pub fn routes() -> Vec<Route> {
    routes![list, show, document]
}

/// Today, as the ledger knows it.
fn as_of(desk: &Desk<'_>) -> AsOf {
    AsOf::known_now(desk.app.clock.today(), desk.app.clock.now())
}

#[get("/municipios")]
async fn list(desk: Desk<'_>) -> Answer {
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let filter = MunicipalityFilter {
        text: fields.first("q").to_owned(),
        department: fields.first("departamento").to_owned(),
        pdet: fields.first("pdet") == "si",
    };
    let typed = [
        ("q", filter.text.as_str()),
        ("departamento", filter.department.as_str()),
        ("pdet", if filter.pdet { "si" } else { "" }),
    ];
    let page = fields.first("pagina").parse().ok();
    let path = address("/municipios", &typed);
    let (rows, pager) = queries::listed(db, &filter, &as_of(&desk), page, &path).await?;
    let departments = departments(db).await?.into_iter();
    desk.show(&MunicipalitiesPage {
        filter: fields.state(),
        departments: departments
            .map(|department| Alternative::new(department.code, department.name))
            .collect(),
        rows: rows.into_iter().map(MunicipalityLine::from).collect(),
        pager,
    })
}

#[get("/municipios/<municipality>")]
async fn show(desk: Desk<'_>, municipality: MunicipalityCode) -> Answer {
    let db = desk.app.db.read();
    let (code, today) = (municipality.as_str(), desk.app.clock.today());
    let found = queries::find(db, code).await?.ok_or(AppError::NotFound)?;
    let cohorts = queries::open_cohorts(db, code, today).await?;
    let path = format!("/municipios/{code}");
    let actor = desk.visitor().filter(|actor| actor.has_any(&ANSWERERS));
    let answering = match actor {
        Some(actor) => queries::answering(db, actor, code).await?.map(|reads| (actor, reads)),
        None => None,
    };
    let Some((actor, reads_department)) = answering else {
        let capacities = queries::capacities(db, code, &as_of(&desk)).await?;
        return desk.show(&MunicipalityProfilePage::public(found, capacities, cohorts));
    };
    let facts = whole::read(db, code, &as_of(&desk)).await?;
    let fields = Fields::of_address(desk.request());
    let page = fields.first("pagina").parse().ok();
    let certificates = queries::holders(db, code, today, page, &path).await?;
    let holders = Holders::of(certificates, queries::attested(db, code, today).await?);
    let department = &found.row.department_code;
    let report = reads_department.then(|| format!("/informes/departamentos/{department}"));
    let whole = MunicipalityWhole::of(actor, code, &facts, report.as_deref());
    desk.show(&MunicipalityProfilePage::whole(found, cohorts, (whole, holders), report))
}

#[get("/municipios/<place>/pdf")]
async fn document(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let actor = desk.actor_as(&ANSWERERS)?;
    let db = desk.app.db.read();
    let code = place.as_str();
    // Whose it is comes first: foreign and absent look alike.
    queries::answering(db, actor, code).await?.ok_or(AppError::NotFound)?;
    let found = queries::find(db, code).await?.ok_or(AppError::NotFound)?;
    let open = queries::open_cohorts(db, code, desk.app.clock.today()).await?;
    let facts = whole::read(db, code, &as_of(&desk)).await?;
    let page = paper::sheet(&found, &facts, &open, (desk.app.clock.now(), desk.app.demo));
    let bytes = blocking::run(move || {
        documents::municipality::pdf(&page)
            .map_err(|error| AppError::Internal(format!("municipality: {error}")))
    })
    .await??;
    let name = format!("municipio-{code}-{}.pdf", facts.today);
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}
