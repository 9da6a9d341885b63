//! The product put together: the list of capabilities, and one Rocket of all that they declare.

use std::io::{ErrorKind, Write};
use std::net::IpAddr;

use rocket::fairing::AdHoc;
use rocket::figment::{self, Figment};
use rocket::{Build, Rocket, Route};

use crate::capability::Capability;
use crate::notices::letters::LetterSample;
use crate::people::references::PersonReferences;
use crate::platform::app::App;
use crate::platform::config::Config;
use crate::platform::errors::AppError;
use crate::platform::pages::{Demo, Sample};
use crate::platform::registry::Card;
use crate::platform::subscribers::Subscribers;
use crate::platform::uploads::budget::ByteBudget;
use crate::platform::workers::{Worker, Workers};
use crate::platform::{asker, headers, housekeeping, logs, origin, registry};
use crate::sign_in::permits::Permission;

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

/// What every capability declares of itself, in the order of the map. All that follows here, `doctor`
/// and the command line walk this list.
pub fn capabilities() -> &'static [Capability] {
    const ALL: &[Capability] = &[
        crate::site::CAPABILITY,
        crate::notices::CAPABILITY,
        crate::sign_in::CAPABILITY,
        crate::mailroom::CAPABILITY,
        crate::territory::CAPABILITY,
        crate::accounts::CAPABILITY,
        crate::people::CAPABILITY,
        crate::capacities::CAPABILITY,
        crate::indicators::CAPABILITY,
        crate::courses::CAPABILITY,
        crate::cohorts::CAPABILITY,
        crate::enrolment::CAPABILITY,
        crate::entities::CAPABILITY,
        crate::announcements::CAPABILITY,
        crate::calendars::CAPABILITY,
        crate::attendance::CAPABILITY,
        crate::assessment::bank::CAPABILITY,
        crate::assessment::exam::CAPABILITY,
        crate::assessment::CAPABILITY,
        crate::surveys::CAPABILITY,
        crate::lessons::CAPABILITY,
        crate::certification::CAPABILITY,
        crate::ledger::CAPABILITY,
        crate::needs::CAPABILITY,
        crate::reports::CAPABILITY,
        crate::reports::executive::CAPABILITY,
        crate::home::CAPABILITY,
    ];
    ALL
}

/// Every route.
pub fn all_routes() -> Vec<Route> {
    capabilities().iter().flat_map(|one| (one.routes)()).map(asker::attributed).collect()
}

/// Every route with who may use it, its title and its budget.
pub fn cards() -> Vec<Card> {
    capabilities().iter().flat_map(|one| one.cards).copied().collect()
}

/// Samples of every page, for the test that renders them in strict mode.
pub fn all_samples() -> Vec<Sample> {
    capabilities().iter().flat_map(|one| (one.samples)()).collect()
}

/// Samples of every letter, for the test that renders them in strict mode.
pub fn all_letters() -> Vec<LetterSample> {
    capabilities().iter().flat_map(|one| (one.letters)()).collect()
}

/// The printed permission table: what every policy answers each role.
pub fn all_permissions() -> Vec<Permission> {
    capabilities().iter().flat_map(|one| (one.permissions)()).collect()
}

/// The columns that hold a person: a merge of two records walks them.
pub fn person_references() -> PersonReferences {
    PersonReferences(capabilities().iter().flat_map(|one| (one.person_references)()).collect())
}

/// The subscribers that work in the transaction of a change.
pub fn subscribers() -> Subscribers {
    Subscribers(capabilities().iter().flat_map(|one| (one.subscribers)()).collect())
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
        subscribers: subscribers(),
        contact_of: capabilities().iter().find_map(|one| one.contact_of),
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
        .manage(person_references())
        .manage(registry::Cards::new(&cards()))
        .manage(ByteBudget::default())
        .manage(app)
        .register("/", crate::site::catchers::all())
        .mount("/", all_routes());
    let rocket = capabilities().iter().fold(rocket, |rocket, one| (one.state)(rocket));
    let gaps = registry::gaps(&rocket, &cards());
    if gaps.is_empty() { Ok(rocket) } else { Err(StartError::Refused(gaps.join("\n"))) }
}

/// Loads the reference facts; answers a line about each.
pub async fn seed_reference(app: &App) -> Result<Vec<String>, AppError> {
    let mut lines = Vec::new();
    for load in capabilities().iter().filter_map(|one| one.reference) {
        lines.extend(load(app).await?);
    }
    Ok(lines)
}

/// Loops that work beside the requests.
pub fn all_workers(app: &App) -> Result<Vec<Worker>, StartError> {
    let mut workers = vec![housekeeping::worker(app)];
    for one in capabilities() {
        workers.extend((one.workers)(app).map_err(StartError::Refused)?);
    }
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
