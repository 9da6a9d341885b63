//! The tables of `enrolment`: one file a table, named as the table.

pub mod earlier_attribution;
pub mod enrolment;
pub mod enrolment_event;
pub mod enrolment_exception;
pub mod enrolment_since;
pub mod place_link;
pub mod registration;
pub mod seat_offer;
pub mod seat_quota;
pub mod superseded_attribution;
