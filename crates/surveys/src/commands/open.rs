//! A round opens by itself when its day comes.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use enrolment_model::attendees::attendees;
use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage};
use notices_model::commands::queue_all;
use platform::prelude::*;
use sign_in_model::work::Work;

use crate::entity::survey_invitation::{self, Respondent};
use crate::entity::survey_round::{self, RoundId};
use crate::entity::survey_version::Kind;
use crate::entity::{survey_ballots, survey_sheets, survey_ticket};
use crate::letters::SurveyOpening;
use crate::queries::{in_use, round_of};
use crate::rules::{closes_at, is_due};

/// Rows and letters written with the same statements.
const AT_ONCE: usize = 200;

/// Opens the round of a kind for a cohort if it is due and nobody has: a worker's step. The letters
/// of a satisfaction survey are queued here; those of a follow-up are written one by one, by
/// [`super::ask`].
///
/// # Errors
/// The database's.
pub async fn open(app: &App, cohort: CohortId, kind: Kind) -> Result<Option<RoundId>, AppError> {
    let work = Work::of_product(app).await?;
    let (tx, now) = (&work.tx, work.now);
    // Two instances take turns, and the second finds the round.
    let Some(row) = cohort::Entity::find_by_id(cohort).lock_exclusive().one(tx).await? else {
        return Ok(None);
    };
    if !is_due(kind, row.stage, row.ends_on, app.clock.today())
        || round_of(tx, cohort, kind).await?.is_some()
    {
        return Ok(None);
    }
    let Some(version) = in_use(tx, kind).await? else { return Ok(None) };
    let supervisor = match kind {
        Kind::Months3 | Kind::Months6 => in_use(tx, Kind::Supervisor).await?,
        Kind::Satisfaction | Kind::Supervisor => None,
    };
    let enrolments: Vec<EnrolmentId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(Stage::Confirmed))
        .into_tuple()
        .all(tx)
        .await?;
    if enrolments.is_empty() {
        return Ok(None);
    }
    let closes = closes_at(kind, now);
    let round = survey_round::ActiveModel {
        cohort_id: Set(cohort),
        kind: Set(kind),
        version_id: Set(version.id),
        supervisor_version_id: Set(supervisor.map(|version| version.id)),
        opened_at: Set(now),
        closes_at: Set(closes),
        ..Default::default()
    };
    let round = round.insert(tx).await?;
    for some in enrolments.chunks(AT_ONCE) {
        if kind == Kind::Satisfaction {
            let rows = some.iter().map(|enrolment| survey_ticket::ActiveModel {
                round_id: Set(round.id),
                enrolment_id: Set(*enrolment),
                is_used: Set(false),
            });
            survey_ticket::Entity::insert_many(rows).exec_without_returning(tx).await?;
        } else {
            let rows = some.iter().map(|enrolment| survey_invitation::ActiveModel {
                round_id: Set(round.id),
                enrolment_id: Set(*enrolment),
                respondent: Set(Respondent::Person),
                asks: Set(0),
                expires_at: Set(closes),
                ..Default::default()
            });
            survey_invitation::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
    }
    if kind == Kind::Satisfaction {
        let ballots =
            survey_ballots::ActiveModel { round_id: Set(round.id), digests: Set("[]".to_owned()) };
        survey_ballots::Entity::insert(ballots).exec_without_returning(tx).await?;
        let sheets =
            survey_sheets::ActiveModel { round_id: Set(round.id), sheets: Set("{}".to_owned()) };
        survey_sheets::Entity::insert(sheets).exec_without_returning(tx).await?;
        let about = cohorts::queries::get(tx, cohort).await?;
        for some in attendees(tx, cohort, &[Stage::Confirmed]).await?.chunks(AT_ONCE) {
            let letters = some.iter().map(|person| {
                let key = format!("surveys/opened/{}/{}", round.id, person.enrolment);
                (person.recipient(), key, SurveyOpening::new(&about, person.enrolment, closes))
            });
            queue_all(tx, app, letters.collect()).await?;
        }
    }
    let detail = json!({ "kind": kind, "version": version.number, "people": enrolments.len() });
    work.record_in(cohort.0, "surveys.open", ("survey_round", round.id.0), detail).await?;
    work.commit().await?;
    Ok(Some(round.id))
}
