//! How fast the product is: `cargo run --release -p benches`.
//!
//! It loads two sizes of programme, starts the release binary on them and asks it for the pages that
//! people wait for: one after another, then eight at once. Every read stands beside a page of the same
//! size answered from memory, and every change beside one commit of the same database, because a time
//! alone says more about the machine than about the product.

// What breaks while a subject is measured becomes a sentence of the table (`bench::guarded`), and the
// preparation before it has nobody to show a message to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![recursion_limit = "512"]

mod arrivals;
mod bench;
mod certificates;
mod client;
mod cohort_certificates;
mod cohorts;
mod country;
mod everyday;
mod exams;
mod import;
mod load;
mod machine;
mod marks;
mod measure;
mod page;
mod people;
mod plain;
mod product;
mod reports;
mod still;
mod subjects;
mod support;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};

use crate::subjects::Subject;

/// Mide el producto compilado para producción.
#[derive(Parser)]
struct Arguments {
    /// Measures on this database.
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Engine,
    /// Measures only what has this in its name.
    #[arg(long, default_value = "")]
    only: String,
    /// Makes a country of so many people for «people».
    #[arg(long, default_value_t = 300_000)]
    people: usize,
    /// Measures this binary instead of building one, to compare two.
    #[arg(long)]
    program: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    rocket::async_main(run(arguments))
}

async fn run(arguments: Arguments) -> ExitCode {
    let started = Instant::now();
    let program = match &arguments.program {
        // The server starts in a folder of its own.
        Some(given) => given.canonicalize().expect("the program is there"),
        None => product::build(),
    };
    let built = started.elapsed();
    let database = machine::Database::new(arguments.database).await;
    if Subject::named(&arguments.only) == Subject::Country
        && let Err(why) = country::generate(&program, database.url(), arguments.people)
    {
        println!("{why}");
        return ExitCode::FAILURE;
    }
    println!("Loading M (20 × 40 × 12) and L (1 × 1,000 × 20)…");
    let origin = format!("http://127.0.0.1:{}", support::free_port());
    let (programme, loading) = load::load(&program, database.url(), &origin).await;
    println!("Loaded in {:.1} s; measuring…", loading.as_secs_f64());
    let report = subjects::measure(&program, &database, &origin, programme, &arguments.only).await;
    table::print(&report);
    table::write(&report, arguments.database);
    println!(
        "\n{:.0} s in all, {:.0} s of them building.",
        started.elapsed().as_secs_f64(),
        built.as_secs_f64()
    );
    if report.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
