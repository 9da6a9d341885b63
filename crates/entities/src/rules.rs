//! Why an entity is not corrected or merged.

use platform::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("entities.")]
pub enum EntityRefusal {
    #[error("nothing differs from what is known")]
    Same,
    #[error("another entity of the municipality has the name")]
    #[field("nombre")]
    NameTaken,
    #[error("another entity has the NIT")]
    #[field("nit")]
    NitTaken,
    #[error("the municipality has its alcaldía")]
    #[field("clase")]
    SecondTownHall,
    /// Forms name it, and so do lists: the people of an alcaldía would be those of another body.
    #[error("the alcaldía of a municipality stays one")]
    TownHallStays,
    #[error("each of the two has its own NIT")]
    TwoNits,
    #[error("one of the two is another name already")]
    MergedAlready,
}
