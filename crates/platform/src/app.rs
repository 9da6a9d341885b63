//! What every handler and worker is given: one value, cheap to clone.

use super::clock::Clock;
use super::config::Config;
use super::contacts::ContactFn;
use super::db::Db;
use super::files::Files;
use super::pages::Views;
use super::progress::Progress;
use super::subscribers::Subscribers;

#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub views: Views,
    pub files: Files,
    pub config: Config,
    pub progress: Progress,
    /// The capabilities that work in the transaction of a change.
    pub subscribers: Subscribers,
    /// The answer to whom the reader of a letter asks.
    pub contact_of: Option<ContactFn>,
    /// The demo seed made this database; every page says so.
    pub demo: bool,
    /// The password of every demo account; `None` outside the demo, where none is known.
    pub demo_password: Option<String>,
}
