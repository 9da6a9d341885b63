//! What the two databases say in different words, and sums that both give as whole numbers.

use sea_orm::DbBackend;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, IntoCondition};

/// «2026-11», the month of an instant in Bogotá, which is five hours behind all year.
pub fn month(backend: DbBackend, column: &str) -> Expr {
    Expr::cust(match backend {
        DbBackend::Postgres => {
            format!("to_char({column} AT TIME ZONE 'America/Bogota', 'YYYY-MM')")
        }
        _ => format!("strftime('%Y-%m', {column}, '-5 hours')"),
    })
}

/// Whole minutes between two instants.
pub fn minutes(backend: DbBackend, from: &str, to: &str) -> Expr {
    Expr::cust(match backend {
        DbBackend::Postgres => {
            format!("CAST(round(extract(epoch FROM ({to} - {from})) / 60) AS bigint)")
        }
        _ => format!("CAST(round((julianday({to}) - julianday({from})) * 1440) AS bigint)"),
    })
}

/// PostgreSQL sums whole numbers into decimals.
pub fn sum(of: Expr) -> Expr {
    Expr::expr(of.sum()).if_null(0).cast_as(Alias::new("bigint"))
}

/// How many rows a condition is true of.
pub fn sum_if(condition: impl IntoCondition) -> Expr {
    sum(either(condition))
}

/// One where a condition is true.
pub fn either(condition: impl IntoCondition) -> Expr {
    Expr::Case(Box::new(CaseStatement::new().case(condition, 1).finally(0)))
}
