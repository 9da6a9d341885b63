//! What people of the demo do beside the lives of their cohorts: a test is begun, a product handed in, a
//! grade appealed; a coordination writes lessons, says what its municipalities want and receives reports.

use chrono::NaiveTime;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use cohorts::scale::GradeScale;
use exams::commands::NewAnswer;
use exams::entity::attempt;
use exams::entity::exam::{AttemptPolicy, ExamId, Feedback};
use exams::rules::{BlueprintLine, ExamPlan};
use executive::mailing::commands::subscribe;
use executive::mailing::policy::may_subscribe;
use executive::query::ambit_choices;
use grading::appeals::commands::AppealVerdict;
use grading::entity::activity::{ActivityId, Kind as ActivityKind};
use grading::products::commands::{NewProduct, NewSubmission};
use grading::products::entity::product::{LatePolicy, SubmissionMedium};
use grading::products::rules::Rubric;
use ledger::targets::commands::{NewTarget, set_target};
use people::commands::MergeChoice;
use people::references::PersonReferences;
use platform::prelude::*;
use platform::workers::Round;
use questions::{Answer, Kind as Question};
use reports::cuts::entity::report_cut::Kind as Every;
use reports::priorities::commands::override_rank;
use reports::priorities::entity::priority_override::Direction;
use reports::rules::Period;
use sign_in::actor::Actor;

use super::creation::ReplayedCohort;
use super::seats::ReplayedEnrolment;
use super::{Replay, failed, must, word};
use crate::script::{Appeal, Cohort, Merge, Override, Product, Subscription, Target, Test, day};

/// The days on which reports of the months before are written, as the worker would.
const WRITTEN: [i64; 3] = [-61, -31, -1];

/// What a cohort lived so far.
pub(super) struct LivedCohort<'a> {
    pub made: &'a ReplayedCohort,
    pub coordinator: &'a Actor,
    pub enrolments: &'a [ReplayedEnrolment<'a>],
}

impl LivedCohort<'_> {
    fn activity(&self, kind: &str) -> Result<ActivityId, AppError> {
        let kind: ActivityKind = word(kind)?;
        let found = self.made.activities.iter().find(|(_, known)| *known == kind);
        found.map(|(id, _)| *id).ok_or_else(|| failed("activity")(format!("{kind:?}")))
    }

    fn place_of(&self, person: &Actor) -> Result<&ReplayedEnrolment<'_>, AppError> {
        let found = self.enrolments.iter().find(|place| Some(place.person.0) == person.person);
        found.ok_or_else(|| failed("a deed")("the account has no place".to_owned()))
    }
}

