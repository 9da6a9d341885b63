//! Who may give, take back and see enrolments, and which rows an actor sees.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use cohorts_model::entity::cohort::{self, CohortId, Stage as CohortStage};
use cohorts_model::entity::cohort_municipality;
use cohorts_model::policy as cohorts;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
use sign_in_model::actor::{Actor, Author, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable, SAMPLE_UNIT};
use territory_model::entity::entity::EntityId;
use territory_model::entity::municipality;

use super::entity::enrolment::{self, EnrolmentId, Origin};
use super::entity::registration::RegistrationId;
use super::entity::seat_offer;
use super::rules::EnrolmentWindow;

permit!(
    /// One person may ask for a place in one cohort.
    Enrol { cohort: CohortId, person: PersonId, origin: Origin, exception: Option<String> }
);
permit!(
    /// A place may be given back.
    Withdraw { enrolment: EnrolmentId }
);
permit!(
    /// A place that somebody gave may be called one's own.
    Accept { enrolment: EnrolmentId }
);
permit!(
    /// The seat offered with a place may be taken or left.
    AnswerOffer { enrolment: EnrolmentId, by_link: bool, by_person: bool }
);
permit!(
    /// A person who works in the entity may be put forward for the cohort.
    Nominate { cohort: CohortId, entity: EntityId }
);
permit!(
    /// A place may be counted for another municipality.
    Attribute { enrolment: EnrolmentId }
);
permit!(
    /// The seats of a cohort may be changed.
    ChangeSeats { cohort: CohortId }
);
permit!(
    /// A visitor who is not signed in may ask to be registered in a cohort.
    Register { cohort: CohortId }
);
permit!(
    /// The bearer of a registration's link has proven its mail.
    Prove { registration: RegistrationId, cohort: CohortId }
);
permit!(
    /// A person may be added to a cohort, known or not.
    Add { cohort: CohortId, exception: Option<String> }
);

/// The person of the account enrols themselves.
pub fn may_enrol_self(actor: &Actor, cohort: CohortId) -> Result<Enrol, Denial> {
    let person = actor.person.map(PersonId).ok_or(Denial)?;
    Ok(Enrol::grant(actor.by(), cohort, person, Origin::SelfService, None))
}

/// The coordination of the cohort's unit adds people to it.
pub fn may_add(actor: &Actor, cohort: &cohort::Model) -> Result<Add, Denial> {
    Add::when(cohorts::runs(actor, &cohort.into()), actor.by(), cohort.id, None)
}

impl Add {
    /// The added person may fail what the course asks for, with this reason (R22).
    pub fn excepting(self, reason: Option<String>) -> Self {
        Self { exception: reason, ..self }
    }

    /// Returns the permit to enrol one person, once it is known who they are.
    pub fn person(&self, person: PersonId) -> Enrol {
        self.person_except(person, self.exception.clone())
    }

    /// The same for one of several, who may fail what the course asks for with a reason of their own.
    pub fn person_except(&self, person: PersonId, exception: Option<String>) -> Enrol {
        Enrol::grant(self.by.clone(), self.cohort, person, Origin::Coordinator, exception)
    }
}

/// Anybody may register in a published cohort; signing in replaces it for known people.
pub fn may_register(
    visitor: Option<&Actor>,
    request: &str,
    cohort: CohortId,
) -> Result<Register, Denial> {
    let by = Author { account: None, request: Some(request.to_owned()) };
    Register::when(visitor.is_none(), by, cohort)
}

/// Grants the bearer of a registration's secret to make it real.
pub fn may_prove(request: &str, registration: RegistrationId, cohort: CohortId) -> Prove {
    let by = Author { account: None, request: Some(request.to_owned()) };
    Prove::grant(by, registration, cohort)
}

impl Prove {
    /// Returns the permit to enrol the person of the proven registration.
    pub fn person(&self, by: Author, person: PersonId) -> Enrol {
        Enrol::grant(by, self.cohort, person, Origin::SelfService, None)
    }
}

/// The facts of an enrolment that decide who may withdraw, answer or move it.
#[derive(Clone, Copy, Debug)]
pub struct EnrolmentParties<'a> {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub unit: &'a str,
}

/// Whether the enrolment is the actor's own or of a cohort that they run. Such an actor reads what
/// others who see the row do not, such as the reason of a withdrawal.
pub fn is_close(actor: &Actor, parties: EnrolmentParties<'_>) -> bool {
    is_own(actor, parties.person) || actor.coordinates(parties.unit)
}

