//! How a cohort of the script comes to be: its data, its sessions and the activities that count for
//! the grade.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use accounts::unit_contacts as contacts;
use cohorts::commands::{NewCohort, NewSession, VenueOutline};
use cohorts::entity::cohort::CohortId;
use cohorts::entity::session::SessionId;
use cohorts::{commands, policy};
use courses::entity::{course, course_version};
use grading as assessment;
use grading::commands::NewActivity;
use grading::entity::activity::{ActivityId, Kind as ActivityKind};
use people::commands::NewContacts;
use platform::prelude::*;
use sign_in::actor::Actor;

use super::{Replay, failed, must, word};
use crate::script::{Cohort, day};

/// A cohort of the replay, with its sessions and when they end, and its activities.
pub(super) struct ReplayedCohort {
    pub id: CohortId,
    pub sessions: Vec<(SessionId, DateTime<Utc>)>,
    pub activities: Vec<(ActivityId, ActivityKind)>,
}

impl Replay<'_> {
    /// Says whom people ask at each unit, before the first letter.
    pub(super) async fn contacts(&self) -> Result<(), AppError> {
        for contact in &self.script.programme.contacts {
            let coordinator = self.coordinator_of(&contact.unit).await?;
            let permit = contacts::policy::may_keep(&coordinator, &contact.unit)?;
            let new = NewContacts {
                email: Some(contact.email.clone()),
                phone: Some(contact.phone.clone()),
            };
            let office = Some(contact.office.clone());
            let kept = contacts::commands::keep_contact(&self.app, permit, new, office).await;
            must("contact", kept)?;
        }
        Ok(())
    }

    /// Writes down the halls, before any cohort meets in one of them.
    pub(super) async fn venues(&self) -> Result<(), AppError> {
        for venue in &self.script.programme.venues {
            let coordinator = self.coordinator_of(&venue.unit).await?;
            let permit = policy::may_keep_venue(&coordinator, &venue.unit, &venue.municipality)?;
            let new = VenueOutline { name: venue.name.clone(), capacity: Some(venue.capacity) };
            must("venue", commands::keep_venue(&self.app, permit, None, new).await)?;
        }
        Ok(())
    }

    /// Creates the draft of a cohort with its sessions and activities, five days before it opens.
    pub(super) async fn make(
        &self,
        cohort: &Cohort,
        coordinator: &Actor,
    ) -> Result<ReplayedCohort, AppError> {
        let db = self.app.db.read();
        let course = course::Entity::find()
            .filter(course::Column::Code.eq(&cohort.course))
            .one(db)
            .await?
            .ok_or_else(|| failed("course")(cohort.course.clone()))?;
        let version = course_version::Entity::find()
            .filter(course_version::Column::CourseId.eq(course.id))
            .one(db)
            .await?
            .ok_or(AppError::NotFound)?;
        let dates = cohort.session_dates(self.today);
        let (first, last) = (
            dates.first().copied().unwrap_or(self.today),
            dates.last().copied().unwrap_or(self.today),
        );
        self.at(cohort.open_day - 5, 9);
        let new = NewCohort {
            version: version.id,
            name: cohort.name_on(self.today),
            seats: cohort.seats,
            starts_on: first,
            ends_on: last,
            enrolment_closes_on: Some(day(self.today, cohort.close_day)),
            place_text: cohort.place.clone(),
            municipalities: cohort.municipalities.clone(),
            method: Some(self.script.programme.minimum.method.clone()),
            knowledge: Some(self.script.programme.minimum.knowledge.clone()),
            quorum: cohort.quorum.map(|quorum| cohorts::rules::Quorum {
                people: quorum.people,
                on: day(self.today, quorum.day),
            }),
            counting: cohorts::counting::Counting::default(),
        };
        let permit = policy::may_create(coordinator, &cohort.unit)?;
        let id = must("create", commands::create(&self.app, permit, new).await)?;
        let facilitator = self.accounts.get(&cohort.facilitator).copied();
        let facts = self.facts(id).await?;
        let mut sessions = Vec::new();
        for date in dates {
            let new = NewSession {
                starts_at: dates::from_bogota(date, cohort.from),
                ends_at: dates::from_bogota(date, cohort.to),
                place: None,
                link: cohort.link.clone(),
                facilitator,
            };
            let ends_at = new.ends_at;
            let permit = policy::may_edit(coordinator, &facts)?;
            let session = must("session", commands::add_session(&self.app, permit, new).await)?;
            sessions.push((session, ends_at));
        }
        let mut activities = Vec::new();
        if version.pass_mark.is_some() {
            let access = self.access(id, false).await?;
            let plan: Vec<NewActivity> = self
                .script
                .programme
                .activities
                .iter()
                .map(|activity| {
                    Ok(NewActivity {
                        id: None,
                        kind: word(&activity.kind)?,
                        name: activity.name.clone(),
                        weight: activity.weight,
                    })
                })
                .collect::<Result<_, AppError>>()?;
            let kinds: Vec<ActivityKind> = plan.iter().map(|activity| activity.kind).collect();
            let permit = assessment::policy::may_plan(coordinator, &access)?;
            let set = assessment::commands::set_activities(&self.app, permit, plan).await;
            let ids = must("activities", set)?;
            activities = ids.into_iter().zip(kinds).collect();
        }
        Ok(ReplayedCohort { id, sessions, activities })
    }
}
