//! A thousand certificates: issued as one batch by the product, then rendered by the worker of the
//! server that ships, beside typst alone on the same pages.

use std::path::Path;
use std::time::{Duration, Instant};

use documents::certificate::Certificate;
use formacion::certification::batches::worker::work;
use formacion::certification::entity::{certificate, certificate_document};
use formacion::certification::snapshot::Snapshot;
use formacion::platform::app::App;
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::asynchronous::Client as Local;
use rocket::tokio::{task::spawn_blocking, time::sleep};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder, QuerySelect};
use serde::Serialize;

use crate::cohorts;
use crate::load::Programme;
use crate::people::people;
use crate::product::Server;
use crate::support::alone::{Alone, data};
use crate::table::Aim;

const DOCUMENTS: usize = 1_000;
/// How many documents are kept when memory is looked at for the first time.
const EARLY: usize = 250;
/// Pages that typst alone lays out before the worker starts, and as many after it: a neighbour on the
/// machine slows both.
const ALONE: usize = 100;
/// Pages laid out first, whose time does not count.
const WARM: usize = 12;
/// The share of typst's own rate that R57 asks for.
const SHARE: f64 = 0.5;
/// By how much the memory may differ and still not grow with the batch.
const MEGABYTES: f64 = 20.0;

/// How long a batch took, and what memory.
#[derive(Clone, Debug, Serialize)]
pub struct Certificates {
    /// From the press to the last of them, without documents.
    pub issue_s: f64,
    /// Documents a second, from the first one kept to the last.
    pub per_second: f64,
    pub alone_per_second: f64,
    pub share: f64,
    /// The most that the server ever held when so many documents were kept, MB.
    pub early_mb: f64,
    pub late_mb: f64,
    pub aims: Vec<Aim>,
}

impl Certificates {
    pub fn sentence(&self) -> String {
        format!(
            "{DOCUMENTS} certificates: issued in {:.1} s; rendered and kept by the worker at {:.0} a second, typst alone makes the same pages at {:.0} without a standard ({:.2} of its rate); memory at most {:.0} MB at {EARLY} documents and {:.0} MB at {DOCUMENTS}.",
            self.issue_s,
            self.per_second,
            self.alone_per_second,
            self.share,
            self.early_mb,
            self.late_mb,
        )
    }
}

/// What waits for the worker, and how long typst alone took for some of it.
pub struct IssuedBatch {
    issue_s: f64,
    pages: Vec<Vec<u8>>,
    alone: Duration,
}

/// Presses the button and carries the batch out in this process, while no server renders.
pub async fn issue(
    local: &Local,
    origin: &str,
    programme: &Programme,
) -> Result<IssuedBatch, String> {
    let app = &programme.app;
    let tx = app.db.begin().await.expect("begins");
    let graduates = people(&tx, &programme.fixture, 220_000, DOCUMENTS, "50001").await;
    let cohort = cohorts::graduates(&tx, &programme.fixture, &graduates).await;
    tx.commit().await.expect("commits");
    let began = Instant::now();
    let answer = local
        .post(format!("/cohortes/{cohort}/certificados"))
        .header(ContentType::Form)
        .header(Header::new("Origin", origin.to_owned()))
        .cookie(Cookie::new("sesion", programme.coordinator.clone()))
        .dispatch()
        .await;
    if answer.status().code != 303 {
        return Err(format!("the press answered {}", answer.status()));
    }
    work(app).await.map_err(|error| error.to_string())?;
    let issue_s = began.elapsed().as_secs_f64();
    let all = certificate::Entity::find().count(app.db.read()).await.expect("asks");
    if all != DOCUMENTS as u64 {
        return Err(format!("{all} were issued and not {DOCUMENTS}"));
    }
    let pages = pages(app).await;
    let (alone, pages) = timed(pages).await;
    Ok(IssuedBatch { issue_s, pages, alone })
}

/// Waits for the worker, which began to render when the server started.
pub async fn measure(
    server: &Server,
    programme: &Programme,
    issued: IssuedBatch,
) -> Result<Certificates, String> {
    let app = &programme.app;
    let early_mb = kept(app, server, EARLY).await?;
    let late_mb = kept(app, server, DOCUMENTS).await?;
    let (after, _) = timed(issued.pages).await;
    let alone_per_second = (2 * ALONE) as f64 / (issued.alone + after).as_secs_f64();
    let per_second = rate(app).await;
    let share = per_second / alone_per_second;
    let aims = vec![
        Aim::at_least("of typst alone", SHARE, share),
        Aim::at_most("MB more", MEGABYTES, late_mb - early_mb),
    ];
    let issue_s = issued.issue_s;
    Ok(Certificates { issue_s, per_second, alone_per_second, share, early_mb, late_mb, aims })
}

/// Returns the most that the server held until so many documents were kept.
async fn kept(app: &App, server: &Server, wanted: usize) -> Result<f64, String> {
    let end = Instant::now() + Duration::from_secs(300);
    while Instant::now() < end {
        let documents = certificate_document::Entity::find().count(app.db.read()).await;
        if documents.expect("asks") >= wanted as u64 {
            return Ok(server.memory().1);
        }
        sleep(Duration::from_millis(20)).await;
    }
    Err(format!("the worker did not keep {wanted} documents"))
}

/// Returns the documents a second, by the times when they were kept.
async fn rate(app: &App) -> f64 {
    let column = certificate_document::Column::RenderedAt;
    let times: Vec<chrono::DateTime<chrono::Utc>> = certificate_document::Entity::find()
        .select_only()
        .column(column)
        .order_by_asc(column)
        .into_tuple()
        .all(app.db.read())
        .await
        .expect("asks");
    let (first, last) = (times.first().expect("some"), times.last().expect("some"));
    let took = (*last - *first).num_microseconds().unwrap_or(i64::MAX) as f64 / 1e6;
    (times.len() - 1) as f64 / took
}

/// Returns what some of the certificates say, as their layout reads it.
async fn pages(app: &App) -> Vec<Vec<u8>> {
    let rows = certificate::Entity::find()
        .order_by_desc(certificate::Column::Id)
        .limit((ALONE + WARM) as u64)
        .all(app.db.read())
        .await
        .expect("asks");
    let paper = |row: &certificate::Model| -> Certificate {
        Snapshot::read(&row.snapshot).expect("is read").document
    };
    rows.iter().map(|row| data(&paper(row))).collect()
}

/// Measures typst alone on the pages, without the first ones, and returns the pages too.
async fn timed(pages: Vec<Vec<u8>>) -> (Duration, Vec<Vec<u8>>) {
    let documents = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/documents");
    spawn_blocking(move || {
        let mut alone = Alone::new(Path::new(documents));
        for page in &pages[..WARM] {
            alone.pdf(page.clone());
        }
        let began = Instant::now();
        for page in &pages[WARM..] {
            assert!(alone.pdf(page.clone()).len() > 10_000);
        }
        (began.elapsed(), pages)
    })
    .await
    .expect("renders")
}
