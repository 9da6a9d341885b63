//! Rows that many tests start from, made through the product's own commands. Each
//! capability adds its builder here, so that a test says only what matters to it.
