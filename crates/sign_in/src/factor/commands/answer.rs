//! Coming in with a code, after the password. Nobody has a permit here: what is shown is a secret that
//! its holder has.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use platform::errors::refuse;
use platform::prelude::*;
use sign_in_model::actor::Author;
use sign_in_model::browser::{Browser, Entry};
use sign_in_model::commands::attempts::{self, Attempt, Source};
use sign_in_model::commands::come_in;
use sign_in_model::entity::{account, half_session, recovery_code, second_factor};
use sign_in_model::factor::half_session;
use sign_in_model::factor::letters::{FactorChange, FactorLetter};
use sign_in_model::factor::rules::SUSPICIOUS;
use sign_in_model::work::Work;

use super::super::queries::{codes_left, factor_of};
use super::super::recovery::RecoveryCode;
use super::super::refusals::{CodeRefusal, CodeResult};
use super::{authenticator, lock};

/// What somebody typed whose password was right.
pub struct CodeAnswer<'a> {
    /// The secret of the half session.
    pub half: &'a str,
    pub typed: &'a str,
    /// Where it comes from, which limits count by.
    pub from: Source<'a>,
    pub request: &'a str,
}

/// Takes a code of the authenticator, once, and returns the session that it opens.
///
/// # Errors
/// The code is wrong or was taken before, nobody waits any more, or there were too many tries.
pub async fn answer_code(app: &App, answer: CodeAnswer<'_>) -> CodeResult<Entry> {
    let (half, account) = waiting(app, &answer).await?;
    let now = app.clock.now();
    let (attempt, failed) = attempts::count_code(&app.db, now, "factor", &account, &answer.from)
        .await
        .map_err(|failure| failure.map(CodeRefusal::from))?;
    let by = Author { account: Some(account.id), request: Some(answer.request.to_owned()) };
    let work = Work::begin(app, &by).await?;
    let account = lock(&work.tx, account.id).await?;
    let factor = factor_of(&work.tx, account.id).await?;
    let factor = factor.ok_or(Failure::Refused(CodeRefusal::Gone))?;
    let step = authenticator(app, &factor, &account.email)?.step_of(answer.typed, now);
    let Some(step) = step else {
        drop(work);
        if failed + 1 >= SUSPICIOUS {
            warn_owner(app, &account).await?;
        }
        return refuse(CodeRefusal::Wrong);
    };
    // The update settles two uses at once: only one of them changes the row.
    let taken = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::Id.eq(factor.id))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(&work.tx)
        .await?;
    if taken.rows_affected != 1 {
        return refuse(CodeRefusal::Used);
    }
    enter(work, (half, account), attempt, (answer.from.browser, "code")).await
}

/// Takes a recovery code, once, and returns the session that it opens. Its owner gets a
/// letter.
///
/// # Errors
/// As [`answer_code`].
pub async fn answer_recovery(app: &App, answer: CodeAnswer<'_>) -> CodeResult<Entry> {
    use recovery_code::Column;
    let (half, account) = waiting(app, &answer).await?;
    let now = app.clock.now();
    let (attempt, _) = attempts::count_code(&app.db, now, "recovery", &account, &answer.from)
        .await
        .map_err(|failure| failure.map(CodeRefusal::from))?;
    let Some(code) = RecoveryCode::read(answer.typed) else {
        return refuse(CodeRefusal::RecoveryWrong);
    };
    let by = Author { account: Some(account.id), request: Some(answer.request.to_owned()) };
    let work = Work::begin(app, &by).await?;
    let account = lock(&work.tx, account.id).await?;
    let digest = Column::Digest.eq(code.digest(account.id));
    let taken = recovery_code::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(digest.clone())
        .filter(Column::UsedAt.is_null())
        .exec(&work.tx)
        .await?;
    if taken.rows_affected != 1 {
        let known = recovery_code::Entity::find().filter(digest).one(&work.tx).await?;
        let refusal = known.map_or(CodeRefusal::RecoveryWrong, |_| CodeRefusal::RecoveryUsed);
        return refuse(refusal);
    }
    let left = codes_left(&work.tx, account.id).await?;
    let subject = ("account", account.id.0);
    work.record("sign_in.use_recovery_code", subject, json!({ "left": left })).await?;
    FactorLetter::queue(&work, account.clone().recipient(), FactorChange::CodeUsed { left })
        .await?;
    enter(work, (half, account), attempt, (answer.from.browser, "recovery_code")).await
}

async fn waiting(
    app: &App,
    answer: &CodeAnswer<'_>,
) -> CodeResult<(half_session::Model, account::Model)> {
    let found = half_session(app.db.read(), answer.half, app.clock.now()).await?;
    found.ok_or(Failure::Refused(CodeRefusal::Gone))
}

/// The half session becomes a whole one.
async fn enter(
    work: Work<'_>,
    (half, account): (half_session::Model, account::Model),
    attempt: Attempt,
    (browser, factor): (&Browser, &'static str),
) -> CodeResult<Entry> {
    let tx = &work.tx;
    let gone = half_session::Entity::delete_by_id(half.id).exec(tx).await?;
    if gone.rows_affected != 1 {
        return refuse(CodeRefusal::Gone);
    }
    attempt.succeeds(tx).await?;
    let browser = Browser { is_shared: half.is_shared, ..browser.clone() };
    let entry = come_in(tx, work.app, account, &browser, Some(factor)).await?;
    work.commit().await?;
    Ok(entry)
}

/// Somebody has the password and no telephone: the owner is told, once a day.
async fn warn_owner(app: &App, account: &account::Model) -> Result<(), AppError> {
    let work = Work::of_product(app).await?;
    FactorLetter::queue(&work, account.clone().recipient(), FactorChange::WrongCodes).await?;
    work.commit().await
}
