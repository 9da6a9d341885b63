//! Whose request it is, known to the work that a request starts without being handed on from function to
//! function: heavy work is shared out by account ([`crate::blocking`]), and a place that forgot to say
//! whose it is would be shared out to nobody.

use std::cell::OnceCell;

use rocket::route::{Handler, Outcome};
use rocket::{Data, Request, Route};

rocket::tokio::task_local! {
    static ACCOUNT: OnceCell<i64>;
}

#[derive(Clone)]
struct AccountScope(Box<dyn Handler>);

#[rocket::async_trait]
impl Handler for AccountScope {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        ACCOUNT.scope(OnceCell::new(), self.0.handle(request, data)).await
    }
}

/// The same route, whose guards may say whose request it is.
pub fn attributed(mut route: Route) -> Route {
    route.handler = Box::new(AccountScope(route.handler));
    route
}

/// Says whose request it is (`account.id`), once the desk knows.
pub fn know(account: i64) {
    // Outside a request nobody asks.
    let _ = ACCOUNT.try_with(|known| known.set(account));
}

/// Returns the account of the present request; `None` for strangers and for workers.
pub fn account() -> Option<i64> {
    ACCOUNT.try_with(|known| known.get().copied()).ok().flatten()
}
