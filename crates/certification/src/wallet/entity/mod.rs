//! The tables of `certification::wallet`.

pub mod wallet_claim;
pub mod wallet_link;
pub mod wallet_share;
pub mod wallet_share_certificate;
