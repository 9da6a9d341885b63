//! Addresses of the accounts.

use enrolment_model::forms::read_person;
use people_model::entity::person::DocumentType;
use platform::order::{ListOrder, ORDER};
use platform::pager;
use platform::texts::word;
use sign_in_model::actor::{AccountId, Grant, Role};
use sign_in_model::entity::role_grant::RoleGrantId;
use sign_in_model::prelude::*;
use sign_in_model::queries::{Whose, contact_changes};
use sign_in_model::{commands, factor, policy};
use territory_model as territory;

use super::choices::{RoleChoices, given_by, units_of};
use super::commands::{open, tie_to};
use super::queries::{self, AccountDetail, AccountFilter};
use super::views::{AccountLine, AccountPage, AccountsPage, NewAccountPage};

pub fn routes() -> Vec<Route> {
    routes![
        list,
        new_form,
        new,
        show,
        suspend,
        reactivate,
        link,
        reset_factor,
        tie,
        give_role,
        take_role
    ]
}

#[get("/cuentas?<q>&<rol>&<estado>&<pagina>")]
async fn list(
    desk: Desk<'_>,
    q: Option<&str>,
    rol: Option<&str>,
    estado: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let actor = desk.actor()?;
    policy::may_see_accounts(actor)?;
    let db = desk.app.db.read();
    let (q, rol, estado) =
        (q.unwrap_or_default(), rol.unwrap_or_default(), estado.unwrap_or_default());
    let role = Role::from_code(rol);
    let active = match estado {
        "activa" => Some(true),
        "suspendida" => Some(false),
        _ => None,
    };
    let order = ListOrder::of(Fields::of_address(desk.request()).first(ORDER), &queries::ORDERS);
    let in_order = |order: &str| {
        let filters = [("q", q), ("rol", rol), ("estado", estado), (ORDER, order)];
        pager::address("/cuentas", &filters)
    };
    let heads = queries::ORDERS.map(|word| order.head(word, in_order));
    let filter = AccountFilter { text: q.to_owned(), role, active, order };
    let address = in_order(&order.code());
    let (rows, pager) = queries::accounts(db, actor, &filter, pagina, &address).await?;
    let scopes = queries::scopes(db, rows.iter().flat_map(|(_, roles)| roles)).await?;
    let lines =
        rows.iter().map(|(account, roles)| AccountLine::of(account, roles, &scopes)).collect();
    let typed = FormState::default().with("q", q).with("rol", rol).with("estado", estado);
    desk.show(&AccountsPage::new(actor, (typed, order.code(), heads), lines, pager))
}

/// Entities named when the words typed fit several.
const MOST_NAMED: usize = 4;

/// The role and scope that were chosen, of those that the actor gives; an entity is found by the words of
/// its name. What is outside of their units looks like what is not there.
async fn read_grant(desk: &Desk<'_>, reader: &mut Reader<'_>) -> Result<Option<Grant>, AppError> {
    let (actor, db) = (desk.actor()?, desk.app.db.read());
    let given: Vec<(&str, Role)> =
        given_by(actor).iter().map(|role| (role.code(), *role)).collect();
    let Some(role) = reader.choice("rol", &given, "Elija el rol.") else {
        return Ok(None);
    };
    let mut unit = reader.optional("direccion", 20);
    if unit.is_none()
        && role == Role::Facilitator
        && let [own] = units_of(actor).as_slice()
    {
        unit = Some((*own).to_owned());
    }
    let department = reader.optional("departamento", 2);
    if let Some(code) = &unit
        && !(actor.coordinates(code) && territory::queries::unit_exists(db, code).await?)
    {
        reader.wrong("direccion", "Elija la dirección territorial de la lista.");
    }
    if let Some(code) = &department
        && !territory::queries::department_exists(db, code).await?
    {
        reader.wrong("departamento", "Elija el departamento de la lista.");
    }
    let typed = reader.optional("entidad", 200);
    let mut entity = None;
    let is_nowhere = typed.is_none();
    if let Some(typed) = typed {
        let mut meant = territory::queries::entities_meant(db, &typed).await?;
        let served =
            queries::served(db, actor, meant.iter().map(|entity| entity.id.0).collect()).await?;
        meant.retain(|entity| served.contains(&entity.id.0));
        match meant.as_slice() {
            [one] => entity = Some(one.id.0),
            [] => reader.wrong("entidad", "No hay ninguna entidad con ese nombre."),
            several => {
                let names: Vec<String> = several
                    .iter()
                    .take(MOST_NAMED)
                    .map(|entity| format!("«{}»", entity.full_name()))
                    .collect();
                let text =
                    format!("Hay varias; escriba una como aparece aquí: {}.", names.join(", "));
                reader.wrong("entidad", text);
            }
        }
    }
    let missing = match role {
        Role::Coordinator if unit.is_none() => {
            Some(("direccion", word("accounts.grant_coordinator_unit")))
        }
        Role::Director if unit.is_none() => {
            Some(("direccion", word("accounts.grant_director_unit")))
        }
        Role::Facilitator if unit.is_none() && !actor.is_administrator() => {
            Some(("direccion", word("accounts.grant_facilitator_unit")))
        }
        Role::Gobernacion if department.is_none() => {
            Some(("departamento", word("accounts.grant_department")))
        }
        Role::FocalPoint if is_nowhere => Some(("entidad", word("accounts.grant_entity"))),
        _ => None,
    };
    if let Some((field, sentence)) = missing {
        reader.wrong(field, sentence);
    }
    Ok(Some(Grant { role, unit, department, entity }))
}

