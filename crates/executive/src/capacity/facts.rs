//! Facts of capacities, added up by the database: a row for each capacity or version of a course.

use chrono::{DateTime, Utc};
use rocket::tokio::try_join;
use sea_orm::sea_query::{
    Alias, CaseStatement, Cond, Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use assessment_model::entity::activity::{self, Kind as Activity};
use assessment_model::entity::grade;
use capacities_model::entity::capacity;
use certification_model::entity::certificate;
use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::scale::Scale;
use courses_model::entity::course_version::{self, CourseVersionId};
use courses_model::entity::course_version_capacity;
use enrolment_model::entity::enrolment;
use ledger_model::cut::Cut;
use ledger_model::entity::holding::{self, Began};
use reports_model::sql::{either, sum, sum_if};
use surveys_model::entity::survey_invitation::{self, Respondent};
use surveys_model::entity::survey_round;
use surveys_model::entity::survey_version::Kind as Survey;

use super::super::asked::Asked;

#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Code and name of those that count, in their order.
    pub capacities: Vec<(String, String)>,
    /// What each version of a course targets.
    pub targets: Vec<(CourseVersionId, String)>,
    /// By capacity, and of everybody where there is none.
    pub certified: Vec<CertifiedFact>,
    pub in_post: Vec<InPostFact>,
    pub retention: Vec<RetentionFact>,
    pub gains: Vec<GainFact>,
    pub applied: Vec<AppliedFact>,
}

/// People with a certificate issued in one of the periods.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CertifiedFact {
    pub capacity: Option<String>,
    pub is_now: i32,
    pub people: i64,
}

/// People who counted once, and who counts on the day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct InPostFact {
    pub capacity: Option<String>,
    pub ever: i64,
    pub in_post: i64,
    pub confirmed: i64,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct RetentionFact {
    pub capacity: Option<String>,
    pub of_6: i64,
    pub stayed_6: i64,
    pub of_12: i64,
    pub stayed_12: i64,
}

/// Both tests of the people of a version, in hundredths of 5,0.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GainFact {
    pub version: CourseVersionId,
    pub is_now: i32,
    pub pairs: i64,
    pub pre: i64,
    pub post: i64,
    /// Those who had something left to learn, and the sum of what they gained of it.
    pub able: i64,
    pub gained: f64,
}

/// What people say that they apply, three or six months after.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AppliedFact {
    pub version: CourseVersionId,
    pub kind: Survey,
    pub is_now: i32,
    pub n: i64,
    pub sum: i64,
    pub top: i64,
}

