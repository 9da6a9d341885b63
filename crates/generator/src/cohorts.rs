//! Cohorts of thirty with a session a week, everybody with a place.

use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use sea_orm::{DatabaseTransaction, Set};
use sha2::{Digest, Sha256};

use cohorts::entity::cohort::{self, CohortId, Stage};
use cohorts::entity::cohort_municipality;
use cohorts::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::{self, EnrolmentId, Origin, Stage as Place};
use enrolment_model::entity::enrolment_event::{self, EnrolmentEventId};
use platform::dates::bogota_date;
use platform::errors::AppError;
use platform::search::fold;
use sign_in::actor::Role;
use sign_in::entity::account::{self, AccountId};
use sign_in::entity::role_grant::{self, RoleGrantId};

use super::people::Trainee;
use super::plan::{CountryPlan, SEATS};
use super::rows;

/// A cohort of the country after its rows were written.
pub struct GeneratedCohort {
    /// Its number in the country.
    pub number: usize,
    pub id: CohortId,
    /// Its sessions that are over.
    pub held: Vec<SessionId>,
    pub places: Vec<EnrolmentId>,
    pub is_closed: bool,
}

/// A code that strangers see. It can be guessed, as everything of this country.
pub fn public_code(kind: &str, number: i64) -> String {
    let digest = Sha256::digest(format!("{kind} {number}"));
    BASE32_NOPAD.encode(&digest).chars().take(26).collect()
}

pub async fn write(
    tx: &DatabaseTransaction,
    country: &mut CountryPlan,
    number: usize,
    crowd: &[Trainee],
) -> Result<GeneratedCohort, AppError> {
    let teacher = teacher(tx, country, number).await?;
    let id = CohortId(country.given.cohort.next());
    let last = country.session(number, country.size.sessions - 1).1;
    let is_closed = last < country.now;
    cohort(tx, country, number, id, is_closed).await?;
    let (mut rows, mut held) = (Vec::new(), Vec::new());
    for position in 0..country.size.sessions {
        let (starts_at, ends_at) = country.session(number, position);
        let session = SessionId(country.given.session.next());
        let is_over = ends_at < country.now;
        if is_over {
            held.push(session);
        }
        rows.push(session::ActiveModel {
            id: Set(session),
            cohort_id: Set(id),
            position: Set(i32::try_from(position + 1).unwrap_or(i32::MAX)),
            starts_at: Set(starts_at),
            ends_at: Set(ends_at),
            // No two in one room.
            place: Set(Some(format!("Casa de la cultura, salón {id}"))),
            link: Set(None),
            facilitator_account_id: Set(Some(teacher)),
            stage: Set(if is_over { session::Stage::Closed } else { session::Stage::Planned }),
            created_at: Set(country.long_ago()),
            closed_at: Set(is_over.then_some(ends_at)),
            ..Default::default()
        });
    }
    rows::write(tx, rows).await?;
    let places = places(tx, country, number, id, crowd).await?;
    Ok(GeneratedCohort { number, id, held, places, is_closed })
}

