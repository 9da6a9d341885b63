//! The list and its workbook.

use std::collections::BTreeSet;

use capacities_model::queries::capacities;
use courses_model::queries::offered;
use platform::pager::address;
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use crate::policy::{DECIDERS, READERS, STATERS};
use crate::queries::{self, NeedFilter, NeedSummary, NeedTotals};
use crate::rules::State;
use crate::views::{NeedListPage, NeedRow};
use crate::{labels, sheet};

const PATH: &str = "/necesidades";
const FILTERS: [&str; 5] = ["estado", "capacidad", "departamento", "municipio", "oferta"];

/// The filters of an address. One that is not of its list finds nothing, as absent rows do.
struct NeedListQuery {
    filter: NeedFilter,
    offered: BTreeSet<String>,
    query: Vec<(&'static str, String)>,
}

impl NeedListQuery {
    async fn read(desk: &Desk<'_>, fields: &Fields) -> Result<Self, AppError> {
        let offered = offered(desk.app.db.read()).await?;
        let text = |name: &str| Some(fields.first(name).to_owned()).filter(|text| !text.is_empty());
        let state = match fields.first("estado") {
            "" => None,
            asked => {
                let state = State::ALL.into_iter().find(|one| labels::code(*one) == asked);
                Some(state.ok_or(AppError::NotFound)?)
            }
        };
        let filter = NeedFilter {
            state,
            capacity: text("capacidad"),
            department: text("departamento"),
            municipality: text("municipio"),
            without_offer: (fields.first("oferta") == "sin").then(|| offered.clone()),
        };
        let query = FILTERS.iter().map(|name| (*name, fields.first(name).to_owned())).collect();
        Ok(Self { filter, offered, query })
    }

    fn address(&self, path: &str) -> String {
        let query: Vec<(&str, &str)> =
            self.query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        address(path, &query)
    }

    fn is_narrowed(&self) -> bool {
        self.query.iter().any(|(_, value)| !value.is_empty())
    }
}

#[get("/necesidades")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let asked = NeedListQuery::read(&desk, &fields).await?;
    let here = asked.address(PATH);
    let page = fields.first("pagina").parse().ok();
    let (rows, pager) = queries::list(db, actor, &asked.filter, (page, &here)).await?;
    let sums = queries::figures(db, rows.iter().map(|row| row.id)).await?;
    let framework = capacities(db).await?;
    let departments = queries::departments(db, actor).await?;
    let today = desk.app.clock.today();
    let shown = |row: NeedSummary| need_row(row, &sums, (&asked.offered, today));
    desk.show(&NeedListPage {
        form: fields.state(),
        states: State::ALL.map(|one| Alternative::new(labels::code(one), one.label())).into(),
        capacities: framework.iter().map(|one| Alternative::new(&one.code, &one.name)).collect(),
        departments: departments.iter().map(|(code, name)| Alternative::new(code, name)).collect(),
        offers: vec![Alternative::new("sin", "Sin oferta")],
        rows: rows.into_iter().map(shown).collect(),
        pager,
        narrowed: asked.is_narrowed(),
        may_state: actor.has_any(&STATERS),
        may_propose: actor.has_any(&DECIDERS),
        workbook: asked.address("/necesidades/xlsx"),
    })
}

fn need_row(
    need: NeedSummary,
    sums: &NeedTotals,
    (offered, today): (&BTreeSet<String>, chrono::NaiveDate),
) -> NeedRow {
    let figures = need.figures(sums);
    let state = figures.state(need.refused_at.is_some());
    NeedRow {
        figures,
        left: figures.remainder(),
        is_late: state == State::Pending && need.deadline_on < today,
        tone: labels::tone(state),
        state: state.label(),
        without_offer: state == State::Pending && !offered.contains(&need.capacity_code),
        need,
    }
}

#[get("/necesidades/xlsx")]
pub async fn workbook(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let asked = NeedListQuery::read(&desk, &fields).await?;
    let rows = queries::sheet(db, actor, &asked.filter).await?;
    let sums = queries::figures(db, rows.iter().map(|row| row.id)).await?;
    let at = desk.app.clock.now();
    let filters: Vec<String> = asked
        .query
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    let filters = if filters.is_empty() { "Ninguno".to_owned() } else { filters.join("; ") };
    let bytes =
        blocking::run(move || sheet::workbook(&rows, &sums, &asked.offered, (&filters, at)))
            .await??;
    desk.file(FileReply {
        name: "necesidades.xlsx".to_owned(),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}
