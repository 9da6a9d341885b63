//! What one receives by mail.

use reports_model::cuts::rules::Term;
use reports_model::policy::READERS;
use reports_model::rules::Period;
use sign_in_model::prelude::*;

use super::commands::{self, SubscriptionOutcome};
use super::entity::report_subscription::{self, EndReason, Report, SubscriptionId};
use super::policy::{may_stop, may_subscribe};
use super::queries;
use super::rules::{self, MOST};
use super::views::{SubscriptionLine, SubscriptionsPage};
use crate::query::{Ambit, AmbitChoices, ambit_choices};

const PATH: &str = "/informes/suscripciones";

pub fn routes() -> Vec<Route> {
    routes![list, subscribe, stop]
}

async fn page(
    desk: &Desk<'_>,
    choices: &AmbitChoices,
    form: FormState,
) -> Result<SubscriptionsPage, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let rows = queries::own(desk.app.db.read(), actor).await?;
    Ok(SubscriptionsPage {
        form,
        reports: Report::ALL.map(|one| Alternative::new(one.word(), one.label())).into(),
        ambits: choices.alternatives(),
        periods: vec![
            Alternative::new("mes", "Cada mes"),
            Alternative::new("trimestre", "Cada trimestre"),
        ],
        rows: rows.iter().map(|row| line(row, choices)).collect(),
    })
}

fn line(row: &report_subscription::Model, choices: &AmbitChoices) -> SubscriptionLine {
    let name = Ambit::read(&row.ambit).and_then(|ambit| choices.name(&ambit));
    let last = row.last_term.as_deref().and_then(Term::read);
    let ended = row.ended_at.map(|at| {
        let on = dates::short(dates::bogota_date(at));
        match row.ended {
            Some(EndReason::Lost) => format!("Terminó el {on}: ya no puede leer este informe"),
            _ => format!("Detenido el {on}"),
        }
    });
    SubscriptionLine {
        title: match name {
            Some(name) => format!("{}: {name}", row.report.label()),
            None => row.report.label().to_owned(),
        },
        every: rules::every(row.every).to_owned(),
        since: dates::short(dates::bogota_date(row.made_at)),
        last: last.map_or_else(|| "Todavía ninguno".to_owned(), Term::name),
        stop: ended.is_none().then(|| format!("{PATH}/{}/fin", row.id)),
        ended,
    }
}

#[get("/informes/suscripciones")]
async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let fields = Fields::of_address(desk.request());
    let choices = ambit_choices(desk.app.db.read(), actor).await?;
    let form = FormState::default()
        .with("informe", fields.first("informe"))
        .with("ambito", fields.first("ambito"))
        .with("cada", "mes");
    desk.show(&page(&desk, &choices, form).await?)
}

#[post("/informes/suscripciones", data = "<fields>")]
async fn subscribe(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let permit = may_subscribe(actor)?;
    let choices = ambit_choices(desk.app.db.read(), actor).await?;
    let mut reader = Reader::new(&fields);
    let report = Report::read(fields.first("informe"));
    if report.is_none() {
        reader.wrong("informe", "Elija un informe de la lista.");
    }
    let every = rules::read_every(fields.first("cada"));
    if every.is_none() {
        reader.wrong("cada", "Elija cada cuánto lo recibe.");
    }
    let today = desk.app.clock.today();
    let word = fields.first("ambito");
    // Somebody else's and none at all look alike.
    let question = match word {
        "" => None,
        word => choices.query(actor, word, Period::year_of(today), today).ok(),
    };
    match (&question, report) {
        (None, _) => reader.wrong("ambito", "Elija un ámbito de la lista."),
        (Some(question), Some(report)) if !report.is_of(&question.ambit) => {
            reader.wrong("ambito", "El informe de asistencia es de un departamento: elija uno.");
        }
        _ => {}
    }
    let form = reader.finish();
    let (Ok(()), Some(report), Some(every), Some(question)) = (&form, report, every, question)
    else {
        let form = form.err().unwrap_or_else(|| fields.state());
        return desk.refuse(&page(&desk, &choices, form).await?);
    };
    match commands::subscribe(desk.app, permit, report, &question, every).await? {
        SubscriptionOutcome::Made => desk.done(
            PATH,
            format!("Recibirá «{}: {}» {}.", report.label(), question.name, rules::every(every)),
        ),
        SubscriptionOutcome::Known => desk.done(PATH, "Ya recibe ese informe."),
        SubscriptionOutcome::TooMany => {
            let mut form = fields.state();
            form.refuse(
                "informe",
                format!("Recibe {MOST} informes, que es lo más. Detenga uno antes."),
            );
            desk.refuse(&page(&desk, &choices, form).await?)
        }
    }
}

#[post("/informes/suscripciones/<subscription>/fin")]
async fn stop(desk: Desk<'_>, subscription: SubscriptionId) -> Answer {
    let actor = desk.actor()?;
    let row = queries::one(desk.app.db.read(), actor, subscription).await?;
    let row = row.ok_or(AppError::NotFound)?;
    let permit = may_stop(actor, &row)?;
    commands::stop(desk.app, permit).await?;
    desk.done(PATH, "Ya no recibirá ese informe.")
}
