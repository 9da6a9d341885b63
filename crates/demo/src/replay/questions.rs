//! The bank of questions: written some months ago from a file, as whoever comes from another
//! system would bring them, and published; and one that is still being written.

use std::collections::HashSet;

use sea_orm::EntityTrait;

use bank::commands::{
    NewQuestion, QuestionPlacement, QuestionUpload, VersionTag, create, import, publish, upload,
};
use bank::entity::question::Difficulty;
use bank::entity::{question_import, question_version};
use bank::policy::{may_import, may_publish, may_write};
use platform::errors::AppError;
use questions::{Draft, Kind, Question};

use super::{Replay, failed, must};

const FILE: &[u8] = include_bytes!("../../../../seed/demo/questions.gift");

/// Before the first cohort begins.
const WRITTEN: i64 = -150;

impl Replay<'_> {
    pub(super) async fn questions(&self) -> Result<(), AppError> {
        self.at(WRITTEN, 9);
        let app = &self.app;
        let writer = self
            .script
            .programme
            .accounts
            .iter()
            .find(|account| account.role == "coordinator")
            .ok_or_else(|| failed("coordinator")("none".to_owned()))?;
        let writer = self.actor(&writer.key).await?;
        let mut file = QuestionUpload {
            name: "questions.gift".to_owned(),
            bytes: FILE.to_vec(),
            capacity: None,
        };
        let id = must("questions", upload(app, may_write(&writer)?, &mut file).await)?;
        let sent = question_import::Entity::find_by_id(id).one(app.db.read()).await?;
        let sent = sent.ok_or(AppError::NotFound)?;
        must("questions", import(app, may_import(&writer, &sent)?).await)?;
        self.at(WRITTEN + 1, 10);
        let mut known = HashSet::new();
        let drafts = question_version::Entity::find().all(app.db.read()).await?;
        for draft in drafts.into_iter().filter(|draft| known.insert(draft.question_id)) {
            let permit = may_publish(&writer, draft.question_id)?;
            let seen = VersionTag::of(draft.id, &draft.body);
            must("publication", publish(app, permit, &seen).await)?;
        }
        let open = Draft {
            text: "Tome el estatuto tributario de su municipio. ¿Qué dos reglas revisaría primero, y por qué?"
                .to_owned(),
            kind: Kind::Open,
            general_feedback: None,
            fixed_order: false,
        };
        let open = Question::new(open).map_err(|wrong| failed("question")(format!("{wrong:?}")))?;
        let place = QuestionPlacement {
            capacity: "TRI-01".to_owned(),
            course: None,
            difficulty: Difficulty::Hard,
        };
        let new = NewQuestion { code: Some("ESTATUTO-REVISION".to_owned()), place, question: open };
        must("question", create(app, may_write(&writer)?, new).await)?;
        Ok(())
    }
}
