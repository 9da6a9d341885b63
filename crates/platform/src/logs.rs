//! One line per request, with a number that also stands on error pages, and no personal
//! data (P15): the route's pattern is written, never the address, the form or a header.

use std::time::Instant;

use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Data, Request, Response};

use super::secrets;

struct Trace {
    id: String,
    started: Instant,
}

fn trace<'r>(request: &'r Request<'_>) -> &'r Trace {
    request.local_cache(|| Trace { id: secrets::short_id(), started: Instant::now() })
}

/// The number of this request, the same in the log, the answer's header and error pages.
pub fn request_id<'r>(request: &'r Request<'_>) -> &'r str {
    &trace(request).id
}

pub struct RequestLog;

#[rocket::async_trait]
impl Fairing for RequestLog {
    fn info(&self) -> Info {
        Info { name: "request log", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        trace(request);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let trace = trace(request);
        let route =
            request.route().map_or_else(|| "(none)".to_owned(), |route| route.uri.to_string());
        tracing::info!(
            request = trace.id.as_str(),
            method = request.method().as_str(),
            route,
            status = response.status().code,
            ms = trace.started.elapsed().as_millis() as u64,
            "request"
        );
    }
}

/// Starts the log: JSON lines on standard error, level by `RUST_LOG` (default `info`).
pub fn start() {
    use tracing_subscriber::EnvFilter;
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        EnvFilter::new("info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,hyper=warn")
    });
    // Rocket writes whole addresses, with what people searched for; each request has a line
    // of ours. Whatever RUST_LOG says, and with or without Rocket.toml. A name hides all that begin with it:
    // what keeps connections from being taken, such as a lack of descriptors, is let through.
    for quiet in ["rocket=off", "_=off", "rocket_http::listener=warn"] {
        if let Ok(directive) = quiet.parse() {
            filter = filter.add_directive(directive);
        }
    }
    // A second start (tests) keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
    // What a panic says may quote what somebody typed: its place is told, and nothing else.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}
