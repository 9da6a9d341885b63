//! The department's report and the municipalities, judged by rows read again from the
//! tables and counted here in another way.

mod asof;
mod board;
mod csv;
mod cuts;
mod definitions;
mod department;
mod drawn;
mod executive;
mod gains;
mod mailing;
mod moving;
mod municipality;
mod open;
mod opinions;
mod overrides;
pub mod pages;
mod parts;
mod priorities;
mod reach;
mod recount;
mod results;
mod scope;
mod shared;
mod subtraction;
mod tallies;
mod xlsx;

/// The gobernación of the demo that speaks for Meta.
const META: &str = "gobernacion.meta@demostracion.example";
/// The gobernación of the demo that speaks for Caquetá.
const CAQUETA: &str = "gobernacion.caqueta@demostracion.example";
