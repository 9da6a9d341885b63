//! Measures one line of the table after another on the server that runs. A line that breaks is told at
//! the end, and the lines after it are measured all the same.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use rocket::futures::FutureExt as _;
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::asynchronous::Client as Local;
use rocket::tokio::{self, task::spawn_blocking};

use crate::client::{Client, Shot};
use crate::load::Programme;
use crate::measure::{Measurement, Spread, Supply, ask};
use crate::page;
use crate::product::Server;
use crate::table::{Aim, Baseline, Line, Report};

/// Says what is wanted of a line that was measured, given what one commit takes.
pub type Aims = fn(&Measurement, Spread) -> Vec<Aim>;

/// What a change or a page is compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Against {
    Still,
    Commit,
    Document,
}

/// One line of the table before it is measured.
struct LinePlan {
    name: &'static str,
    against: Against,
    supply: Supply,
    /// One more request of the same kind, whose statements are counted.
    spare: Shot,
    aims: Aims,
}

/// A run: the server, the programme in its database, and what was measured so far.
pub struct Bench<'a> {
    pub programme: &'a Programme,
    /// The product inside this process, where statements are counted.
    pub local: Local,
    pub server: Server,
    /// The origin of the pages that are answered from memory.
    pub still: String,
    /// Only lines with this in their name are measured.
    pub only: &'a str,
    pub report: Report,
}

impl Bench<'_> {
    /// Says whether a line of this name is to be measured.
    pub fn wants(&self, name: &str) -> bool {
        name.contains(self.only)
    }

    /// Keeps why something was not measured.
    pub fn fail(&mut self, name: &str, why: &str) {
        self.report.failures.push(format!("{name}: {why}"));
    }

    /// Returns what was measured. Where nothing was, it keeps why.
    pub fn unless_broken<T>(&mut self, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|why| self.report.failures.push(why)).ok()
    }

    /// Keeps a line, or why there is none.
    pub fn keep(&mut self, line: Result<Line, String>) {
        let line = self.unless_broken(line);
        self.report.lines.extend(line);
    }

    /// Measures pages: the same requests again and again.
    pub async fn again(&mut self, name: &'static str, shots: Vec<Shot>, aims: Aims) {
        match shots.first().cloned() {
            None => self.fail(name, "there is nothing to ask for"),
            Some(spare) => {
                let supply = Supply::Again(shots);
                self.line(LinePlan { name, against: Against::Still, supply, spare, aims }).await;
            }
        }
    }

    /// Measures changes: each request is sent once.
    pub async fn once(
        &mut self,
        name: &'static str,
        against: Against,
        mut shots: Vec<Shot>,
        aims: Aims,
    ) {
        match shots.pop() {
            None => self.fail(name, "there is nothing to ask for"),
            Some(spare) => {
                let supply = Supply::once(shots);
                self.line(LinePlan { name, against, supply, spare, aims }).await;
            }
        }
    }

    async fn line(&mut self, plan: LinePlan) {
        if self.wants(plan.name) {
            let line = guarded(plan.name, self.measured(plan)).await;
            self.keep(line);
        }
    }

    async fn measured(&self, plan: LinePlan) -> Result<Line, String> {
        let LinePlan { name, against, supply, spare, aims } = plan;
        let statements = self.statements(&spare).await;
        let origin = self.server.origin.clone();
        let before = self.server.processor();
        self.server.forget_peak();
        let measured = blocking(move || ask(&origin, &supply)).await?;
        let processor = self.server.processor() - before;
        let (memory, peak) = self.server.memory();
        let beside = match against {
            Against::Commit => Baseline::Commit(self.report.commits),
            Against::Document => Baseline::Document(document().await?),
            Against::Still => Baseline::Still(self.still_page(measured.bytes).await),
        };
        Ok(Line {
            name,
            processor: processor * 1e3 / measured.requests.max(1) as f64,
            statements,
            memory,
            peak,
            aims: aims(&measured, self.report.commits),
            beside,
            measured,
        })
    }

    /// Opens each page and fills in the form that it sends to its own address.
    pub async fn forms(&self, pages: Vec<(String, Option<&str>)>) -> Result<Vec<Shot>, String> {
        let origin = self.server.origin.clone();
        let pages: Vec<_> =
            pages.into_iter().map(|(path, session)| (path, session.map(str::to_owned))).collect();
        blocking(move || {
            let mut client = Client::new(&origin);
            let mut shots = Vec::new();
            for (path, session) in pages {
                let answer = client.expect(&Shot::get(path.clone(), session.as_deref()))?;
                let form = page::form(&String::from_utf8_lossy(&answer.body), &path)?;
                shots.push(Shot::post(path, session.as_deref(), form));
            }
            Ok(shots)
        })
        .await
    }

    /// Sends requests that are not measured.
    pub async fn send(&self, shots: Vec<Shot>) -> Result<(), String> {
        let origin = self.server.origin.clone();
        blocking(move || {
            let mut client = Client::new(&origin);
            shots.iter().try_for_each(|shot| client.expect(shot).map(drop))
        })
        .await
    }

    /// Returns the memory once the threads that only a crowd needs have gone, which takes ten idle
    /// seconds. A light page now and then keeps the server from sleeping through them.
    pub async fn settled(&self) -> (f64, f64) {
        for _ in 0..12 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let origin = self.server.origin.clone();
            let light = Shot::get("/verificar", None);
            let _ = spawn_blocking(move || Client::new(&origin).send(&light)).await;
        }
        self.server.memory()
    }

    async fn still_page(&self, bytes: usize) -> Measurement {
        let origin = self.still.clone();
        let supply = Supply::Again(vec![Shot::get(format!("/{bytes}"), None)]);
        blocking(move || ask(&origin, &supply)).await.unwrap_or_default()
    }

    /// Counts the statements of a request, which is sent inside this process.
    pub async fn statements(&self, shot: &Shot) -> Option<u64> {
        let before = self.programme.app.db.statements();
        let mut request = match &shot.form {
            None => self.local.get(shot.path.clone()),
            Some(form) => self
                .local
                .post(shot.path.clone())
                .header(ContentType::Form)
                .header(Header::new("Origin", self.server.origin.clone()))
                .body(form),
        };
        if let Some(secret) = &shot.session {
            request = request.cookie(Cookie::new("sesion", secret.clone()));
        }
        let answer = request.dispatch().await;
        let as_meant = answer.status().code == shot.status;
        let _ = answer.into_bytes().await;
        as_meant.then(|| self.programme.app.db.statements() - before)
    }
}

