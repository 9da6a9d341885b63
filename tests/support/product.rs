//! Databases of the product as its own commands leave them. Each is made once
//! per process with the real binary; tests get copies.

use rocket::tokio;

use super::database::{FreshDatabase, Template};
use super::server::command;

static REFERENCE: Template = Template::new("reference");
static DEMO: Template = Template::new("demo");

/// Migrated, with the reference facts and nobody in it.
pub async fn reference(hint: &str) -> FreshDatabase {
    REFERENCE
        .copy(hint, |url| async move {
            run(&["migrate"], &url).await;
            run(&["seed", "reference"], &url).await;
        })
        .await
}

/// With the whole demo programme.
pub async fn demo(hint: &str) -> FreshDatabase {
    DEMO.copy(hint, |url| async move {
        run(&["seed", "demo"], &url).await;
    })
    .await
}

/// Runs a command of the product on a database; it must succeed. Returns what
/// it printed.
pub async fn run(arguments: &[&str], database_url: &str) -> String {
    let mut command = command(arguments);
    command.env("DATABASE_URL", database_url).env("PUBLIC_URL", super::world::ORIGIN);
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .expect("the command is waited for")
        .expect("the command starts");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "formacion {} failed:\n{said}", arguments.join(" "));
    said
}
