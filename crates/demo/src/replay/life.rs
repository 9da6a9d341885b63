//! One cohort's life: made, published, filled, taught, closed, certified; each step by the
//! hand that takes it in the product, at its own date.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use attendance::commands::NewMark;
use attendance::entity::attendance_mark::State;
use certification::entity::certificate;
use cohorts::commands::{NewCohort, NewSession};
use cohorts::entity::cohort::{self, CohortId};
use cohorts::entity::session::{self, SessionId};
use cohorts::policy::CohortAccess;
use courses::entity::{course, course_version};
use enrolment::entity::enrolment::EnrolmentId;
use grading as assessment;
use grading::commands::{NewActivity, NewGrade};
use grading::entity::activity::{ActivityId, Kind as ActivityKind};
use people::entity::person::PersonId;
use platform::dates;
use platform::errors::AppError;
use sign_in::actor::Actor;

use super::seats::Placed;
use super::{Replay, failed, must, word};
use crate::script::{Cohort, Excuse, day};

impl<'a> Replay<'a> {
    /// One cohort, from draft to where the script leaves it.
    pub(super) async fn live(&self, cohort: &Cohort) -> Result<(), AppError> {
        let coordinator = self.coordinator(cohort).await?;
        let made = self.make(cohort, &coordinator).await?;
        if cohort.stage == "draft" {
            return Ok(());
        }
        self.at(cohort.open_day, 9);
        let facts = self.facts(made.id).await?;
        must(
            "publish",
            cohorts::commands::publish(
                &self.app,
                cohorts::policy::may_publish(&coordinator, &facts)?,
            )
            .await,
        )?;
        let places = self.fill(cohort, &made, &coordinator).await?;
        if cohort.stage == "tentative" {
            return Ok(());
        }
        if cohort.stage != "cancelled" {
            self.at(cohort.close_day.min(0), 17);
            must(
                "confirm",
                cohorts::commands::confirm(
                    &self.app,
                    cohorts::policy::may_confirm(&coordinator, &facts)?,
                )
                .await,
            )?;
        }
        if let Some(cancel) = &cohort.cancel {
            self.at(cancel.day, 10);
            must(
                "cancel",
                cohorts::commands::cancel(
                    &self.app,
                    cohorts::policy::may_cancel(&coordinator, &facts)?,
                    &cancel.reason,
                )
                .await,
            )?;
            return Ok(());
        }
        if cohort.stage == "confirmed" {
            return self.free_a_seat(cohort, &coordinator, &places).await;
        }
        self.teach(cohort, &made, &coordinator, &places).await?;
        if let Some(excuse) = &cohort.excuse {
            self.excuse(excuse, &made, &places).await?;
        }
        if cohort.stage == "closed" {
            self.finish(cohort, &made, &coordinator, &places).await?;
            self.opinions(cohort, &made, &coordinator, &places).await?;
        }
        Ok(())
    }

    async fn facts(&self, id: CohortId) -> Result<cohorts::policy::CohortFacts, AppError> {
        let row = cohort::Entity::find_by_id(id)
            .one(self.app.db.read())
            .await?
            .ok_or(AppError::NotFound)?;
        Ok((&row).into())
    }