/// The person themselves and the coordination of the cohort's unit withdraw.
pub fn may_withdraw(actor: &Actor, parties: EnrolmentParties<'_>) -> Result<Withdraw, Denial> {
    Withdraw::when(is_close(actor, parties), actor.by(), parties.enrolment)
}

/// Grants the person alone: nobody else can say it.
pub fn may_accept(actor: &Actor, parties: EnrolmentParties<'_>) -> Result<Accept, Denial> {
    Accept::when(is_own(actor, parties.person), actor.by(), parties.enrolment)
}

/// Grants the person themselves to answer an offer; the coordination too, for a person who answers
/// by telephone.
pub fn may_answer(actor: &Actor, parties: EnrolmentParties<'_>) -> Result<AnswerOffer, Denial> {
    let own = is_own(actor, parties.person);
    AnswerOffer::when(is_close(actor, parties), actor.by(), parties.enrolment, false, own)
}

/// Grants the bearer of the letter's secret to answer that offer, without a password.
pub fn may_answer_by_link(request: &str, offer: &seat_offer::Model) -> AnswerOffer {
    let by = Author { account: None, request: Some(request.to_owned()) };
    AnswerOffer::grant(by, offer.enrolment_id, true, true)
}

/// A focal point puts people of their own entity forward; which cohorts they reach is in
/// [`cohorts::scope`].
pub fn may_nominate(actor: &Actor, entity: EntityId, cohort: CohortId) -> Result<Nominate, Denial> {
    Nominate::when(actor.entities().contains(&entity.0), actor.by(), cohort, entity)
}

/// The coordination of the cohort's unit says for which municipality a place counts (R30).
pub fn may_attribute(actor: &Actor, parties: EnrolmentParties<'_>) -> Result<Attribute, Denial> {
    Attribute::when(actor.coordinates(parties.unit), actor.by(), parties.enrolment)
}

/// The coordination of the cohort's unit changes its seats.
pub fn may_change_seats(actor: &Actor, cohort: &cohort::Model) -> Result<ChangeSeats, Denial> {
    ChangeSeats::when(cohorts::runs(actor, &cohort.into()), actor.by(), cohort.id)
}

/// Cohorts whose roster the actor opens. A focal point and a participant open none: they see
/// the cohort, not who is in it.
pub fn roster_scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(cohorts::unit_scope(actor));
    if actor.has(Role::Facilitator) {
        seen = seen.add(cohorts::taught_by(actor.account));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let there = cohort_municipality::Entity::find()
            .select_only()
            .column(cohort_municipality::Column::CohortId)
            .filter(
                cohort_municipality::Column::MunicipalityCode
                    .in_subquery(municipalities(&departments)),
            )
            .into_query();
        let published = Condition::all()
            .add(cohort::Column::Id.in_subquery(there))
            .add(cohort::Column::Stage.ne(CohortStage::Draft));
        seen = seen.add(published);
    }
    seen
}

/// Rows of `enrolment` that the actor sees: their own, those of cohorts that they coordinate or teach or
/// whose unit they direct, and for a gobernación those counted for its department (R60).
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(enrolment::Column::PersonId.eq(actor.person.unwrap_or(0)));
    let mut run = Condition::any().add(cohorts::unit_scope(actor));
    if actor.has(Role::Facilitator) {
        run = run.add(cohorts::taught_by(actor.account));
    }
    let run =
        cohort::Entity::find().select_only().column(cohort::Column::Id).filter(run).into_query();
    seen = seen.add(enrolment::Column::CohortId.in_subquery(run));
    let departments = actor.departments();
    if !departments.is_empty() {
        seen =
            seen.add(enrolment::Column::MunicipalityCode.in_subquery(municipalities(&departments)));
    }
    seen
}

fn municipalities(departments: &[&str]) -> sea_orm::sea_query::SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::DepartmentCode.is_in(departments.iter().copied()))
        .into_query()
}

