//! What each command does, in the words it prints.

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use formacion::assembly::{self, StartError};
use formacion::platform::app::App;
use formacion::platform::config::Config;
use formacion::platform::registry::Audience;
use formacion::sign_in::actor::{Grant, Role};
use formacion::sign_in::commands::NewAccount;
use formacion::{demo, doctor, routes, sign_in, territory};
use sea_orm_migration::MigratorTrait;

/// Formación Territorial: cohortes, asistencia, certificados y la capacidad que dejan.
#[derive(Parser)]
#[command(name = "formacion", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Inicia el servidor (lo que hace sin argumentos)
    Serve,
    /// Lleva el esquema de la base de datos a esta versión
    Migrate,
    /// Carga datos
    Seed {
        #[command(subcommand)]
        what: Seed,
    },
    /// Cuentas
    User {
        #[command(subcommand)]
        what: User,
    },
    /// Busca inconsistencias entre los datos
    Doctor {
        /// Termina con error si encuentra alguna
        #[arg(long)]
        strict: bool,
    },
    /// Imprime cada dirección con quién puede usarla y su presupuesto
    Routes,
}

#[derive(Subcommand)]
enum Seed {
    /// Territorio, catálogos, marco de capacidades y cursos (se puede repetir)
    Reference,
    /// El programa de demostración (solo en una base de datos vacía)
    Demo,
}

#[derive(Subcommand)]
enum User {
    /// Crea una cuenta e imprime un enlace de un solo uso para su contraseña
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "national-administrator")]
        role: RoleName,
        /// Código de la dirección territorial (coordinator)
        #[arg(long)]
        unit: Option<String>,
        /// Código del departamento (gobernacion)
        #[arg(long)]
        department: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    NationalAdministrator,
    Coordinator,
    Facilitator,
    Gobernacion,
}

pub async fn run() -> Result<ExitCode, StartError> {
    let cli = Cli::parse();
    if matches!(cli.command, Some(Command::Routes)) {
        print_routes();
        return Ok(ExitCode::SUCCESS);
    }
    let figment = Config::figment();
    let app = assembly::open(&figment).await?;
    let db = app.db.clone();
    let done = obey(cli.command.unwrap_or(Command::Serve), figment, app).await;
    // Closed in order, so that SQLite folds its log into the file.
    db.close().await?;
    done
}

