//! Reads how the rule stands for the people of a cohort, in a bounded number of statements.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use assessment_model::entity::activity::{self, ActivityId, Kind};
use assessment_model::entity::grade;
use assessment_model::products::queries::submitted;
use assessment_model::queries as grades;
use attendance_model::entity::attendance_mark::State;
use attendance_model::entity::attendance_summary;
use attendance_model::rules::{
    Counting, MarkValue, Presence, SessionSlot, SessionStanding, Totals,
};
use attendance_model::{queries as attendance, rules as marks};
use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::queries::{self as cohorts, CohortRow};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage as EnrolmentStage};
use people_model::entity::person;
use platform::errors::AppError;
use platform::search::fold;
use surveys_model::queries::{SatisfactionRound, asking};

use crate::rules::{
    CertificateRule, CohortStatus, Judgement, LearnerProgress, ProductResult, judge,
};

/// What the rule needs of a cohort, read once for all its people.
#[derive(Clone, Debug)]
pub struct RuleContext {
    pub cohort: cohort::Model,
    pub rule: CertificateRule,
    pub status: CohortStatus,
    /// The moment of the reading: sessions that are over by then count.
    pub at: DateTime<Utc>,
    pub sessions: Vec<session::Model>,
    activities: Vec<activity::Model>,
}

impl RuleContext {
    /// Returns the context as if the cohort were closed today.
    pub fn closed(self) -> Self {
        let status = CohortStatus { stage: cohort::Stage::Closed, ..self.status };
        Self { status, ..self }
    }
}

/// Reads what the rule needs of a cohort; two statements.
pub async fn rule_context(
    db: &impl ConnectionTrait,
    row: &CohortRow,
    now: DateTime<Utc>,
) -> Result<RuleContext, DbErr> {
    rule_context_of(db, &row.cohort, &row.version, now).await
}

async fn rule_context_of(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    version: &course_version::Model,
    now: DateTime<Utc>,
) -> Result<RuleContext, DbErr> {
    let sessions = cohorts::sessions(db, cohort.id).await?;
    let activities = grades::activities(db, cohort.id).await?;
    Ok(RuleContext {
        cohort: cohort.clone(),
        rule: CertificateRule::of(version, cohort, &sessions),
        status: CohortStatus::at(cohort.stage, &sessions, now),
        at: now,
        sessions,
        activities,
    })
}

/// One enrolment for its own person: cohort, course, and how the rule stands.
pub struct OwnProgress {
    pub enrolment: enrolment::Model,
    pub version: course_version::Model,
    pub context: RuleContext,
    pub progress: LearnerProgress,
    /// Activities in order with the person's grade in tenths.
    pub grades: Vec<(activity::Model, Option<i32>)>,
    /// Where the person stands in each session of the context.
    pub standings: Vec<SessionStanding>,
}

impl OwnProgress {
    /// Whether the person is recorded as having come to a session of the cohort.
    pub fn came_to(&self, session: SessionId) -> bool {
        let mut stands = self.context.sessions.iter().zip(&self.standings);
        stands.any(|(row, standing)| {
            let came =
                matches!(standing, SessionStanding::Marked(state) if marks::was_there(*state));
            row.id == session && came
        })
    }

    pub fn judgement(&self) -> Judgement {
        judge(&self.context.rule, &self.context.status, &self.progress)
    }
}

