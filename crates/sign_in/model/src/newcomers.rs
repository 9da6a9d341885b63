//! A budget for what strangers may ask that makes the product hash a password or tells them
//! whether a document or a link is known.

use chrono::TimeDelta;

use platform::errors::AppError;
use platform::limits::{Limiter, RetryAfter};

use super::desk::Desk;

/// Forms of newcomers that one address may send in [`FORMS_WINDOW`]: a whole class that registers
/// together shares one.
pub const FORMS: u32 = 120;
/// The stretch of time of [`FORMS`].
pub const FORMS_WINDOW: TimeDelta = TimeDelta::minutes(10);

/// Managed by Rocket; asked by the routes that set a first password.
pub struct Newcomers(Limiter);

impl Default for Newcomers {
    fn default() -> Self {
        Self(Limiter::new(FORMS, FORMS_WINDOW))
    }
}

impl Newcomers {
    /// Takes one form of the address's budget.
    pub fn take(&self, desk: &Desk<'_>) -> Result<(), AppError> {
        self.0
            .take(desk.request().client_ip(), desk.app.clock.now())
            .map_err(|RetryAfter(seconds)| AppError::TooMany { retry_after_seconds: seconds })
    }
}
