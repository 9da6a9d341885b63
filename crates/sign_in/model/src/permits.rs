//! Permits: proof that a policy said yes.
//!
//! A command that changes something takes its permit by value. Only the `policy.rs` that
//! declares a permit with [`permit!`] can make one, so a forgotten check does not compile.

use super::actor::{AccountId, Actor, Grant, Role, role_label};

/// Seen, but not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not allowed")]
pub struct Denial;

impl From<Denial> for platform::errors::AppError {
    fn from(_: Denial) -> Self {
        Self::Forbidden
    }
}

/// A row of the printed permission table: who may do `action` while the subject is at `stage`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permission {
    pub capability: &'static str,
    pub action: &'static str,
    pub stage: String,
    pub roles: Vec<&'static str>,
}

/// One actor of each role, all of the same unit, department and entity: what permission tables
/// are printed with.
pub fn cast(unit: &str) -> Vec<(Role, Actor)> {
    let roles = [
        Role::NationalAdministrator,
        Role::Coordinator,
        Role::Facilitator,
        Role::Gobernacion,
        Role::FocalPoint,
        Role::Participant,
    ];
    let actors = roles.map(|role| {
        let grant = Grant {
            role,
            unit: (role == Role::Coordinator).then(|| unit.to_owned()),
            department: (role == Role::Gobernacion).then(|| "50".to_owned()),
            entity: (role == Role::FocalPoint).then_some(1),
        };
        let actor = Actor {
            account: AccountId(1),
            person: (role == Role::Participant).then_some(1),
            name: role_label(role).to_owned(),
            grants: vec![grant],
            request: None,
        };
        (role, actor)
    });
    actors.into()
}

/// The roles of the cast that pass a check, as people read them.
pub fn roles_of(cast: &[(Role, Actor)], passes: impl Fn(&Actor) -> bool) -> Vec<&'static str> {
    let passing = cast.iter().filter(|(_, actor)| passes(actor));
    passing.map(|(role, _)| role_label(*role)).collect()
}

/// Declares permits: `permit!(/// doc  Withdraw { enrolment: EnrolmentId });` makes a struct
/// whose fields only the declaring module can fill, with a getter for each and `by()`.
#[macro_export]
macro_rules! permit {
    ($(#[$meta:meta])* $name:ident { $($field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name {
            by: $crate::actor::Author,
            $($field: $type,)*
        }

        impl $name {
            fn grant(by: $crate::actor::Author, $($field: $type),*) -> Self {
                Self { by, $($field,)* }
            }

            /// Whose hand, for history.
            pub fn by(&self) -> &$crate::actor::Author {
                &self.by
            }

            $(pub fn $field(&self) -> &$type {
                &self.$field
            })*
        }
    };
}