impl Replay<'_> {
    /// What the people of a cohort do on their own pages.
    pub(super) async fn own_work(
        &self,
        cohort: &Cohort,
        lived: &LivedCohort<'_>,
    ) -> Result<(), AppError> {
        let deeds = &self.script.programme.deeds;
        for product in deeds.products.iter().filter(|one| one.cohort == cohort.code) {
            self.product(product, lived).await?;
        }
        for appeal in deeds.appeals.iter().filter(|one| one.cohort == cohort.code) {
            self.appeal(appeal, lived).await?;
        }
        for test in deeds.tests.iter().filter(|one| one.cohort == cohort.code) {
            self.test(test, lived).await?;
        }
        Ok(())
    }

    /// What the coordination writes down of a cohort that ended.
    pub(super) async fn lessons(
        &self,
        cohort: &Cohort,
        made: &ReplayedCohort,
        coordinator: &Actor,
    ) -> Result<(), AppError> {
        let lessons = &self.script.programme.deeds.lessons;
        for lesson in lessons.iter().filter(|one| one.cohort == cohort.code) {
            self.at(lesson.day, 14);
            let access = self.access(made.id, false).await?;
            let permit = lessons::policy::may_write(coordinator, &access)?;
            let kind = word(&lesson.kind)?;
            lessons::commands::write(&self.app, permit, kind, lesson.text.clone()).await?;
        }
        Ok(())
    }

    /// What is decided about the whole programme, once its cohorts are there.
    pub(super) async fn decisions(&self, references: &PersonReferences) -> Result<(), AppError> {
        let deeds = &self.script.programme.deeds;
        for merge in &deeds.merges {
            self.merge(merge, references).await?;
        }
        for target in &deeds.targets {
            self.target(target).await?;
        }
        for change in &deeds.overrides {
            self.override_rank(change).await?;
        }
        for subscription in &deeds.subscriptions {
            self.subscribe(subscription).await?;
        }
        for offset in WRITTEN {
            self.at(offset, 6);
            while executive::mailing::round(&self.app).await? == Round::More {}
        }
        Ok(())
    }

    fn date(&self, offset: i64) -> NaiveDate {
        day(self.today, offset)
    }

    async fn product(&self, product: &Product, lived: &LivedCohort<'_>) -> Result<(), AppError> {
        use grading::products::{commands, policy};
        let activity = lived.activity("product")?;
        self.at(product.asked, 9);
        let access = self.access(lived.made.id, false).await?;
        let new = NewProduct {
            instructions: product.instructions.clone(),
            due_at: Some(end_of(self.date(product.due))),
            late: LatePolicy::Accepted,
            discount: 0,
            accepts: SubmissionMedium::Either,
            graders: 1,
            tolerance: 10,
            rubric: Rubric::usual(GradeScale::Five),
        };
        let permit = policy::may_ask_for(lived.coordinator, &access, activity)?;
        must("ask for a product", commands::ask_for(&self.app, permit, new).await)?;
        self.at(product.day, 19);
        let person = self.actor(&product.account).await?;
        let place = lived.place_of(&person)?;
        let of = (lived.made.id, activity, place.id);
        let permit = policy::may_submit(&person, place.person, of)?;
        let handed = NewSubmission {
            file: None,
            link: Some(product.link.clone()),
            note: Some(product.note.clone()),
        };
        must("submit", commands::submit(&self.app, permit, handed).await)?;
        Ok(())
    }

    async fn appeal(&self, appeal: &Appeal, lived: &LivedCohort<'_>) -> Result<(), AppError> {
        use grading::appeals::{commands, policy};
        let activity = lived.activity(&appeal.activity)?;
        self.at(appeal.day, 18);
        let person = self.actor(&appeal.account).await?;
        let place = lived.place_of(&person)?;
        let of = (lived.made.id, place.id, activity);
        let permit = policy::may_ask(&person, place.person, of)?;
        let id = must("appeal", commands::ask(&self.app, permit, appeal.text.clone()).await)?;
        let Some(answer) = &appeal.kept else { return Ok(()) };
        self.at(appeal.day + 2, 11);
        let access = self.access(lived.made.id, false).await?;
        let permit = policy::may_answer(lived.coordinator, &access, place.person, id)?;
        let verdict = AppealVerdict { tenths: None, answer: answer.clone() };
        must("answer an appeal", commands::answer(&self.app, permit, verdict).await)?;
        Ok(())
    }

    async fn test(&self, test: &Test, lived: &LivedCohort<'_>) -> Result<(), AppError> {
        use exams::{commands, policy};
        let activity = lived.activity(&test.activity)?;
        self.at(test.opens, 8);
        let access = self.access(lived.made.id, false).await?;
        let plan = ExamPlan {
            opens: self.app.clock.now(),
            closes: end_of(self.date(test.closes)),
            minutes: Some(40),
            attempts: test.attempts,
            keep: AttemptPolicy::Best,
            feedback: Feedback::AfterClose,
            lines: vec![BlueprintLine {
                capacity: test.capacity.clone(),
                difficulty: None,
                count: test.questions,
                points: 1,
            }],
        };
        let permit = policy::may_build(lived.coordinator, &access, activity)?;
        let exam = must("build a test", commands::build(&self.app, permit, plan).await)?;
        self.at(test.day, 20);
        let person = self.actor(&test.account).await?;
        self.attempt(exam, &person, lived.place_of(&person)?).await
    }

    /// Answers every question rightly but those of true and false, and hands in.
    async fn attempt(
        &self,
        exam: ExamId,
        person: &Actor,
        place: &ReplayedEnrolment<'_>,
    ) -> Result<(), AppError> {
        use exams::{commands, policy, queries};
        let (app, db) = (&self.app, self.app.db.read());
        let may = || policy::may_attempt(person, place.person, exam, place.id);
        let number = must("begin a test", commands::start(app, may()?).await)?;
        let begun = attempt::Entity::find()
            .filter(attempt::Column::ExamId.eq(exam))
            .filter(attempt::Column::EnrolmentId.eq(place.id))
            .one(db)
            .await?
            .ok_or(AppError::NotFound)?;
        let items = queries::items(db, begun.id).await?;
        let versions: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
        let bodies = queries::bodies(db, &versions).await?;
        for item in &items {
            let Some((_, question)) = bodies.get(&item.question_version_id) else { continue };
            let answer = match question.kind() {
                Question::TrueFalse { right, .. } => Answer::TrueFalse(Some(!*right)),
                _ => Answer::right(question).unwrap_or_else(|| Answer::empty(question)),
            };
            app.clock.advance(TimeDelta::minutes(2));
            let given = NewAnswer { number, position: item.position, seen: 0, answer };
            must("answer", commands::answer(app, &may()?, given).await)?;
        }
        must("hand in", commands::submit(app, may()?, number).await)
    }

    async fn merge(&self, merge: &Merge, references: &PersonReferences) -> Result<(), AppError> {
        use enrolment::persons::queries::access;
        self.at(merge.day, 10);
        let administrator = self.administrator().await?;
        let (survivor, _, _) = self.person(&merge.survivor)?;
        let (absorbed, _, _) = self.person(&merge.absorbed)?;
        let permit = people::policy::may_merge(
            &administrator,
            access(&self.app, &administrator, survivor).await?,
            access(&self.app, &administrator, absorbed).await?,
        )?;
        let choice = MergeChoice::default();
        let merged =
            people::commands::merge(&self.app, references, permit, choice, &merge.note).await;
        must("merge", merged)?;
        Ok(())
    }

    async fn target(&self, target: &Target) -> Result<(), AppError> {
        self.at(target.day, 15);
        let by = self.actor(&target.by).await?;
        let new = NewTarget {
            capacity: target.capacity.clone(),
            people: target.people,
            since: self.app.clock.today(),
            reason: target.reason.clone(),
        };
        let permit = ledger::policy::may_set_target(&by, &target.municipality)?;
        must("target", set_target(&self.app, permit, new).await)?;
        Ok(())
    }

    async fn override_rank(&self, change: &Override) -> Result<(), AppError> {
        self.at(change.day, 16);
        let by = self.actor(&change.by).await?;
        let permit = reports::priorities::policy::may_override(&by, &change.municipality)?;
        let why = (Direction::Lift, change.reason.clone());
        must("override", override_rank(&self.app, permit, &change.capacity, why).await)?;
        Ok(())
    }

    async fn subscribe(&self, wanted: &Subscription) -> Result<(), AppError> {
        self.at(wanted.day, 9);
        let (by, today) = (self.actor(&wanted.by).await?, self.app.clock.today());
        let choices = ambit_choices(self.app.db.read(), &by).await?;
        let question = choices.query(&by, &wanted.ambit, Period::year_of(today), today)?;
        let report = word(&wanted.report)?;
        subscribe(&self.app, may_subscribe(&by)?, report, &question, Every::Month).await?;
        Ok(())
    }
}

/// The last minute of a day.
fn end_of(date: NaiveDate) -> DateTime<Utc> {
    dates::from_bogota(date, NaiveTime::from_hms_opt(23, 59, 0).unwrap_or_default())
}
