//! The product put together: every capability's routes, samples and guards in one Rocket.

use std::io::{ErrorKind, Write};
use std::net::IpAddr;

use rocket::fairing::AdHoc;
use rocket::figment::{self, Figment};
use rocket::{Build, Rocket, Route};

use crate::platform::app::App;
use crate::platform::config::Config;
use crate::platform::pages::{Demo, Sample};
use crate::platform::workers::{Worker, Workers};
use crate::platform::{headers, logs, origin, registry};

/// Why the product does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Setting(#[from] crate::platform::config::WrongSetting),
    #[error("La base de datos no responde: {0}.")]
    Database(#[from] sea_orm::DbErr),
    #[error("Una plantilla no se puede leer: {0}.")]
    Template(#[from] Box<handlebars::TemplateError>),
    #[error("{0}")]
    Refused(String),
    #[error("El servidor no pudo iniciar: {0}.")]
    Server(#[from] Box<rocket::Error>),
}

/// Every route of every capability, in the order of the map.
pub fn all_routes() -> Vec<Route> {
    [
        crate::site::routes(),
        crate::sign_in::routes(),
        crate::cohorts::routes(),
        crate::attendance::routes(),
        crate::assessment::routes(),
        crate::surveys::routes(),
        crate::surveys::lessons::routes(),
        crate::assessment::appeals::routes(),
        crate::assessment::bank::routes(),
        crate::assessment::book::routes(),
        crate::assessment::exam::routes(),
        crate::assessment::exam::rescoring::routes(),
        crate::assessment::exam::paper::routes(),
        crate::assessment::exam::statistics::routes(),
        crate::assessment::products::routes(),
        crate::assessment::reopening::routes(),
        crate::mailroom::routes(),
        crate::accounts::routes(),
        crate::certification::routes(),
        crate::certification::credentials::routes(),
        crate::certification::templates::routes(),
        crate::certification::drawings::routes(),
        crate::certification::wallet::routes(),
        crate::ledger::routes(),
        crate::needs::routes(),
        crate::reports::routes(),
        crate::home::routes(),
        crate::capacities::routes(),
        crate::indicators::routes(),
        crate::courses::routes(),
        crate::enrolment::routes(),
        crate::announcements::routes(),
        crate::calendars::routes(),
    ]
    .concat()
}

/// Samples of every page, for the test that renders them in strict mode.
pub fn all_samples() -> Vec<Sample> {
    [
        crate::site::samples(),
        crate::sign_in::samples(),
        crate::cohorts::samples(),
        crate::attendance::samples(),
        crate::assessment::samples(),
        crate::surveys::samples(),
        crate::surveys::lessons::samples(),
        crate::assessment::appeals::samples(),
        crate::assessment::bank::samples(),
        crate::assessment::book::samples(),
        crate::assessment::exam::samples(),
        crate::assessment::exam::rescoring::samples(),
        crate::assessment::exam::paper::samples(),
        crate::assessment::exam::statistics::samples(),
        crate::assessment::products::samples(),
        crate::assessment::reopening::samples(),
        crate::mailroom::samples(),
        crate::accounts::samples(),
        crate::certification::samples(),
        crate::certification::templates::samples(),
        crate::certification::drawings::samples(),
        crate::certification::wallet::samples(),
        crate::ledger::samples(),
        crate::needs::samples(),
        crate::reports::samples(),
        crate::home::samples(),
        crate::capacities::samples(),
        crate::indicators::samples(),
        crate::courses::samples(),
        crate::enrolment::samples(),
        crate::announcements::samples(),
        crate::calendars::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Samples of every letter, for the test that renders them in strict mode.
pub fn all_letters() -> Vec<crate::notices::letters::LetterSample> {
    [
        crate::sign_in::letters(),
        crate::people::letters::letter_samples(),
        crate::enrolment::letters::letter_samples(),
        crate::enrolment::reminders::letter_samples(),
        crate::announcements::letter_samples(),
        crate::enrolment::quorum::letter_samples(),
        crate::attendance::requests::letters::letter_samples(),
        crate::attendance::risk::letters::letter_samples(),
        crate::surveys::letters::letter_samples(),
        crate::assessment::appeals::letters::letter_samples(),
        crate::assessment::products::letters::letter_samples(),
        crate::certification::letters::letter_samples(),
        crate::certification::wallet::letters::letter_samples(),
        crate::ledger::letters::letter_samples(),
        crate::needs::letters::letter_samples(),
        crate::reports::mailing::letters::letter_samples(),
        crate::home::digest::letter_samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The printed permission table: what every policy answers each role.
pub fn all_permissions() -> Vec<crate::sign_in::permits::Permission> {
    [
        crate::sign_in::permissions(),
        crate::mailroom::permissions(),
        crate::capacities::framework::policy::permissions(),
        crate::indicators::policy::permissions(),
        crate::courses::permissions(),
        crate::cohorts::policy::permissions(),
        crate::enrolment::permissions(),
        crate::announcements::permissions(),
        crate::calendars::permissions(),
        crate::attendance::policy::permissions(),
        crate::attendance::paper::policy::permissions(),
        crate::attendance::codes::policy::permissions(),
        crate::attendance::requests::policy::permissions(),
        crate::assessment::policy::permissions(),
        crate::surveys::policy::permissions(),
        crate::surveys::lessons::policy::permissions(),
        crate::assessment::appeals::policy::permissions(),
        crate::assessment::bank::policy::permissions(),
        crate::assessment::exam::policy::permissions(),
        crate::assessment::exam::rescoring::policy::permissions(),
        crate::assessment::exam::paper::policy::permissions(),
        crate::assessment::products::policy::permissions(),
        crate::certification::policy::permissions(),
        crate::certification::templates::policy::permissions(),
        crate::certification::drawings::policy::permissions(),
        crate::certification::wallet::policy::permissions(),
        crate::ledger::policy::permissions(),
        crate::needs::policy::permissions(),
        crate::reports::permissions(),
        crate::reports::mailing::policy::permissions(),
    ]
    .concat()
}

/// What hangs on a person, of every capability: two records of one person are made one by it.
pub fn ties() -> crate::people::ties::Ties {
    crate::people::ties::Ties(vec![
        crate::people::ties::declaration(),
        crate::enrolment::ties(),
        crate::attendance::ties::declaration(),
        crate::surveys::ties::declaration(),
        crate::certification::ties::declaration(),
        crate::certification::wallet::ties::declaration(),
        crate::ledger::ties(),
    ])
}

/// What is kept up to date in the transaction of a change, of every capability.
pub fn keepers() -> crate::platform::keepers::Keepers {
    crate::platform::keepers::Keepers(vec![
        crate::ledger::keeper(),
        crate::reports::tallies::keeper(),
    ])
}

/// Reads settings, opens the database, loads the templates.
pub async fn open(figment: &Figment) -> Result<App, StartError> {
    let config = Config::read(figment)?;
    let db = crate::platform::db::Db::open(&config.database_url).await?;
    let views = crate::platform::pages::Views::load().map_err(Box::new)?;
    let files = crate::platform::files::Files::open(&config.files).map_err(StartError::Refused)?;
    Ok(App {
        db,
        clock: crate::platform::clock::Clock::machine(),
        views,
        progress: crate::platform::progress::Progress::default(),
        keepers: keepers(),
        files,
        config,
        demo: false,
        demo_password: None,
    })
}

/// Builds the server; refuses when a route has no card.
pub fn rocket(figment: Figment, app: App) -> Result<Rocket<Build>, StartError> {
    let https = app.config.https();
    let own = app.config.public_url.clone();
    let rocket = rocket::custom(figment)
        .attach(logs::RequestLog)
        .attach(origin::SameOrigin { own })
        .attach(headers::SecurityHeaders { https })
        .manage(app.views.clone())
        .manage(Demo(app.demo))
        .manage(ties())
        .manage(crate::sign_in::Newcomers::default())
        .manage(crate::certification::Guesses::default())
        .manage(crate::certification::credentials::Lists::default())
        .manage(crate::certification::wallet::Claims::default())
        .manage(crate::attendance::codes::Guesses::default())
        .manage(crate::reports::open::Kept::default())
        .manage(crate::cohorts::audience::Counter(crate::announcements::audience))
        .manage(crate::needs::demand::DEMAND)
        .manage(app)
        .register("/", crate::site::catchers::all())
        .mount("/", all_routes());
    let gaps = registry::gaps(&rocket, crate::routes::TABLE);
    if gaps.is_empty() { Ok(rocket) } else { Err(StartError::Refused(gaps.join("\n"))) }
}

/// Loads the reference facts; answers a line about each.
pub async fn seed_reference(app: &App) -> Result<Vec<String>, crate::platform::errors::AppError> {
    let mut lines = crate::territory::reference::load(app).await?;
    lines.extend(crate::capacities::reference::load(app).await?);
    lines.extend(crate::courses::reference::load(app).await?);
    lines.extend(crate::surveys::reference::load(app).await?);
    Ok(lines)
}

/// Loops that work beside the requests, of every capability.
pub fn all_workers(app: &App) -> Result<Vec<Worker>, StartError> {
    let mail = crate::notices::worker::worker(app)
        .map_err(|error| StartError::Refused(error.to_string()))?;
    let mut workers: Vec<Worker> = mail.into_iter().collect();
    workers.push(crate::sign_in::housekeeping::worker(app));
    workers.push(crate::platform::idempotency::worker(app));
    workers.push(crate::people::reminders::worker(app));
    workers.push(crate::enrolment::reminders::worker(app));
    workers.push(crate::attendance::codes::housekeeping::worker(app));
    workers.push(crate::announcements::worker::worker(app));
    workers.push(crate::enrolment::quorum::worker(app));
    workers.push(crate::attendance::risk::worker::worker(app));
    workers.push(crate::surveys::worker::worker(app));
    workers.push(crate::assessment::exam::worker::worker(app));
    workers.push(crate::home::digest::worker(app));
    workers.push(crate::enrolment::import::worker::worker(app.clone()));
    workers.push(crate::enrolment::worker::worker(app));
    workers.push(crate::certification::credentials::worker::worker(app.clone()));
    let documents = crate::certification::worker::worker(app.clone());
    workers.push(documents.map_err(StartError::Refused)?);
    workers.push(crate::certification::reviews::watch::worker(app.clone()));
    workers.push(crate::certification::batches::worker::worker(app.clone()));
    workers.push(crate::certification::validity::worker::worker(app.clone()));
    workers.push(crate::certification::wallet::worker::claims(app.clone()));
    workers.push(crate::ledger::fill::worker(app));
    workers.push(crate::reports::tallies::worker::worker(app));
    workers.push(crate::reports::cuts::worker::worker(app));
    workers.push(crate::reports::mailing::worker(app));
    workers.push(crate::ledger::handover::worker(app));
    workers.push(crate::certification::wallet::worker::housekeeping(app.clone()));
    Ok(workers)
}

/// Serves until the process is told to stop; requests and rounds under way are finished.
/// `greeting` is printed once the port is ours. With `web_only` the loops beside the requests are
/// another instance's: what they would do waits in the database until one of them looks.
pub async fn serve(
    figment: Figment,
    app: App,
    greeting: String,
    web_only: bool,
) -> Result<(), StartError> {
    let workers = if web_only { Vec::new() } else { all_workers(&app)? };
    let workers = Workers::new(workers);
    let greet = AdHoc::on_liftoff("greeting", |_| {
        Box::pin(async move {
            // Whoever closed our output does not want to read it.
            let _ = writeln!(std::io::stdout(), "{greeting}");
        })
    });
    let rocket = rocket(figment, app)?.attach(greet).attach(workers);
    let place = (rocket.figment().extract_inner("address"), rocket.figment().extract_inner("port"));
    rocket.launch().await.map_err(|error| not_launched(error, place))?;
    Ok(())
}

/// The errors of a door that cannot be opened, each with what to do about it.
fn not_launched(
    error: rocket::Error,
    place: (Result<IpAddr, figment::Error>, Result<u16, figment::Error>),
) -> StartError {
    let kind = match error.kind() {
        rocket::error::ErrorKind::Bind(error) => Some(error.kind()),
        _ => None,
    };
    let (Some(kind), (Ok(address), Ok(port))) = (kind, place) else {
        return StartError::Server(Box::new(error));
    };
    StartError::Refused(match kind {
        ErrorKind::AddrInUse => format!(
            "El puerto {port} ya está ocupado en {address}: detenga el otro programa o elija otro puerto con ROCKET_PORT."
        ),
        ErrorKind::AddrNotAvailable => {
            format!("La dirección {address} no es de este equipo: corrija ROCKET_ADDRESS.")
        }
        ErrorKind::PermissionDenied => format!(
            "El sistema no permite abrir el puerto {port}: elija con ROCKET_PORT uno mayor que 1023."
        ),
        _ => return StartError::Server(Box::new(error)),
    })
}