/// Nine statements, whatever the size.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &impl ConnectionTrait,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Facts, DbErr> {
    let targets: Vec<(CourseVersionId, String)> = versions(asked, db).await?;
    let mut capacities: Vec<(String, String)> = capacity::Entity::find()
        .select_only()
        .columns([capacity::Column::Code, capacity::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    capacities.retain(|(code, _)| targets.iter().any(|(_, target)| target == code));
    capacities.sort();
    let cut = Cut::known_now(asked.until(), now);
    // Side by side: each reads hundreds of thousands of rows of a country.
    let (mut certified, certified_all, mut in_post, in_post_all, mut retention, retention_all) = try_join!(
        certified(db, asked, true),
        self::certified(db, asked, false),
        in_post(db, asked, &cut, true),
        self::in_post(db, asked, &cut, false),
        retention(db, asked, &cut, true),
        self::retention(db, asked, &cut, false),
    )?;
    certified.extend(certified_all);
    in_post.extend(in_post_all);
    retention.extend(retention_all);
    let (gains, applied) = try_join!(gains(db, asked), applied(db, asked))?;
    Ok(Facts { capacities, targets, certified, in_post, retention, gains, applied })
}

pub(super) async fn versions(
    asked: &Asked,
    db: &impl ConnectionTrait,
) -> Result<Vec<(CourseVersionId, String)>, DbErr> {
    let mut rows = course_version_capacity::Entity::find()
        .select_only()
        .column(course_version_capacity::Column::CourseVersionId)
        .column(course_version_capacity::Column::CapacityCode)
        .join(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
        .filter(course_version::Column::State.eq(course_version::State::Published));
    if let Some(course) = asked.course {
        rows = rows.filter(course_version::Column::CourseId.eq(course));
    }
    rows.into_tuple().all(db).await
}

/// Confirmed places of the territory, of the course if one is asked about; of cohorts, joined.
fn places(asked: &Asked) -> Condition {
    let mut own = Condition::all().add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    if let Some(codes) = &asked.territory {
        own = own.add(enrolment::Column::MunicipalityCode.in_subquery(codes.clone()));
    }
    if let Some(course) = asked.course {
        let versions = course_version::Entity::find()
            .select_only()
            .column(course_version::Column::Id)
            .filter(course_version::Column::CourseId.eq(course))
            .into_query();
        own = own.add(cohort::Column::CourseVersionId.in_subquery(versions));
    }
    own
}

async fn certified(
    db: &impl ConnectionTrait,
    asked: &Asked,
    by_capacity: bool,
) -> Result<Vec<CertifiedFact>, DbErr> {
    let (from, after) = asked.period.instants();
    let (first, _) = asked.before().instants();
    let mut rows = certificate::Entity::find()
        .select_only()
        .column_as(either(certificate::Column::IssuedAt.gte(from)), "is_now")
        .column_as(
            Expr::col((certificate::Entity, certificate::Column::PersonId)).count_distinct(),
            "people",
        )
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(certificate::Column::State.eq(certificate::State::Active))
        // A constancia says that somebody came; only a certificado says that they can.
        .filter(certificate::Column::Kind.eq(certificate::Kind::Certificado))
        .filter(certificate::Column::IssuedAt.gte(first))
        .filter(certificate::Column::IssuedAt.lt(after))
        .filter(places(asked));
    rows = if by_capacity {
        rows.column_as(course_version_capacity::Column::CapacityCode, "capacity")
            .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
            .join_rev(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
            .group_by(course_version_capacity::Column::CapacityCode)
    } else {
        rows.column_as(Expr::cust("CAST(NULL AS text)"), "capacity")
    };
    rows.group_by(Expr::col(Alias::new("is_now"))).into_model().all(db).await
}

/// What the ledger knows by now of days until the cut's, in the territory.
pub(super) fn known(asked: &Asked, cut: &Cut, table: &'static str) -> Condition {
    let column = |column: holding::Column| Expr::col((Alias::new(table), column));
    let mut known = Condition::all()
        .add(column(holding::Column::KnownUntil).is_null())
        .add(column(holding::Column::CapacityCode).is_not_null())
        .add(column(holding::Column::FromOn).lte(cut.day));
    if let Some(codes) = &asked.territory {
        known = known.add(column(holding::Column::MunicipalityCode).in_subquery(codes.clone()));
    }
    if let Some(course) = asked.course {
        let targets = course_version_capacity::Entity::find()
            .select_only()
            .column(course_version_capacity::Column::CapacityCode)
            .join(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
            .filter(course_version::Column::CourseId.eq(course))
            .into_query();
        known = known.add(column(holding::Column::CapacityCode).in_subquery(targets));
    }
    known
}

async fn in_post(
    db: &impl ConnectionTrait,
    asked: &Asked,
    cut: &Cut,
    by_capacity: bool,
) -> Result<Vec<InPostFact>, DbErr> {
    let counts = || {
        Condition::any()
            .add(holding::Column::LastOn.is_null())
            .add(holding::Column::LastOn.gte(cut.day))
    };
    let people = |condition: Condition| {
        let person = Expr::col((holding::Entity, holding::Column::PersonId));
        Expr::Case(Box::new(CaseStatement::new().case(condition, person))).count_distinct()
    };
    let confirmed =
        Condition::all().add(counts()).add(holding::Column::ConfirmedUntil.gte(cut.day));
    let mut rows = holding::Entity::find()
        .select_only()
        .column_as(Expr::col((holding::Entity, holding::Column::PersonId)).count_distinct(), "ever")
        .column_as(people(Condition::all().add(counts())), "in_post")
        .column_as(people(confirmed), "confirmed")
        .filter(known(asked, cut, "holding"));
    rows = if by_capacity {
        rows.column_as(holding::Column::CapacityCode, "capacity")
            .group_by(holding::Column::CapacityCode)
    } else {
        rows.column_as(Expr::cust("CAST(NULL AS text)"), "capacity")
    };
    rows.into_model().all(db).await
}

/// A day some months after another: the last one of a month that has no such day, as
/// [`ledger_model::figures::retention`] has it.
fn months_after(backend: DbBackend, column: &str, months: u32) -> SimpleExpr {
    Expr::cust(match backend {
        DbBackend::Postgres => format!("CAST({column} + interval '{months} months' AS date)"),
        _ => format!("date({column}, '+{months} months', 'floor')"),
    })
}

/// Of those certified while in post so many months before the cut: who was in post that long after.
async fn retention(
    db: &impl ConnectionTrait,
    asked: &Asked,
    cut: &Cut,
    by_capacity: bool,
) -> Result<Vec<RetentionFact>, DbErr> {
    let backend = db.get_database_backend();
    let (began, later) = (Alias::new("began"), Alias::new("later"));
    let own = |column| Expr::col((holding::Entity, column));
    let mut first = Query::select();
    first
        .column((holding::Entity, holding::Column::PersonId))
        .expr_as(own(holding::Column::FromOn).min(), Alias::new("first"))
        .from(holding::Entity)
        .cond_where(known(asked, cut, "holding"))
        .and_where(own(holding::Column::Began).eq(Began::Certified))
        .group_by_col((holding::Entity, holding::Column::PersonId));
    if by_capacity {
        first
            .column((holding::Entity, holding::Column::CapacityCode))
            .group_by_col((holding::Entity, holding::Column::CapacityCode));
    }
    let was_there = |months: u32| -> SelectStatement {
        let then = || months_after(backend, "began.first", months);
        let column = |column| Expr::col((later.clone(), column));
        let mut there = Query::select();
        there
            .expr(Expr::value(1))
            .from_as(holding::Entity, later.clone())
            .cond_where(known(asked, cut, "later"))
            .and_where(
                column(holding::Column::PersonId)
                    .eq(Expr::col((began.clone(), holding::Column::PersonId))),
            )
            .and_where(column(holding::Column::FromOn).lte(then()))
            .cond_where(
                Cond::any()
                    .add(column(holding::Column::LastOn).is_null())
                    .add(column(holding::Column::LastOn).gte(then())),
            );
        if by_capacity {
            there.and_where(
                column(holding::Column::CapacityCode)
                    .eq(Expr::col((began.clone(), holding::Column::CapacityCode))),
            );
        }
        there
    };
    let mut query = Query::select();
    for months in ledger_model::figures::RETENTION {
        let is_due = || months_after(backend, "began.first", months).lte(cut.day);
        query.expr_as(sum_if(is_due()), Alias::new(format!("of_{months}")));
        let stayed = Condition::all().add(is_due()).add(Expr::exists(was_there(months)));
        query.expr_as(sum_if(stayed), Alias::new(format!("stayed_{months}")));
    }
    if by_capacity {
        let capacity = (began.clone(), holding::Column::CapacityCode);
        query.expr_as(Expr::col(capacity.clone()), Alias::new("capacity")).group_by_col(capacity);
    } else {
        query.expr_as(Expr::cust("CAST(NULL AS text)"), Alias::new("capacity"));
    }
    query.from_subquery(first, began);
    RetentionFact::find_by_statement(backend.build(&query)).all(db).await
}

/// Pairs of the two tests of people in cohorts that end within the two periods.
pub(super) async fn gains(
    db: &impl ConnectionTrait,
    asked: &Asked,
) -> Result<Vec<GainFact>, DbErr> {
    let backend = db.get_database_backend();
    let (pre, post) = (Alias::new("pre"), Alias::new("post"));
    let (first, last) = (Alias::new("first_test"), Alias::new("last_test"));
    let highest = Scale::Hundred.highest();
    let finer = CaseStatement::new()
        .case(cohort::Column::Scale.eq(Scale::Hundred), 1)
        .finally(highest / Scale::Five.highest());
    let finer = || Expr::Case(Box::new(finer.clone()));
    let tenths = |of: &Alias| Expr::col((of.clone(), grade::Column::Tenths)).mul(finer());
    let left = || Expr::value(highest).sub(tenths(&pre));
    let able = || tenths(&pre).lt(highest);
    let gained =
        tenths(&post).sub(tenths(&pre)).cast_as(Alias::new("double precision")).div(left());
    let gained = CaseStatement::new().case(able(), gained).finally(0.0);
    let mut query = Query::select();
    query
        .expr_as(
            Expr::col((cohort::Entity, cohort::Column::CourseVersionId)),
            Alias::new("version"),
        )
        .expr_as(either(cohort::Column::EndsOn.gte(asked.period.from)), Alias::new("is_now"))
        .expr_as(Expr::cust("count(*)"), Alias::new("pairs"))
        .expr_as(sum(tenths(&pre)), Alias::new("pre"))
        .expr_as(sum(tenths(&post)), Alias::new("post"))
        .expr_as(sum_if(able()), Alias::new("able"))
        .expr_as(Expr::Case(Box::new(gained)).sum(), Alias::new("gained"))
        .from_as(grade::Entity, pre.clone())
        .join_as(
            JoinType::InnerJoin,
            activity::Entity,
            first.clone(),
            Expr::col((first.clone(), activity::Column::Id))
                .eq(Expr::col((pre.clone(), grade::Column::ActivityId))),
        )
        .join_as(
            JoinType::InnerJoin,
            grade::Entity,
            post.clone(),
            Expr::col((post.clone(), grade::Column::EnrolmentId))
                .eq(Expr::col((pre.clone(), grade::Column::EnrolmentId))),
        )
        .join_as(
            JoinType::InnerJoin,
            activity::Entity,
            last.clone(),
            Expr::col((last.clone(), activity::Column::Id))
                .eq(Expr::col((post.clone(), grade::Column::ActivityId))),
        )
        .inner_join(
            enrolment::Entity,
            Expr::col((enrolment::Entity, enrolment::Column::Id))
                .eq(Expr::col((pre.clone(), grade::Column::EnrolmentId))),
        )
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::Id))
                .eq(Expr::col((enrolment::Entity, enrolment::Column::CohortId))),
        )
        .and_where(Expr::col((first.clone(), activity::Column::Kind)).eq(Activity::PreTest))
        .and_where(Expr::col((last.clone(), activity::Column::Kind)).eq(Activity::PostTest))
        .and_where(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]))
        .and_where(cohort::Column::EndsOn.gte(asked.before().from))
        .and_where(cohort::Column::EndsOn.lte(asked.period.to))
        .cond_where(places(asked))
        .group_by_col((cohort::Entity, cohort::Column::CourseVersionId))
        .add_group_by([Expr::col(Alias::new("is_now"))]);
    GainFact::find_by_statement(backend.build(&query)).all(db).await
}

