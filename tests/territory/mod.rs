//! The territory: reference facts loaded once and repeatable.

mod reference;
