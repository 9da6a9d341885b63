//! The kind that an entity has while nobody knows it.

/// The kind of an entity that somebody typed without knowing what it is. It is no code of the catalogue
/// `entity_type`, so no seats are kept for it; the coordination says the kind.
pub const UNSORTED: &str = "sin_clasificar";