/// Answers about applying, given in the two periods by those who learnt.
async fn applied(db: &impl ConnectionTrait, asked: &Asked) -> Result<Vec<AppliedFact>, DbErr> {
    let (from, after) = asked.period.instants();
    let (first, _) = asked.before().instants();
    let answers = "survey_invitation.answers";
    let score = match db.get_database_backend() {
        DbBackend::Postgres => format!("CAST(CAST({answers} AS jsonb)->>'aplicacion' AS bigint)"),
        _ => format!("json_extract({answers}, '$.aplicacion')"),
    };
    survey_invitation::Entity::find()
        .select_only()
        .column_as(cohort::Column::CourseVersionId, "version")
        .column_as(survey_round::Column::Kind, "kind")
        .column_as(either(survey_invitation::Column::AnsweredAt.gte(from)), "is_now")
        .column_as(Expr::cust(format!("count({score})")), "n")
        .column_as(Expr::cust(format!("CAST(coalesce(sum({score}), 0) AS bigint)")), "sum")
        .column_as(Expr::cust(format!("count(CASE WHEN {score} >= 4 THEN 1 END)")), "top")
        .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
        .join(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(survey_invitation::Column::Respondent.eq(Respondent::Person))
        .filter(survey_invitation::Column::AnsweredAt.gte(first))
        .filter(survey_invitation::Column::AnsweredAt.lt(after))
        .filter(survey_invitation::Column::Answers.is_not_null())
        .filter(places(asked))
        .group_by(cohort::Column::CourseVersionId)
        .group_by(survey_round::Column::Kind)
        .group_by(Expr::col(Alias::new("is_now")))
        .into_model()
        .all(db)
        .await
}
