//! The house itself: that the ground of the tests carries, and later that the
//! rooms keep their arrows.

mod ground;
mod start;
