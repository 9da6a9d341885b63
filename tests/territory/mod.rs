//! The territory: reference facts loaded once and repeatable, entities as people name them.

mod entities;
mod reference;
mod typed;