/// The entity of a role, where the actor's units answer for it: policies ask.
async fn served(desk: &Desk<'_>, grant: &Grant) -> Result<Vec<i64>, AppError> {
    let entities = grant.entity.into_iter().collect();
    Ok(queries::served(desk.app.db.read(), desk.actor()?, entities).await?)
}

async fn new_page(desk: &Desk<'_>, form: FormState) -> Result<NewAccountPage, AppError> {
    let scopes = queries::scopes(desk.app.db.read(), std::iter::empty()).await?;
    let document_types = DocumentType::alternatives();
    let choices = RoleChoices::of(desk.actor()?, &scopes, &form, "/cuentas/nueva");
    Ok(NewAccountPage { is_first_step: false, form, document_types, choices })
}

#[get("/cuentas/nueva?<rol>")]
async fn new_form(desk: Desk<'_>, rol: Option<&str>) -> Answer {
    policy::may_begin_account(desk.actor()?)?;
    let page = new_page(&desk, FormState::default().with_option("rol", rol)).await?;
    desk.show(&NewAccountPage { is_first_step: page.choices.chosen.is_none(), ..page })
}

#[post("/cuentas", data = "<fields>")]
async fn new(desk: Desk<'_>, fields: Fields) -> Answer {
    policy::may_begin_account(desk.actor()?)?;
    let mut reader = Reader::new(&fields);
    let person = read_person(&mut reader, true);
    let grant = read_grant(&desk, &mut reader).await?;
    let (person, grant) = match (reader.finish(), person, grant) {
        (Ok(()), Some(person), Some(grant)) => (person, grant),
        (Err(form), ..) => return desk.refuse(&new_page(&desk, form).await?),
        (Ok(()), ..) => return Err(AppError::Internal("a form without its answers".to_owned())),
    };
    let served = served(&desk, &grant).await?;
    let permit = policy::may_open(desk.actor()?, grant, &served)?;
    match open(desk.app, permit, person).await {
        Ok(account) => desk.done(
            format!("/cuentas/{account}"),
            "La cuenta quedó abierta y su enlace va en camino.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&new_page(&desk, form).await?)
        }
    }
}

async fn stored(desk: &Desk<'_>, id: AccountId) -> Result<AccountDetail, AppError> {
    let actor = desk.actor()?;
    policy::may_see_accounts(actor)?;
    queries::account(desk.app.db.read(), actor, id).await?.ok_or(AppError::NotFound)
}

async fn account_page(
    desk: &Desk<'_>,
    id: AccountId,
    form: FormState,
) -> Result<AccountPage, AppError> {
    let detail = stored(desk, id).await?;
    let db = desk.app.db.read();
    let scopes = queries::scopes(db, detail.roles.iter()).await?;
    let whose = match detail.account.person_id {
        Some(person) => Whose::Person(person),
        None => Whose::Account(id),
    };
    let changes = contact_changes(db, whose).await?;
    let (config, now) = (&desk.app.config, desk.app.clock.now());
    Ok(AccountPage::of(desk.actor()?, &detail, &scopes, changes, form, config, now))
}

#[get("/cuentas/<account>?<rol>")]
async fn show(desk: Desk<'_>, account: AccountId, rol: Option<&str>) -> Answer {
    let form = FormState::default().with_option("rol", rol);
    desk.show(&account_page(&desk, account, form).await?)
}

