//! Who is asking, and what they may do. This crate holds accounts, web sessions, roles with their
//! scope, and the permits that commands ask for. Beside it stand four small neighbours that are
//! told here too: `history` (who did what, when), `notices` (the outbox and the worker that sends
//! mail), `mailroom` (the pages of the outbox) and `accounts` (the pages where the national
//! administration, and each coordination for its units, opens, suspends and gives roles to accounts).
//!
//! ## Words
//!
//! - **Account**: who can sign in. A person may have none, and an account may belong to no
//!   person.
//! - **Role grant**: one of seven roles with exactly the scope it is about: a coordination and whoever
//!   directs have their territorial unit, a gobernación its department, a focal point its entity, the
//!   others none; a facilitation may have the unit that keeps the account. A deputy's grant has a first and a last day.
//! - **Actor**: the account behind a request with its grants. Policies read it.
//! - **Desk**: the guard of every page. It holds the application, the actor if there is one, and
//!   the ways to answer.
//! - **Permit**: the proof that a policy said yes. A command takes it by value, and it carries
//!   whose hand acts and in which request.
//! - **Web session**: a signed-in browser. The cookie holds the secret, the database its digest.
//! - **Second factor**: the authenticator of an account, whose codes are asked for after the
//!   password, with its recovery codes on paper (`factor`).
//! - **Half session**: a sign-in whose password was right and whose code is still asked for.
//! - **One-time link**: an address in a letter that sets a password, once and within a day.
//! - **Mail request**: another mail for one's own account, until the link that went there is
//!   followed. A new password, a role of staff or a suspension makes it void.
//! - **One-time link**: an address in a letter that sets a password, once; a first one works for
//!   14 days, one for a lost password for an hour.
//! - **One-time link**: an address in a letter that sets a password, once: the first one within two weeks,
//!   one for a lost password within an hour.
//! - **Known device**: a browser from which an account came in before; its cookie holds a secret, the
//!   database the digest.
//! - **Event**: one row of history: an action such as `enrolment.withdraw`, its subject and
//!   details.
//! - **Letter**: what a capability wants somebody to know, as a typed value with a pair of
//!   templates.
//! - **Outbox message**: a letter that was rendered and waits to be sent.
//!
//! ## Rules
//!
//! - Only the `policy` module that declares a permit can make one, so a forgotten check does not
//!   compile.
//! - `rules::scope_fits` decides whether a role has its own scope and no other.
//! - The database holds no password, cookie or link: only an Argon2id text and digests.
//! - A password may be tried five times from one address, fifty times by one address on all
//!   accounts, and thirty times on one account by everybody, within fifteen minutes (P23). A known
//!   device has five tries of its own, whatever others do from wherever. An address that signed in to
//!   the account before is not locked out by guesses from elsewhere.
//! - A password that is common or made of the account's own words is refused wherever one is set
//!   (R79): `passwords::may_be` is the one rule.
//! - A session lasts twelve hours; one on a shared computer ends after half an hour without use. The
//!   last use is the only thing that a GET writes, every few minutes and only if it can be at once. A
//!   browser has one session: coming in ends the one it had. Everybody sees and ends their own.
//! - A new password, a browser that the account did not know and a role that comes or goes are told to
//!   the account's mail. A recovered password closes the calendar's address and the links to
//!   certificates; a changed one closes them where the box stays ticked.
//! - An attempt is counted before the password is looked at, so parallel guesses do not outrun
//!   it.
//! - A new link makes the earlier ones of the account useless.
//! - A suspension and a change of password or role end the sessions of the account (P22).
//! - A director reads what their unit does and changes nothing: `Actor::units` does not name it, and
//!   policies of reading ask for `Actor::units_read`.
//! - Administration, coordination, directors and gobernación owe a second factor. From the first day
//!   that the product asked it waits for the days of `SECOND_FACTOR_DAYS`; then a session without one opens
//!   nothing but setting it up and leaving (R79). The demonstration asks nobody.
//! - A code is taken once, and none that is older than the last. Codes are tried as passwords are,
//!   and twenty times a day at most by addresses that never came in with one.
//! - A link and a new password leave the second factor as it is. Only its owner, with the password,
//!   an administrator for somebody else, and whoever runs the machine take it away.
//! - Whether a mail has an account is never told: a lost password is answered the same for
//!   everybody, with the same work, and a worker writes the letter.
//! - Nobody suspends their own account, and an administrator cannot give up their own
//!   administration.
//! - History is append-only, written in the transaction of the change, without foreign keys, and
//!   never holds a document number, a mail or a password (P17).
//! - A letter is queued in the transaction of the change that causes it. Its dedupe key is
//!   unique, so that a command which is repeated sends one letter (R66).
//! - A message is sent under a lease of five minutes and tried nine times within about two days.
//!   A message with a one-time link loses its text when it was sent or given up.
//! - The outbox is for the national administration, which sees masked recipients; in the
//!   demonstration, anybody reads the mailbox at `/correo`.
//!
//! ## A walk: somebody signs in
//!
//! 1. `POST /ingresar` reads mail and password. `commands::sign_in` begins with the attempt: in a
//!    transaction of its own, guesses on one account or from one address take turns, the failures
//!    of the last fifteen minutes are counted, and the new attempt is written as failed.
//! 2. The password is verified with Argon2id away from the threads that answer requests. An
//!    unknown mail costs the same work.
//! 3. In a second transaction the account's row is locked and compared with the one that was
//!    checked: a suspension or a new password in between opens no session. The attempt is marked
//!    as successful, the session's digest is written, history gets `sign_in.enter`, and a browser that the account did
//!    not know is told to its mail.
//! 4. The cookie goes out, and the person returns to the page that had sent them to `/ingresar`,
//!    if that is an address of ours.
//!    Somebody whose session ended in the middle of a form gets it back (`typed`): those pages carry it,
//!    nothing of it is kept, and it is sent when its owner presses the button.
//! 5. From then on `desk::know_reader` turns the cookie into an actor with one statement, and the
//!    menu is drawn for the widest role, with six entries at most. The handler asks the desk
//!    for the actor, a policy for the permit, and hands the permit to the command.

pub use sign_in_model::*;

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod factor;
pub mod housekeeping;
mod own_account;
mod own_sessions;
mod requests;
pub mod typed;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
