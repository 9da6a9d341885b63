//! What the rulebook asks of the people of one cohort, read once for all of them (R85).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage as CohortStage};
use cohorts_model::entity::session;
use cohorts_model::overlaps::OverlapQuery;
use courses_model::entity::course::{self, CourseId};
use courses_model::entity::course_version;
use people_model::entity::person::PersonId;
use people_model::entity::post;

use super::{certified, requirements};
use crate::eligibility::{EligibilityFacts, Requirements};
use crate::entity::enrolment::{self, Stage};
use crate::rulebook::{
    CohortOutline, NameReader, OtherPlace, RulebookVerdict, SessionSpan, first_overlap,
    overlaps_told, verdict,
};

/// The rules of a cohort with the facts of some people; others have no place elsewhere.
pub struct Rulebook {
    pub asked: Requirements,
    /// The cohort, read when the first of these people has a place elsewhere.
    outline: Option<CohortOutline>,
    unit: String,
    certified: HashSet<PersonId>,
    others: HashMap<PersonId, Vec<OtherPlace>>,
}

impl Rulebook {
    /// Reads the rules of a cohort and what they ask of these people; the caller bounds how many.
    pub async fn of(
        db: &impl ConnectionTrait,
        cohort: &cohort::Model,
        people: &[PersonId],
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let mut rulebook = Self {
            asked: requirements(db, cohort).await?,
            outline: None,
            unit: cohort.unit_code.clone(),
            certified: HashSet::new(),
            others: HashMap::new(),
        };
        rulebook.add(db, cohort, people, now).await?;
        Ok(rulebook)
    }

    /// Adds the facts of more people.
    pub async fn add(
        &mut self,
        db: &impl ConnectionTrait,
        cohort: &cohort::Model,
        people: &[PersonId],
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        self.certified.extend(certified(db, &self.asked, people).await?);
        let others = with_sessions(db, cohort.id, people, now).await?;
        if !others.is_empty() && self.outline.is_none() {
            let mut outline = outline_of(db, cohort).await?;
            let own = sessions_of(db, &[cohort.id], now).await?.remove(&cohort.id);
            outline.sessions = own.unwrap_or_default();
            self.outline = Some(outline);
        }
        for (person, place) in others {
            self.others.entry(person).or_default().push(place);
        }
        Ok(())
    }

    /// Code of the unit of the cohort.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What the rules say of somebody who would take part with this post, or for this municipality;
    /// `person` is `None` for nobody known.
    pub fn verdict(
        &self,
        person: Option<PersonId>,
        facts: EligibilityFacts,
        reader: NameReader<'_>,
    ) -> RulebookVerdict {
        let has_prerequisite = match person {
            Some(person) => self.certified.contains(&person),
            None => facts.has_prerequisite,
        };
        let who = EligibilityFacts { has_prerequisite, ..facts };
        let others = person.and_then(|person| self.others.get(&person));
        let elsewhere = self.outline.as_ref().zip(others.map(Vec::as_slice));
        verdict(&self.asked, elsewhere, &who, reader)
    }
}

/// The facts of somebody who takes part with a post, counted for a municipality.
pub fn facts_of(post: Option<&post::Model>, municipality: Option<&String>) -> EligibilityFacts {
    EligibilityFacts {
        kind: post.map(|post| post.kind),
        is_vouched: post.is_some_and(|post| post.is_vouched),
        municipality: municipality.cloned(),
        ..EligibilityFacts::default()
    }
}

#[derive(FromQueryResult)]
struct PlaceRow {
    person: PersonId,
    stage: Stage,
    never_came: bool,
    id: CohortId,
    name: String,
    unit_code: String,
    cohort_stage: CohortStage,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    course: CourseId,
    course_name: String,
    subject: String,
}

