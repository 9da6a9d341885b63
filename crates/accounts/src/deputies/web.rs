//! Addresses of deputies.

use platform::texts::word;
use sign_in_model::actor::AccountId;
use sign_in_model::prelude::*;

use super::commands::{self, DeputyResult};
use super::entity::deputy::{self, DeputyId};
use super::policy::{DeputyFacts, may_confirm, may_end, may_name, may_see};
use super::queries;
use super::views::{DeputiesPage, DeputyBook};

pub fn routes() -> Vec<Route> {
    routes![list, name, confirm, end]
}

async fn page(desk: &Desk<'_>, form: FormState) -> Result<DeputiesPage, AppError> {
    let (actor, db, today) = (desk.actor()?, desk.app.db.read(), desk.app.clock.today());
    may_see(actor)?;
    let standing = standing(desk).await?;
    let (rows, names) = queries::deputies(db, actor).await?;
    let candidates = match standing.is_empty() {
        true => Vec::new(),
        false => queries::candidates(db, &standing, None, today).await?,
    };
    let scopes = crate::queries::scopes(db, std::iter::empty()).await?;
    let book = DeputyBook { rows, names, scopes, standing, candidates };
    Ok(DeputiesPage::of(actor, &book, form, today))
}

/// The units that the reader coordinates without a last day.
async fn standing(desk: &Desk<'_>) -> Result<Vec<String>, AppError> {
    Ok(queries::standing_units(desk.app.db.read(), desk.actor()?.account).await?)
}

async fn stored(desk: &Desk<'_>, id: DeputyId) -> Result<deputy::Model, AppError> {
    let actor = desk.actor()?;
    may_see(actor)?;
    let found = queries::deputy_within(desk.app.db.read(), actor, id).await?;
    found.ok_or(AppError::NotFound)
}

#[get("/encargos")]
async fn list(desk: Desk<'_>) -> Answer {
    desk.show(&page(&desk, FormState::default()).await?)
}

#[post("/encargos", data = "<fields>")]
async fn name(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    may_see(actor)?;
    let standing = standing(&desk).await?;
    let mut reader = Reader::new(&fields);
    let unit = match standing.as_slice() {
        [] => return Err(AppError::Forbidden),
        [own] => own.clone(),
        several => {
            let choices: Vec<(&str, String)> =
                several.iter().map(|code| (code.as_str(), code.clone())).collect();
            let chosen = reader.choice("direccion", &choices, "Elija la dirección territorial.");
            chosen.unwrap_or_default()
        }
    };
    let account = fields.first("cuenta").parse().map(AccountId).ok();
    if account.is_none() {
        reader.wrong("cuenta", word("accounts.deputy_nobody"));
    }
    let from = reader.date("desde", "Escriba el primer día.");
    let to = reader.date("hasta", "Escriba el último día.");
    let account = match (reader.finish(), account) {
        (Ok(()), Some(account)) => account,
        (Err(form), _) => return desk.refuse(&page(&desk, form).await?),
        (Ok(()), None) => return Err(AppError::Internal("a deputy without an account".into())),
    };
    let permit = may_name(actor, &unit, account, &standing)?;
    match commands::name_deputy(desk.app, permit, (from, to)).await {
        Ok(()) => {
            desk.done("/encargos", "El encargo quedó pedido. Vale cuando otra persona lo confirme.")
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, form).await?)
        }
    }
}

#[post("/encargos/<deputy>/confirmacion")]
async fn confirm(desk: Desk<'_>, deputy: DeputyId) -> Answer {
    let row = stored(&desk, deputy).await?;
    let standing = standing(&desk).await?;
    let permit = may_confirm(desk.actor()?, &DeputyFacts::from(&row), &standing)?;
    let outcome = commands::confirm_deputy(desk.app, permit).await;
    told(&desk, outcome, "El encargo quedó confirmado. Vale en sus días y termina solo.")
}

#[post("/encargos/<deputy>/fin")]
async fn end(desk: Desk<'_>, deputy: DeputyId) -> Answer {
    let row = stored(&desk, deputy).await?;
    let standing = standing(&desk).await?;
    let permit = may_end(desk.actor()?, &DeputyFacts::from(&row), &standing)?;
    let outcome = commands::end_deputy(desk.app, permit).await;
    told(&desk, outcome, "El encargo terminó.")
}

fn told(desk: &Desk<'_>, outcome: DeputyResult<()>, text: &str) -> Answer {
    match outcome {
        Ok(()) => desk.done("/encargos", text),
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}
