//! How the rule stands for the people of a cohort, in a bounded number of statements.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use assessment_model::entity::activity::{self, ActivityId, Kind};
use assessment_model::entity::grade;
use assessment_model::products::queries::handed_in;
use assessment_model::queries as grades;
use attendance_model::entity::attendance_mark::State;
use attendance_model::entity::attendance_summary;
use attendance_model::rules::{Counting, Marked, Meeting, Totals};
use attendance_model::{queries as attendance, rules as marks};
use cohorts_model::entity::cohort;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::queries::{self as cohorts, CohortRow};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage as Place};
use people_model::entity::person;
use platform::errors::AppError;
use platform::search::fold;
use surveys_model::queries::{Asking, asking};

use crate::rules::{Judgement, Moment, Product, Progress, Rule, judge};

/// What the rule needs of a cohort, read once for all its people.
#[derive(Clone, Debug)]
pub struct Ground {
    pub cohort: cohort::Model,
    pub rule: Rule,
    pub moment: Moment,
    /// When it was read: what is over by then counts.
    pub at: DateTime<Utc>,
    pub sessions: Vec<session::Model>,
    activities: Vec<activity::Model>,
}

impl Ground {
    /// The same cohort as if it were closed today.
    pub fn closed(self) -> Self {
        let moment = Moment { stage: cohort::Stage::Closed, ..self.moment };
        Self { moment, ..self }
    }
}

/// Two statements.
pub async fn ground(
    db: &impl ConnectionTrait,
    row: &CohortRow,
    now: DateTime<Utc>,
) -> Result<Ground, DbErr> {
    ground_of(db, &row.cohort, &row.version, now).await
}

async fn ground_of(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    version: &course_version::Model,
    now: DateTime<Utc>,
) -> Result<Ground, DbErr> {
    let sessions = cohorts::sessions(db, cohort.id).await?;
    let activities = grades::activities(db, cohort.id).await?;
    Ok(Ground {
        cohort: cohort.clone(),
        rule: Rule::of(&version.offer_type, cohort),
        moment: Moment::of(cohort.stage, &sessions),
        at: now,
        sessions,
        activities,
    })
}

/// One person's own: enrolment, cohort, course and how the rule stands.
pub struct Own {
    pub enrolment: enrolment::Model,
    pub version: course_version::Model,
    pub ground: Ground,
    pub progress: Progress,
    /// Activities in order with the person's grade in tenths.
    pub grades: Vec<(activity::Model, Option<i32>)>,
}

impl Own {
    pub fn judgement(&self) -> Judgement {
        judge(&self.ground.rule, &self.ground.moment, &self.progress)
    }
}