/// Measures something that may break, with a panic too. What breaks becomes a sentence that begins with
/// the name.
pub async fn guarded<T>(
    name: &str,
    subject: impl Future<Output = Result<T, String>>,
) -> Result<T, String> {
    let why = match AssertUnwindSafe(subject).catch_unwind().await {
        Ok(Ok(measured)) => return Ok(measured),
        Ok(Err(why)) => why,
        Err(payload) => panic_text(&*payload),
    };
    Err(format!("{name}: {why}"))
}

fn panic_text(payload: &(dyn Any + Send)) -> String {
    let owned = payload.downcast_ref::<String>().cloned();
    let owned = owned.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    owned.unwrap_or_else(|| "it panicked".to_owned())
}

/// Does work that blocks on a thread for it. A panic there is told like any other failure.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    spawn_blocking(work).await.unwrap_or_else(|error| Err(error.to_string()))
}

/// Measures the document by itself. A new certificate cannot take less.
async fn document() -> Result<Spread, String> {
    blocking(|| {
        let mut certificate = documents::certificate::sample();
        let mut took: Vec<Duration> = Vec::new();
        for number in 0..60 {
            // Each is somebody else's, as in the product: what they share is remembered.
            certificate.full_name = format!("Persona de Prueba {number}");
            certificate.number = format!("2026-{number:06}");
            certificate.verify_url =
                format!("https://formacion.example/verificar/PRUEBA{number:020}");
            let began = Instant::now();
            documents::certificate::pdf(&certificate).map_err(|error| error.to_string())?;
            took.push(began.elapsed());
        }
        Ok(Spread::of(took))
    })
    .await
}
