//! Who has earned a certificate, and which part of the rule somebody does not meet (R51).
//!
//! The same judgement is shown to the person while the course runs, to the coordinator before
//! issuing, and given as the refusal: one place, one wording. Pure: facts come in, sentences go out.

pub use super::entity::certificate::Kind;
use cohorts_model::entity::cohort::{self, Stage as CohortStage};
use cohorts_model::entity::session;
use cohorts_model::labels::hours;
use enrolment_model::entity::enrolment::Stage as Place;
use platform::dates;
use platform::numbers::tenths;
use platform::texts::{self, and};

use super::refusals::CertificationRefusal;
pub use assessment_model::rules::FinalGrade;
pub use attendance_model::rules::Totals;
pub use courses_model::extras::Extras;
pub use surveys_model::rules::Asked as Survey;

/// Offers that end in a constancia whatever their version says (R59).
const ATTENDED_ONLY: &[&str] = &["conversatorio", "webinar"];

/// Hours from which education is no longer informal (domain: informal education is under 160 h).
pub const INFORMAL_BELOW: i32 = 160;

/// A certificado says that the person passed; where nothing is passed, a constancia says that
/// the person took part (R59).
pub fn kind_of(offer_type: &str, pass_mark: Option<i32>) -> Kind {
    if ATTENDED_ONLY.contains(&offer_type) || pass_mark.is_none() {
        Kind::Constancia
    } else {
        Kind::Certificado
    }
}

/// The printed number: «2026-000123».
pub fn number(year: i32, sequence: i32) -> String {
    format!("{year}-{sequence:06}")
}

/// A cohort's frozen rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub kind: Kind,
    /// Percent, 0 to 100.
    pub minimum_attendance: i32,
    /// Tenths, 0 to 50; `None` where nothing is graded or the grade does not count.
    pub pass_mark: Option<i32>,
    /// What is asked for beside both.
    pub extras: Extras,
}

impl Rule {
    /// The rule that a cohort keeps; `offer_type` is its version's.
    pub fn of(offer_type: &str, cohort: &cohort::Model) -> Self {
        Self::new(offer_type, cohort.minimum_attendance, cohort.pass(), cohort.extras())
    }

    pub fn new(
        offer_type: &str,
        minimum_attendance: i32,
        pass_mark: Option<i32>,
        extras: Extras,
    ) -> Self {
        let kind = kind_of(offer_type, pass_mark);
        Self {
            kind,
            minimum_attendance,
            // A constancia says that the person took part: no grade is asked for, nor of a product.
            pass_mark: pass_mark.filter(|_| kind == Kind::Certificado),
            extras: Extras { product: extras.product && kind == Kind::Certificado, ..extras },
        }
    }
}

/// Where the cohort is: certificates come when it is closed, not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub stage: CohortStage,
    /// Sessions still to be given; cancelled ones do not count.
    pub sessions_left: u32,
}

impl Moment {
    pub fn of(stage: CohortStage, sessions: &[session::Model]) -> Self {
        let left = sessions.iter().filter(|session| session.stage == session::Stage::Planned);
        Self { stage, sessions_left: u32::try_from(left.count()).unwrap_or(u32::MAX) }
    }
}

/// All that the rule looks at for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub place: Place,
    pub attendance: Totals,
    pub grade: FinalGrade,
    /// Every product of the cohort's, in the order of its activities.
    pub products: Vec<Product>,
    pub survey: Survey,
}

/// A product of one person. A grade is enough to know that it was made: where there is no network,
/// it reaches the grader by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub name: String,
    pub handed_in: bool,
    /// Tenths.
    pub tenths: Option<i32>,
}

/// What a part of the rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// A confirmed place in the cohort.
    Place,
    Attendance,
    /// Hours attended.
    Hours,
    Grade,
    Product,
    Survey,
    /// The cohort is closed.
    Ending,
}

impl Requirement {
    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Place => "Cupo",
            Self::Attendance => "Asistencia",
            Self::Hours => "Horas de asistencia",
            Self::Grade => "Nota final",
            Self::Product => "Productos",
            Self::Survey => "Encuesta de satisfacción",
            Self::Ending => "Cierre de la cohorte",
        }
    }
}

/// How a part of the rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    Met,
    /// Not yet, and still possible.
    Pending,
    Failed,
}

/// One part of the rule with its explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub requirement: Requirement,
    pub standing: Standing,
    code: &'static str,
    facts: Vec<(&'static str, String)>,
}

impl Part {
    fn new(requirement: Requirement, standing: Standing, code: &'static str) -> Self {
        Self { requirement, standing, code, facts: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }

    /// What is asked and what there is, in plain words.
    pub fn sentence(&self) -> String {
        texts::say(self.code, &self.facts)
    }
}

/// The rule applied to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub parts: Vec<Part>,
}

