//! What people of the demo thought of a course, and what they apply months after: by their own
//! tickets, ballots and letters.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use notices::entity::outbox_message;
use platform::errors::AppError;
use platform::workers::Round;
use sign_in::actor::Actor;
use surveys::commands;
use surveys::entity::survey_invitation;
use surveys::entity::survey_version::Kind;
use surveys::policy::may_take;
use surveys::questionnaire::{SurveyAnswer, SurveyAnswers};

use super::creation::ReplayedCohort;
use super::seats::ReplayedEnrolment;
use super::{Replay, failed, must};
use crate::script::{Cohort, SurveyRun};

/// What they gave on a scale, over and over.
const SCORES: [u8; 8] = [5, 4, 5, 3, 4, 5, 2, 4];
const OBSTACLES: [&str; 4] = [
    "Ninguno",
    "Falta de tiempo",
    "Falta de recursos o de herramientas",
    "Falta de apoyo de quien dirige",
];

impl Replay<'_> {
    /// The satisfaction survey and the follow-ups of a cohort that ended, as far as the script says.
    pub(super) async fn opinions(
        &self,
        cohort: &Cohort,
        made: &ReplayedCohort,
        coordinator: &Actor,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        // Whoever has an account of the demo answers by hand.
        let accounts = &self.script.programme.accounts;
        let mut all = Vec::new();
        for enrolment in enrolments {
            let document = &enrolment.script.document_number;
            let has_account = accounts.iter().any(|a| a.person.as_ref() == Some(document));
            if !has_account && self.has_seat(enrolment.id).await? {
                all.push(enrolment);
            }
        }
        if let Some(asked) = &cohort.survey {
            self.satisfaction(asked, made, coordinator, &all).await?;
        }
        for (asked, kind) in
            [(&cohort.follow_up, Kind::Months3), (&cohort.half_year, Kind::Months6)]
        {
            if let Some(asked) = asked {
                self.follow_up((asked, kind), made, &all).await?;
            }
        }
        Ok(())
    }

    async fn satisfaction(
        &self,
        asked: &SurveyRun,
        made: &ReplayedCohort,
        coordinator: &Actor,
        enrolments: &[&ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        self.at(asked.day, 7);
        let round = commands::open(&self.app, made.id, Kind::Satisfaction).await?;
        let round = round.ok_or_else(|| failed("survey")("it is not due".to_owned()))?;
        let texts = &self.script.programme.opinions.comments;
        for (number, enrolment) in enrolments.iter().take(asked.answers).enumerate() {
            // They would be signed in as themselves.
            let actor = Actor { person: Some(enrolment.person.0), ..coordinator.clone() };
            let permit = may_take(&actor, enrolment.person, round, enrolment.id)?;
            let ballot = must("ballot", commands::take(&self.app, permit).await)?;
            let score = |shift: usize| {
                SurveyAnswer::Score(
                    SCORES.get((number + shift) % SCORES.len()).copied().unwrap_or(4),
                )
            };
            let mut answers: SurveyAnswers =
                [("pertinencia", 0), ("oportunidad", 3), ("calidad", 5)]
                    .map(|(key, shift)| (key.to_owned(), score(shift)))
                    .into();
            if let Some(text) = texts.get(number) {
                answers.insert("comentario".to_owned(), SurveyAnswer::Words(text.clone()));
            }
            must("ballot", commands::submit(&self.app, &ballot, answers).await)?;
        }
        Ok(())
    }

    async fn follow_up(
        &self,
        (asked, kind): (&SurveyRun, Kind),
        made: &ReplayedCohort,
        enrolments: &[&ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        self.at(asked.day, 7);
        let round = commands::open(&self.app, made.id, kind).await?;
        let round = round.ok_or_else(|| failed("follow-up")("it is not due".to_owned()))?;
        while commands::ask(&self.app).await? == Round::More {}
        let texts = &self.script.programme.opinions.examples;
        for (number, enrolment) in enrolments.iter().take(asked.answers).enumerate() {
            let invitation = survey_invitation::Entity::find()
                .filter(survey_invitation::Column::RoundId.eq(round))
                .filter(survey_invitation::Column::EnrolmentId.eq(enrolment.id))
                .one(self.app.db.read())
                .await?
                .ok_or(AppError::NotFound)?;
            let key = format!("surveys/follow/{}/1", invitation.id);
            let letter = outbox_message::Entity::find()
                .filter(outbox_message::Column::DedupeKey.eq(key))
                .order_by_asc(outbox_message::Column::Id)
                .one(self.app.db.read())
                .await?;
            // Not everybody has a mail; the others read theirs.
            let Some(letter) = letter else { continue };
            let token = letter.text_body.split("/seguimientos/").nth(1).unwrap_or_default();
            let token: String = token.chars().take_while(char::is_ascii_alphanumeric).collect();
            let score = SCORES.get(number % SCORES.len()).copied().unwrap_or(4);
            let obstacle = OBSTACLES.get(number % OBSTACLES.len()).copied().unwrap_or("Ninguno");
            let mut answers: SurveyAnswers = [
                ("aplicacion", SurveyAnswer::Score(score)),
                ("obstaculo", SurveyAnswer::Words(obstacle.to_owned())),
                ("permanencia", SurveyAnswer::Yes(number % 4 != 3)),
            ]
            .map(|(key, given)| (key.to_owned(), given))
            .into();
            if let Some(text) = texts.get(number) {
                answers.insert("ejemplo".to_owned(), SurveyAnswer::Words(text.clone()));
            }
            must("follow-up", commands::answer(&self.app, &token, answers, None).await)?;
        }
        Ok(())
    }
}
