//! A certificate is found by the digest of its file (R54).

use crate::support::{Step, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![
        // Whoever verifies with the file itself brings nothing but its bytes.
        index("certificate_document", &["sha256"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_index("certificate_document", "ix_certificate_document_sha256")]
}
