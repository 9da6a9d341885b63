//! People who have earned a certificate and do not hold it yet, judged by the same rule that
//! issues; six statements at most, whatever the number of cohorts.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};

use assessment_model::entity::{activity, grade};
use assessment_model::queries::final_of;
use attendance_model::entity::attendance_summary;
use attendance_model::joined;
use attendance_model::rules::{Counting, SessionSlot, Totals, presence};
use certification_model::entity::certificate;
use certification_model::policy::issuing_scope;
use certification_model::queries::standing::products_of;
use certification_model::rules::{CertificateRule, CohortStatus, LearnerProgress, Survey, judge};
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::session;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use platform::db::scalar;
use sign_in_model::actor::Actor;
use surveys_model::queries::asking;

/// Cohorts looked at, the latest to end first: older ones were dealt with or never will be.
const COHORTS: u64 = 50;

/// A cohort with certificates to issue.
#[derive(Clone, Debug)]
pub struct CohortReadiness {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub people: usize,
}

/// A confirmed enrolment that never had a certificate of the cohort: a person who lost one to a
/// revocation gets another only when asked for by name.
#[derive(FromQueryResult)]
struct UncertifiedEnrolment {
    id: EnrolmentId,
    cohort_id: CohortId,
    since: Option<DateTime<Utc>>,
    /// «12p,13a»: sessions and marks.
    marks: Option<String>,
    /// «3:42,4:50,»: activities and tenths.
    grades: Option<String>,
}

/// Returns the closed cohorts in which some person meets the rule: certificates are issued in no
/// others.
pub async fn ready(
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Vec<CohortReadiness>, DbErr> {
    let cohorts = cohort::Entity::find()
        .filter(issuing_scope(actor))
        .filter(cohort::Column::Stage.eq(Stage::Closed))
        .find_also_related(course_version::Entity)
        .order_by_desc(cohort::Column::EndsOn)
        .order_by_desc(cohort::Column::Id)
        .limit(COHORTS)
        .all(db)
        .await?;
    let ids: Vec<CohortId> = cohorts.iter().map(|(cohort, _)| cohort.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sessions: HashMap<CohortId, Vec<session::Model>> = HashMap::new();
    for row in session::Entity::find()
        .filter(session::Column::CohortId.is_in(ids.iter().copied()))
        .all(db)
        .await?
    {
        sessions.entry(row.cohort_id).or_default().push(row);
    }
    let mut activities: HashMap<CohortId, Vec<activity::Model>> = HashMap::new();
    for row in activity::Entity::find()
        .filter(activity::Column::CohortId.is_in(ids.iter().copied()))
        .order_by_asc(activity::Column::Position)
        .all(db)
        .await?
    {
        activities.entry(row.cohort_id).or_default().push(row);
    }
    let mut enrolments: HashMap<CohortId, Vec<UncertifiedEnrolment>> = HashMap::new();
    for row in uncertified_of(db, &ids).await? {
        enrolments.entry(row.cohort_id).or_default().push(row);
    }
    let asks = cohorts.iter().filter(|(cohort, _)| cohort.asks_survey).map(|(cohort, _)| cohort.id);
    let mut surveys = asking(db, &asks.collect::<Vec<_>>(), None).await?;
    let mut ready = Vec::new();
    for (cohort, version) in cohorts {
        let Some(version) = version else { continue };
        let sessions = sessions.remove(&cohort.id).unwrap_or_default();
        let activities = activities.remove(&cohort.id).unwrap_or_default();
        let moment = CohortStatus::of(cohort.stage, &sessions);
        let counting = Counting::from(&cohort);
        let rule = CertificateRule::of(&version, &cohort, &sessions);
        let asking = surveys.remove(&cohort.id).unwrap_or_default();
        let people = enrolments
            .remove(&cohort.id)
            .unwrap_or_default()
            .iter()
            .filter(|enrolment| {
                let progress = LearnerProgress {
                    survey: asking.of(&cohort, enrolment.id, now),
                    ..progress(enrolment, &counting, &sessions, &activities, now)
                };
                judge(&rule, &moment, &progress).holds()
            })
            .count();
        if people > 0 {
            ready.push(CohortReadiness {
                id: cohort.id,
                name: cohort.name,
                course: version.name,
                people,
            });
        }
    }
    Ok(ready)
}

fn progress(
    enrolment: &UncertifiedEnrolment,
    rule: &Counting,
    sessions: &[session::Model],
    activities: &[activity::Model],
    now: DateTime<Utc>,
) -> LearnerProgress {
    let marks: HashMap<i64, _> =
        joined::read(enrolment.marks.as_deref().unwrap_or_default()).collect();
    let sessions = sessions.iter().map(|session| {
        presence(&SessionSlot::at(session, now), enrolment.since, marks.get(&session.id.0).copied())
    });
    let given = enrolment.grades.as_deref().unwrap_or_default().split(',');
    let given: HashMap<_, i32> = given
        .filter_map(|part| {
            let (activity, tenths) = part.split_once(':')?;
            let activity = activity::ActivityId(activity.parse().ok()?);
            Some(((activity, enrolment.id), tenths.parse().ok()?))
        })
        .collect();
    LearnerProgress {
        stage: enrolment::Stage::Confirmed,
        attendance: Totals::of(rule, sessions),
        grade: final_of(activities, &given, enrolment.id),
        // Whether it was handed in explains, and decides nothing.
        products: products_of(activities, &given, &HashSet::new(), enrolment.id),
        survey: Survey::Never,
    }
}

async fn uncertified_of(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<Vec<UncertifiedEnrolment>, DbErr> {
    // Only the aggregate's name differs between the two databases.
    let grades = match db.get_database_backend() {
        DbBackend::Postgres => "string_agg(activity_id::text || ':' || tenths::text, ',')",
        _ => "group_concat(activity_id || ':' || tenths, ',')",
    };
    let marks = joined::joined(db.get_database_backend(), "session_id");
    let own = (enrolment::Entity, enrolment::Column::Id);
    let marks = Query::select()
        .expr(Expr::cust(marks))
        .from(attendance_summary::Entity)
        .and_where(
            Expr::col((attendance_summary::Entity, attendance_summary::Column::EnrolmentId))
                .equals(own),
        )
        .to_owned();
    let grades = Query::select()
        .expr(Expr::cust(grades))
        .from(grade::Entity)
        .and_where(Expr::col((grade::Entity, grade::Column::EnrolmentId)).equals(own))
        .to_owned();
    let certified = Query::select()
        .column(certificate::Column::EnrolmentId)
        .from(certificate::Entity)
        .and_where(certificate::Column::CohortId.is_in(cohorts.iter().copied()))
        .to_owned();
    enrolment::Entity::find()
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::CohortId])
        .column_as(enrolment::since(), "since")
        .column_as(scalar(marks), "marks")
        .column_as(scalar(grades), "grades")
        .filter(enrolment::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::Id.not_in_subquery(certified))
        .into_model()
        .all(db)
        .await
}