    async fn make(&self, cohort: &Cohort, coordinator: &Actor) -> Result<Made, AppError> {
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
        let id = must(
            "create",
            cohorts::commands::create(
                &self.app,
                cohorts::policy::may_create(coordinator, &cohort.unit)?,
                new,
            )
            .await,
        )?;
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
            let session = must(
                "session",
                cohorts::commands::add_session(
                    &self.app,
                    cohorts::policy::may_edit(coordinator, &facts)?,
                    new,
                )
                .await,
            )?;
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
            let ids = must(
                "activities",
                assessment::commands::set_activities(
                    &self.app,
                    assessment::policy::may_plan(coordinator, &access)?,
                    plan,
                )
                .await,
            )?;
            activities = ids.into_iter().zip(kinds).collect();
        }
        Ok(Made { id, sessions, activities })
    }

    async fn access(&self, cohort: CohortId, teaches: bool) -> Result<CohortAccess, AppError> {
        Ok(CohortAccess { cohort: self.facts(cohort).await?, teaches })
    }

    /// The sessions given so far, marked by the facilitator, and the grades known so far.
    async fn teach(
        &self,
        cohort: &Cohort,
        made: &Made,
        coordinator: &Actor,
        places: &[Placed<'_>],
    ) -> Result<(), AppError> {
        let facilitator = self.actor(&cohort.facilitator).await?;
        let given = cohort.sessions_given();
        for (number, (session, ends_at)) in made.sessions.iter().take(given).enumerate() {
            self.app.clock.travel_to(*ends_at - TimeDelta::minutes(20));
            if number == 0 {
                let facts = self.facts(made.id).await?;
                must(
                    "start",
                    cohorts::commands::start(
                        &self.app,
                        cohorts::policy::may_start(coordinator, &facts)?,
                    )
                    .await,
                )?;
            }
            for place in places
                .iter()
                .filter(|place| number > 0 && place.script.withdraws_after == Some(number))
            {
                self.withdraw(cohort, coordinator, place).await?;
            }
            self.mark(made.id, *session, number, &facilitator, places).await?;
        }
        let access = self.access(made.id, true).await?;
        let mut cells = Vec::new();
        for place in places {
            for (activity, kind) in &made.activities {
                let kind = serde_json::to_value(kind)
                    .map_err(|error| failed("kind")(error.to_string()))?;
                if let Some(tenths) = place.script.grade(kind.as_str().unwrap_or_default())
                    && self.has_seat(place.id).await?
                {
                    cells.push(NewGrade {
                        activity: *activity,
                        enrolment: place.id,
                        tenths: Some(tenths),
                    });
                }
            }
        }
        if !cells.is_empty() {
            let permit = assessment::policy::may_grade(&facilitator, &access)?;
            must(
                "grades",
                assessment::commands::enter_grades(
                    &self.app,
                    permit,
                    assessment::commands::Seen::Anything,
                    cells,
                )
                .await,
            )?;
        }
        Ok(())
    }

    async fn mark(
        &self,
        id: CohortId,
        session: SessionId,
        number: usize,
        facilitator: &Actor,
        places: &[Placed<'_>],
    ) -> Result<(), AppError> {
        let access = self.access(id, true).await?;
        let mut marks = Vec::new();
        for place in places {
            let Some(state) = place.script.states().get(number).copied() else {
                continue;
            };
            if self.has_seat(place.id).await? {
                let state: State = word(state)?;
                marks.push(NewMark::new(place.id, state));
            }
        }
        if marks.is_empty() {
            return Ok(());
        }
        if number == 0 {
            // The first session of each cohort was signed on paper too.
            let permit = attendance::paper::policy::may_keep(facilitator, &access, session)?;
            let sheet = attendance::paper::commands::NewSheet::Prefilled;
            must("print", attendance::paper::commands::print(&self.app, permit, sheet).await)?;
        }
        let permit =
            attendance::policy::may_take(facilitator, &access, session, session::Stage::Planned)?;
        must("marks", attendance::commands::take(&self.app, permit, marks).await)?;
        Ok(())
    }

    /// Somebody says in time that they will not come; nobody has decided yet.
    async fn excuse(
        &self,
        excuse: &Excuse,
        made: &Made,
        places: &[Placed<'_>],
    ) -> Result<(), AppError> {
        use attendance::requests::{commands, policy};
        self.at(-1, 9);
        let person = self.actor(&excuse.account).await?;
        let place = places.iter().find(|place| Some(place.person.0) == person.person);
        let session = made.sessions.get(excuse.session.saturating_sub(1));
        let (Some(place), Some((session, _))) = (place, session) else {
            return Err(failed("excuse")("the script names nobody or no session".to_owned()));
        };
        let about = (place.id, made.id, *session);
        let permit = policy::may_ask(&person, place.person, about)?;
        let wanted =
            commands::Wanted { state: State::Excused, text: excuse.text.clone(), file: None };
        must("excuse", commands::ask(&self.app, permit, wanted).await)?;
        Ok(())
    }

    /// Roll-calls closed, the cohort closed, certificates issued, one of them revoked.
    async fn finish(
        &self,
        cohort: &Cohort,
        made: &Made,
        coordinator: &Actor,
        places: &[Placed<'_>],
    ) -> Result<(), AppError> {
        let everybody: Vec<EnrolmentId> = places.iter().map(|place| place.id).collect();
        let nobody_else = attendance::commands::Answers::leaving(everybody.iter().copied());
        let access = self.access(made.id, false).await?;
        self.at(cohort.issue_day.unwrap_or(-1), 8);
        for (session, _) in &made.sessions {
            let permit = attendance::policy::may_close(coordinator, &access, *session)?;
            must(
                "close session",
                attendance::commands::close(&self.app, permit, &nobody_else).await,
            )?;
        }
        let facts = self.facts(made.id).await?;
        let minimum = &self.script.programme.minimum;
        let texts = cohorts::commands::MinimumTexts {
            method: Some(minimum.method.clone()),
            method_evidence: Some(minimum.method_evidence.clone()),
            knowledge: Some(minimum.knowledge.clone()),
            knowledge_evidence: Some(minimum.knowledge_evidence.clone()),
        };
        must(
            "minimum",
            cohorts::commands::save_minimum(
                &self.app,
                cohorts::policy::may_edit(coordinator, &facts)?,
                texts,
            )
            .await,
        )?;
        must(
            "close",
            cohorts::commands::close(&self.app, cohorts::policy::may_close(coordinator, &facts)?)
                .await,
        )?;
        self.at(cohort.issue_day.unwrap_or(-1), 9);
        let permit = certification::policy::may_issue(coordinator, &self.facts(made.id).await?)?;
        let issued = certification::batches::commands::issue_at_once(&self.app, permit, &everybody);
        must("issue", issued.await)?;
        if let Some(revoke) = &cohort.revoke {
            self.app.clock.advance(TimeDelta::hours(26));
            let (holder, _, _) = self.person(&revoke.document)?;
            self.revoke(coordinator, cohort, made.id, holder, &revoke.reason).await?;
        }
        Ok(())
    }

    async fn revoke(
        &self,
        coordinator: &Actor,
        cohort: &Cohort,
        id: CohortId,
        holder: PersonId,
        reason: &str,
    ) -> Result<(), AppError> {
        let held = certificate::Entity::find()
            .filter(certificate::Column::CohortId.eq(id))
            .filter(certificate::Column::PersonId.eq(holder))
            .one(self.app.db.read())
            .await?
            .ok_or_else(|| failed("revoke")("the person holds no certificate".to_owned()))?;
        let facts = certification::policy::CertificateFacts {
            id: held.id,
            unit: cohort.unit.clone(),
            holder,
            state: held.state,
        };
        let permit = certification::policy::may_revoke(coordinator, &facts)?;
        must("revoke", certification::commands::revoke(&self.app, permit, reason).await)
    }
}

/// A cohort that was made, with its sessions and when they end, and its activities.
pub(super) struct Made {
    pub id: CohortId,
    sessions: Vec<(SessionId, DateTime<Utc>)>,
    activities: Vec<(ActivityId, ActivityKind)>,
}
