//! A budget for what strangers may ask that makes the product hash a password or tells them
//! whether a document or a link is known.

use chrono::TimeDelta;

use platform::errors::AppError;
use platform::limits::{SharedBudget, address_key};

use super::desk::Desk;

/// Forms of newcomers that one address may send in [`FORMS_WINDOW`]: a whole class that registers
/// together shares one.
pub const FORMS: u32 = 120;
/// The stretch of time of [`FORMS`].
pub const FORMS_WINDOW: TimeDelta = TimeDelta::minutes(10);

const NEWCOMERS: SharedBudget =
    SharedBudget { name: "newcomers", attempts: FORMS, window: FORMS_WINDOW };

/// Takes one form of the address's budget, which holds over all instances; asked by the routes that
/// set a first password.
///
/// # Errors
/// None is left, or the database's.
pub async fn take_form(desk: &Desk<'_>) -> Result<(), AppError> {
    let address = address_key(desk.request().client_ip());
    NEWCOMERS.take(&desk.app.db, &address, desk.app.clock.now()).await
}
