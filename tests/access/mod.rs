//! Who may open what: every mounted route, every role, own, foreign and absent rows.

mod lands;
mod matrix;
mod methods;
mod permissions;
mod statements;
