//! Which municipalities come first, by weights that whoever asks sees and changes (R7). The weights are in
//! the address and nothing of them is kept; what is kept is who put a municipality before or after the
//! others for a capacity, and why.

pub mod policy;
