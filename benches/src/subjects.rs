//! The subjects of a run, in their order, and what is asked of the database after them.

use std::path::Path;
use std::time::Instant;

use formacion::assembly;
use rocket::local::asynchronous::Client as Local;

use crate::bench::{Bench, guarded};
use crate::load::Programme;
use crate::machine::{self, Database};
use crate::product::{self, Server};
use crate::table::{Aim, Report};
use crate::{arrivals, certificates, exams, import, still};

/// What a run is about. Each needs a database of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The pages, changes and certificates of an ordinary programme.
    Everyday,
    /// The lists and reports of a country.
    Country,
    Arrivals,
    Certificates,
    Exams,
    Import,
}

impl Subject {
    /// Returns the subject that `--only` names. Any other word chooses lines of an ordinary programme.
    pub fn named(only: &str) -> Self {
        match only {
            "arrivals" => Self::Arrivals,
            "certificates" => Self::Certificates,
            "exams" => Self::Exams,
            "import" => Self::Import,
            line if line.contains("people") => Self::Country,
            _ => Self::Everyday,
        }
    }
}

/// Starts the server, measures the subject and lets the doctor look at what it left.
pub async fn measure(
    program: &Path,
    database: &Database,
    origin: &str,
    programme: Programme,
    only: &str,
) -> Report {
    let started = Instant::now();
    let subject = Subject::named(only);
    let (still, stop) = still::start().await;
    let rocket = assembly::rocket(programme.figment.clone(), programme.app.clone())
        .expect("every route has its card");
    let local = Local::untracked(rocket).await.expect("the product starts");
    // Before there is a server: its worker finds all certificates when it starts.
    let batch = match subject {
        Subject::Certificates => {
            Some(guarded("certificates", certificates::issue(&local, origin, &programme)).await)
        }
        _ => None,
    };
    // The documents of a country's certificates would stand in the way of the rest.
    let web_only = subject == Subject::Country;
    let mut bench = Bench {
        local,
        server: Server::start(program, database.url(), origin, &database.folder, web_only),
        still,
        only,
        report: Report { commits: machine::commits(&programme.app.db).await, ..Report::default() },
        programme: &programme,
    };
    match subject {
        Subject::Everyday => everyday(&mut bench).await,
        Subject::Country => {
            let country = async {
                bench.country().await;
                Ok(())
            };
            let done = guarded("people", country).await;
            bench.unless_broken(done);
        }
        Subject::Arrivals => {
            let measured = arrivals::measure(&bench.local, &bench.server, &programme);
            let measured = guarded("arrivals", measured).await;
            bench.report.arrivals = bench.unless_broken(measured);
        }
        Subject::Certificates => {
            let measured = match batch {
                Some(Ok(batch)) => {
                    let measured = certificates::measure(&bench.server, &programme, batch);
                    guarded("certificates", measured).await
                }
                Some(Err(why)) => Err(why),
                None => Err("certificates: there is no batch".to_owned()),
            };
            bench.report.certificates = bench.unless_broken(measured);
        }
        Subject::Exams => {
            let measured = exams::measure(&bench.local, &bench.server, &programme);
            let measured = guarded("exams", measured).await;
            bench.report.exams = bench.unless_broken(measured);
        }
        Subject::Import => {
            let measured = import::measure(&bench.local, &bench.server, &programme);
            let measured = guarded("import", measured).await;
            bench.report.import = bench.unless_broken(measured);
        }
    }
    let lines = matches!(subject, Subject::Everyday | Subject::Country);
    if lines && bench.report.lines.is_empty() && bench.report.failures.is_empty() {
        bench.fail(only, "no line has this in its name");
    }
    let (end, most) = bench.settled().await;
    let mut report = bench.report;
    report.memory = (end, most);
    report.memory_aim = Some(Aim::at_most("MB", 60.0, end));
    stop.notify();
    drop(bench.server);
    report.doctor = match product::run(program, &["doctor", "--strict"], database.url()) {
        Ok(said) => said.lines().last().unwrap_or_default().to_owned(),
        Err(said) => {
            report.failures.push(said);
            "findings".to_owned()
        }
    };
    report.took = started.elapsed();
    report
}

/// Measures the ordinary programme. A part that breaks does not stop the next one.
async fn everyday(bench: &mut Bench<'_>) {
    bench.pages().await;
    bench.changes().await;
    let done = guarded("certificates of cohorts", bench.certificates()).await;
    bench.unless_broken(done);
}