/// The answer to a button: back to the account, or why not.
fn told(
    desk: &Desk<'_>,
    account: AccountId,
    outcome: Result<(), platform::errors::Failure<commands::AccountRefusal>>,
    text: &str,
) -> Answer {
    match outcome {
        Ok(()) => desk.done(format!("/cuentas/{account}"), text),
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}

#[post("/cuentas/<account>/suspension")]
async fn suspend(desk: Desk<'_>, account: AccountId) -> Answer {
    let detail = stored(&desk, account).await?;
    let permit = policy::may_suspend(desk.actor()?, &detail.access)?;
    let outcome = commands::suspend(desk.app, permit).await;
    let text = "La cuenta quedó suspendida y sus sesiones se cerraron.";
    told(&desk, account, outcome, text)
}

#[post("/cuentas/<account>/reactivacion")]
async fn reactivate(desk: Desk<'_>, account: AccountId) -> Answer {
    stored(&desk, account).await?;
    let permit = policy::may_administer(desk.actor()?, account)?;
    let outcome = commands::reactivate(desk.app, permit).await;
    told(&desk, account, outcome, "La cuenta está activa de nuevo.")
}

#[post("/cuentas/<account>/enlace")]
async fn link(desk: Desk<'_>, account: AccountId) -> Answer {
    let detail = stored(&desk, account).await?;
    let permit = policy::may_send_link(desk.actor()?, &detail.access)?;
    let outcome = commands::send_password_link(desk.app, permit).await;
    let text = "El enlace va en camino; los anteriores dejaron de servir.";
    told(&desk, account, outcome, text)
}

#[post("/cuentas/<account>/segundo-factor/retiro", data = "<fields>")]
async fn reset_factor(desk: Desk<'_>, account: AccountId, fields: Fields) -> Answer {
    stored(&desk, account).await?;
    let permit = policy::may_reset_factor(desk.actor()?, account)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", 300, "Escriba por qué se retira el segundo factor.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&account_page(&desk, account, form).await?);
    }
    match factor::reset_factor(desk.app, permit, &reason).await {
        Ok(()) => desk.done(
            format!("/cuentas/{account}"),
            "El segundo factor se retiró y las sesiones de la persona se cerraron. Le escribimos a su correo.",
        ),
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}

#[post("/cuentas/<account>/persona", data = "<fields>")]
async fn tie(desk: Desk<'_>, account: AccountId, fields: Fields) -> Answer {
    stored(&desk, account).await?;
    let permit = policy::may_tie(desk.actor()?, account)?;
    let mut reader = Reader::new(&fields);
    let person = read_person(&mut reader, false);
    let form = match (reader.finish(), person) {
        (Ok(()), Some(person)) => match tie_to(desk.app, permit, person).await {
            Ok(()) => {
                let text = "La cuenta quedó unida a la persona de ese documento.";
                return desk.done(format!("/cuentas/{account}"), text);
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&account_page(&desk, account, form).await?)
}

#[post("/cuentas/<account>/roles", data = "<fields>")]
async fn give_role(desk: Desk<'_>, account: AccountId, fields: Fields) -> Answer {
    let mut before = stored(&desk, account).await?;
    Denial::unless(policy::gives_roles(desk.actor()?, &before.access))?;
    let mut reader = Reader::new(&fields);
    let grant = read_grant(&desk, &mut reader).await?;
    let grant = match (reader.finish(), grant) {
        (Ok(()), Some(grant)) => grant,
        (Err(form), _) => return desk.refuse(&account_page(&desk, account, form).await?),
        (Ok(()), None) => return Err(AppError::Internal("a role without a choice".to_owned())),
    };
    before.access.served.extend(served(&desk, &grant).await?);
    let permit = policy::may_give_role(desk.actor()?, &before.access, grant)?;
    match commands::give_role(desk.app, permit).await {
        Ok(()) => {
            let text = match before.has_no_staff_role() {
                true => format!(
                    "El rol quedó dado. Le llegó a {} un enlace para crear su contraseña.",
                    before.account.email
                ),
                false => "El rol quedó dado; la persona debe ingresar de nuevo.".to_owned(),
            };
            desk.done(format!("/cuentas/{account}"), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&account_page(&desk, account, form).await?)
        }
    }
}

#[post("/cuentas/<account>/roles/<grant>/retiro")]
async fn take_role(desk: Desk<'_>, account: AccountId, grant: RoleGrantId) -> Answer {
    let detail = stored(&desk, account).await?;
    if !detail.roles.iter().any(|known| known.id == grant) {
        return Err(AppError::NotFound);
    }
    let actor = desk.actor()?;
    let permit = policy::may_take_role(actor, &detail.access, grant)?;
    let outcome = commands::take_role(desk.app, permit).await;
    let text = "El rol se quitó y las sesiones de la persona se cerraron.";
    // With its last role of the units an account leaves their list.
    if outcome.is_ok() && !actor.is_administrator() && detail.roles.len() == 1 {
        return desk.done("/cuentas", text);
    }
    told(&desk, account, outcome, text)
}
