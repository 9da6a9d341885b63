//! Addresses of municipalities.

use rocket::http::ContentType;
use sea_orm::Condition;

use ledger_model::as_of::AsOf;
use platform::blocking;
use platform::pager::address;
use platform::xlsx;
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;
use territory_model::addresses::MunicipalityCode;
use territory_model::queries::departments;

use super::list::{self, MunicipalityFilter, MunicipalityList};
use super::standing::MunicipalityWhole;
use super::views::{Holders, MunicipalitiesPage, MunicipalityLine, MunicipalityProfilePage};
use super::{paper, queries, sheet, whole};
use crate::policy::{ANSWERERS, READERS};

pub fn routes() -> Vec<Route> {
    routes![page, workbook, show, document]
}

/// Today, as the ledger knows it.
fn as_of(desk: &Desk<'_>) -> AsOf {
    AsOf::known_now(desk.app.clock.today(), desk.app.clock.now())
}

/// What an address asks the list for.
struct MunicipalityQuery {
    fields: Fields,
    list: MunicipalityList,
    condition: Condition,
    query: [(&'static str, String); 4],
}

impl MunicipalityQuery {
    /// Reads it. At most two statements.
    async fn read(desk: &Desk<'_>) -> Result<Self, AppError> {
        let fields = Fields::of_address(desk.request());
        let filter = MunicipalityFilter {
            text: fields.first("q").to_owned(),
            department: fields.first("departamento").to_owned(),
            pdet: fields.first("pdet") == "si",
        };
        let whole = fields.first("ver") == WHOLE;
        let db = desk.app.db.read();
        let (list, condition) = list::beginning(db, desk.visitor(), &filter, whole).await?;
        let ticked = |is: bool, word: &str| if is { word.to_owned() } else { String::new() };
        let query = [
            ("q", filter.text),
            ("departamento", filter.department),
            ("pdet", ticked(filter.pdet, "si")),
            ("ver", ticked(whole, WHOLE)),
        ];
        Ok(Self { fields, list, condition, query })
    }

    fn address(&self, path: &str) -> String {
        let query = self.query.each_ref().map(|(name, value)| (*name, value.as_str()));
        address(path, &query)
    }
}

/// The word that asks for the whole country.
const WHOLE: &str = "todos";

#[get("/municipios")]
async fn page(desk: Desk<'_>) -> Answer {
    let db = desk.app.db.read();
    let asked = MunicipalityQuery::read(&desk).await?;
    let number = asked.fields.first("pagina").parse().ok();
    let here = asked.address("/municipios");
    let workbook = asked.address("/municipios/xlsx");
    let as_of = as_of(&desk);
    let (rows, pager) = list::listed(db, asked.condition, &as_of, (number, &here)).await?;
    let departments = departments(db).await?.into_iter();
    desk.show(&MunicipalitiesPage {
        filter: asked.fields.state(),
        departments: departments
            .map(|department| Alternative::new(department.code, department.name))
            .collect(),
        caption: asked.list.label(),
        whole: (asked.list != MunicipalityList::Country)
            .then(|| address("/municipios", &[("ver", WHOLE)])),
        is_narrow: asked.list == MunicipalityList::Matching,
        may_read_lacks: desk.visitor().is_some_and(|actor| actor.has_any(&READERS)),
        workbook,
        rows: rows.into_iter().map(MunicipalityLine::from).collect(),
        pager,
    })
}

#[get("/municipios/xlsx")]
async fn workbook(desk: Desk<'_>) -> Answer {
    let asked = MunicipalityQuery::read(&desk).await?;
    let as_of = as_of(&desk);
    let rows = list::sheet(desk.app.db.read(), asked.condition, &as_of).await?;
    let rows: Vec<MunicipalityLine> = rows.into_iter().map(MunicipalityLine::from).collect();
    let name = format!("municipios-{}.xlsx", as_of.day);
    let about = (asked.list.label(), as_of);
    let bytes = blocking::run(move || sheet::workbook(&rows, about)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
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
