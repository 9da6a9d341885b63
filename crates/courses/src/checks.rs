//! What must hold between the rows of the catalogue.

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use platform::doctor::Finding;

use super::entity::course_version::{self, Column, CourseVersionId, State};
use super::entity::{course, course_version_capacity};

/// Findings named at once of one kind: enough to start looking.
const MOST: u64 = 20;

/// Asks whether published versions say what R1 wants and every course has a version.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let targets = || {
        Query::select()
            .column(course_version_capacity::Column::CourseVersionId)
            .from(course_version_capacity::Entity)
            .to_owned()
    };
    let silent = targets().and_where(course_version_capacity::Column::Evidence.eq("")).to_owned();
    let graded = Condition::all()
        .add(Column::PassMark.is_not_null())
        .add(Column::OfferType.is_in(["conversatorio", "webinar"]));
    let published = |wrong: Condition| {
        course_version::Entity::find().filter(Column::State.eq(State::Published)).filter(wrong)
    };
    let kinds = [
        (
            "is published and targets no capacity",
            published(Condition::all().add(Column::Id.not_in_subquery(targets()))),
        ),
        (
            "is published and a capacity of it expects no evidence",
            published(Condition::all().add(Column::Id.in_subquery(silent))),
        ),
        (
            "is published and does not say when",
            published(Condition::all().add(Column::PublishedAt.is_null())),
        ),
        ("ends in a constancia and has a pass mark", course_version::Entity::find().filter(graded)),
    ];
    let mut findings = Vec::new();
    for (what, wrong) in kinds {
        let ids: Vec<CourseVersionId> =
            wrong.select_only().column(Column::Id).limit(MOST).into_tuple().all(db).await?;
        findings.extend(
            ids.iter().map(|id| Finding::new("courses", format!("course_version {id} {what}"))),
        );
    }
    let with_version =
        Query::select().column(Column::CourseId).from(course_version::Entity).to_owned();
    let bare: Vec<course::CourseId> = course::Entity::find()
        .filter(course::Column::Id.not_in_subquery(with_version))
        .select_only()
        .column(course::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    findings.extend(
        bare.iter().map(|id| Finding::new("courses", format!("course {id} has no version"))),
    );
    Ok(findings)
}
