//! Rules that must hold between the rows of imports, for `doctor`.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait,
};

use platform::doctor::Finding;

use super::entity::import::{self, ImportId, State};
use super::entity::import_answer::{self, AnswerKind};
use super::entity::{import_file, import_issue, import_row};

const LISTED: u64 = 20;

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let files = import_file::Entity::find()
        .select_only()
        .column(import_file::Column::ImportId)
        .into_query();
    let issues = import_issue::Entity::find()
        .select_only()
        .column(import_issue::Column::ImportId)
        .into_query();
    let rows =
        import_row::Entity::find().select_only().column(import_row::Column::ImportId).into_query();
    let answers = import_answer::Entity::find()
        .select_only()
        .column(import_answer::Column::ImportId)
        .filter(import_answer::Column::Kind.is_in(AnswerKind::OF_A_ROW))
        .into_query();
    let over = import::Column::State.is_in([State::Done, State::Discarded]);
    let keeps = Condition::all().add(over.clone()).add(
        Condition::any()
            .add(import::Column::Id.in_subquery(files.clone()))
            .add(import::Column::Id.in_subquery(issues))
            .add(import::Column::Id.in_subquery(rows))
            .add(import::Column::Id.in_subquery(answers))
            .add(import::Column::NamesApart.is_not_null()),
    );
    let lost = Condition::all()
        .add(import::Column::State.is_not_in([State::Done, State::Discarded]))
        .add(import::Column::Id.not_in_subquery(files));
    let wrong = Condition::all()
        .add(import::Column::State.is_in([State::Committing, State::Done]))
        .add(import::Column::WithErrors.gt(0));
    let mut all = Vec::new();
    for (which, says) in [
        (keeps, "is over and still keeps what its file said"),
        (lost, "is not over and has no file"),
        (wrong, "was written with errors"),
    ] {
        let found: Vec<ImportId> = import::Entity::find()
            .select_only()
            .column(import::Column::Id)
            .filter(which)
            .limit(LISTED)
            .into_tuple()
            .all(db)
            .await?;
        all.extend(found.iter().map(|id| Finding::new("enrolment", format!("import {id} {says}"))));
    }
    Ok(all)
}
