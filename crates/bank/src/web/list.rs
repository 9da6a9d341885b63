//! The list of questions.

use platform::markdown;
use platform::pager::address;
use sign_in_model::prelude::*;

use super::BankChoices;
use crate::commands::VersionTag;
use crate::entity::question::State;
use crate::labels::{self, QuestionKind};
use crate::policy::{self, READERS};
use crate::queries::{self, BankFilter, BankRow};
use crate::views::{BankListPage, BankListRow};

/// Letters of a question that the list shows.
const TITLE: usize = 160;

/// What the address asks for; what is no filter lets everything through.
pub(super) fn filter(fields: &Fields) -> BankFilter {
    BankFilter {
        text: fields.first("q").to_owned(),
        capacity: fields.first("capacidad").to_owned(),
        difficulty: labels::read_difficulty(fields.first("dificultad")),
        state: labels::read_state(fields.first("estado")),
        course: fields.first("curso").parse().ok(),
    }
}

const FILTERS: [&str; 5] = ["q", "capacidad", "dificultad", "estado", "curso"];

#[get("/preguntas?<pagina>")]
pub async fn list(desk: Desk<'_>, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let fields = Fields::of_address(desk.request());
    let filters = FILTERS.map(|name| (name, fields.first(name)));
    let here = address("/preguntas", &filters);
    let lists = BankChoices::read(&desk).await?;
    let db = desk.app.db.read();
    let (rows, pager) = queries::list(db, actor, &filter(&fields), (pagina, &here)).await?;
    let may_write = policy::may_write(actor).is_ok();
    let rows = rows.into_iter().map(|listed| row(listed, may_write));
    let rows: Vec<BankListRow> = rows.collect::<Result<_, AppError>>()?;
    desk.show(&BankListPage {
        filter: fields.state(),
        capacities: lists.capacities,
        difficulties: labels::difficulty_choices(),
        states: labels::state_choices(),
        courses: lists.courses,
        publishes: rows.iter().any(|row| row.draft.is_some()),
        rows,
        pager,
        may_write,
        filtered: here != "/preguntas",
        query: here.trim_start_matches("/preguntas").to_owned(),
    })
}

fn row(listed: BankRow, may_write: bool) -> Result<BankListRow, AppError> {
    let is_draft = listed.state == State::Draft && listed.published_at.is_none();
    let tag = VersionTag::of(listed.version, &listed.body);
    let question = queries::read_body(listed.version, &listed.body)?;
    Ok(BankListRow {
        href: format!("/preguntas/{}", listed.id),
        text: markdown::plain(question.text().as_str(), TITLE),
        kind: QuestionKind::of(&question).label(),
        code: listed.code,
        capacity: listed.capacity_code,
        difficulty: listed.difficulty.label(),
        tone: labels::tone(listed.state),
        state: listed.state.label(),
        has_draft: listed.published_at.is_none() && listed.state != State::Draft,
        draft: (may_write && is_draft).then(|| format!("{}:{}", listed.id, tag.as_str())),
    })
}
