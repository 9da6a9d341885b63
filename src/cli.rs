//! What each command does, in the words it prints.

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use formacion::assembly::{self, StartError};
use formacion::generator::Size;
use formacion::platform::app::App;
use formacion::platform::config::Config;
use formacion::platform::doctor::Level;
use formacion::platform::mail::is_mail;
use formacion::platform::registry::Audience;
use formacion::platform::texts::Refusal;
use formacion::sign_in::actor::{Grant, Role};
use formacion::sign_in::commands::NewAccount;
use formacion::sign_in::letters::term_in_words;
use formacion::{demo, doctor, sign_in, territory};
use rocket::figment::Figment;
use scans::apart;

/// Prints a line. Whoever reads the output may end before it does, as `head` does: the rest is for nobody.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

mod keys;
mod serve;

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
    Serve {
        /// Solo responde páginas: correos, documentos y recordatorios los hace otra instancia
        #[arg(long)]
        web_only: bool,
    },
    /// Lleva el esquema de la base de datos a esta versión
    Migrate,
    /// Carga datos
    Seed {
        #[command(subcommand)]
        what: Seed,
    },
    /// Llena una base de datos vacía con un país inventado, para medir (es una demostración)
    Generate {
        /// Personas, cada una con una vinculación y una cohorte
        #[arg(long, default_value_t = 300_000, value_parser = clap::value_parser!(u32).range(30..=2_000_000))]
        people: u32,
        /// Sesiones de cada cohorte, una por semana
        #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u8).range(1..=12))]
        sessions: u8,
    },
    /// Cuentas
    User {
        #[command(subcommand)]
        what: User,
    },
    /// Llaves con las que se firman las credenciales de los certificados
    Keys {
        #[command(subcommand)]
        what: Keys,
    },
    /// Busca inconsistencias entre los datos
    Doctor {
        /// Termina con error si encuentra alguna
        #[arg(long)]
        strict: bool,
    },
    /// Rehace un archivo de un extraño, de la entrada a la salida (lo llama el servidor)
    #[command(name = apart::COMMAND, hide = true)]
    CleanFile,
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
pub(crate) enum Keys {
    /// Hace una llave, que firma desde ahora; las anteriores quedan publicadas
    New,
    /// Las llaves, con lo que ha firmado cada una
    List,
    /// Retira una llave: no firma más, y lo que firmó se sigue comprobando con ella
    Retire {
        /// El nombre que muestra «formacion keys list»
        key: String,
    },
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
        /// Código de la dirección territorial (coordinator, director)
        #[arg(long)]
        unit: Option<String>,
        /// Código del departamento (gobernacion)
        #[arg(long)]
        department: Option<String>,
    },
    /// Retira el segundo factor de una cuenta: la última administradora perdió el teléfono y los códigos
    ResetFactor {
        #[arg(long)]
        email: String,
        /// Por qué; la persona lo lee en un correo y queda en la historia
        #[arg(long)]
        reason: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    NationalAdministrator,
    Coordinator,
    Director,
    Facilitator,
    Gobernacion,
}

