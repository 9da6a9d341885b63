//! Lessons in words.

use super::entity::lesson::Kind;

/// As forms send them.
pub const KINDS: [(&str, Kind); 3] =
    [("ejemplo", Kind::Example), ("obstaculo", Kind::Obstacle), ("cambio", Kind::Change)];

/// The heading of all of a kind.
pub fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Example => "Lo que se aplicó en el trabajo",
        Kind::Obstacle => "Lo que estorbó",
        Kind::Change => "Lo que conviene cambiar en el curso",
    }
}
