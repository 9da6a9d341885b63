//! Five hundred people check in within fifteen seconds by the code of a screen. Each types it when their
//! turn comes, whether those before have been answered or not.

use std::thread;
use std::time::{Duration, Instant};

use formacion::attendance::codes::entity::session_code::CodeSecret;
use formacion::attendance::codes::queries::last_opening;
use formacion::cohorts::entity::session::SessionId;
use formacion::platform::app::App;
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::asynchronous::Client as Local;
use rocket::tokio::task::spawn_blocking;
use serde::Serialize;

use crate::client::{Client, Shot};
use crate::cohorts;
use crate::load::{Programme, fill_ledger};
use crate::people::{ids, people, signed_in};
use crate::product::Server;
use crate::table::Aim;

const PEOPLE: usize = 500;
const WITHIN: Duration = Duration::from_secs(15);
/// Browsers with a connection each. No more people than that are on their way at once.
const BROWSERS: usize = 64;
/// What 99 of 100 people wait at most.
const MILLISECONDS: f64 = 1_000.0;

/// How long they waited from when they pressed, in milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Arrivals {
    pub median_ms: f64,
    pub p99_ms: f64,
    pub most_ms: f64,
    /// From the first press to the last answer.
    pub took_s: f64,
    /// Statements of one check-in, without those of its page.
    pub statements: u64,
    pub aims: Vec<Aim>,
}

impl Arrivals {
    pub fn sentence(&self) -> String {
        format!(
            "{PEOPLE} check-ins in {} s: median {:.0} ms, p99 {:.0} ms ({:.2} of {MILLISECONDS} ms), at most {:.0} ms; the last was answered after {:.1} s; {} statements each.",
            WITHIN.as_secs(),
            self.median_ms,
            self.p99_ms,
            self.p99_ms / MILLISECONDS,
            self.most_ms,
            self.took_s,
            self.statements,
        )
    }
}

/// Makes the hall, opens check-in and lets everybody in.
pub async fn measure(
    local: &Local,
    server: &Server,
    programme: &Programme,
) -> Result<Arrivals, String> {
    let app = &programme.app;
    let tx = app.db.begin().await.expect("begins");
    // The statements of one more person are counted.
    let hall = people(&tx, &programme.fixture, 200_000, PEOPLE + 1, "50001").await;
    let secrets = signed_in(&tx, &programme.fixture, &hall).await;
    let session = cohorts::hall(&tx, &programme.fixture, &hall).await;
    tx.commit().await.expect("commits");
    fill_ledger(app, &ids(&hall)).await;
    let screen = format!("/sesiones/{session}/codigo");
    let open = Shot::post(screen, Some(&programme.coordinator), String::new());
    Client::new(&server.origin).expect(&open)?;
    let (spare, comers) = secrets.split_first().expect("somebody");
    let statements = count(local, app, server, spare, &shown(app, session).await).await?;

    let began = Instant::now();
    let mut browsers = Vec::new();
    for browser in 0..BROWSERS {
        let own: Vec<(usize, String)> =
            comers.iter().cloned().enumerate().skip(browser).step_by(BROWSERS).collect();
        browsers.push((browser, own));
    }
    let secret = secret(app, session).await;
    let clock = app.clock.clone();
    let origin = server.origin.clone();
    let walked = spawn_blocking(move || {
        let (secret, clock, origin) = (&secret, &clock, origin.as_str());
        thread::scope(|scope| {
            let all: Vec<_> = browsers
                .into_iter()
                .map(|(_, own)| {
                    scope.spawn(move || {
                        let mut client = Client::new(origin);
                        let mut took = Vec::new();
                        for (turn, session) in own {
                            let due = WITHIN * u32::try_from(turn).expect("few")
                                / u32::try_from(PEOPLE).expect("few");
                            thread::sleep(due.saturating_sub(began.elapsed()));
                            let code = secret.shown(clock.now());
                            let shot =
                                Shot::post("/llegada", Some(&session), format!("codigo={code}"));
                            client.expect(&shot)?;
                            // Time spent behind others counts too.
                            took.push(began.elapsed().saturating_sub(due));
                        }
                        Ok(took)
                    })
                })
                .collect();
            all.into_iter()
                .map(|browser| browser.join().expect("a browser ends"))
                .collect::<Result<Vec<Vec<Duration>>, String>>()
        })
    });
    let mut took: Vec<Duration> = walked.await.expect("they end")?.concat();
    let took_s = began.elapsed().as_secs_f64();
    took.sort();
    let at = |part: f64| {
        let index = ((took.len() as f64 - 1.0) * part).round() as usize;
        took.get(index).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
    };
    let p99_ms = at(0.99);
    let aims = vec![
        Aim::at_most("ms", MILLISECONDS, p99_ms),
        Aim::at_most("statements", 15.0, statements as f64),
    ];
    Ok(Arrivals { median_ms: at(0.5), p99_ms, most_ms: at(1.0), took_s, statements, aims })
}

async fn secret(app: &App, session: SessionId) -> CodeSecret {
    let opening = last_opening(app.db.read(), session).await.expect("asks");
    opening.and_then(|opening| opening.secret).expect("check-in is open")
}

async fn shown(app: &App, session: SessionId) -> String {
    secret(app, session).await.shown(app.clock.now()).to_string()
}

/// Counts the statements of one check-in, sent inside this process.
async fn count(
    local: &Local,
    app: &App,
    server: &Server,
    session: &str,
    code: &str,
) -> Result<u64, String> {
    let before = app.db.statements();
    let answer = local
        .post("/llegada")
        .header(ContentType::Form)
        .header(Header::new("Origin", server.origin.clone()))
        .cookie(Cookie::new("sesion", session.to_owned()))
        .body(format!("codigo={code}"))
        .dispatch()
        .await;
    match answer.status().code {
        303 => Ok(app.db.statements() - before),
        other => Err(format!("one check-in answered {other}")),
    }
}
