//! P26: whatever a test asks for, no request sends more statements than its card allows.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use formacion::assembly::cards;
use formacion::platform::app::App;
use formacion::platform::registry::{Card, path_of};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Method;
use rocket::{Data, Request, Response};

use super::figures::running_figure;

/// The requests of one world. Those that ran beside another are not judged: the statements of the two
/// cannot be told apart.
pub struct Budget {
    app: App,
    cards: Vec<Card>,
    begun: AtomicU64,
    ended: AtomicU64,
    judged: AtomicU64,
    over: Mutex<BTreeMap<String, u64>>,
}

/// What was counted when a request came.
struct Arrival {
    statements: u64,
    begun: u64,
    is_alone: bool,
}

impl Budget {
    pub fn of(app: &App) -> Arc<Self> {
        Arc::new(Self {
            app: app.clone(),
            cards: cards(),
            begun: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            judged: AtomicU64::new(0),
            over: Mutex::default(),
        })
    }

    fn arrival(&self) -> Arrival {
        let ended = self.ended.load(Ordering::SeqCst);
        let begun = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        Arrival { statements: self.app.db.statements(), begun, is_alone: begun == ended + 1 }
    }

    fn card(&self, request: &Request<'_>) -> Option<&Card> {
        let (route, method) = (request.route()?, request.method());
        let method = if method == Method::Head { Method::Get } else { method };
        self.cards.iter().find(|card| card.method == method && card.path == path_of(route))
    }

    fn judge(&self, arrival: &Arrival, request: &Request<'_>) {
        let sent = self.app.db.statements() - arrival.statements;
        let is_alone = arrival.is_alone && self.begun.load(Ordering::SeqCst) == arrival.begun;
        self.ended.fetch_add(1, Ordering::SeqCst);
        let Some(card) = self.card(request).filter(|_| is_alone) else { return };
        self.judged.fetch_add(1, Ordering::Relaxed);
        if sent > card.statements {
            let what = format!("{} {} (budget {})", card.method, card.path, card.statements);
            let mut over = self.over.lock().unwrap();
            let most = over.entry(what).or_default();
            *most = sent.max(*most);
        }
    }

    /// Returns a sentence for each route that sent more than it may, and counts the world's requests
    /// into the figure of all.
    pub fn finish(&self) -> Vec<String> {
        let over = self.over.lock().unwrap();
        count(self.judged.load(Ordering::Relaxed), over.len());
        over.iter().map(|(what, most)| format!("{what} sent {most} statements")).collect()
    }
}

/// One figure for all tests of this process.
fn count(judged: u64, over: usize) {
    static COUNTS: Mutex<(u64, usize)> = Mutex::new((0, 0));
    // The lock is kept until the figure is written, so that no older count comes after a newer one.
    let mut counts = COUNTS.lock().unwrap();
    counts.0 += judged;
    counts.1 += over;
    let (judged, over) = *counts;
    let how = format!(
        "routes that sent more statements than their card allows, among {judged} requests of all tests, changes and refused forms too"
    );
    running_figure("P26-requests", over as f64, "routes", over == 0, &how);
}

/// The fairing of a [`Budget`].
pub struct BudgetFairing(pub Arc<Budget>);

#[rocket::async_trait]
impl Fairing for BudgetFairing {
    fn info(&self) -> Info {
        Info { name: "statements of a request", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        request.local_cache(|| self.0.arrival());
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, _: &mut Response<'r>) {
        let arrival = request.local_cache(|| Arrival { statements: 0, begun: 0, is_alone: false });
        self.0.judge(arrival, request);
    }
}
