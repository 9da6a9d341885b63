//! Whether a person may take part in a course, and which rule says no (R22); pure.

use courses_model::rules::Admission;
use people_model::entity::post::Kind;
use platform::texts::{Words, say};

/// The facts of a person that the rules of a course ask about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EligibilityFacts {
    /// The kind of the post they take part with; `None` without a post.
    pub kind: Option<Kind>,
    /// Whether the institution stands behind that post: a career counts only then (R77).
    pub is_vouched: bool,
    /// Code of the municipality they take part for.
    pub municipality: Option<String>,
    /// Whether they hold a certificate of the course that this one asks for.
    pub has_prerequisite: bool,
    /// An earlier seat of the unit that they did not use, lately enough to count: the sentence about it.
    pub unused_seat: Option<String>,
}

/// The rules of a course, with the names that their sentences need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    pub admission: Admission,
    /// Codes and names of the cohort's municipalities.
    pub municipalities: Vec<(String, String)>,
    /// Name of the course whose certificate is asked for.
    pub prerequisite: Option<String>,
}

/// One rule of a course. An exception keeps its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("enrolment.exception_")]
pub enum EligibilityRule {
    Servant,
    Kind,
    Municipality,
    Prerequisite,
    NoShow,
}

/// Whether the post makes a public servant. A contratista is none, nor is who represents an
/// organisation or the community, nor somebody of whom nobody knows it yet.
pub fn is_servant(kind: Kind) -> bool {
    !matches!(kind, Kind::Contratista | Kind::NoAplica | Kind::NoSeSabe)
}

impl Requirements {
    /// The rules of the course, in the order in which they are told.
    fn rules(&self) -> Vec<EligibilityRule> {
        let admission = &self.admission;
        let mut all = Vec::new();
        if admission.servants_only {
            all.push(EligibilityRule::Servant);
        }
        if !admission.kinds.is_empty() {
            all.push(EligibilityRule::Kind);
        }
        if admission.own_municipalities {
            all.push(EligibilityRule::Municipality);
        }
        if admission.prerequisite.is_some() {
            all.push(EligibilityRule::Prerequisite);
        }
        if admission.no_show_months > 0 {
            all.push(EligibilityRule::NoShow);
        }
        all
    }

    /// The rules that the person does not meet; none when they may take part.
    pub fn unmet(&self, who: &EligibilityFacts) -> Vec<EligibilityRule> {
        let meets = |rule: &EligibilityRule| match rule {
            EligibilityRule::Servant => who.kind.is_some_and(is_servant),
            EligibilityRule::Kind => {
                let counts = |kind: Kind| kind != Kind::Carrera || who.is_vouched;
                who.kind.is_some_and(|kind| self.admission.kinds.contains(&kind) && counts(kind))
            }
            EligibilityRule::Municipality => {
                self.municipalities.iter().any(|(code, _)| who.municipality.as_ref() == Some(code))
            }
            EligibilityRule::Prerequisite => who.has_prerequisite,
            EligibilityRule::NoShow => who.unused_seat.is_none(),
        };
        self.rules().into_iter().filter(|rule| !meets(rule)).collect()
    }

    /// A rule that fails, in words: a career that waits to be confirmed is told apart.
    pub(super) fn why(&self, rule: EligibilityRule, who: &EligibilityFacts) -> String {
        if let (EligibilityRule::NoShow, Some(sentence)) = (rule, &who.unused_seat) {
            return sentence.clone();
        }
        let asks_kind = matches!(rule, EligibilityRule::Kind | EligibilityRule::Servant);
        if asks_kind && who.kind == Some(Kind::NoSeSabe) {
            return say("enrolment.rule_kind_unknown", &[]);
        }
        let awaits = rule == EligibilityRule::Kind
            && who.kind.is_some_and(|kind| self.admission.kinds.contains(&kind));
        match awaits {
            true => say("enrolment.rule_career", &[]),
            false => self.sentence(rule),
        }
    }

    /// Returns what a list says beside a person whose kind of post the course is not for, also when
    /// an exception admitted them; `None` for everybody else.
    pub fn not_for(&self, kind: Option<Kind>) -> Option<String> {
        // A career that waits is told in words of its own.
        let who = EligibilityFacts {
            kind,
            is_vouched: true,
            has_prerequisite: true,
            ..Default::default()
        };
        let rules = self.unmet(&who);
        let of_post = rules
            .iter()
            .any(|rule| matches!(rule, EligibilityRule::Servant | EligibilityRule::Kind));
        of_post.then(|| match kind {
            Some(kind) => format!("No cumple: {}", kind.label().to_lowercase()),
            None => "No cumple: sin vinculación".to_owned(),
        })
    }