impl Judgement {
    /// The certificate may be issued.
    pub fn holds(&self) -> bool {
        self.parts.iter().all(|part| part.standing == Standing::Met)
    }

    /// Every part that is not met.
    pub fn lacking(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.standing != Standing::Met)
    }

    /// The sentences of every part that is not met, joined.
    pub fn explanation(&self) -> String {
        self.lacking().map(Part::sentence).collect::<Vec<_>>().join(" ")
    }

    /// All that is missing comes by itself or from the person: the survey, which opens at the end,
    /// and the closing.
    pub fn waits_for_survey(&self) -> bool {
        self.lacking().any(|part| part.requirement == Requirement::Survey)
            && self.lacking().all(|part| {
                matches!(part.requirement, Requirement::Survey | Requirement::Ending)
                    && part.standing == Standing::Pending
            })
    }

    /// Nothing that the person or the facilitator does can still make it hold.
    pub fn is_lost(&self) -> bool {
        self.parts.iter().any(|part| part.standing == Standing::Failed)
    }
}

/// Applies the rule: place, attendance, what else it asks for, and the end of the cohort.
pub fn judge(rule: &Rule, moment: &Moment, progress: &Progress) -> Judgement {
    let mut parts = vec![place(progress.place), attendance(rule, progress.attendance)];
    if let Some(minimum) = rule.extras.minimum_hours {
        parts.push(hours_of(minimum, progress.attendance));
    }
    if let Some(pass_mark) = rule.pass_mark {
        parts.push(grade(pass_mark, &progress.grade, moment));
        if rule.extras.product {
            parts.push(products(pass_mark, &progress.products, moment));
        }
    }
    if rule.extras.survey {
        parts.push(survey(progress.survey));
    }
    parts.push(ending(moment));
    Judgement { parts }
}

fn place(place: Place) -> Part {
    use Requirement::Place as Name;
    match place {
        Place::Confirmed => Part::new(Name, Standing::Met, "certification.place_met"),
        Place::Waiting => Part::new(Name, Standing::Pending, "certification.place_waiting"),
        Place::Offered => Part::new(Name, Standing::Pending, "certification.place_offered"),
        Place::Withdrawn => Part::new(Name, Standing::Failed, "certification.place_withdrawn"),
    }
}

fn percent(value: Option<u32>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value} %"))
}

fn attendance(rule: &Rule, totals: Totals) -> Part {
    use Requirement::Attendance as Name;
    let minimum = rule.minimum_attendance;
    let part =
        |standing, code| Part::new(Name, standing, code).with("needs", format!("{minimum} %"));
    let has = percent(totals.percent());
    if totals.meets(minimum) {
        return part(Standing::Met, "certification.attendance_met").with("has", has);
    }
    let best = totals.reachable().unwrap_or(0);
    let reachable = totals.remaining > 0 && i64::from(best) >= i64::from(minimum);
    match (totals.held, reachable) {
        (0, true) => part(Standing::Pending, "certification.attendance_none_yet"),
        (_, true) => part(Standing::Pending, "certification.attendance_reachable")
            .with("has", has)
            .with("reach", percent(Some(best))),
        (0, false) => part(Standing::Failed, "certification.attendance_none"),
        (_, false) => part(Standing::Failed, "certification.attendance_short").with("has", has),
    }
}

fn grade(pass_mark: i32, grade: &FinalGrade, moment: &Moment) -> Part {
    use Requirement::Grade as Name;
    let needs = tenths(pass_mark);
    match grade {
        FinalGrade::Grade(value) if *value >= pass_mark => {
            Part::new(Name, Standing::Met, "certification.grade_met")
                .with("needs", needs)
                .with("has", tenths(*value))
        }
        // Grades can be corrected until the cohort closes.
        FinalGrade::Grade(value) => {
            Part::new(Name, open_or_lost(moment), "certification.grade_short")
                .with("needs", needs)
                .with("has", tenths(*value))
        }
        FinalGrade::Missing(names) => {
            Part::new(Name, open_or_lost(moment), "certification.grade_missing")
                .with("needs", needs)
                .with("missing", names.join(", "))
        }
        FinalGrade::NotDefined => {
            Part::new(Name, open_or_lost(moment), "certification.grade_not_defined")
                .with("needs", needs)
        }
    }
}

