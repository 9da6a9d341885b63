//! What opens something of an account without its password: a calendar's address, links to certificates.
//! Later capabilities hold them; they close theirs in the transaction of the change that asks for it.

use sea_orm::DatabaseTransaction;

use platform::app::App;
use platform::errors::AppError;

use super::actor::AccountId;

/// What a [`platform::subscribers::Subscriber`] names that closes addresses meant for the owner alone. It
/// gets ids of accounts.
pub const OWN_ADDRESSES: &str = "account.own_addresses";
/// The same of addresses that the owner gave to others.
pub const SHARED_ADDRESSES: &str = "account.shared_addresses";

/// Which addresses of an account are closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// Those meant for the owner alone.
    pub own: bool,
    /// Those that the owner gave to others.
    pub shared: bool,
}

impl Closing {
    pub const ALL: Self = Self { own: true, shared: true };
    pub const OWN: Self = Self { own: true, shared: false };

    /// Closes them.
    ///
    /// # Errors
    /// The first error of a subscriber.
    pub async fn close(
        self,
        tx: &DatabaseTransaction,
        app: &App,
        account: AccountId,
    ) -> Result<(), AppError> {
        let asked = [(self.own, OWN_ADDRESSES), (self.shared, SHARED_ADDRESSES)];
        for (_, addresses) in asked.into_iter().filter(|(is_asked, _)| *is_asked) {
            app.subscribers.notify(tx, app, addresses, &[account.0]).await?;
        }
        Ok(())
    }
}
