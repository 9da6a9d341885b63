//! Permits: proof that a policy said yes.
//!
//! A command that changes something takes its permit by value. Only the `policy.rs` that
//! declares a permit with [`permit!`] can make one, so a forgotten check does not compile.

use super::actor::{AccountId, Actor, Grant, Role};

/// Seen, but not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not allowed")]
pub struct Denial;

impl Denial {
    /// Denies unless the rule holds, where what follows needs no permit.
    pub fn unless(holds: bool) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(Self) }
    }
}

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

/// What a policy says: a permit or a denial, or whether its rule holds.
pub trait Verdict {
    fn is_yes(&self) -> bool;
}

impl Verdict for bool {
    fn is_yes(&self) -> bool {
        *self
    }
}

impl<T> Verdict for Result<T, Denial> {
    fn is_yes(&self) -> bool {
        self.is_ok()
    }
}

/// The unit that the printed table is asked about.
pub const SAMPLE_UNIT: &str = "MET";

/// The rows of one capability in the printed table: what its policies say to one actor of each role.
pub struct PermissionTable {
    capability: &'static str,
    cast: Vec<(Role, Actor)>,
    rows: Vec<Permission>,
}

impl PermissionTable {
    pub fn of(capability: &'static str) -> Self {
        Self { capability, cast: cast(SAMPLE_UNIT), rows: Vec::new() }
    }

    /// Adds a row about a subject whose stage decides nothing.
    pub fn row<V: Verdict>(self, action: &'static str, asks: impl Fn(&Actor) -> V) -> Self {
        self.at("—", action, asks)
    }

    /// Adds a row about a subject at a stage.
    pub fn at<V: Verdict>(
        mut self,
        stage: &str,
        action: &'static str,
        asks: impl Fn(&Actor) -> V,
    ) -> Self {
        let passing = self.cast.iter().filter(|(_, actor)| asks(actor).is_yes());
        let roles = passing.map(|(role, _)| role.label()).collect();
        let (capability, stage) = (self.capability, stage.to_owned());
        self.rows.push(Permission { capability, action, stage, roles });
        self
    }

    pub fn rows(self) -> Vec<Permission> {
        self.rows
    }
}

/// One actor of each role, all of the same unit, department and entity: what permission tables
/// are printed with.
pub fn cast(unit: &str) -> Vec<(Role, Actor)> {
    let roles = [
        Role::NationalAdministrator,
        Role::Coordinator,
        Role::Director,
        Role::Facilitator,
        Role::Gobernacion,
        Role::FocalPoint,
        Role::Participant,
    ];
    let actors = roles.map(|role| {
        let grant = Grant {
            role,
            unit: matches!(role, Role::Coordinator | Role::Director).then(|| unit.to_owned()),
            department: (role == Role::Gobernacion).then(|| "50".to_owned()),
            entity: (role == Role::FocalPoint).then_some(1),
        };
        let actor = Actor {
            account: AccountId(1),
            person: (role == Role::Participant).then_some(1),
            name: role.label().to_owned(),
            grants: vec![grant],
            request: None,
        };
        (role, actor)
    });
    actors.into()
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

            /// Grants when the rule that the policy states holds.
            #[allow(dead_code, reason = "some policies grant after more than one question")]
            fn when(
                holds: bool,
                by: $crate::actor::Author,
                $($field: $type),*
            ) -> Result<Self, $crate::permits::Denial> {
                if holds { Ok(Self::grant(by, $($field),*)) } else { Err($crate::permits::Denial) }
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
