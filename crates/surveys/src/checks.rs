//! What must hold between rounds, tickets, ballots and sheets (`doctor`).

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryOrder, Statement};

use platform::doctor::{Finding, broken};
use platform::errors::AppError;

use super::entity::{survey_ballots, survey_round, survey_sheets, survey_version};
use super::queries::{digests, questionnaire, sheets};
use super::questionnaire::{check, fits};

/// The rules that [`broken`] asks, each a sentence and a statement that finds its exceptions.
pub const RULES: [(&str, &str); 4] = [
    (
        "round, version: the round asks with a version of another kind, or with a draft",
        "SELECT r.id AS one, v.id AS two FROM survey_round r
         JOIN survey_version v ON v.id = r.version_id
         WHERE v.kind <> r.kind OR v.state <> 'published'",
    ),
    (
        "ticket, enrolment: the place is of another cohort",
        "SELECT t.round_id AS one, t.enrolment_id AS two FROM survey_ticket t
         JOIN survey_round r ON r.id = t.round_id JOIN enrolment e ON e.id = t.enrolment_id
         WHERE e.cohort_id <> r.cohort_id OR r.kind <> 'satisfaction'",
    ),
    (
        "invitation, enrolment: the place is of another cohort",
        "SELECT i.id AS one, i.enrolment_id AS two FROM survey_invitation i
         JOIN survey_round r ON r.id = i.round_id JOIN enrolment e ON e.id = i.enrolment_id
         WHERE e.cohort_id <> r.cohort_id OR r.kind = 'satisfaction'",
    ),
    (
        "invitation, post: the post is of somebody else",
        "SELECT i.id AS one, i.post_id AS two FROM survey_invitation i
         JOIN enrolment e ON e.id = i.enrolment_id JOIN post p ON p.id = i.post_id
         WHERE p.person_id <> e.person_id",
    ),
];

#[derive(FromQueryResult)]
struct TicketCount {
    round_id: i64,
    used: i64,
}

/// # Errors
/// The database's.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, AppError> {
    let mut findings = broken("surveys", &RULES, db).await?;
    let mut say = |text: String| findings.push(Finding::new("surveys", text));
    for version in survey_version::Entity::find().all(db).await? {
        let whole = questionnaire(&version).is_ok_and(|body| check(version.kind, &body).is_ok());
        if !whole {
            say(format!("version: nobody can be asked with it: {}", version.id));
        }
    }
    // Every ticket that was used left a ballot or a sheet.
    let used = Statement::from_string(
        db.get_database_backend(),
        "SELECT round_id, CAST(SUM(CASE WHEN is_used THEN 1 ELSE 0 END) AS BIGINT) AS used
         FROM survey_ticket GROUP BY round_id",
    );
    let used = TicketCount::find_by_statement(used).all(db).await?;
    let rounds = survey_round::Entity::find()
        .find_also_related(survey_version::Entity)
        .order_by_asc(survey_round::Column::Id)
        .all(db)
        .await?;
    for (round, version) in rounds {
        let Some(used) = used.iter().find(|used| used.round_id == round.id.0) else { continue };
        let ballots = survey_ballots::Entity::find_by_id(round.id).one(db).await?;
        let row = survey_sheets::Entity::find_by_id(round.id).one(db).await?;
        let (Some(ballots), Some(row)) = (ballots, row) else {
            say(format!("round: it has no box: {}", round.id));
            continue;
        };
        let (Ok(ballots), Ok(all)) = (digests(&ballots), sheets(&row)) else {
            say(format!("round: its box cannot be read: {}", round.id));
            continue;
        };
        let handed = ballots.len() + all.len();
        if usize::try_from(used.used) != Ok(handed) {
            say(format!("round, tickets: {} used and {handed} ballots: {}", used.used, round.id));
        }
        if let Some(survey) = version.and_then(|version| questionnaire(&version).ok())
            && all.values().any(|sheet| fits(&survey, sheet).is_err())
        {
            say(format!("round: a sheet does not answer its questions: {}", round.id));
        }
    }
    Ok(findings)
}
