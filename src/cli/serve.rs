//! What has to be true before the server starts, and the newcomer's first start.

use std::process::ExitCode;

use formacion::assembly::{self, StartError};
use formacion::generator::{self, Size};
use formacion::platform::app::App;
use formacion::platform::errors::AppError;
use formacion::{demo, territory};
use rocket::figment::Figment;
use sea_orm_migration::MigratorTrait;

use super::keys;

pub async fn migrate(app: &App) -> Result<(), StartError> {
    Ok(migrations::Migrator::up(app.db.writer(), None).await?)
}

/// Refuses to work on a schema of another version.
pub async fn ready(app: &App) -> Result<(), StartError> {
    let pending =
        migrations::Migrator::get_pending_migrations_read_only(app.db.read()).await?.len();
    let missing = match pending {
        0 => return Ok(()),
        1 => "Falta un cambio".to_owned(),
        more => format!("Faltan {more} cambios"),
    };
    Err(StartError::Refused(format!("{missing} en la base de datos: ejecute «formacion migrate».")))
}

/// An error in the words of the command line.
pub fn told(error: AppError) -> StartError {
    StartError::Refused(words(error))
}

fn words(error: AppError) -> String {
    match error {
        AppError::Refused(sentence) => sentence,
        other => other.to_string(),
    }
}

pub async fn seed_reference(app: &App) -> Result<(), StartError> {
    let loaded = assembly::seed_reference(app).await.map_err(|error| {
        StartError::Refused(format!("Los datos de referencia no se cargaron: {}.", words(error)))
    })?;
    for line in loaded {
        say!("{line}");
    }
    Ok(())
}

pub async fn seed_demo(app: &App) -> Result<(), StartError> {
    let not_loaded = |error| {
        StartError::Refused(format!("El programa de demostración no se cargó: {}.", words(error)))
    };
    demo::begin(app).await.map_err(not_loaded)?;
    seed_reference(app).await?;
    let references = assembly::person_references();
    say!("{}", demo::load(app, &references).await.map_err(not_loaded)?);
    Ok(())
}

/// Fills an empty database with a country of made-up people.
pub async fn generate(app: &App, size: Size) -> Result<(), StartError> {
    let not_made = |error| StartError::Refused(format!("El país no se generó: {}.", words(error)));
    demo::begin(app).await.map_err(not_made)?;
    seed_reference(app).await?;
    let mut next = 0;
    let made = generator::generate(app, size, |made| {
        let tenth = made.people * 10 / size.people.max(1);
        if tenth >= next {
            say!("{} de {} personas…", made.people, size.people);
            next = tenth + 1;
        }
    })
    .await
    .map_err(not_made)?;
    say!(
        "País inventado: {} personas, {} cohortes, {} registros de asistencia, {} certificados.",
        made.people,
        made.cohorts,
        made.marks,
        made.certificates
    );
    Ok(())
}

/// The embedded database of a newcomer is made, migrated and filled on first start. A
/// database that somebody named, wherever it was, is never filled by itself.
async fn first_start(app: &App) -> Result<(), StartError> {
    migrate(app).await?;
    let db = app.db.read();
    let fresh = territory::queries::is_empty(db).await? || demo::is_unfinished(db).await?;
    if fresh && demo::nobody_is_here(db).await? {
        say!("Primera vez: se prepara el programa de demostración…");
        seed_demo(app).await?;
    }
    Ok(())
}

/// A demo that was cut short looks whole and is not: nobody learns from it.
async fn whole(app: &App) -> Result<(), StartError> {
    if !demo::is_unfinished(app.db.read()).await? {
        return Ok(());
    }
    let way_out = if app.config.written.database_url {
        "cree de nuevo la base de datos vacía y ejecute «formacion seed demo»"
    } else {
        "borre los archivos formacion.sqlite* y vuelva a iniciar"
    };
    Err(StartError::Refused(format!(
        "La carga del programa de demostración se interrumpió y quedó a medias: {way_out}."
    )))
}

pub async fn serve(figment: Figment, mut app: App, web_only: bool) -> Result<ExitCode, StartError> {
    if !app.config.written.database_url {
        first_start(&app).await?;
    }
    ready(&app).await?;
    whole(&app).await?;
    if territory::queries::is_empty(app.db.read()).await? {
        return Err(StartError::Refused(
            "La base de datos no tiene el territorio: ejecute «formacion seed reference»."
                .to_owned(),
        ));
    }
    app.demo = demo::is_demo(app.db.read()).await?;
    if app.demo {
        app.demo_password =
            Some(demo::password().map_err(|error| StartError::Refused(error.to_string()))?);
    } else {
        app.config.require_public_url()?;
        app.config.require_proxy()?;
        app.config.require_mail()?;
        app.config.require_controller()?;
        // Second factors are closed with it: better no start than a person who cannot set one up.
        let (_, made) = app.config.keys.open_or_make().map_err(StartError::Refused)?;
        if let Some(file) = made {
            say!("{}", keys::secret_made(&file));
        }
    }
    let greeting = greeting(&app);
    assembly::serve(figment, app, greeting, web_only).await?;
    Ok(ExitCode::SUCCESS)
}

/// What the newcomer reads once the door is open.
fn greeting(app: &App) -> String {
    let address = &app.config.public_url;
    match &app.demo_password {
        Some(password) => format!(
            "\nFormación Territorial (demostración): {address}\nIngrese en {address}/ingresar con una de las cuentas que la página ofrece; la contraseña de todas es {password}\n"
        ),
        None => format!("\nFormación Territorial: {address}\n"),
    }
}
