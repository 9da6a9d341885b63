//! Permits: proof that a policy said yes.
//!
//! A command that changes something takes its permit by value. Only the `policy.rs` that
//! declares a permit with [`permit!`] can make one, so a forgotten check does not compile.

/// Seen, but not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not allowed")]
pub struct Denied;

impl From<Denied> for crate::platform::errors::AppError {
    fn from(_: Denied) -> Self {
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

/// Declares permits: `permit!(/// doc  Withdraw { enrolment: EnrolmentId });` makes a struct
/// whose fields only the declaring module can fill, with a getter for each and `by()`.
#[macro_export]
macro_rules! permit {
    ($(#[$meta:meta])* $name:ident { $($field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name {
            by: $crate::sign_in::actor::By,
            $($field: $type,)*
        }

        impl $name {
            fn grant(by: $crate::sign_in::actor::By, $($field: $type),*) -> Self {
                Self { by, $($field,)* }
            }

            /// Whose hand, for history.
            pub fn by(&self) -> &$crate::sign_in::actor::By {
                &self.by
            }

            $(pub fn $field(&self) -> &$type {
                &self.$field
            })*
        }
    };
}
