//! The numbers of the country that a visitor sees. Each is counted over all that there is, so that a crowd of
//! visitors has them counted once.

use rocket::tokio::sync::Mutex;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use certification_model::entity::certificate;
use certification_model::validity::conditions::in_force;
use platform::db::scalar;
use platform::prelude::*;
use reports_model::queries::ever;
use territory_model::entity::municipality;

/// How long the numbers are shown as they were counted.
const COUNTED_AGAIN: TimeDelta = TimeDelta::minutes(10);

/// Municipalities with training, and valid certificates.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct CountryFigures {
    pub municipalities: i64,
    pub certificates: i64,
}

/// The numbers as they were counted last, and when.
#[derive(Default)]
pub struct CountryCache(Mutex<Option<(DateTime<Utc>, CountryFigures)>>);

impl CountryCache {
    /// Returns the numbers of these minutes. The first caller counts them; concurrent callers wait for it.
    pub async fn figures(&self, app: &App) -> Result<CountryFigures, DbErr> {
        let mut kept = self.0.lock().await;
        let now = app.clock.now();
        if let Some((at, figures)) = *kept
            && at <= now
            && now - at < COUNTED_AGAIN
        {
            return Ok(figures);
        }
        let figures = count(app.db.read(), app.clock.today()).await?;
        *kept = Some((now, figures));
        Ok(figures)
    }
}

async fn count(db: &impl ConnectionTrait, today: NaiveDate) -> Result<CountryFigures, DbErr> {
    let certificates = Query::select()
        .expr(certificate::Column::Id.into_expr().count())
        .from(certificate::Entity)
        .cond_where(in_force(today))
        .and_where(certificate::Column::Kind.eq(certificate::Kind::Certificado))
        .to_owned();
    let row = municipality::Entity::find()
        .select_only()
        .column_as(municipality::Column::Code.count(), "municipalities")
        .column_as(scalar(certificates), "certificates")
        .filter(ever(None))
        .into_model()
        .one(db)
        .await?;
    Ok(row.unwrap_or_default())
}