/// Reads the command and its settings, then obeys.
pub fn start() -> Result<ExitCode, StartError> {
    let command = Cli::parse().command.unwrap_or(Command::Serve { web_only: false });
    if matches!(command, Command::Routes) {
        print_routes();
        return Ok(ExitCode::SUCCESS);
    }
    if matches!(command, Command::CleanFile) {
        let done = apart::serve(std::io::stdin().lock(), std::io::stdout().lock());
        return Ok(if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let figment = Config::figment();
    // Before the runtime, which reads Rocket's part by itself and panics where it is wrong.
    Config::read(&figment)?;
    rocket::async_main(run(command, figment))
}

async fn run(command: Command, figment: Figment) -> Result<ExitCode, StartError> {
    let app = assembly::open(&figment).await?;
    let db = app.db.clone();
    let done = obey(command, figment, app).await;
    // Closed in order, so that SQLite folds its log into the file.
    db.close().await?;
    done
}

async fn obey(command: Command, figment: Figment, app: App) -> Result<ExitCode, StartError> {
    match command {
        Command::Serve { web_only } => serve::serve(figment, app, web_only).await,
        Command::Migrate => {
            serve::migrate(&app).await?;
            say!("La base de datos está al día.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Seed { what: Seed::Reference } => {
            serve::ready(&app).await?;
            serve::seed_reference(&app).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Seed { what: Seed::Demo } => {
            serve::migrate(&app).await?;
            serve::seed_demo(&app).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Generate { people, sessions } => {
            serve::migrate(&app).await?;
            let size = Size { people: people as usize, sessions: usize::from(sessions) };
            serve::generate(&app, size).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::User { what: User::Create { email, name, role, unit, department } } => {
            serve::ready(&app).await?;
            // The link that is printed goes to somebody's browser.
            if !demo::is_demo(app.db.read()).await? {
                app.config.require_public_url()?;
            }
            create_user(&app, email, name, role, unit, department).await
        }
        Command::User { what: User::ResetFactor { email, reason } } => {
            serve::ready(&app).await?;
            reset_factor(&app, &email, &reason).await
        }
        Command::Keys { what } => {
            serve::ready(&app).await?;
            // The address is written into everything that the key signs.
            if !demo::is_demo(app.db.read()).await? {
                app.config.require_public_url()?;
            }
            keys::obey(&app, what).await
        }
        Command::Doctor { strict } => {
            serve::ready(&app).await?;
            run_doctor(&app, strict).await
        }
        Command::Routes | Command::CleanFile => Ok(ExitCode::SUCCESS),
    }
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
        RoleName::Coordinator | RoleName::Director => match unit {
            Some(code) if territory::queries::unit_exists(app.db.read(), &code).await? => {
                let directs = matches!(role, RoleName::Director);
                (if directs { Role::Director } else { Role::Coordinator }, Some(code), None)
            }
            _ => return Err(StartError::Refused("Este rol necesita --unit con el código de una dirección territorial, por ejemplo MET.".to_owned())),
        },
        RoleName::Gobernacion => match department {
            Some(code) if territory::queries::department_exists(app.db.read(), &code).await? => (Role::Gobernacion, None, Some(code)),
            _ => return Err(StartError::Refused("Una gobernación necesita --department con el código del departamento, por ejemplo 50.".to_owned())),
        },
    };
    if !is_mail(&email) {
        return Err(StartError::Refused("El correo no es válido.".to_owned()));
    }
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
            return Err(StartError::Refused(failure.refusal().map_err(serve::told)?.sentence()));
        }
    };
    let token = sign_in::commands::make_link(&tx, &app.clock, account, app.config.first_link)
        .await
        .map_err(serve::told)?;
    tx.commit().await?;
    say!(
        "Cuenta creada. Enlace de un solo uso, vale {}:\n{}/enlace/{token}",
        term_in_words(app.config.first_link),
        app.config.public_url
    );
    Ok(ExitCode::SUCCESS)
}

async fn reset_factor(app: &App, email: &str, reason: &str) -> Result<ExitCode, StartError> {
    if reason.trim().is_empty() {
        return Err(StartError::Refused("Diga por qué con --reason.".to_owned()));
    }
    match sign_in::factor::reset_factor_by_operator(app, email, reason.trim()).await {
        Ok(()) => {}
        Err(failure) => {
            return Err(StartError::Refused(failure.refusal().map_err(serve::told)?.sentence()));
        }
    }
    say!(
        "El segundo factor se retiró y las sesiones de la cuenta se cerraron. Quien ingrese con la contraseña configura otro."
    );
    Ok(ExitCode::SUCCESS)
}

async fn run_doctor(app: &App, strict: bool) -> Result<ExitCode, StartError> {
    let findings = doctor::everything(app).await.map_err(serve::told)?;
    for finding in &findings {
        say!("{finding}");
    }
    let notices = findings.iter().filter(|finding| finding.level == Level::Notice).count();
    let broken = findings.len() - notices;
    say!("{broken} inconsistencias, {notices} avisos");
    Ok(if strict && broken > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print_routes() {
    for card in assembly::cards() {
        let who = match card.audience {
            Audience::Anyone => "cualquiera".to_owned(),
            Audience::SignedIn => "con sesión".to_owned(),
            Audience::DemoOnly => "solo demostración".to_owned(),
            Audience::Roles(roles) => roles.join(", "),
        };
        say!(
            "{:6} {:58} {:60} {:>3}  {}",
            card.method.as_str(),
            card.path,
            who,
            card.statements,
            card.title
        );
    }
}
