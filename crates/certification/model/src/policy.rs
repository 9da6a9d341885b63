//! Who may issue, revoke and read certificates: the unit that owns the cohort issues and revokes, the
//! holder reads their own, and whoever directs the unit and the gobernación of the department see what
//! was issued.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{self as cohorts, CohortFacts, CohortTable, runs};
use documents::certificate::Signer;
use enrolment_model::entity::enrolment;
use people_model::entity::person::PersonId;
use people_model::policy::is_own;
use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, SAMPLE_UNIT};
use territory_model::entity::municipality;

use super::entity::certificate::{CertificateId, Kind, State};
use super::labels;
use super::rules::{self, CohortStatus};

permit!(
    /// Certificates of one cohort may be issued; `signer` is printed on them.
    Issue { cohort: CohortId, signer: Signer }
);

permit!(
    /// One certificate may be revoked.
    Revoke { certificate: CertificateId }
);

/// The facts of a certificate that decide who may do what with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    pub id: CertificateId,
    pub unit: String,
    pub holder: PersonId,
    pub state: State,
}

/// Roles that open the page of a cohort's certificates.
pub const LIST_ROLES: &[Role] =
    &[Role::NationalAdministrator, Role::Coordinator, Role::Director, Role::Gobernacion];

/// The unit's coordination and the national administration issue. Whether the cohort is
/// closed is a rule, not a right: `rules::judge` says it with its explanation.
pub fn may_issue(actor: &Actor, cohort: &CohortFacts) -> Result<Issue, Denial> {
    Denial::unless(runs(actor, cohort))?;
    let position = if actor.units().contains(&cohort.unit.as_str()) {
        "Coordinación académica territorial"
    } else {
        "Administración nacional de la formación"
    };
    let signer = Signer::new(actor.name.clone(), position);
    Ok(Issue::grant(actor.by(), cohort.id, signer))
}

/// Only what is active can be revoked, by those who may issue, and nobody revokes their own.
pub fn may_revoke(actor: &Actor, certificate: &CertificateFacts) -> Result<Revoke, Denial> {
    let revokes = certificate.state == State::Active
        && actor.coordinates(&certificate.unit)
        && !is_own(actor, certificate.holder);
    Revoke::when(revokes, actor.by(), certificate.id)
}

/// The document has the whole document number: only its holder and those who issue read it.
pub fn may_read_document(actor: &Actor, certificate: &CertificateFacts) -> Result<(), Denial> {
    Denial::unless(actor.coordinates(&certificate.unit) || is_own(actor, certificate.holder))
}

/// Returns the actor with the roles that issue only: an issuer who also takes part or teaches does not
/// see the other people of that cohort.
pub fn as_issuer(actor: &Actor) -> Actor {
    only(actor, &[Role::NationalAdministrator, Role::Coordinator])
}

/// Returns the actor with the roles that only see what was issued.
pub fn as_overseer(actor: &Actor) -> Actor {
    only(actor, &[Role::Director, Role::Gobernacion])
}

fn only(actor: &Actor, roles: &[Role]) -> Actor {
    actor.only(roles).in_office()
}

/// Cohorts whose certificates this actor issues.
pub fn issuing_scope(actor: &Actor) -> Condition {
    cohorts::scope(&as_issuer(actor))
}

/// Rows of `certificate`, joined with their cohort and their enrolment, that the actor sees on the pages of other
/// people: those of cohorts whose certificates they issue or whose unit they direct, and as a gobernación those
/// that people earned for its departments (R60).
pub fn scope_of_others(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let seen = Condition::any().add(issuing_scope(actor)).add(cohorts::directed_scope(actor));
    let departments = actor.departments();
    if departments.is_empty() {
        return seen;
    }
    let theirs = Query::select()
        .column(municipality::Column::Code)
        .from(municipality::Entity)
        .and_where(municipality::Column::DepartmentCode.is_in(departments))
        .to_owned();
    let overseen = Condition::all()
        .add(cohorts::scope(&only(actor, &[Role::Gobernacion])))
        .add(enrolment::Column::MunicipalityCode.in_subquery(theirs));
    seen.add(overseen)
}

/// Role × stage × action, computed by the functions above.
pub fn permissions() -> Vec<Permission> {
    let mut table =
        CohortTable::of("certification").stages("expedir certificados", |actor, cohort| {
            rules::is_over(&CohortStatus::of(cohort.stage, &[])).is_ok()
                && may_issue(actor, cohort).is_ok()
        });
    for state in [State::Active, State::Revoked, State::Replaced] {
        let unit = SAMPLE_UNIT.to_owned();
        let facts = CertificateFacts { id: CertificateId(1), unit, holder: PersonId(1), state };
        let stage = labels::validity(Kind::Certificado, state.into());
        table = table.at(stage, "revocar el certificado", |actor, _| may_revoke(actor, &facts));
        table =
            table.at(stage, "descargar el certificado (participante: el propio)", |actor, _| {
                may_read_document(actor, &facts)
            });
    }
    table.rows()
}

#[cfg(test)]
mod tests {
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn a_certificate_is_read_by_its_holder_and_its_unit_only() {
        let facts = CertificateFacts {
            id: CertificateId(1),
            unit: "MET".to_owned(),
            holder: PersonId(1),
            state: State::Active,
        };
        for (role, actor) in cast("MET") {
            let reads =
                matches!(role, Role::NationalAdministrator | Role::Coordinator | Role::Participant);
            assert_eq!(may_read_document(&actor, &facts).is_ok(), reads, "{role:?}");
            let revokes = matches!(role, Role::NationalAdministrator | Role::Coordinator);
            assert_eq!(may_revoke(&actor, &facts).is_ok(), revokes, "{role:?}");
        }
        let other = CertificateFacts { holder: PersonId(2), unit: "HUI".to_owned(), ..facts };
        for (role, actor) in cast("MET") {
            assert_eq!(
                may_read_document(&actor, &other).is_ok(),
                role == Role::NationalAdministrator,
                "{role:?}"
            );
        }
    }
}
