//! Imports as pages and workers ask for them.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::queries::municipalities;
use platform::errors::AppError;
use platform::pager::{Pager, ROWS};
use sign_in_model::actor::Actor;
use sign_in_model::entity::account::{self, AccountId};
use territory_model::editions::country;

use super::columns::ColumnTarget;
use super::entity::import::{self, ImportId, State};
use super::entity::import_answer::{self, AnswerKind};
use super::entity::import_row::{self, RowFate};
use super::entity::{import_file, import_issue};
use super::policy::scope;
use super::reading::{Answers, Authorisation, ImportChoice, ListPlaces, PostAnswer};
use super::rules::saturating_i32;

/// Imports that a cohort's page lists.
const LISTED: u64 = 20;

/// An import within the actor's reach, with its cohort.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ImportId,
) -> Result<(import::Model, CohortId), AppError> {
    let found = import::Entity::find_by_id(id).filter(scope(actor)).one(db).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let cohort = found.cohort_id;
    Ok((found, cohort))
}

/// A cohort's imports, the latest first, with who sent each.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(import::Model, Option<account::Model>)>, DbErr> {
    import::Entity::find()
        .find_also_related(account::Entity)
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::State.ne(State::Discarded))
        .order_by_desc(import::Column::Id)
        .limit(LISTED)
        .all(db)
        .await
}

pub async fn bytes(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<u8>, AppError> {
    let file = import_file::Entity::find_by_id(id).one(db).await?;
    file.map(|file| file.bytes).ok_or(AppError::NotFound)
}

/// The last files of a cohort whose columns were decided, whatever became of them, the latest first: what was
/// decided. Of a file that only proposed its columns no headings are kept.
pub async fn decided(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(import::Model, ImportChoice)>, DbErr> {
    let imports = import::Entity::find()
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::State.ne(State::Uploaded))
        .filter(import::Column::Choice.is_not_null())
        .order_by_desc(import::Column::Id)
        .limit(LISTED)
        .all(db)
        .await?;
    let all = imports.into_iter().filter_map(|import| Some((choice_of(&import)?, import)));
    let all = all.filter(|(choice, _)| !choice.headings.is_empty());
    Ok(all.map(|(choice, import)| (import, choice)).collect())
}

/// How the file is read, or would be.
pub fn choice_of(import: &import::Model) -> Option<ImportChoice> {
    serde_json::from_str(import.choice.as_deref()?).ok()
}

/// The file of a cohort with these bytes that was not given up.
pub async fn same_file(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    sha256: &str,
) -> Result<Option<import::Model>, DbErr> {
    import::Entity::find()
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::FileSha256.eq(sha256))
        .filter(import::Column::State.ne(State::Discarded))
        .order_by_desc(import::Column::Id)
        .one(db)
        .await
}

/// Files of a cohort that are kept and of whose people the account said that they authorised, the latest first:
/// how each is read, and what was said.
pub async fn authorised(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    account: AccountId,
) -> Result<Vec<(ImportId, ImportChoice, Authorisation)>, DbErr> {
    let kept = import_file::Entity::find()
        .select_only()
        .column(import_file::Column::ImportId)
        .into_query();
    let imports = import::Entity::find()
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::Choice.is_not_null())
        .filter(import::Column::Id.in_subquery(kept))
        .order_by_desc(import::Column::Id)
        .limit(LISTED)
        .all(db)
        .await?;
    let said = imports.into_iter().filter_map(|import| {
        let choice = choice_of(&import)?;
        let said = choice.authorised.filter(|said| said.by == account)?;
        Some((import.id, choice, said))
    });
    Ok(said.collect())
}

/// Which rows of a file are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFilter {
    All,
    Errors,
    /// Those that somebody should look at: errors, warnings, names that read in two ways.
    Doubts,
    /// Those that are not imported: left out, nobody's, repeated.
    Aside,
}

impl RowFilter {
    pub const EACH: [(Self, &'static str, &'static str); 4] = [
        (Self::All, "todas", "Todas"),
        (Self::Errors, "errores", "Con errores"),
        (Self::Doubts, "dudas", "Por comprobar"),
        (Self::Aside, "aparte", "No se importan"),
    ];

    pub fn code(self) -> &'static str {
        Self::EACH.iter().find(|(one, _, _)| *one == self).map_or("todas", |(_, code, _)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::EACH.iter().find(|(_, known, _)| *known == code).map(|(one, _, _)| *one)
    }

    fn condition(self) -> Condition {
        let of = Condition::all();
        let aside = [RowFate::LeftOut, RowFate::Nobodys, RowFate::Repeated, RowFate::Withdrew];
        match self {
            Self::All => of,
            Self::Errors => of.add(import_row::Column::Fate.eq(RowFate::Wrong)),
            Self::Doubts => of.add(import_row::Column::HasDoubt.eq(true)),
            Self::Aside => of.add(import_row::Column::Fate.is_in(aside)),
        }
    }
}

/// Returns the rows of a file from top to bottom, as far as a page of them shows.
pub async fn rows(
    db: &impl ConnectionTrait,
    id: ImportId,
    filter: RowFilter,
    pager: &Pager,
) -> Result<Vec<import_row::Model>, DbErr> {
    import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(id))
        .filter(filter.condition())
        .order_by_asc(import_row::Column::RowNumber)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await
}

