//! Expressions that PostgreSQL and SQLite write differently, and sums that both return as whole numbers.

use sea_orm::DbBackend;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, IntoCondition};

/// Returns the month of an instant in Bogotá, «2026-11». Bogotá is five hours behind UTC all year.
pub fn month(backend: DbBackend, column: &str) -> Expr {
    Expr::cust(match backend {
        DbBackend::Postgres => {
            format!("to_char({column} AT TIME ZONE 'America/Bogota', 'YYYY-MM')")
        }
        _ => format!("strftime('%Y-%m', {column}, '-5 hours')"),
    })
}

/// Returns the day of an instant in Bogotá, as a column of days holds one.
pub fn day(backend: DbBackend, column: &str) -> Expr {
    Expr::cust(match backend {
        DbBackend::Postgres => format!("CAST({column} AT TIME ZONE 'America/Bogota' AS date)"),
        _ => format!("date({column}, '-5 hours')"),
    })
}

/// Returns the whole minutes between two instants.
pub fn minutes(backend: DbBackend, from: &str, to: &str) -> Expr {
    Expr::cust(match backend {
        DbBackend::Postgres => {
            format!("CAST(round(extract(epoch FROM ({to} - {from})) / 60) AS bigint)")
        }
        _ => format!("CAST(round((julianday({to}) - julianday({from})) * 1440) AS bigint)"),
    })
}

/// Joins the codes of a column, in whatever order: a text for each group instead of a row for each code.
pub fn joined(backend: DbBackend, column: &str) -> Expr {
    Expr::cust(match backend {
        DbBackend::Postgres => format!("string_agg({column}, ',')"),
        _ => format!("group_concat({column}, ',')"),
    })
}

/// The codes of a text of [`joined`], which is null where there are none.
pub fn codes(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.into_iter().flat_map(|text| text.split(','))
}

/// Returns the sum as a whole number, zero of no rows. PostgreSQL alone would return a decimal.
pub fn sum(of: Expr) -> Expr {
    Expr::expr(of.sum()).if_null(0).cast_as(Alias::new("bigint"))
}

/// Counts the rows for which a condition is true.
pub fn sum_if(condition: impl IntoCondition) -> Expr {
    sum(either(condition))
}

/// Returns one where a condition is true, and zero elsewhere.
pub fn either(condition: impl IntoCondition) -> Expr {
    Expr::Case(Box::new(CaseStatement::new().case(condition, 1).finally(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_codes_are_read_one_by_one_and_there_may_be_none() {
        assert_eq!(codes(Some("50001,TRI-01")).collect::<Vec<_>>(), ["50001", "TRI-01"]);
        assert_eq!(codes(None).count(), 0);
    }
}
