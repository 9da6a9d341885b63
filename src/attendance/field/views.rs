//! Pages about telephones and what arrived from them.

use crate::platform::pages::Sample;

pub fn samples() -> Vec<Sample> {
    Vec::new()
}