async fn cohort(
    tx: &DatabaseTransaction,
    country: &CountryPlan,
    number: usize,
    id: CohortId,
    is_closed: bool,
) -> Result<(), AppError> {
    let town = &country.towns[country.town(number)];
    let version = country.version(number);
    let first = country.session(number, 0).0;
    let last = country.session(number, country.size.sessions - 1).1;
    let published = first - TimeDelta::days(40);
    let name = format!("{} {}", town.name, number + 1);
    let row = cohort::ActiveModel {
        id: Set(id),
        course_version_id: Set(version.id),
        unit_code: Set(country.units[town.unit].code.clone()),
        public_code: Set(public_code("cohorte", id.0)),
        search_name: Set(fold(&format!("{} {name}", version.name))),
        name: Set(name),
        stage: Set(if is_closed { Stage::Closed } else { Stage::Running }),
        seats: Set(i32::try_from(SEATS).unwrap_or(i32::MAX)),
        starts_on: Set(bogota_date(first)),
        ends_on: Set(bogota_date(last)),
        minimum_attendance: Set(version.minimum_attendance),
        hours_share: Set(version.hours_share),
        pass_mark: Set(version.pass_mark),
        place_text: Set("Casa de la cultura".to_owned()),
        created_at: Set(published),
        published_at: Set(Some(published)),
        started_at: Set(Some(first)),
        closed_at: Set(is_closed.then_some(last)),
        method: Set(Some("Estudio de caso".to_owned())),
        knowledge: Set(Some("Guía de consulta".to_owned())),
        method_evidence: Set(is_closed.then(|| "Caso resuelto por grupos".to_owned())),
        knowledge_evidence: Set(is_closed.then(|| "Guía entregada".to_owned())),
        is_demo: Set(true),
        ..Default::default()
    };
    rows::write(tx, vec![row]).await?;
    let reached = cohort_municipality::ActiveModel {
        cohort_id: Set(id),
        municipality_code: Set(town.code.clone()),
    };
    Ok(rows::write(tx, vec![reached]).await?)
}

/// The facilitator of a cohort, who gets an account with the first of them.
async fn teacher(
    tx: &DatabaseTransaction,
    country: &mut CountryPlan,
    number: usize,
) -> Result<AccountId, AppError> {
    let (place, is_first) = country.teacher(number);
    if !is_first {
        return Ok(country.facilitators[place]);
    }
    let id = AccountId(country.given.account.next());
    let at = country.long_ago();
    let name = format!("Facilitación inventada {}", place + 1);
    let row = account::ActiveModel {
        id: Set(id),
        email: Set(format!("facilitacion-{}@pais.example", place + 1)),
        search_name: Set(fold(&name)),
        display_name: Set(name),
        password_hash: Set(Some(country.hash.clone())),
        is_active: Set(true),
        created_at: Set(at),
        ..Default::default()
    };
    rows::write(tx, vec![row]).await?;
    let grant = role_grant::ActiveModel {
        id: Set(RoleGrantId(country.given.grant.next())),
        account_id: Set(id),
        role: Set(Role::Facilitator),
        created_at: Set(at),
        ..Default::default()
    };
    rows::write(tx, vec![grant]).await?;
    country.facilitators.push(id);
    Ok(id)
}

async fn places(
    tx: &DatabaseTransaction,
    country: &mut CountryPlan,
    number: usize,
    cohort: CohortId,
    crowd: &[Trainee],
) -> Result<Vec<EnrolmentId>, AppError> {
    let at = country.enrolled(number);
    let town = country.towns[country.town(number)].clone();
    let coordinator = country.units[town.unit].coordinator;
    let (mut rows, mut events, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (one, queue_number) in crowd.iter().zip(1..) {
        let id = EnrolmentId(country.given.enrolment.next());
        rows.push(enrolment::ActiveModel {
            id: Set(id),
            cohort_id: Set(cohort),
            person_id: Set(one.person),
            post_id: Set(Some(one.post)),
            municipality_code: Set(Some(town.code.clone())),
            entity_kind: Set(Some("alcaldia".to_owned())),
            stage: Set(Place::Confirmed),
            origin: Set(Origin::SelfService),
            queue_number: Set(queue_number),
            created_at: Set(at),
            confirmed_at: Set(Some(at)),
            ..Default::default()
        });
        events.push(enrolment_event::ActiveModel {
            id: Set(EnrolmentEventId(country.given.event.next())),
            enrolment_id: Set(id),
            at: Set(at),
            to_stage: Set(Place::Confirmed),
            actor_account_id: Set(Some(coordinator)),
            ..Default::default()
        });
        places.push(id);
    }
    rows::write(tx, rows).await?;
    rows::write(tx, events).await?;
    Ok(places)
}
