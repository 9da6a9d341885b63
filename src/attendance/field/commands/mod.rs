//! Changes about telephones: their coming and going, what they send, what is decided about it.

mod devices;
mod receive;

pub use devices::{New, forget, hand_out, register, revoke};
pub use receive::receive;
