//! Questions from their draft to their score, the draw of a test, and GIFT, which an independent
//! reader judges.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any;
mod drafts;
mod drawing;
mod gift_hostile;
mod gift_judge;
mod gift_reading;
mod gift_round;
mod judge;
mod numbers;
mod scoring;
