//! How many bytes of files an instance holds in memory at once, so that a crowd of senders costs what a
//! few cost. What finds no room is told to come back: nothing waits with half a file in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of all files that are on their way or in hand.
pub const MOST: usize = 64 * MEGABYTE;
/// Bytes of the files of one account: the largest file there is (20 MB) and its form. Somebody with
/// many slow connections keeps nobody else out.
pub const MOST_OF_ONE: usize = 24 * MEGABYTE;
const MEGABYTE: usize = 1024 * 1024;

/// Managed by Rocket: one for each instance.
#[derive(Clone, Debug, Default)]
pub struct ByteBudget(Arc<Mutex<Holdings>>);

#[derive(Debug, Default)]
struct Holdings {
    all: usize,
    /// By account (`account.id`); `None` is everybody who is not signed in.
    of: BTreeMap<Option<i64>, usize>,
}

/// There is no room for more bytes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no room for more bytes")]
pub struct NoRoom;

impl ByteBudget {
    /// Opens an account's share, of no bytes yet.
    pub fn share(&self, account: Option<i64>) -> ByteShare {
        ByteShare { budget: self.clone(), account, bytes: 0 }
    }

    /// Bytes that are held now.
    pub fn held(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

/// What one request holds of the budget, until it is dropped.
#[derive(Debug)]
#[must_use = "the bytes count for as long as their share lives"]
pub struct ByteShare {
    budget: ByteBudget,
    account: Option<i64>,
    bytes: usize,
}

impl ByteShare {
    /// Takes so many bytes more, before they are kept.
    ///
    /// # Errors
    /// The instance or the account holds too many already; the share stays as it was.
    pub fn grow(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let mut held = self.budget.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = held.all + bytes;
        let of_one = held.of.get(&self.account).copied().unwrap_or_default() + bytes;
        if all > MOST || of_one > MOST_OF_ONE {
            return Err(NoRoom);
        }
        held.all = all;
        held.of.insert(self.account, of_one);
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for ByteShare {
    fn drop(&mut self) {
        let mut held = self.budget.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.all = held.all.saturating_sub(self.bytes);
        let left = held.of.get(&self.account).copied().unwrap_or_default();
        match left.saturating_sub(self.bytes) {
            0 => held.of.remove(&self.account),
            left => held.of.insert(self.account, left),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_leaves_room_for_others_and_all_together_have_a_bound() {
        let budget = ByteBudget::default();
        let mut shares: Vec<ByteShare> = (0..4).map(|who| budget.share(Some(who))).collect();
        assert_eq!(shares[0].grow(MOST_OF_ONE), Ok(()));
        assert_eq!(shares[0].grow(1), Err(NoRoom), "one account has its bound");
        assert_eq!(shares[1].grow(MOST_OF_ONE), Ok(()));
        assert_eq!(shares[2].grow(MOST - 2 * MOST_OF_ONE), Ok(()));
        assert_eq!(shares[3].grow(1), Err(NoRoom), "and so have all");
        assert_eq!(budget.held(), MOST);
        drop(shares.remove(0));
        assert_eq!(shares[2].grow(MOST_OF_ONE), Ok(()), "what is let go is there for others");
        drop(shares);
        assert_eq!(budget.held(), 0);
    }
}