/// Returns the progress of one enrolment of this person; nine statements at most.
///
/// # Errors
/// An enrolment of another person is not found.
pub async fn own_progress(
    db: &impl ConnectionTrait,
    person: i64,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> Result<OwnProgress, AppError> {
    let enrolment = enrolment::Entity::find_by_id(id)
        .filter(enrolment::Column::PersonId.eq(person))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let (cohort, version) = cohort::Entity::find_by_id(enrolment.cohort_id)
        .find_also_related(course_version::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let version = version.ok_or(AppError::NotFound)?;
    let context = rule_context_of(db, &cohort, &version, now).await?;
    let EnrolmentFacts { progress, grades, standings } =
        of_enrolment(db, &context, &enrolment).await?;
    Ok(OwnProgress { enrolment, version, context, progress, grades, standings })
}

/// One person's progress; five statements at most. Called inside the transaction that issues, so that
/// what is certified is what the rows say then.
pub async fn progress_of(
    db: &impl ConnectionTrait,
    context: &RuleContext,
    enrolment: &enrolment::Model,
) -> Result<LearnerProgress, DbErr> {
    Ok(of_enrolment(db, context, enrolment).await?.progress)
}

/// The facts that few rules require: products and survey. Nothing is read for the rules that do not.
struct ExtraFacts {
    submitted: HashSet<(ActivityId, EnrolmentId)>,
    survey: SatisfactionRound,
}

impl ExtraFacts {
    /// Reads them for one enrolment or, with `None`, for the whole cohort; three statements at most.
    async fn read(
        db: &impl ConnectionTrait,
        context: &RuleContext,
        only: Option<EnrolmentId>,
    ) -> Result<Self, DbErr> {
        let cohort = context.cohort.id;
        let submitted = match context.rule.extras.product {
            true => submitted(db, cohort, only).await?,
            false => HashSet::new(),
        };
        let survey = match context.rule.extras.survey {
            true => asking(db, &[cohort], only).await?.remove(&cohort).unwrap_or_default(),
            false => SatisfactionRound::default(),
        };
        Ok(Self { submitted, survey })
    }
}

/// Every product of a person, in the order of the activities.
pub fn products_of(
    activities: &[activity::Model],
    given: &HashMap<grades::GradeKey, i32>,
    submitted: &HashSet<(ActivityId, EnrolmentId)>,
    enrolment: EnrolmentId,
) -> Vec<ProductResult> {
    let products = activities.iter().filter(|activity| activity.kind == Kind::Product);
    products
        .map(|activity| ProductResult {
            name: activity.name.clone(),
            is_submitted: submitted.contains(&(activity.id, enrolment)),
            tenths: given.get(&(activity.id, enrolment)).copied(),
        })
        .collect()
}

/// What the rule reads of one enrolment, and what it is made of.
struct EnrolmentFacts {
    progress: LearnerProgress,
    grades: Vec<(activity::Model, Option<i32>)>,
    standings: Vec<SessionStanding>,
}

async fn of_enrolment(
    db: &impl ConnectionTrait,
    context: &RuleContext,
    enrolment: &enrolment::Model,
) -> Result<EnrolmentFacts, DbErr> {
    let marked: HashMap<SessionId, MarkValue> = attendance_summary::Entity::find()
        .select_only()
        .column(attendance_summary::Column::SessionId)
        .column(attendance_summary::Column::State)
        .column(attendance_summary::Column::Minutes)
        .filter(attendance_summary::Column::EnrolmentId.eq(enrolment.id))
        .into_tuple::<(SessionId, State, Option<i32>)>()
        .all(db)
        .await?
        .into_iter()
        .map(|(session, state, minutes)| (session, MarkValue { state, minutes }))
        .collect();
    let since = match enrolment.stage {
        EnrolmentStage::Confirmed | EnrolmentStage::Withdrawn => enrolment.since(),
        // Who waits for a seat, or for whom one waits, can still come to whatever has not ended.
        EnrolmentStage::Waiting | EnrolmentStage::Offered => Some(context.at),
    };
    let sessions = context.sessions.iter().map(|session| {
        marks::presence(
            &SessionSlot::at(session, context.at),
            since,
            marked.get(&session.id).copied(),
        )
    });
    let sessions: Vec<Presence> = sessions.collect();
    let standings = sessions.iter().map(|presence| presence.standing).collect();
    let attendance = Totals::of(&Counting::from(&context.cohort), sessions);
    let given: HashMap<_, i32> = grade::Entity::find()
        .filter(grade::Column::EnrolmentId.eq(enrolment.id))
        .all(db)
        .await?
        .into_iter()
        .map(|grade| ((grade.activity_id, enrolment.id), grade.tenths))
        .collect();
    let facts = ExtraFacts::read(db, context, Some(enrolment.id)).await?;
    let progress = LearnerProgress {
        stage: enrolment.stage,
        attendance,
        grade: grades::final_of(&context.activities, &given, enrolment.id),
        products: products_of(&context.activities, &given, &facts.submitted, enrolment.id),
        survey: facts.survey.of(&context.cohort, enrolment.id, context.at),
    };
    let grades = context.activities.iter().map(|activity| {
        let grade = given.get(&(activity.id, enrolment.id)).copied();
        (activity.clone(), grade)
    });
    Ok(EnrolmentFacts { progress, grades: grades.collect(), standings })
}

/// A confirmed person of the cohort with the judgement.
#[derive(Clone, Debug)]
pub struct CertificateCandidate {
    pub enrolment: EnrolmentId,
    pub person: person::Model,
    pub progress: LearnerProgress,
    pub judgement: Judgement,
}

/// Returns the people with a confirmed enrolment, by surname; six statements at most, whatever their
/// number.
pub async fn candidates(
    db: &impl ConnectionTrait,
    context: &RuleContext,
) -> Result<Vec<CertificateCandidate>, DbErr> {
    let cohort = context.cohort.id;
    let people = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(EnrolmentStage::Confirmed))
        .find_also_related(person::Entity)
        .all(db)
        .await?;
    let since = people.iter().map(|(enrolment, _)| (enrolment.id, enrolment.since()));
    let mut totals =
        attendance::totals_of(db, &context.cohort, &context.sessions, since, context.at).await?;
    let given = grades::grades(db, cohort).await?;
    let facts = ExtraFacts::read(db, context, None).await?;
    let mut candidates: Vec<CertificateCandidate> = people
        .into_iter()
        .filter_map(|(enrolment, person)| {
            let progress = LearnerProgress {
                stage: enrolment.stage,
                attendance: totals.remove(&enrolment.id).unwrap_or_default(),
                grade: grades::final_of(&context.activities, &given, enrolment.id),
                products: products_of(&context.activities, &given, &facts.submitted, enrolment.id),
                survey: facts.survey.of(&context.cohort, enrolment.id, context.at),
            };
            let judgement = judge(&context.rule, &context.status, &progress);
            Some(CertificateCandidate {
                enrolment: enrolment.id,
                person: person?,
                progress,
                judgement,
            })
        })
        .collect();
    // Sorted here, because the two databases order accents differently.
    candidates.sort_by_cached_key(|candidate| {
        let person = &candidate.person;
        let surnames = [Some(person.first_surname.as_str()), person.second_surname.as_deref()];
        let names = [Some(person.first_name.as_str()), person.second_name.as_deref()];
        let whole: Vec<&str> = surnames.into_iter().chain(names).flatten().collect();
        (fold(&whole.join(" ")), candidate.enrolment)
    });
    Ok(candidates)
}
