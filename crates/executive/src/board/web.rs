//! `/tablero`: its filters are in the address, so that what somebody sees can be sent and seen again.

use rocket::http::ContentType;

use platform::blocking;
use reports_model::policy::READERS;
use reports_model::rules::Period;
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;

use super::facts::{facts, inside};
use super::paper::{self, SheetFacts};
use super::running::coming_cohorts;
use super::views::{Board, BoardPage, PATH};
use crate::capacity::Framework;
use crate::query::{Ambit, territories};

pub fn routes() -> Vec<Route> {
    routes![page, sheet]
}

#[get("/tablero")]
async fn page(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let fields = Fields::of_address(desk.request());
    let (db, now, today) = (desk.app.db.read(), desk.app.clock.now(), desk.app.clock.today());
    let has_wider = actor.is_administrator() || !actor.units_read().is_empty();
    let asked_for = fields.first("departamento");
    let choices = territories(db, actor, has_wider && asked_for.is_empty()).await?;
    // Who has nothing wider than a department looks at the first of theirs at once.
    let chosen = match asked_for {
        "" if has_wider => None,
        "" => choices.departments().first().map(|one| one.code.clone()),
        code => Some(code.to_owned()),
    };
    let mut page = BoardPage {
        subject: String::new(),
        form: FormState::default(),
        departments: choices
            .departments()
            .iter()
            .map(|one| Alternative::new(&one.code, &one.name))
            .collect(),
        is_of_unit: has_wider && !actor.is_administrator(),
        whole: match (has_wider, actor.is_administrator()) {
            (false, _) => String::new(),
            (_, true) => "Todo el país".to_owned(),
            (_, false) => "Toda la dirección territorial".to_owned(),
        },
        capacities: Vec::new(),
        board: None,
    };
    if !has_wider && chosen.is_none() {
        return desk.show(&page);
    }
    let mut reader = Reader::new(&fields);
    let period = Period::read(&mut reader, today);
    // Whose it is comes before how it was asked: foreign and absent look alike.
    let word = chosen.clone().map_or_else(String::new, |code| Ambit::Department(code).word());
    let question = choices.query(actor, &word, period, today)?;
    page.subject = question.name.clone();
    let framework = match &chosen {
        Some(_) => Framework::read(db, None).await?,
        None => Framework::default(),
    };
    let capacity = fields.first("capacidad");
    let is_known = |code: &str| framework.capacities.iter().any(|one| one.code == code);
    if chosen.is_some() && !capacity.is_empty() && !is_known(capacity) {
        reader.wrong("capacidad", "Elija una capacidad de la lista.");
    }
    page.capacities = framework
        .capacities
        .iter()
        .filter(|one| !one.retired || one.code == capacity)
        .map(|one| Alternative::new(&one.code, &one.name))
        .collect();
    if let Err(form) = reader.finish() {
        page.form = form;
        return desk.refuse(&page);
    }
    let inside = async {
        Ok::<_, AppError>(match &chosen {
            Some(_) => Some(inside(db, &question, &framework, capacity, now).await?),
            None => None,
        })
    };
    let known = async { Ok::<_, AppError>(facts(db, actor, &question, now).await?) };
    let (known, inside) = rocket::tokio::try_join!(known, inside)?;
    page.form = FormState::default()
        .with_option("departamento", chosen)
        .with("desde", dates::input_date(period.from))
        .with("hasta", dates::input_date(period.to))
        .with_option("capacidad", drawn(inside.as_ref()));
    let inside = inside.as_ref().map(|inside| (inside, framework.capacities.as_slice()));
    page.board = Some(Board::of((&question, &choices), now, &known, inside));
    desk.show(&page)
}

/// The code of the capacity whose line is drawn.
fn drawn(inside: Option<&super::facts::DepartmentFacts>) -> Option<&str> {
    Some(inside?.capacity.as_ref()?.code.as_str())
}

/// The board of a department on one sheet; without one, of the first that the reader answers for.
#[get("/tablero/hoja")]
async fn sheet(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let fields = Fields::of_address(desk.request());
    let (db, now, today) = (desk.app.db.read(), desk.app.clock.now(), desk.app.clock.today());
    let choices = territories(db, actor, false).await?;
    let code = match fields.first("departamento") {
        "" => {
            choices.departments().first().map(|one| one.code.clone()).ok_or(AppError::NotFound)?
        }
        code => code.to_owned(),
    };
    let mut reader = Reader::new(&fields);
    let period = Period::read(&mut reader, today);
    // Whose it is comes before how it was asked: foreign and absent look alike.
    let question = choices.query(actor, &Ambit::Department(code.clone()).word(), period, today)?;
    if reader.finish().is_err() {
        // The board tells what could not be read; a sheet has no form.
        return desk.go(PATH);
    }
    let framework = Framework::read(db, None).await?;
    let known = async { Ok::<_, AppError>(facts(db, actor, &question, now).await?) };
    let inside = async { Ok::<_, AppError>(inside(db, &question, &framework, "", now).await?) };
    let coming = async { Ok::<_, AppError>(coming_cohorts(db, &question).await?) };
    let (known, inside, coming) = rocket::tokio::try_join!(known, inside, coming)?;
    let capacities = framework.capacities.as_slice();
    let board = Board::of((&question, &choices), now, &known, Some((&inside, capacities)));
    let told =
        SheetFacts { board: &known, inside: &inside, framework: capacities, coming: &coming };
    let page = paper::sheet(&question, &board, &told, (now, desk.app.demo));
    let bytes = blocking::run(move || {
        documents::department::pdf(&page)
            .map_err(|error| AppError::Internal(format!("department: {error}")))
    })
    .await??;
    let name = format!("hoja-{code}-{}-{}.pdf", period.from, period.to);
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}