/// The progress of one enrolment, if it is of this person; nine statements at most.
pub async fn own(
    db: &impl ConnectionTrait,
    person: i64,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> Result<Own, AppError> {
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
    let ground = ground_of(db, &cohort, &version, now).await?;
    let (progress, grades) = of_enrolment(db, &ground, &enrolment).await?;
    Ok(Own { enrolment, version, ground, progress, grades })
}

/// One person's progress; five statements at most. Called inside the transaction that issues, so that
/// what is certified is what the rows say then.
pub async fn progress_of(
    db: &impl ConnectionTrait,
    ground: &Ground,
    enrolment: &enrolment::Model,
) -> Result<Progress, DbErr> {
    Ok(of_enrolment(db, ground, enrolment).await?.0)
}

/// What the parts of a rule look at that most rules do not ask for: nothing is read for those.
struct Facts {
    handed: HashSet<(ActivityId, EnrolmentId)>,
    survey: Asking,
}

impl Facts {
    /// Of one place, or of the whole cohort; three statements at most.
    async fn read(
        db: &impl ConnectionTrait,
        ground: &Ground,
        only: Option<EnrolmentId>,
    ) -> Result<Self, DbErr> {
        let cohort = ground.cohort.id;
        let handed = match ground.rule.extras.product {
            true => handed_in(db, cohort, only).await?,
            false => HashSet::new(),
        };
        let survey = match ground.rule.extras.survey {
            true => asking(db, &[cohort], only).await?.remove(&cohort).unwrap_or_default(),
            false => Asking::default(),
        };
        Ok(Self { handed, survey })
    }
}

/// Every product of a person, in the order of the activities.
pub fn products_of(
    activities: &[activity::Model],
    given: &HashMap<grades::Cell, i32>,
    handed: &HashSet<(ActivityId, EnrolmentId)>,
    enrolment: EnrolmentId,
) -> Vec<Product> {
    let products = activities.iter().filter(|activity| activity.kind == Kind::Product);
    products
        .map(|activity| Product {
            name: activity.name.clone(),
            handed_in: handed.contains(&(activity.id, enrolment)),
            tenths: given.get(&(activity.id, enrolment)).copied(),
        })
        .collect()
}

async fn of_enrolment(
    db: &impl ConnectionTrait,
    ground: &Ground,
    enrolment: &enrolment::Model,
) -> Result<(Progress, Vec<(activity::Model, Option<i32>)>), DbErr> {
    let marked: HashMap<SessionId, Marked> = attendance_summary::Entity::find()
        .select_only()
        .column(attendance_summary::Column::SessionId)
        .column(attendance_summary::Column::State)
        .column(attendance_summary::Column::Minutes)
        .filter(attendance_summary::Column::EnrolmentId.eq(enrolment.id))
        .into_tuple::<(SessionId, State, Option<i32>)>()
        .all(db)
        .await?
        .into_iter()
        .map(|(session, state, minutes)| (session, Marked { state, minutes }))
        .collect();
    let sessions = ground.sessions.iter().map(|session| {
        marks::presence(
            &Meeting::at(session, ground.at),
            enrolment.confirmed_at,
            marked.get(&session.id).copied(),
        )
    });
    let attendance = Totals::of(&Counting::from(&ground.cohort), sessions);
    let given: HashMap<_, i32> = grade::Entity::find()
        .filter(grade::Column::EnrolmentId.eq(enrolment.id))
        .all(db)
        .await?
        .into_iter()
        .map(|grade| ((grade.activity_id, enrolment.id), grade.tenths))
        .collect();
    let facts = Facts::read(db, ground, Some(enrolment.id)).await?;
    let progress = Progress {
        place: enrolment.stage,
        attendance,
        grade: grades::final_of(&ground.activities, &given, enrolment.id),
        products: products_of(&ground.activities, &given, &facts.handed, enrolment.id),
        survey: facts.survey.of(&ground.cohort, enrolment.id, ground.at),
    };
    let grades = ground.activities.iter().map(|activity| {
        let grade = given.get(&(activity.id, enrolment.id)).copied();
        (activity.clone(), grade)
    });
    Ok((progress, grades.collect()))
}

/// A confirmed person of the cohort with the judgement.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub enrolment: EnrolmentId,
    pub person: person::Model,
    pub progress: Progress,
    pub judgement: Judgement,
}

/// Everybody with a confirmed place, by surname; six statements at most, whatever their number.
pub async fn candidates(
    db: &impl ConnectionTrait,
    ground: &Ground,
) -> Result<Vec<Candidate>, DbErr> {
    let cohort = ground.cohort.id;
    let people = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(Place::Confirmed))
        .find_also_related(person::Entity)
        .all(db)
        .await?;
    let since = people.iter().map(|(enrolment, _)| (enrolment.id, enrolment.confirmed_at));
    let mut totals =
        attendance::totals_of(db, &ground.cohort, &ground.sessions, since, ground.at).await?;
    let given = grades::grades(db, cohort).await?;
    let facts = Facts::read(db, ground, None).await?;
    let mut candidates: Vec<Candidate> = people
        .into_iter()
        .filter_map(|(enrolment, person)| {
            let progress = Progress {
                place: enrolment.stage,
                attendance: totals.remove(&enrolment.id).unwrap_or_default(),
                grade: grades::final_of(&ground.activities, &given, enrolment.id),
                products: products_of(&ground.activities, &given, &facts.handed, enrolment.id),
                survey: facts.survey.of(&ground.cohort, enrolment.id, ground.at),
            };
            let judgement = judge(&ground.rule, &ground.moment, &progress);
            Some(Candidate { enrolment: enrolment.id, person: person?, progress, judgement })
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