    /// A rule in words, as the page says it before anybody enrols.
    pub fn sentence(&self, rule: EligibilityRule) -> String {
        match rule {
            EligibilityRule::Servant => say("enrolment.rule_servant", &[]),
            EligibilityRule::Kind => {
                let kinds: Vec<&str> =
                    self.admission.kinds.iter().map(|kind| kind.label()).collect();
                say("enrolment.rule_kind", &[("kinds", kinds.join(", "))])
            }
            EligibilityRule::Municipality => {
                let names: Vec<&str> =
                    self.municipalities.iter().map(|(_, name)| name.as_str()).collect();
                say("enrolment.rule_municipality", &[("names", names.join(", "))])
            }
            EligibilityRule::Prerequisite => {
                let course = self.prerequisite.clone().unwrap_or_default();
                say("enrolment.rule_prerequisite", &[("course", course)])
            }
            EligibilityRule::NoShow => {
                let months = self.admission.no_show_months.to_string();
                say("enrolment.rule_no_show", &[("months", months)])
            }
        }
    }

    /// Every rule in words; empty when the course is open to all.
    pub fn sentences(&self) -> Vec<String> {
        self.rules().into_iter().map(|rule| self.sentence(rule)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courses_model::entity::course::CourseId;

    fn asking(admission: Admission) -> Requirements {
        Requirements {
            admission,
            municipalities: vec![("50325".into(), "Mapiripán".into())],
            prerequisite: Some("Gestión presupuestal".into()),
        }
    }

    #[test]
    fn a_list_says_whose_post_the_course_is_not_for() {
        let open = asking(Admission::default());
        assert_eq!(open.not_for(Some(Kind::Contratista)), None);
        let closed = asking(Admission { servants_only: true, ..Admission::default() });
        let told = closed.not_for(Some(Kind::Contratista));
        assert_eq!(told.as_deref(), Some("No cumple: contratista de prestación de servicios"));
        assert_eq!(closed.not_for(None).as_deref(), Some("No cumple: sin vinculación"));
        assert_eq!(closed.not_for(Some(Kind::Carrera)), None);
    }

    fn who(kind: Option<Kind>, municipality: &str, has_prerequisite: bool) -> EligibilityFacts {
        EligibilityFacts {
            kind,
            is_vouched: true,
            municipality: Some(municipality.into()),
            has_prerequisite,
            unused_seat: None,
        }
    }

    #[test]
    fn a_career_that_only_its_person_declared_counts_when_it_is_confirmed() {
        let asked = asking(Admission { kinds: vec![Kind::Carrera], ..Admission::default() });
        let declared =
            EligibilityFacts { is_vouched: false, ..who(Some(Kind::Carrera), "50325", true) };
        assert_eq!(asked.unmet(&declared), [EligibilityRule::Kind]);
        let text = asked.why(EligibilityRule::Kind, &declared);
        assert!(text.contains("por confirmar"), "{text}");
        assert_eq!(asked.unmet(&who(Some(Kind::Carrera), "50325", true)), []);
        // A kind that no order or list prefers is believed.
        let open = asking(Admission { kinds: vec![Kind::Lnr], ..Admission::default() });
        let lnr = EligibilityFacts { is_vouched: false, ..who(Some(Kind::Lnr), "50325", true) };
        assert_eq!(open.unmet(&lnr), []);
    }

    #[test]
    fn a_course_without_rules_admits_everybody() {
        let open = asking(Admission::default());
        assert_eq!(open.unmet(&EligibilityFacts::default()), []);
        assert!(open.sentences().is_empty());
    }

    #[test]
    fn each_rule_that_fails_is_named() {
        let all = asking(Admission {
            kinds: vec![Kind::Carrera],
            servants_only: true,
            own_municipalities: true,
            prerequisite: Some(CourseId(1)),
            no_show_months: 12,
        });
        use EligibilityRule::{Kind as OfKind, Municipality, Prerequisite, Servant};
        assert_eq!(all.unmet(&who(Some(Kind::Carrera), "50325", true)), []);
        assert_eq!(all.unmet(&who(Some(Kind::Lnr), "50325", true)), [OfKind]);
        assert_eq!(all.unmet(&who(Some(Kind::Contratista), "50325", true)), [Servant, OfKind]);
        assert_eq!(
            all.unmet(&who(Some(Kind::Carrera), "50577", false)),
            [Municipality, Prerequisite]
        );
        assert_eq!(all.unmet(&EligibilityFacts::default()).len(), 4);
        let unused = EligibilityFacts {
            unused_seat: Some("No asistió.".to_owned()),
            ..who(Some(Kind::Carrera), "50325", true)
        };
        assert_eq!(all.unmet(&unused), [EligibilityRule::NoShow]);
        assert_eq!(all.why(EligibilityRule::NoShow, &unused), "No asistió.");
        assert_eq!(all.sentences().len(), 5);
        assert!(all.sentence(Municipality).contains("Mapiripán"));
    }
}
