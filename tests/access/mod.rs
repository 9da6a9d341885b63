//! Who may open what: every mounted route, every role, own, foreign and absent rows.

mod attacker;
mod canary;
mod directors;
mod downloads;
mod formulas;
mod headers;
pub mod lands;
mod markup;
mod matrix;
mod methods;
mod module;
pub mod oneself;
mod origin;
mod pairs;
mod panics;
mod permissions;
mod scripts;
mod statements;
mod walk;
mod weight;
mod wording;
mod written;
