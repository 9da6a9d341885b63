//! The list of entities.

use platform::order::{ListOrder, ORDER};
use platform::pager::address;
use sign_in_model::prelude::*;
use territory_model::kinds::UNSORTED;
use territory_model::nit::shown_nit;
use territory_model::queries::{NamedMunicipality, departments_within, places_within};

use super::super::queries::{self, EntityRow, EntitySearch, people_in, places};
use super::super::story::kind_label;
use super::super::views::{EntityListLine, EntityListPage};
use super::kinds;
use enrolment_model::persons::policy::REVIEWERS;

const PATH: &str = "/entidades";

pub fn routes() -> Vec<Route> {
    routes![list]
}

/// The rows of a list, each with how many people hold a post there today. `href` says where a line leads.
pub async fn lines(
    desk: &Desk<'_>,
    rows: Vec<EntityRow>,
    kinds: &[Alternative],
    href: impl Fn(&EntityRow) -> String,
) -> Result<Vec<EntityListLine>, AppError> {
    let ids = rows.iter().map(|row| row.id);
    let people = people_in(desk.app.db.read(), ids, desk.app.clock.today()).await?;
    let line = |row: EntityRow| EntityListLine {
        href: href(&row),
        kind: kind_label(kinds, &row.kind),
        place: row.place(),
        nit: row.nit.as_deref().map(shown_nit).unwrap_or_default(),
        people: numbers::grouped(people.get(&row.id).copied().unwrap_or(0)),
        waits: !row.is_reviewed || row.kind == UNSORTED,
        name: row.name,
    };
    Ok(rows.into_iter().map(line).collect())
}

#[get("/entidades?<q>&<departamento>&<municipio>&<clase>&<revisar>&<pagina>")]
async fn list(
    desk: Desk<'_>,
    q: Option<&str>,
    departamento: Option<&str>,
    municipio: Option<&str>,
    clase: Option<&str>,
    revisar: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let db = desk.app.db.read();
    let text = q.unwrap_or_default();
    let kinds = kinds(&desk).await?;
    let departments = departments_within(db, places(actor)).await?;
    let known = departments.iter().map(|(code, _)| code.as_str());
    let only = (departments.len() == 1).then(|| known.clone().next()).flatten();
    let department = known.clone().find(|code| Some(*code) == departamento);
    // Whoever answers for one department chooses no other.
    let municipalities = match department.or(only) {
        Some(code) => places_within(db, places(actor), code).await?,
        None => Vec::new(),
    };
    let mut codes = municipalities.iter().map(|place| place.code.as_str());
    let municipality = codes.find(|code| Some(*code) == municipio);
    let kind = kinds.iter().map(|kind| kind.value.as_str()).find(|kind| Some(*kind) == clase);
    let only_to_review = revisar == Some("1");
    let order = ListOrder::of(Fields::of_address(desk.request()).first(ORDER), &queries::ORDERS);
    let filters = [
        ("q", text),
        ("departamento", department.unwrap_or_default()),
        ("municipio", municipality.unwrap_or_default()),
        ("clase", kind.unwrap_or_default()),
        ("revisar", if only_to_review { "1" } else { "" }),
    ];
    let in_order = |order: &str| address(PATH, &[&filters[..], &[(ORDER, order)]].concat());
    let head = |word: &'static str| order.head(word, in_order);
    let here = in_order(&order.code());
    let sought = EntitySearch { text, department, municipality, kind, only_to_review, order };
    let (rows, pager) = queries::search(desk.app, actor, sought, pagina, &here).await?;
    let narrowed = filters.iter().any(|(_, value)| !value.is_empty());
    let filter = FormState::default()
        .with("q", text)
        .with_option("departamento", department)
        .with_option("municipio", municipality)
        .with_option("clase", kind)
        .with_option("revisar", only_to_review.then_some("1"));
    let rows = lines(&desk, rows, &kinds, |row| format!("/entidades/{}", row.id)).await?;
    let heads = [queries::BY_NAME, queries::BY_KIND, queries::BY_PLACE].map(head);
    let [by_name, by_kind, by_place] = heads;
    desk.show(&EntityListPage {
        filter,
        municipalities: municipalities.iter().map(NamedMunicipality::alternative).collect(),
        departments: departments.iter().map(|(code, name)| Alternative::new(code, name)).collect(),
        kinds,
        rows,
        pager,
        narrowed,
        order: order.code(),
        by_name,
        by_kind,
        by_place,
    })
}
