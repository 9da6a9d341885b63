//! Who may send a body, asked before a byte of it is read: the session and the role of the route's
//! card, and how large a file a guard of the route lets in.
//!
//! Guards stand before the body in Rocket. The desk says here who is asking, and a guard that lets
//! somebody send little says how much. A body that nobody may send is thrown away as it comes and the
//! handler gets an empty form: it refuses as it does for everybody. Of somebody who has to sign in first
//! the texts are remembered, within the room of every form, and the file is thrown away.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::Request;

use crate::registry::{Audience, Cards};

/// Who is asking: the account (`account.id`) and the names of its roles.
#[derive(Clone, Debug, Default)]
pub struct BodySender {
    pub account: Option<i64>,
    pub roles: Vec<&'static str>,
}

struct Door {
    sender: OnceLock<BodySender>,
    /// The most bytes of a file, where a guard allows less than the route.
    most: AtomicUsize,
}

impl Default for Door {
    fn default() -> Self {
        Self { sender: OnceLock::new(), most: AtomicUsize::new(usize::MAX) }
    }
}

fn door<'r>(request: &'r Request<'_>) -> &'r Door {
    request.local_cache(Door::default)
}

/// Says who is asking, once the desk knows.
pub fn introduce(request: &Request<'_>, sender: BodySender) {
    let _ = door(request).sender.set(sender);
}

/// A guard of the route lets no larger file in than of so many bytes.
pub fn keep_to(request: &Request<'_>, bytes: usize) {
    door(request).most.fetch_min(bytes, Ordering::Relaxed);
}

/// Returns the most bytes that the guards of the route let in.
pub(super) fn most(request: &Request<'_>) -> usize {
    door(request).most.load(Ordering::Relaxed)
}

/// Returns the account behind a body that may be read; the outer `None` is one that may not.
pub(super) fn opened(request: &Request<'_>) -> Option<Option<i64>> {
    let door = door(request);
    let card = request.rocket().state::<Cards>()?.of(request.route()?)?;
    let nobody = BodySender::default();
    let sender = door.sender.get().unwrap_or(&nobody);
    let may_send = match card.audience {
        Audience::Anyone | Audience::DemoOnly => true,
        Audience::SignedIn => sender.account.is_some(),
        Audience::Roles(roles) => sender.roles.iter().any(|role| roles.contains(role)),
    };
    may_send.then_some(sender.account)
}

/// Whether the sender has to sign in first. The texts of the form come back then (`typed`).
pub(super) fn is_strangers(request: &Request<'_>) -> bool {
    door(request).sender.get().is_none_or(|sender| sender.account.is_none())
}
