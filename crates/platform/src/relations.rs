//! What a table points at, a line for each column that names another table's row.

/// Declares the relations of the entity of a module:
///
/// ```text
/// relations! {
///     Cohort: CohortId => cohorts_model::entity::cohort(Id),
///     ;
///     Author: AuthorAccountId => sign_in_model::entity::account(Id),
/// }
/// ```
///
/// Each line gives the relation's name, the column, and the table with the column that it points at.
/// A join may name only the table for what stands before the semicolon; what stands after it must be
/// joined by `Relation::Author.def()`. Only what some query joins is declared. SeaORM's own derive says
/// the same in six lines a relation, and five more for `Related`.
#[macro_export]
macro_rules! relations {
    (
        $($name:ident: $from:ident => $($table:ident)::+ ($to:ident),)*
        $(; $($named:ident: $by:ident => $($other:ident)::+ ($key:ident),)*)?
    ) => {
        #[derive(Clone, Copy, Debug, ::sea_orm::EnumIter)]
        pub enum Relation {
            $($name,)*
            $($($named,)*)?
        }

        impl ::sea_orm::RelationTrait for Relation {
            fn def(&self) -> ::sea_orm::RelationDef {
                match *self {
                    $(Self::$name => Entity::belongs_to($($table)::+::Entity)
                        .from(Column::$from)
                        .to($($table)::+::Column::$to)
                        .into(),)*
                    $($(Self::$named => Entity::belongs_to($($other)::+::Entity)
                        .from(Column::$by)
                        .to($($other)::+::Column::$key)
                        .into(),)*)?
                }
            }
        }

        $(impl ::sea_orm::Related<$($table)::+::Entity> for Entity {
            fn to() -> ::sea_orm::RelationDef {
                ::sea_orm::RelationTrait::def(&Relation::$name)
            }
        })*

        impl ::sea_orm::ActiveModelBehavior for ActiveModel {}
    };
}
pub use crate::relations;
