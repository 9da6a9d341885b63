//! A test scored anew after one of its questions was corrected or taken out (R45).
//!
//! A published question never changes; its correction is a new version, and what people answered to
//! the old one stands until somebody decides otherwise, test by test: [`preview`] shows who would
//! change and how, [`commands`] do exactly what was shown and keep who decided it and why.

pub mod entity;
