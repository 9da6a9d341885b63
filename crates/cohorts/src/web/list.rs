//! The list of the actor's cohorts, and the same as a workbook.

use platform::dates::bogota_date;
use platform::order::{ListOrder, ORDER, SortHead};
use platform::pager::address;
use platform::{blocking, xlsx};
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;
use territory_model as territory;

use super::{READERS, RUNNERS, answer};
use crate::entity::cohort::Stage;
use crate::queries::{self, CohortFilter};
use crate::sheet;
use crate::views::{CohortListPage, CohortListRow, named};

const PATH: &str = "/cohortes";

/// What an address asks the list for; its form says what is wrong with it.
struct CohortQuery {
    form: FormState,
    filter: CohortFilter,
    /// Empty for who has one unit only.
    units: Vec<Alternative>,
    typed: [(&'static str, String); 3],
}

impl CohortQuery {
    /// Reads it. At most one statement.
    async fn read(desk: &Desk<'_>, actor: &Actor, fields: &Fields) -> Result<Self, AppError> {
        let mut reader = Reader::new(fields);
        let text = reader.optional("q", 100).unwrap_or_default();
        let code = fields.first("etapa");
        let stage = Stage::from_code(code);
        if stage.is_none() && !code.is_empty() {
            reader.wrong("etapa", "Elija una etapa de la lista.");
        }
        // Who has one unit only has nothing to choose.
        let several_units = actor.units_read().len() != 1;
        let units = match several_units {
            true => territory::queries::units(desk.app.db.read()).await?,
            false => Vec::new(),
        };
        let asked = if several_units { fields.first("unidad") } else { "" };
        let unit = units.iter().find(|unit| unit.code == asked).map(|unit| unit.code.clone());
        if unit.is_none() && !asked.is_empty() {
            reader.wrong("unidad", "Elija una dirección territorial de la lista.");
        }
        let form = match reader.finish() {
            Ok(()) => fields.state(),
            Err(form) => form,
        };
        let order = ListOrder::of(fields.first(ORDER), &queries::COHORT_ORDERS);
        let typed = [("q", fields.first("q")), ("etapa", code), ("unidad", asked)];
        Ok(Self {
            form,
            filter: CohortFilter { text, stage, unit, order },
            units: units.iter().map(|unit| Alternative::new(&unit.code, &unit.name)).collect(),
            typed: typed.map(|(name, value)| (name, value.to_owned())),
        })
    }

    fn address(&self, path: &str) -> String {
        self.in_order(path, &self.filter.order.code())
    }

    fn in_order(&self, path: &str, order: &str) -> String {
        let mut query: Vec<(&str, &str)> =
            self.typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        query.push((ORDER, order));
        address(path, &query)
    }

    fn head(&self, word: &'static str) -> SortHead {
        self.filter.order.head(word, |order| self.in_order(PATH, order))
    }
}

#[get("/cohortes")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let query = CohortQuery::read(&desk, actor, &fields).await?;
    let number = fields.first("pagina").parse().ok();
    let here = query.address(PATH);
    let (rows, pager) = queries::within_scope(db, actor, &query.filter, number, &here).await?;
    let places = queries::municipalities_of(db, rows.iter().map(|row| row.id)).await?;
    let page = CohortListPage {
        stages: Stage::alternatives(),
        rows: rows
            .into_iter()
            .map(|cohort| CohortListRow {
                tag: cohort.stage.into(),
                municipalities: named(
                    places.get(&cohort.id).map(Vec::as_slice).unwrap_or_default(),
                    2,
                ),
                cohort,
            })
            .collect(),
        pager,
        may_create: actor.has_any(&RUNNERS),
        narrowed: query.typed.iter().any(|(_, value)| !value.is_empty()),
        workbook: query.address("/cohortes/xlsx"),
        order: query.filter.order.code(),
        by_name: query.head(queries::BY_NAME),
        by_course: query.head(queries::BY_COURSE),
        by_start: query.head(queries::BY_START),
        by_seats: query.head(queries::BY_SEATS),
        units: query.units,
        filter: query.form,
    };
    answer(&desk, &page, &page.filter)
}

#[get("/cohortes/xlsx")]
pub async fn workbook(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let query = CohortQuery::read(&desk, actor, &Fields::of_address(desk.request())).await?;
    // What the page refuses is no file.
    if query.form.has_errors() {
        return Err(AppError::NotFound);
    }
    let rows = queries::within_scope_whole(db, actor, &query.filter).await?;
    let places = queries::municipalities_of(db, rows.iter().map(|row| row.id)).await?;
    let now = desk.app.clock.now();
    let bytes = blocking::run(move || sheet::workbook(&rows, &places, now)).await??;
    let name = format!("cohortes-{}.xlsx", bogota_date(now));
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}
