//! What is measured, in its order, and what is wanted of it.

use std::path::Path;
use std::time::{Duration, Instant};

use formacion::assembly;
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::asynchronous::Client as Local;
use rocket::tokio::{self, task::spawn_blocking};

use crate::client::{Client, Shot};
use crate::country::Country;
use crate::load::{self, Loaded};
use crate::machine::{self, Database};
use crate::measure::{Asked, Spread, Supply, ask, ask_alone};
use crate::product::{self, Server};
use crate::table::{Aim, Beside, Line, Report};
use crate::{arrivals, certificates, country, exams, import, page, papers, plain, reports, still};

type Aims = fn(&Asked, Spread) -> Vec<Aim>;

/// What a change or a page is compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    Still,
    Commit,
    Document,
}

/// One line of the table before it is measured.
struct Subject {
    name: &'static str,
    against: Against,
    supply: Supply,
    /// One more of the same for counting statements.
    spare: Shot,
    aims: Aims,
}

struct Bench<'a> {
    loaded: &'a Loaded,
    local: Local,
    server: Server,
    still: String,
    only: &'a str,
    report: Report,
}

pub async fn measure(
    program: &Path,
    database: &Database,
    origin: &str,
    loaded: Loaded,
    only: &str,
) -> Report {
    let started = Instant::now();
    let (still, stop) = still::start().await;
    let rocket = assembly::rocket(loaded.figment.clone(), loaded.app.clone())
        .expect("every route has its card");
    let local = Local::untracked(rocket).await.expect("the product starts");
    // Before there is a server: its worker finds them all when it starts.
    let issued = match only.contains("certificates") {
        true => Some(certificates::issue(&local, origin, &loaded).await),
        false => None,
    };
    let mut bench = Bench {
        local,
        // The documents of two hundred thousand certificates would stand in the way of the rest.
        server: Server::start(
            program,
            database.url(),
            origin,
            &database.folder,
            only.contains("people"),
        ),
        still,
        only,
        report: Report { commits: machine::commits(&loaded.app.db).await, ..Report::default() },
        loaded: &loaded,
    };
    // A country takes a while to make and would stand in the way of the rest.
    if only.contains("people") {
        bench.country().await;
    } else if only.contains("arrivals") {
        match arrivals::measure(&bench.local, &bench.server, &loaded).await {
            Ok(arrivals) => bench.report.arrivals = Some(arrivals),
            Err(why) => bench.report.failures.push(format!("arrivals: {why}")),
        }
    } else if let Some(issued) = issued {
        let measured = match issued {
            Ok(issued) => certificates::measure(&bench.server, &loaded, issued).await,
            Err(why) => Err(why),
        };
        match measured {
            Ok(certificates) => bench.report.certificates = Some(certificates),
            Err(why) => bench.report.failures.push(format!("certificates: {why}")),
        }
    } else if only.contains("exams") {
        match exams::measure(&bench.local, &bench.server, &loaded).await {
            Ok(exams) => bench.report.exams = Some(exams),
            Err(why) => bench.report.failures.push(format!("exams: {why}")),
        }
    } else if only.contains("import") {
        match import::measure(&bench.local, &bench.server, &loaded).await {
            Ok(import) => bench.report.import = Some(import),
            Err(why) => bench.report.failures.push(format!("import: {why}")),
        }
    } else {
        bench.pages().await;
        bench.changes().await;
        bench.certificates().await;
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

impl Bench<'_> {
    async fn pages(&mut self) {
        let loaded = self.loaded;
        let coordinator = Some(loaded.coordinator.as_str());
        let all: Vec<_> = loaded.closed.iter().chain(&loaded.running).collect();
        self.again(
            "cohort page",
            all.iter().map(|id| Shot::get(format!("/cohortes/{id}"), coordinator)).collect(),
            |_, _| Vec::new(),
        )
        .await;
        self.again(
            "attendance report of 40",
            all.iter()
                .map(|id| Shot::get(format!("/cohortes/{id}/asistencia"), coordinator))
                .collect(),
            |asked, _| {
                vec![
                    Aim::at_most("ms", 2.2, asked.alone.median),
                    Aim::at_least("/s", 780.0, asked.per_second),
                ]
            },
        )
        .await;
        let large = format!("/cohortes/{}/asistencia", loaded.large);
        self.again(
            "attendance report of 1,000",
            vec![Shot::get(large.as_str(), coordinator)],
            |asked, _| vec![Aim::at_most("ms", 27.0, asked.alone.median)],
        )
        .await;
        self.again(
            "XLSX of 1,000 × 20",
            vec![Shot::get(format!("{large}/xlsx"), coordinator)],
            |asked, _| vec![Aim::at_most("ms", 100.0, asked.alone.median)],
        )
        .await;
        let gobernacion = Some(loaded.gobernacion.as_str());
        for (name, path) in [
            ("department report", "/informes/departamentos/95"),
            ("department XLSX", "/informes/departamentos/95/xlsx"),
        ] {
            let shot = Shot::get(path, gobernacion);
            self.again(name, vec![shot], |_, _| Vec::new()).await;
        }
    }

    /// The lists of a country, each below 300 ms (P27).
    async fn country(&mut self) {
        let country = Country::of(self.loaded).await;
        let aims: Aims = |asked, _| {
            vec![
                Aim::at_most("ms p95", 300.0, asked.alone.p95),
                Aim::at_most("ms p95 at 8", 300.0, asked.together.p95),
            ]
        };
        for (name, shots) in country::shots(&country, self.loaded) {
            self.again(name, shots, aims).await;
        }
        self.run("people, a document", Against::Commit, Ok(country::documents(&country)), aims)
            .await;
        for report in reports::of(&country, self.loaded.app.clock.today()) {
            if report.name.contains(self.only) {
                self.report(report).await;
            }
        }
        self.plans(&country).await;
    }

    /// A report beside its figure in plain SQL.
    async fn report(&mut self, report: reports::Report) {
        let statements = self.statements(&report.shot).await;
        let origin = self.server.origin.clone();
        let before = self.server.processor();
        let (held, _) = self.server.memory();
        self.server.forget_peak();
        let supply = Supply::Again(vec![report.shot.clone()]);
        let asked = spawn_blocking(move || ask_alone(&origin, &supply)).await.expect("asked");
        let asked = match asked {
            Ok(asked) => asked,
            Err(why) => return self.report.failures.push(format!("{}: {why}", report.name)),
        };
        let processor = self.server.processor() - before;
        let (memory, peak) = self.server.memory();
        let beside = Beside::Plain(plain::time(&self.loaded.app.db, &report.sql).await);
        self.report.lines.push(Line {
            name: report.name,
            processor: processor * 1e3 / asked.requests.max(1) as f64,
            statements,
            memory,
            peak,
            aims: report.aims(asked.alone.p95, peak - held),
            beside,
            asked,
        });
    }

    /// How both databases go about the heaviest statements of these reports.
    async fn plans(&mut self, country: &Country) {
        let db = &self.loaded.app.db;
        let sent = plain::Sent::watching(db);
        for report in reports::of(country, self.loaded.app.clock.today()) {
            sent.by(report.name);
            let _ = self.statements(&report.shot).await;
        }
        self.report.plans = plain::plans(db, sent.all()).await;
    }

    async fn changes(&mut self) {
        let loaded = self.loaded;
        let form = |mail: &String| {
            let (mail, password) = (page::escape(mail), page::escape(load::PASSWORD));
            format!("destino=%2Fcontrasena&correo={mail}&contrasena={password}")
        };
        let mails = loaded.mails.iter().cycle().take(400);
        self.run(
            "sign-in",
            Against::Commit,
            Ok(mails.map(|mail| Shot::post("/ingresar", None, form(mail))).collect()),
            |_, _| Vec::new(),
        )
        .await;
        let coordinator = Some(loaded.coordinator.as_str());
        let rolls: Vec<_> = loaded
            .roll_calls
            .iter()
            .map(|id| (format!("/sesiones/{id}/asistencia"), coordinator))
            .collect();
        let shots = self.forms(rolls, |path| path.to_owned()).await;
        self.run("roll-call of 40", Against::Commit, shots, |asked, commit| {
            vec![Aim::at_most("ms over a commit", 8.0, asked.alone.median - commit.median)]
        })
        .await;
        let newcomers: Vec<_> = loaded
            .newcomers
            .iter()
            .map(|secret| (format!("/oferta/{}/inscripcion", loaded.open), Some(secret.as_str())))
            .collect();
        let shots = self.forms(newcomers, |path| path.to_owned()).await;
        self.run("enrolment", Against::Commit, shots, |asked, commit| {
            vec![Aim::at_most("ms over a commit", 6.0, asked.alone.median - commit.median)]
        })
        .await;
    }

    /// Issues the certificates of the closed cohorts as a coordinator would, then asks for
    /// what came of it.
    async fn certificates(&mut self) {
        let loaded = self.loaded;
        let db = loaded.app.db.clone();
        let coordinator = Some(loaded.coordinator.as_str());
        let pages: Vec<_> = loaded
            .closed
            .iter()
            .map(|id| (format!("/cohortes/{id}/certificados"), coordinator))
            .collect();
        let shots = self.forms(pages, |path| path.to_owned()).await;
        self.run("issuing 40 certificates", Against::Commit, shots, |_, _| Vec::new()).await;
        let issued = papers::rendered(&db).await;
        if issued.len() < 100 {
            let why = format!("certificates: only {} were issued", issued.len());
            self.report.failures.push(why);
            return;
        }
        let aim: Aims = |asked, _| vec![Aim::at_most("ms", 1.0, asked.alone.median)];
        let codes = issued.iter().map(|one| format!("/verificar/{}", one.code));
        self.again("verification", codes.map(|path| Shot::get(path, None)).collect(), aim).await;
        let pdf: Vec<_> = issued
            .iter()
            .map(|one| Shot::get(format!("/certificados/{}/pdf", one.id), coordinator))
            .collect();
        self.again("certificate, kept", pdf.clone(), |_, _| Vec::new()).await;
        let zips = loaded
            .closed
            .iter()
            .map(|id| Shot::get(format!("/cohortes/{id}/certificados/zip"), coordinator));
        self.again("40 certificates in a zip", zips.collect(), |_, _| Vec::new()).await;
        let lock = papers::forget_documents(&db).await;
        let aim: Aims = |asked, _| vec![Aim::at_most("ms", 10.0, asked.alone.median)];
        self.run("certificate, new", Against::Document, Ok(pdf), aim).await;
        lock.rollback().await.expect("the lock ends");
    }

    /// Opens each page and fills in its form: what is sent is what the page asks for.
    async fn forms(
        &self,
        pages: Vec<(String, Option<&str>)>,
        action: fn(&str) -> String,
    ) -> Result<Vec<Shot>, String> {
        let origin = self.server.origin.clone();
        let pages: Vec<_> =
            pages.into_iter().map(|(path, session)| (path, session.map(str::to_owned))).collect();
        spawn_blocking(move || {
            let mut client = Client::new(&origin);
            let mut shots = Vec::new();
            for (path, session) in pages {
                let answer = client.expect(&Shot::get(path.clone(), session.as_deref()))?;
                let html = String::from_utf8_lossy(&answer.body);
                let to = action(&path);
                let form = page::form(&html, &to)?;
                shots.push(Shot::post(to, session.as_deref(), form));
            }
            Ok(shots)
        })
        .await
        .expect("the forms are filled in")
    }

    async fn again(&mut self, name: &'static str, shots: Vec<Shot>, aims: Aims) {
        let spare = shots[0].clone();
        let supply = Supply::Again(shots);
        let against = Against::Still;
        self.subject(Subject { name, against, supply, spare, aims }).await;
    }

    async fn run(
        &mut self,
        name: &'static str,
        against: Against,
        shots: Result<Vec<Shot>, String>,
        aims: Aims,
    ) {
        match shots {
            Err(why) => self.report.failures.push(format!("{name}: {why}")),
            Ok(mut shots) => {
                let Some(spare) = shots.pop() else { return };
                let supply = Supply::once(shots);
                self.subject(Subject { name, against, supply, spare, aims }).await;
            }
        }
    }

    async fn subject(&mut self, subject: Subject) {
        let Subject { name, against, supply, spare, aims } = subject;
        if !name.contains(self.only) {
            return;
        }
        let statements = self.statements(&spare).await;
        let origin = self.server.origin.clone();
        let before = self.server.processor();
        self.server.forget_peak();
        let asked = spawn_blocking(move || ask(&origin, &supply)).await.expect("asked");
        let asked = match asked {
            Ok(asked) => asked,
            Err(why) => {
                self.report.failures.push(format!("{name}: {why}"));
                return;
            }
        };
        let processor = self.server.processor() - before;
        let (memory, peak) = self.server.memory();
        let beside = match against {
            Against::Commit => Beside::Commit(self.report.commits),
            Against::Document => Beside::Document(document().await),
            Against::Still => Beside::Still(self.still_page(asked.bytes).await),
        };
        self.report.lines.push(Line {
            name,
            processor: processor * 1e3 / asked.requests.max(1) as f64,
            statements,
            memory,
            peak,
            aims: aims(&asked, self.report.commits),
            beside,
            asked,
        });
    }

    /// Memory once the threads that only a crowd needs have gone (ten idle seconds); a light
    /// page now and then keeps the server from sleeping through it.
    async fn settled(&self) -> (f64, f64) {
        for _ in 0..12 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let origin = self.server.origin.clone();
            let light = Shot::get("/verificar", None);
            let _ = spawn_blocking(move || Client::new(&origin).send(&light)).await;
        }
        self.server.memory()
    }

    async fn still_page(&self, bytes: usize) -> Asked {
        let origin = self.still.clone();
        let supply = Supply::Again(vec![Shot::get(format!("/{bytes}"), None)]);
        spawn_blocking(move || ask(&origin, &supply)).await.expect("asked").unwrap_or_default()
    }

    /// The same request inside this process, where statements are counted.
    async fn statements(&self, shot: &Shot) -> Option<u64> {
        let before = self.loaded.app.db.statements();
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
        as_meant.then(|| self.loaded.app.db.statements() - before)
    }
}

/// The document by itself: what a new certificate cannot go below.
async fn document() -> Spread {
    spawn_blocking(|| {
        let mut certificate = documents::certificate::sample();
        let took = (0..60).map(|number| {
            // Each is somebody else's, as in the product: what they share is remembered.
            certificate.full_name = format!("Persona de Prueba {number}");
            certificate.number = format!("2026-{number:06}");
            certificate.verify_url =
                format!("https://formacion.example/verificar/PRUEBA{number:020}");
            let began = Instant::now();
            documents::certificate::pdf(&certificate).expect("renders");
            began.elapsed()
        });
        Spread::of(took.collect::<Vec<Duration>>())
    })
    .await
    .expect("renders")
}
