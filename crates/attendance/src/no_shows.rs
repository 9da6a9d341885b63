//! Who had a seat in a closed cohort and came to none of its sessions (R24): kept beside the enrolment,
//! because courses ask it of whoever enrols later.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::subscribers::COHORT;
use enrolment_model::entity::enrolment::{self, Column, EnrolmentId};
use platform::app::App;
use platform::errors::AppError;
use platform::subscribers::Subscriber;

use crate::queries::totals;
use crate::rules::Totals;

/// Ids in one statement.
const BATCH: usize = 500;

/// Notes it at the closing of a cohort, and with every change of its attendance afterwards.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: COHORT,
        on_change: |tx, app, cohorts| {
            Box::pin(async move {
                for id in cohorts {
                    note(tx, app, CohortId(*id)).await?;
                }
                Ok(())
            })
        },
    }
}

/// Whether somebody with these totals did not use the seat: they were absent, and there is neither an
/// attendance nor an excuse. Nobody was absent because a list says nothing.
fn is_no_show(totals: &Totals) -> bool {
    totals.held > totals.not_recorded && totals.attended + totals.excused + totals.dispensed == 0
}

async fn note(tx: &DatabaseTransaction, app: &App, id: CohortId) -> Result<(), AppError> {
    let Some(cohort) = cohort::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    let totals = totals(tx, &cohort, app.clock.now()).await?;
    let absent = totals.iter().filter(|(_, totals)| is_no_show(totals)).map(|(id, _)| *id);
    let absent: Vec<EnrolmentId> = absent.collect();
    write(tx, false, Column::CohortId.eq(id).and(Column::NeverCame.eq(true))).await?;
    for some in absent.chunks(BATCH) {
        write(tx, true, Column::Id.is_in(some.iter().copied())).await?;
    }
    Ok(())
}

async fn write(tx: &DatabaseTransaction, never_came: bool, which: Expr) -> Result<(), DbErr> {
    enrolment::Entity::update_many()
        .col_expr(Column::NeverCame, Expr::value(never_came))
        .filter(which)
        .exec(tx)
        .await?;
    Ok(())
}
