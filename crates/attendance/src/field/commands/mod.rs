//! Changes about telephones: their coming and going, what they send, what is decided about it.

mod devices;
mod dispute;
mod receive;
mod settle;

pub use devices::{NewDevice, distrust_subscriber, forget, hand_out, register, revoke};
pub use dispute::{dispute, screen};
pub use receive::receive;
pub use settle::{ArrivalDecision, SettlementCounts, dismiss_walk_in, match_walk_in, settle};
