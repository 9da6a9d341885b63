//! What nearly every file of a capability names: the ground's own words, and of the libraries those that
//! mean one thing everywhere. A file that needs three of them or more says `use platform::prelude::*`;
//! what it names beside them stays written out.

pub use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
pub use rocket::{Route, get, post, routes};
pub use serde::Serialize;
pub use serde_json::json;

pub use super::app::App;
pub use super::errors::{AppError, Failure};
pub use super::example::Example;
pub use super::fields::{Alternative, FormState};
pub use super::forms::{Fields, Reader};
pub use super::pager::Pager;
pub use super::pages::{Crumb, Fact, Figure, View};
pub use super::texts::Refusal;
pub use super::{dates, numbers};
