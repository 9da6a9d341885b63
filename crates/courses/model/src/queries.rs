//! Questions about the catalogue.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _,
    Select,
};

use people_model::entity::post;
use platform::errors::AppError;
use platform::pager::ROWS;
use platform::search::{containing, words};
use sign_in_model::actor::Actor;
use sign_in_model::queries::{HistoryLine, story};

use super::entity::course::{self, CourseId, Track};
use super::entity::course_version::{self, CourseVersionId, Modality, State};
use super::entity::course_version_capacity;
use super::policy;
use super::rules::{Admission, Content, CourseTarget};

/// One course as a list shows it: what its latest version says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CourseLine {
    pub course_id: CourseId,
    pub code: String,
    pub subject: String,
    pub track: Track,
    pub version_id: CourseVersionId,
    pub number: i32,
    pub state: State,
    pub name: String,
    pub offer_type: String,
    pub modality: Modality,
    pub hours: i32,
    /// Percent.
    pub minimum_attendance: i32,
    /// Tenths.
    pub pass_mark: Option<i32>,
}

/// The filters of the list; empty ones let everything through.
#[derive(Clone, Debug, Default)]
pub struct CourseFilter {
    pub text: String,
    pub subject: String,
    pub modality: Option<Modality>,
}

/// Latest versions with their course, only published ones or drafts too, by name.
fn latest(drafts_too: bool) -> Select<course_version::Entity> {
    use course_version::Column;
    course_version::Entity::find()
        .join(JoinType::InnerJoin, course_version::Relation::Course.def())
        .filter(Expr::col((course_version::Entity, Column::Number)).eq(newest(drafts_too)))
        .filter(state_within(drafts_too))
        .order_by_asc(Column::SearchName)
        .order_by_asc(Column::Id)
}

fn state_within(drafts_too: bool) -> Condition {
    if drafts_too {
        Condition::all()
    } else {
        Condition::all().add(course_version::Column::State.eq(State::Published))
    }
}

/// The highest number of the course of the version in the outer query.
fn newest(drafts_too: bool) -> SelectStatement {
    use course_version::Column;
    let other = Alias::new("other");
    let mut newest = Query::select()
        .expr(Expr::col((other.clone(), Column::Number)).max())
        .from_as(course_version::Entity, other.clone())
        .and_where(
            Expr::col((other.clone(), Column::CourseId))
                .equals((course_version::Entity, Column::CourseId)),
        )
        .to_owned();
    if !drafts_too {
        newest.and_where(Expr::col((other, Column::State)).eq("published"));
    }
    newest
}

fn lines(versions: Select<course_version::Entity>) -> Select<course_version::Entity> {
    use course_version::Column;
    versions
        .select_only()
        .columns([
            Column::Number,
            Column::State,
            Column::Name,
            Column::OfferType,
            Column::Modality,
            Column::Hours,
            Column::MinimumAttendance,
            Column::PassMark,
        ])
        .column_as(Column::Id, "version_id")
        .column_as(course::Column::Id, "course_id")
        .column_as(course::Column::Code, "code")
        .column_as(course::Column::Subject, "subject")
        .column_as(course::Column::Track, "track")
}

/// The latest published version of every course, by name: what a cohort can be made of.
pub async fn published_versions(db: &impl ConnectionTrait) -> Result<Vec<CourseLine>, DbErr> {
    lines(latest(false)).into_model().all(db).await
}

/// The capacities that the latest published version of some course builds.
pub async fn offered(db: &impl ConnectionTrait) -> Result<BTreeSet<String>, DbErr> {
    let versions = latest(false).select_only().column(course_version::Column::Id).into_query();
    let codes: Vec<String> = course_version_capacity::Entity::find()
        .select_only()
        .column(course_version_capacity::Column::CapacityCode)
        .distinct()
        .filter(course_version_capacity::Column::CourseVersionId.in_subquery(versions))
        .into_tuple()
        .all(db)
        .await?;
    Ok(codes.into_iter().collect())
}