/// Minutes of the sessions attended, as the cohort counts them, against hours.
fn hours_of(minimum: i32, totals: Totals) -> Part {
    use Requirement::Hours as Name;
    let minutes = |minutes: u32| hours(chrono::TimeDelta::minutes(minutes.into()));
    let needs = u32::try_from(minimum).unwrap_or(0).saturating_mul(60);
    let part = |standing, code| {
        Part::new(Name, standing, code)
            .with("needs", minutes(needs))
            .with("has", minutes(totals.credited))
    };
    let reach = totals.credited.saturating_add(totals.ahead);
    if totals.credited >= needs {
        part(Standing::Met, "certification.hours_met")
    } else if reach >= needs {
        part(Standing::Pending, "certification.hours_reachable").with("reach", minutes(reach))
    } else {
        part(Standing::Failed, "certification.hours_short")
    }
}

/// Each product at the pass mark or above it: one that is good does not make up for another.
fn products(pass_mark: i32, products: &[Product], moment: &Moment) -> Part {
    use Requirement::Product as Name;
    let needs = tenths(pass_mark);
    if products.is_empty() {
        return Part::new(Name, open_or_lost(moment), "certification.product_none")
            .with("needs", needs);
    }
    let lacking: Vec<String> = products
        .iter()
        .filter_map(|product| match (product.tenths, product.handed_in) {
            (Some(has), _) if has >= pass_mark => None,
            (Some(has), _) => Some(format!("«{}» tiene {}", product.name, tenths(has))),
            (None, true) => Some(format!("falta la nota de «{}»", product.name)),
            (None, false) => Some(format!("falta entregar «{}»", product.name)),
        })
        .collect();
    if lacking.is_empty() {
        let has: Vec<String> = products
            .iter()
            .filter_map(|product| {
                Some(format!("«{}» con {}", product.name, tenths(product.tenths?)))
            })
            .collect();
        return Part::new(Name, Standing::Met, "certification.product_met")
            .with("needs", needs)
            .with("has", and(&has));
    }
    // Products come in and are graded until the cohort closes.
    Part::new(Name, open_or_lost(moment), "certification.product_short")
        .with("needs", needs)
        .with("lacking", and(&lacking))
}

/// It opens when the course ends, so it is the one part that can still be met after the closing.
fn survey(survey: Survey) -> Part {
    use Requirement::Survey as Name;
    let part = |standing, code| Part::new(Name, standing, code);
    match survey {
        Survey::Answered => part(Standing::Met, "certification.survey_met"),
        Survey::Never => part(Standing::Met, "certification.survey_never"),
        Survey::Open { until } => {
            part(Standing::Pending, "certification.survey_open").with("until", dates::long(until))
        }
        Survey::NotYet { from } => {
            part(Standing::Pending, "certification.survey_not_yet").with("from", dates::long(from))
        }
        Survey::Over { on } => {
            part(Standing::Failed, "certification.survey_over").with("on", dates::long(on))
        }
    }
}

fn open_or_lost(moment: &Moment) -> Standing {
    match moment.stage {
        CohortStage::Closed | CohortStage::Cancelled => Standing::Failed,
        _ => Standing::Pending,
    }
}

fn ending(moment: &Moment) -> Part {
    use Requirement::Ending as Name;
    match (moment.stage, moment.sessions_left) {
        (CohortStage::Closed, _) => Part::new(Name, Standing::Met, "certification.ending_met"),
        (CohortStage::Cancelled, _) => {
            Part::new(Name, Standing::Failed, "certification.ending_cancelled")
        }
        (CohortStage::Running, 0) => {
            Part::new(Name, Standing::Pending, "certification.ending_to_close")
        }
        (CohortStage::Running, 1) => {
            Part::new(Name, Standing::Pending, "certification.ending_one_left")
        }
        (CohortStage::Running, left) => {
            Part::new(Name, Standing::Pending, "certification.ending_left")
                .with("left", left.to_string())
        }
        _ => Part::new(Name, Standing::Pending, "certification.ending_not_begun"),
    }
}

/// Certificates are issued for a closed cohort only: from then on its marks, grades and places
/// stand still, so nothing that a certificate says can change behind it (R51, R56).
pub fn is_over(moment: &Moment) -> Result<(), CertificationRefusal> {
    match (moment.stage, moment.sessions_left) {
        (CohortStage::Closed, _) => Ok(()),
        (CohortStage::Cancelled, _) => Err(CertificationRefusal::CohortCancelled),
        (CohortStage::Running, 0) => Err(CertificationRefusal::NotClosed),
        _ => Err(CertificationRefusal::SessionsNotOver),
    }
}

/// Public reasons stand on a page for ever: long enough to say something, short enough to read.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=300;

/// The reason of a revocation, as it will be published (R55).
pub fn reason(typed: &str) -> Result<&str, CertificationRefusal> {
    let typed = typed.trim();
    if REASON.contains(&typed.chars().count()) {
        Ok(typed)
    } else {
        Err(CertificationRefusal::ReasonLength)
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