/// The printed table: each action, at each stage of the cohort, asked of one actor of each role.
pub fn permissions() -> Vec<Permission> {
    let parties = |person| EnrolmentParties {
        enrolment: EnrolmentId(1),
        person: PersonId(person),
        unit: SAMPLE_UNIT,
    };
    let mut table = PermissionTable::of("enrolment");
    for stage in CohortStage::ALL {
        let cohort = sample_cohort(SAMPLE_UNIT, stage);
        let window = EnrolmentWindow::of(&cohort);
        let takes = |origin| window.may_enrol(origin, cohort.starts_on).is_ok();
        let open = window.may_change().is_ok();
        let at = stage.label();
        // The cast's participant is the first person, and its focal point speaks for the first entity.
        table = table
            .at(at, "inscribirse", |actor| {
                takes(Origin::SelfService) && may_enrol_self(actor, cohort.id).is_ok()
            })
            .at(at, "agregar personas", |actor| {
                takes(Origin::Coordinator) && may_add(actor, &cohort).is_ok()
            })
            .at(at, "postular a su gente", |actor| {
                takes(Origin::Nomination) && may_nominate(actor, EntityId(1), cohort.id).is_ok()
            })
            .at(at, "cambiar los cupos", |actor| open && may_change_seats(actor, &cohort).is_ok())
            .at(at, "ver la lista de inscritos (dentro de su alcance)", |actor| {
                opens_rosters(actor, stage)
            })
            .at(at, "retirarse", |actor| {
                let own = is_own(actor, PersonId(1));
                open && own && may_withdraw(actor, parties(1)).is_ok()
            })
            .at(at, "retirar a otra persona", |actor| {
                open && may_withdraw(actor, parties(2)).is_ok()
            })
            .at(at, "contar una inscripción para otro municipio", |actor| {
                open && may_attribute(actor, parties(2)).is_ok()
            })
            .at(at, "responder a un cupo ofrecido", |actor| {
                open && may_answer(actor, parties(1)).is_ok()
            });
    }
    table.rows()
}

/// Whether a role opens rosters at a stage at all; [`roster_scope`] narrows to its own.
fn opens_rosters(actor: &Actor, stage: CohortStage) -> bool {
    let always = [Role::NationalAdministrator, Role::Coordinator, Role::Facilitator];
    let follows = actor.has_any(&[Role::Director, Role::Gobernacion]);
    actor.has_any(&always) || (follows && stage != CohortStage::Draft)
}

pub fn sample_cohort(unit: &str, stage: CohortStage) -> cohort::Model {
    let day = NaiveDate::default();
    cohort::Model {
        id: CohortId(1),
        course_version_id: courses_model::entity::course_version::CourseVersionId(1),
        unit_code: unit.to_owned(),
        public_code: String::new(),
        name: String::new(),
        search_name: String::new(),
        stage,
        seats: 25,
        offer_hours: 48,
        starts_on: day,
        ends_on: day,
        enrolment_closes_on: None,
        minimum_attendance: 80,
        late_after_minutes: 15,
        partial_hours: false,
        excused_counts: true,
        dispensed_counts: false,
        correction_days: 5,
        pass_mark: None,
        asks_product: false,
        asks_survey: false,
        minimum_hours: None,
        hours_share: 80,
        scale: cohorts_model::scale::GradeScale::Five,
        place_text: String::new(),
        taught_in: None,
        created_at: chrono::DateTime::UNIX_EPOCH,
        published_at: None,
        started_at: None,
        closed_at: None,
        attendance_open_until: None,
        cancelled_at: None,
        cancellation_reason: None,
        method: None,
        method_evidence: None,
        knowledge: None,
        knowledge_evidence: None,
        minimum_people: None,
        quorum_on: None,
        is_demo: false,
    }
}

#[cfg(test)]
mod tests {
    use sign_in_model::permits::cast;

    use super::*;

    fn row<'a>(table: &'a [Permission], action: &str, stage: &str) -> &'a [&'static str] {
        let found = table.iter().find(|row| row.action == action && row.stage == stage);
        &found.expect("the row is printed").roles
    }

    #[test]
    fn the_printed_table_says_who_moves_places() {
        let table = permissions();
        let coordination = ["Administración nacional", "Coordinación"];
        assert_eq!(row(&table, "inscribirse", "Confirmada"), ["Participante"]);
        assert!(row(&table, "inscribirse", "En curso").is_empty());
        assert_eq!(row(&table, "agregar personas", "En curso"), coordination);
        assert_eq!(row(&table, "cambiar los cupos", "Borrador"), coordination);
        assert_eq!(row(&table, "retirar a otra persona", "Confirmada"), coordination);
        assert_eq!(row(&table, "retirarse", "Confirmada"), ["Participante"]);
        for action in ["inscribirse", "agregar personas", "cambiar los cupos", "retirarse"] {
            assert!(row(&table, action, "Cerrada").is_empty(), "{action}");
        }
    }

    #[test]
    fn a_coordinator_of_another_unit_gets_no_permit() {
        let cohort = sample_cohort("MET", CohortStage::Confirmed);
        for (role, actor) in cast("HUI") {
            let may = role == Role::NationalAdministrator;
            assert_eq!(may_add(&actor, &cohort).is_ok(), may, "{role:?}");
            assert_eq!(may_change_seats(&actor, &cohort).is_ok(), may, "{role:?}");
        }
    }
}