/// Courses that the actor sees, filtered.
fn seen(actor: &Actor, filter: &CourseFilter) -> Select<course_version::Entity> {
    use course_version::Column;
    let mut seen = latest(policy::sees_drafts(actor));
    for word in words(&filter.text) {
        let name = Expr::col((course_version::Entity, Column::SearchName));
        let code = Func::lower(Expr::col((course::Entity, course::Column::Code)));
        seen = seen.filter(
            Condition::any()
                .add(name.like(containing(&word)))
                .add(Expr::from(code).like(containing(&word))),
        );
    }
    if !filter.subject.is_empty() {
        seen = seen.filter(course::Column::Subject.eq(&filter.subject));
    }
    if let Some(modality) = filter.modality {
        seen = seen.filter(Column::Modality.eq(modality));
    }
    seen
}

pub async fn count_courses(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &CourseFilter,
) -> Result<u64, DbErr> {
    seen(actor, filter).count(db).await
}

/// One page of courses by name.
pub async fn courses(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &CourseFilter,
    offset: u64,
) -> Result<Vec<CourseLine>, DbErr> {
    lines(seen(actor, filter)).offset(offset).limit(ROWS).into_model().all(db).await
}

/// A course with the versions that the actor sees, from the first.
#[derive(Clone, Debug)]
pub struct WholeCourse {
    pub course: course::Model,
    /// Never empty.
    pub versions: Vec<(course_version::Model, Content)>,
}

/// A course within the actor's scope.
///
/// # Errors
/// `NotFound` when it does not exist or has no version that the actor sees.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CourseId,
) -> Result<WholeCourse, AppError> {
    let course = course::Entity::find_by_id(id).one(db).await?;
    let course = course.ok_or(AppError::NotFound)?;
    let mut versions = contents_of(db, id).await?;
    if !policy::sees_drafts(actor) {
        versions.retain(|(version, _)| version.state == State::Published);
    }
    if versions.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(WholeCourse { course, versions })
}

/// The versions of a course with all they say, from the first.
pub async fn contents_of(
    db: &impl ConnectionTrait,
    course: CourseId,
) -> Result<Vec<(course_version::Model, Content)>, DbErr> {
    let versions = course_version::Entity::find()
        .filter(course_version::Column::CourseId.eq(course))
        .order_by_asc(course_version::Column::Number)
        .all(db)
        .await?;
    let targets = course_version_capacity::Entity::find()
        .filter(
            course_version_capacity::Column::CourseVersionId
                .is_in(versions.iter().map(|version| version.id)),
        )
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .all(db)
        .await?;
    let mut of: HashMap<_, Vec<CourseTarget>> = HashMap::new();
    for row in targets {
        of.entry(row.course_version_id).or_default().push(CourseTarget {
            capacity: row.capacity_code,
            level: row.level,
            evidence: row.evidence,
        });
    }
    let whole = versions.into_iter().map(|version| {
        let targets = of.remove(&version.id).unwrap_or_default();
        let content = content_of(&version, targets);
        (version, content)
    });
    Ok(whole.collect())
}

fn content_of(version: &course_version::Model, targets: Vec<CourseTarget>) -> Content {
    Content {
        name: version.name.clone(),
        offer_type: version.offer_type.clone(),
        modality: version.modality,
        hours: version.hours,
        contents: version.contents.clone(),
        objective: version.objective.clone(),
        level: version.level,
        capacity_type: version.capacity_type,
        descriptor: version.descriptor,
        minimum_attendance: version.minimum_attendance,
        pass_mark: version.pass_mark,
        extras: version.extras(),
        hours_share: version.hours_share,
        certificate_months: version.certificate_months,
        admission: admission_of(version),
        targets,
    }
}

/// Returns the rule of who may take part in a version.
pub fn admission_of(version: &course_version::Model) -> Admission {
    let admitted: Vec<&str> = version.admitted_kinds.split(',').collect();
    Admission {
        kinds: post::Kind::ALL.into_iter().filter(|kind| admitted.contains(&kind.code())).collect(),
        servants_only: version.servants_only,
        own_municipalities: version.own_municipalities,
        no_show_months: version.no_show_months,
        prerequisite: version.prerequisite_course_id,
    }
}