/// The places that these people have in other cohorts, the first cohorts first.
async fn places_elsewhere(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    people: &[PersonId],
) -> Result<Vec<(PersonId, OtherPlace)>, DbErr> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<PlaceRow> = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::PersonId, "person")
        .columns([enrolment::Column::Stage, enrolment::Column::NeverCame])
        .columns([
            cohort::Column::Id,
            cohort::Column::Name,
            cohort::Column::UnitCode,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
        ])
        .column_as(cohort::Column::Stage, "cohort_stage")
        .column_as(course_version::Column::CourseId, "course")
        .column_as(course_version::Column::Name, "course_name")
        .column(course::Column::Subject)
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::InnerJoin, course_version::Relation::Course.def())
        .filter(enrolment::Column::PersonId.is_in(people.iter().copied()))
        .filter(enrolment::Column::CohortId.ne(cohort))
        .filter(enrolment::Column::Stage.ne(Stage::Withdrawn))
        .filter(cohort::Column::Stage.ne(CohortStage::Cancelled))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(enrolment::Column::Id)
        .into_model()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let cohort = CohortOutline {
                id: row.id,
                name: row.name,
                course: row.course,
                course_name: row.course_name,
                subject: row.subject,
                unit: row.unit_code,
                stage: row.cohort_stage,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                sessions: Vec::new(),
            };
            (row.person, OtherPlace { stage: row.stage, cohort, never_came: row.never_came })
        })
        .collect())
}

/// The outline of the cohort itself, without its sessions.
async fn outline_of(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
) -> Result<CohortOutline, DbErr> {
    let absent = || DbErr::RecordNotFound("the course of a cohort".to_owned());
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await?;
    let version = version.ok_or_else(absent)?;
    let course = course::Entity::find_by_id(version.course_id).one(db).await?;
    Ok(CohortOutline {
        id: cohort.id,
        name: cohort.name.clone(),
        course: version.course_id,
        course_name: version.name,
        subject: course.map(|course| course.subject).unwrap_or_default(),
        unit: cohort.unit_code.clone(),
        stage: cohort.stage,
        starts_on: cohort.starts_on,
        ends_on: cohort.ends_on,
        sessions: Vec::new(),
    })
}

/// The spans of the sessions of these cohorts that are still to end, by cohort, in order.
async fn sessions_of(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    now: DateTime<Utc>,
) -> Result<HashMap<CohortId, Vec<SessionSpan>>, DbErr> {
    let rows: Vec<(CohortId, DateTime<Utc>, DateTime<Utc>)> = session::Entity::find()
        .select_only()
        .columns([session::Column::CohortId, session::Column::StartsAt, session::Column::EndsAt])
        .filter(session::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::EndsAt.gt(now))
        .order_by_asc(session::Column::StartsAt)
        .into_tuple()
        .all(db)
        .await?;
    let mut spans: HashMap<CohortId, Vec<SessionSpan>> = HashMap::new();
    for (cohort, from, to) in rows {
        spans.entry(cohort).or_default().push((from, to));
    }
    Ok(spans)
}

/// The people with a seat in a cohort who have a seat elsewhere with a session at a time (R13).
pub async fn overlapping_people(
    db: &impl ConnectionTrait,
    query: OverlapQuery,
) -> Result<HashSet<PersonId>, DbErr> {
    let seated: Vec<PersonId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PersonId)
        .filter(enrolment::Column::CohortId.eq(query.cohort))
        .filter(enrolment::Column::Stage.is_in(super::SEATED))
        .into_tuple()
        .all(db)
        .await?;
    let others = with_sessions(db, query.cohort, &seated, query.now).await?;
    let span = [(query.from, query.to)];
    let met = others.iter().filter(|(_, place)| first_overlap(&span, place).is_some());
    Ok(met.map(|(person, _)| *person).collect())
}

/// Says where a person has another session at the hours of a cohort in which they have a seat.
pub async fn overlap_note(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    person: PersonId,
    reader: NameReader<'_>,
    now: DateTime<Utc>,
) -> Result<Option<String>, DbErr> {
    let others = with_sessions(db, cohort.id, &[person], now).await?;
    if others.is_empty() {
        return Ok(None);
    }
    let own = sessions_of(db, &[cohort.id], now).await?.remove(&cohort.id).unwrap_or_default();
    let places: Vec<OtherPlace> = others.into_iter().map(|(_, place)| place).collect();
    Ok(overlaps_told(&own, &places, reader))
}

/// The places that these people have in other cohorts, with the sessions that are still to end.
async fn with_sessions(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<Vec<(PersonId, OtherPlace)>, DbErr> {
    let mut others = places_elsewhere(db, cohort, people).await?;
    let cohorts: Vec<CohortId> = others.iter().map(|(_, place)| place.cohort.id).collect();
    if cohorts.is_empty() {
        return Ok(others);
    }
    let sessions = sessions_of(db, &cohorts, now).await?;
    for (_, place) in &mut others {
        place.cohort.sessions = sessions.get(&place.cohort.id).cloned().unwrap_or_default();
    }
    Ok(others)
}
