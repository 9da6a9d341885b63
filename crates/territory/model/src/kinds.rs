//! The kinds of entities that rules name: the one that an entity has while nobody knows it, and that of
//! the town halls.

/// The kind of an entity that somebody typed without knowing what it is. It is no code of the catalogue
/// `entity_type`, so no seats are kept for it; the coordination says the kind.
pub const UNSORTED: &str = "sin_clasificar";

/// The kind of a town hall, in the catalogue `entity_type`: whoever is its focal point speaks for the
/// municipality.
pub const TOWN_HALL: &str = "alcaldia";
