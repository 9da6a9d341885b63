//! The tables of `certification::batches`.

pub mod certificate_batch;
pub mod certificate_batch_person;