async fn obey(
    command: Command,
    figment: rocket::figment::Figment,
    app: App,
) -> Result<ExitCode, StartError> {
    match command {
        Command::Serve => serve(figment, app).await,
        Command::Migrate => {
            migrate(&app).await?;
            println!("La base de datos está al día.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Seed { what: Seed::Reference } => {
            ready(&app).await?;
            seed_reference(&app).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Seed { what: Seed::Demo } => {
            migrate(&app).await?;
            seed_demo(&app).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::User { what: User::Create { email, name, role, unit, department } } => {
            ready(&app).await?;
            create_user(&app, email, name, role, unit, department).await
        }
        Command::Doctor { strict } => {
            ready(&app).await?;
            run_doctor(&app, strict).await
        }
        Command::Routes => Ok(ExitCode::SUCCESS),
    }
}

async fn migrate(app: &App) -> Result<(), StartError> {
    Ok(migrations::Migrator::up(app.db.writer(), None).await?)
}

/// Refuses to work on a schema of another version.
async fn ready(app: &App) -> Result<(), StartError> {
    let pending = migrations::Migrator::get_pending_migrations(app.db.writer()).await?.len();
    if pending == 0 {
        return Ok(());
    }
    Err(StartError::Refused(format!(
        "Faltan {pending} cambios en la base de datos: ejecute «formacion migrate»."
    )))
}

async fn seed_reference(app: &App) -> Result<(), StartError> {
    let loaded = assembly::seed_reference(app).await.map_err(|error| {
        StartError::Refused(format!("Los datos de referencia no se cargaron: {error}."))
    })?;
    for line in loaded {
        println!("{line}");
    }
    Ok(())
}

async fn seed_demo(app: &App) -> Result<(), StartError> {
    seed_reference(app).await?;
    let summary = demo::load(app).await.map_err(|error| {
        StartError::Refused(format!("El programa de demostración no se cargó: {error}."))
    })?;
    println!("{summary}");
    Ok(())
}

/// The embedded database of a newcomer is made, migrated and filled on first start. A
/// database that somebody named in `DATABASE_URL` is never filled by itself.
async fn serve(figment: rocket::figment::Figment, mut app: App) -> Result<ExitCode, StartError> {
    let named = std::env::var_os("DATABASE_URL").is_some();
    if !named {
        migrate(&app).await?;
        if territory::queries::is_empty(app.db.read()).await? {
            println!("Primera vez: se prepara el programa de demostración…");
            seed_demo(&app).await?;
        }
    }
    ready(&app).await?;
    if territory::queries::is_empty(app.db.read()).await? {
        return Err(StartError::Refused(
            "La base de datos no tiene el territorio: ejecute «formacion seed reference»."
                .to_owned(),
        ));
    }
    app.demo = demo::is_demo(app.db.read()).await?;
    if !app.demo && app.config.smtp_url.is_none() {
        return Err(StartError::Refused(
            "Falta SMTP_URL: sin servidor de correo no llegan confirmaciones ni certificados."
                .to_owned(),
        ));
    }
    if app.demo {
        app.demo_password =
            Some(demo::password().map_err(|error| StartError::Refused(error.to_string()))?);
    }
    let address = app.config.public_url.clone();
    if let Some(password) = &app.demo_password {
        println!("\nFormación Territorial (demostración): {address}");
        println!(
            "Ingrese en {address}/ingresar con una de las cuentas que la página ofrece; la contraseña de todas es {password}\n"
        );
    } else {
        println!("\nFormación Territorial: {address}\n");
    }
    assembly::serve(figment, app).await?;
    Ok(ExitCode::SUCCESS)
}

async fn create_user(
    app: &App,
    email: String,
    name: String,
    role: RoleName,
    unit: Option<String>,
    department: Option<String>,
) -> Result<ExitCode, StartError> {
    let (role, unit, department) = match role {
        RoleName::NationalAdministrator => (Role::NationalAdministrator, None, None),
        RoleName::Facilitator => (Role::Facilitator, None, None),
        RoleName::Coordinator => match unit {
            Some(code) if territory::queries::unit_exists(app.db.read(), &code).await? => (Role::Coordinator, Some(code), None),
            _ => return Err(StartError::Refused("Una coordinación necesita --unit con el código de una dirección territorial, por ejemplo MET.".to_owned())),
        },
        RoleName::Gobernacion => match department {
            Some(code) if territory::queries::department_exists(app.db.read(), &code).await? => (Role::Gobernacion, None, Some(code)),
            _ => return Err(StartError::Refused("Una gobernación necesita --department con el código del departamento, por ejemplo 50.".to_owned())),
        },
    };
    if !email.contains('@') {
        return Err(StartError::Refused("El correo no es válido.".to_owned()));
    }
    let refused =
        |error: formacion::platform::errors::AppError| StartError::Refused(error.to_string());
    let tx = app.db.begin().await?;
    let new = NewAccount {
        email,
        name,
        person: None,
        password_hash: None,
        grants: vec![Grant { role, unit, department, entity: None }],
    };
    let account = match sign_in::commands::create_account(&tx, &app.clock, None, new).await {
        Ok(account) => account,
        Err(failure) => {
            use formacion::platform::texts::Refusal;
            return Err(StartError::Refused(failure.refusal().map_err(refused)?.sentence()));
        }
    };
    let token = sign_in::commands::make_link(&tx, &app.clock, account).await.map_err(refused)?;
    tx.commit().await?;
    println!(
        "Cuenta creada. Enlace de un solo uso, vale 24 horas:\n{}/enlace/{token}",
        app.config.public_url
    );
    Ok(ExitCode::SUCCESS)
}

async fn run_doctor(app: &App, strict: bool) -> Result<ExitCode, StartError> {
    let findings = doctor::examine(&app.db).await?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("{} inconsistencias", findings.len());
    Ok(if strict && !findings.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print_routes() {
    for card in routes::TABLE {
        let who = match card.audience {
            Audience::Anyone => "cualquiera".to_owned(),
            Audience::SignedIn => "con sesión".to_owned(),
            Audience::DemoOnly => "solo demostración".to_owned(),
            Audience::Roles(roles) => roles.join(", "),
        };
        println!(
            "{:6} {:58} {:60} {:>3}  {}",
            card.method.as_str(),
            card.path,
            who,
            card.statements,
            card.title
        );
    }
}