/// The name of a course in its latest version.
pub async fn latest_name(
    db: &impl ConnectionTrait,
    course: CourseId,
) -> Result<Option<String>, DbErr> {
    course_version::Entity::find()
        .select_only()
        .column(course_version::Column::Name)
        .filter(course_version::Column::CourseId.eq(course))
        .order_by_desc(course_version::Column::Number)
        .limit(1)
        .into_tuple()
        .one(db)
        .await
}

/// The published courses by name, for a list to choose from; bounded by the catalogue's size.
pub async fn choices(db: &impl ConnectionTrait) -> Result<Vec<(CourseId, String)>, DbErr> {
    let mut all: Vec<(CourseId, String)> = course_version::Entity::find()
        .select_only()
        .column(course_version::Column::CourseId)
        .column(course_version::Column::Name)
        .filter(course_version::Column::State.eq(course_version::State::Published))
        .order_by_asc(course_version::Column::SearchName)
        .order_by_desc(course_version::Column::Number)
        .limit(1_000)
        .into_tuple()
        .all(db)
        .await?;
    let mut seen = std::collections::HashSet::new();
    all.retain(|(course, _)| seen.insert(*course));
    Ok(all)
}

/// Whether a cohort runs this version. Cohorts come later on the map, so their table is named
/// and not used: this capability asks one question of it and never changes it (R2).
pub async fn used_by_a_cohort(
    db: &impl ConnectionTrait,
    version: CourseVersionId,
) -> Result<bool, DbErr> {
    let used = Query::select()
        .expr(Expr::val(1))
        .from(Alias::new("cohort"))
        .and_where(Expr::col(Alias::new("course_version_id")).eq(version.0))
        .limit(1)
        .to_owned();
    Ok(db.query_one(&used).await?.is_some())
}

/// The ids of the versions of a course, as a subquery.
pub fn versions_of(course: CourseId) -> SelectStatement {
    Query::select()
        .column(course_version::Column::Id)
        .from(course_version::Entity)
        .and_where(course_version::Column::CourseId.eq(course))
        .to_owned()
}

/// Whether units other than these teach the course, or are about to.
///
/// # Errors
/// Those of the database.
pub async fn taught_by_others(
    db: &impl ConnectionTrait,
    course: CourseId,
    units: &[String],
) -> Result<bool, DbErr> {
    let taught = Query::select()
        .expr(Expr::val(1))
        .from(Alias::new("cohort"))
        .and_where(Expr::col(Alias::new("course_version_id")).in_subquery(versions_of(course)))
        .and_where(Expr::col(Alias::new("unit_code")).is_not_in(units))
        .and_where(Expr::col(Alias::new("stage")).ne("cancelled"))
        .limit(1)
        .to_owned();
    Ok(db.query_one(&taught).await?.is_some())
}

/// The latest page of a course's history, the newest first.
pub async fn history(
    db: &impl ConnectionTrait,
    course: CourseId,
) -> Result<Vec<HistoryLine>, DbErr> {
    story(db, "course", course.0).await
}

/// Courses whose latest published version builds a capacity, by name, with what each expects.
pub async fn building(
    db: &impl ConnectionTrait,
    capacity: &str,
) -> Result<Vec<(CourseLine, course_version_capacity::Model)>, DbErr> {
    let targets = course_version_capacity::Entity::find()
        .filter(course_version_capacity::Column::CapacityCode.eq(capacity))
        .all(db)
        .await?;
    let mut targets: HashMap<_, _> =
        targets.into_iter().map(|target| (target.course_version_id, target)).collect();
    let versions: Vec<CourseVersionId> = targets.keys().copied().collect();
    let courses: Vec<CourseLine> = lines(latest(false))
        .filter(course_version::Column::Id.is_in(versions))
        .limit(ROWS)
        .into_model()
        .all(db)
        .await?;
    let paired = courses.into_iter().filter_map(|course| {
        let target = targets.remove(&course.version_id)?;
        Some((course, target))
    });
    Ok(paired.collect())
}
