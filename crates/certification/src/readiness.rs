//! Decides who is ready for a certificate on the list of a cohort. Pure.

use super::entity::certificate::State;
use super::rules::Judgement;

/// Where a person stands on the list of a cohort's certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateReadiness {
    /// The person holds an active certificate.
    Issued,
    /// The person's turn comes in a batch that is under way.
    Queued,
    /// Somebody asked for it, and a second person has not confirmed it yet (R80).
    Seconded,
    /// The rule holds and the person never had a certificate: the button issues one.
    Ready,
    /// The person had a certificate that ended; another one is issued only by name.
    Revoked,
    /// The rule does not hold yet and still can.
    Pending,
    /// The rule can no longer hold.
    Failed,
}

/// Decides where a person stands. `latest` is the state of the person's latest certificate of this
/// cohort, and `None` means that there never was one. `is_queued` says that a batch which is under
/// way has a turn for the person, `is_seconded` that a second person is waited for.
pub fn readiness(
    judgement: &Judgement,
    latest: Option<State>,
    (is_queued, is_seconded): (bool, bool),
) -> CertificateReadiness {
    match latest {
        Some(State::Active) => CertificateReadiness::Issued,
        _ if is_queued => CertificateReadiness::Queued,
        _ if is_seconded && judgement.holds() => CertificateReadiness::Seconded,
        Some(State::Revoked | State::Replaced) => CertificateReadiness::Revoked,
        None if judgement.holds() => CertificateReadiness::Ready,
        None if judgement.is_lost() => CertificateReadiness::Failed,
        None => CertificateReadiness::Pending,
    }
}

impl CertificateReadiness {
    /// Whether the button that issues to everybody who is ready includes the person.
    pub fn is_ready(self) -> bool {
        self == Self::Ready
    }

    /// Whether the coordination may issue another certificate to the person by name.
    pub fn may_have_another(self, judgement: &Judgement) -> bool {
        self == Self::Revoked && judgement.holds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{
        CertificateRule, CohortStatus, Extras, FinalGrade, Kind, LearnerProgress, Survey, Totals,
        judge,
    };
    use cohorts_model::entity::cohort::Stage;
    use enrolment_model::entity::enrolment::Stage as EnrolmentStage;

    /// The judgement of somebody with this grade in a cohort of this stage.
    fn judgement(stage: Stage, grade: i32) -> Judgement {
        let rule = CertificateRule {
            kind: Kind::Certificado,
            minimum_attendance: 80,
            pass_mark: Some(30),
            least_minutes: 0,
            extras: Extras { product: false, survey: false, minimum_hours: None },
        };
        let progress = LearnerProgress {
            stage: EnrolmentStage::Confirmed,
            attendance: Totals { attended: 10, held: 10, ..Totals::default() },
            grade: FinalGrade::Grade(grade),
            products: Vec::new(),
            survey: Survey::Never,
        };
        judge(&rule, &CohortStatus::of(stage, &[]), &progress)
    }

    #[test]
    fn without_a_certificate_the_rule_decides() {
        let earned = judgement(Stage::Closed, 30);
        assert_eq!(readiness(&earned, None, (false, false)), CertificateReadiness::Ready);
        let short = judgement(Stage::Closed, 29);
        assert_eq!(readiness(&short, None, (false, false)), CertificateReadiness::Failed);
        let open = judgement(Stage::Running, 29);
        assert_eq!(readiness(&open, None, (false, false)), CertificateReadiness::Pending);
    }

    #[test]
    fn whoever_waits_for_a_second_person_is_not_ready() {
        let earned = judgement(Stage::Closed, 30);
        let result = readiness(&earned, None, (false, true));
        assert_eq!(result, CertificateReadiness::Seconded);
        assert!(!result.is_ready());
        let short = judgement(Stage::Closed, 29);
        assert_eq!(readiness(&short, None, (false, true)), CertificateReadiness::Failed);
    }

    #[test]
    fn whoever_waits_in_a_batch_is_not_ready_again() {
        let earned = judgement(Stage::Closed, 30);
        for latest in [None, Some(State::Revoked), Some(State::Replaced)] {
            assert_eq!(
                readiness(&earned, latest, (true, false)),
                CertificateReadiness::Queued,
                "{latest:?}"
            );
        }
    }

    #[test]
    fn an_active_certificate_stands_before_everything() {
        for judgement in [judgement(Stage::Closed, 30), judgement(Stage::Closed, 29)] {
            for is_queued in [false, true] {
                let result = readiness(&judgement, Some(State::Active), (is_queued, false));
                assert_eq!(result, CertificateReadiness::Issued);
                assert!(!result.is_ready() && !result.may_have_another(&judgement));
            }
        }
    }

    #[test]
    fn after_a_revocation_another_is_issued_only_by_name_and_only_if_earned() {
        let (earned, short) = (judgement(Stage::Closed, 30), judgement(Stage::Closed, 29));
        for state in [State::Revoked, State::Replaced] {
            let result = readiness(&earned, Some(state), (false, false));
            assert_eq!(result, CertificateReadiness::Revoked);
            assert!(!result.is_ready());
            assert!(result.may_have_another(&earned));
            assert!(!readiness(&short, Some(state), (false, false)).may_have_another(&short));
        }
    }
}
