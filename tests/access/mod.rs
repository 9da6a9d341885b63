//! Who may open what: every mounted route, every role, own, foreign and absent rows.

mod canary;
mod headers;
pub mod lands;
mod matrix;
mod methods;
mod origin;
mod permissions;
mod scripts;
mod statements;
mod weight;
mod wording;
mod written;