/// Returns how many rows each filter has, in the order of [`RowFilter::EACH`].
pub async fn row_counts(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<u64>, DbErr> {
    let mut counts = Vec::new();
    for (filter, _, _) in RowFilter::EACH {
        let of = import_row::Entity::find().filter(import_row::Column::ImportId.eq(id));
        counts.push(of.filter(filter.condition()).count(db).await?);
    }
    Ok(counts)
}

/// Returns what is wrong with some rows, errors first.
pub async fn issues_of(
    db: &impl ConnectionTrait,
    id: ImportId,
    rows: impl IntoIterator<Item = i32>,
) -> Result<Vec<import_issue::Model>, DbErr> {
    import_issue::Entity::find()
        .filter(import_issue::Column::ImportId.eq(id))
        .filter(import_issue::Column::RowNumber.is_in(rows))
        .order_by_desc(import_issue::Column::IsError)
        .order_by_asc(import_issue::Column::Id)
        .all(db)
        .await
}

/// [`issues_of`] one row.
pub async fn issues_of_row(
    db: &impl ConnectionTrait,
    id: ImportId,
    row: u32,
) -> Result<Vec<import_issue::Model>, DbErr> {
    issues_of(db, id, [saturating_i32(row)]).await
}

/// A question that the rows of a file ask, and how many ask it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AskedQuestion {
    pub target: String,
    pub typed: String,
    pub suggestion: Option<String>,
    pub rows: i64,
}

/// Questions that a page shows at once; those that more rows ask come first.
const ASKED: u64 = 40;

/// Returns the questions that one answer settles for all rows that say the same.
pub async fn questions(
    db: &impl ConnectionTrait,
    id: ImportId,
) -> Result<Vec<AskedQuestion>, DbErr> {
    import_issue::Entity::find()
        .select_only()
        .columns([import_issue::Column::Target, import_issue::Column::Typed])
        .column_as(import_issue::Column::Suggestion.max(), "suggestion")
        .column_as(import_issue::Column::Id.count(), "rows")
        .filter(import_issue::Column::ImportId.eq(id))
        .filter(import_issue::Column::Typed.is_not_null())
        .group_by(import_issue::Column::Target)
        .group_by(import_issue::Column::Typed)
        .order_by_desc(import_issue::Column::Id.count())
        .order_by_asc(import_issue::Column::Target)
        .order_by_asc(import_issue::Column::Typed)
        .limit(ASKED)
        .into_model()
        .all(db)
        .await
}

/// Returns what the spellings of an import mean by now, the latest answers first, as many as a page shows.
pub async fn spelling_answers(
    db: &impl ConnectionTrait,
    id: ImportId,
) -> Result<Vec<import_answer::Model>, DbErr> {
    import_answer::Entity::find()
        .filter(import_answer::Column::ImportId.eq(id))
        .filter(import_answer::Column::Kind.eq(AnswerKind::Spelling))
        .order_by_desc(import_answer::Column::Id)
        .limit(ASKED)
        .all(db)
        .await
}

/// All of them, from top to bottom, for the file that goes back.
pub async fn all_issues(
    db: &impl ConnectionTrait,
    id: ImportId,
) -> Result<Vec<import_issue::Model>, DbErr> {
    import_issue::Entity::find()
        .filter(import_issue::Column::ImportId.eq(id))
        .order_by_asc(import_issue::Column::RowNumber)
        .order_by_asc(import_issue::Column::Id)
        .all(db)
        .await
}

/// Returns the imports that wait for a worker at this state, the oldest first.
pub async fn waiting(db: &impl ConnectionTrait, state: State) -> Result<Vec<ImportId>, DbErr> {
    import::Entity::find()
        .select_only()
        .column(import::Column::Id)
        .filter(import::Column::State.eq(state))
        .order_by_asc(import::Column::Id)
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await
}

/// Returns the cohort of an import without a scope: for a worker.
pub async fn cohort_of(db: &impl ConnectionTrait, id: CohortId) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// The municipalities that the rows of a list may name: those of the cohort and the others of the country. Two
/// statements, and one more for each edition of the country.
pub async fn list_places(db: &impl ConnectionTrait, cohort: CohortId) -> Result<ListPlaces, DbErr> {
    let own = municipalities(db, cohort).await?;
    Ok(ListPlaces::new(own, country(db).await?.to_vec()))
}

/// What was answered about the rows of an import.
pub async fn answers(db: &impl ConnectionTrait, id: ImportId) -> Result<Answers, DbErr> {
    let told = import_answer::Entity::find()
        .filter(import_answer::Column::ImportId.eq(id))
        .order_by_asc(import_answer::Column::Id)
        .all(db)
        .await?;
    let mut answers = Answers::default();
    for answer in told {
        let row = u32::try_from(answer.row_number).unwrap_or_default();
        let target = ColumnTarget::from_code(&answer.target);
        match (answer.kind, target) {
            (AnswerKind::Cell, Some(target)) => {
                answers.mended.insert((row, target), answer.value);
            }
            (AnswerKind::LeftOut, _) => {
                answers.left_out.insert(row);
            }
            (AnswerKind::Spelling, Some(target)) => {
                answers.spellings.insert((target, answer.typed), answer.value);
            }
            (AnswerKind::Post, _) => {
                if let Some(post) = PostAnswer::from_code(&answer.value) {
                    answers.posts.insert(row, post);
                }
            }
            (AnswerKind::Exception, _) => {
                answers.exceptions.insert(answer.typed, answer.value);
            }
            (AnswerKind::Cell | AnswerKind::Spelling, None) => {}
        }
    }
    Ok(answers)
}
