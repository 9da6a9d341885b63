//! What a version must hold to be kept and to be published (R1), and when it stops changing (R2).
//! Pure: facts come in, refusals go out.

use people_model::entity::post::Kind;
use platform::texts::Refusal;

use super::entity::course::CourseId;
use super::entity::course_version::{CapacityType, CourseLevel, Descriptor, Modality, State};
use super::extras::Extras;

/// Informal education gives no title and stays under 160 hours (Decreto 1075 de 2015, art. 2.6.6.8).
pub const LONGEST: i32 = 159;
/// Percent of attendance that a certificate may ask for, of a version and of its cohorts.
pub const MINIMUM_ATTENDANCE: std::ops::RangeInclusive<i32> = 1..=100;
/// Percent of the hours that sessions may be asked to add up to; 0 is for courses that are worked on alone.
pub const HOURS_SHARE: std::ops::RangeInclusive<i32> = 0..=100;
/// What a course asks for unless it says otherwise (R83).
pub const USUAL_SHARE: i32 = 80;
/// Months that a certificate may hold: people are told sixty days before it ends, and ten years is
/// for ever to whoever holds a post of four.
pub const CERTIFICATE_MONTHS: std::ops::RangeInclusive<i32> = 6..=120;
/// The highest grade, in tenths.
pub const HIGHEST_GRADE: i32 = 50;

/// Everything that a version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub name: String,
    /// Code in the catalogue `offer_type`.
    pub offer_type: String,
    pub modality: Modality,
    pub hours: i32,
    /// One item a line, without empty lines.
    pub contents: String,
    pub objective: String,
    pub level: CourseLevel,
    pub capacity_type: CapacityType,
    pub descriptor: Descriptor,
    /// Percent.
    pub minimum_attendance: i32,
    /// Tenths; empty when nothing is graded.
    pub pass_mark: Option<i32>,
    /// What the certificate requires besides attendance and grade.
    pub extras: Extras,
    /// Percent of the hours that the sessions of a cohort add up to at least (R83).
    pub hours_share: i32,
    /// Months that its certificate holds; empty holds for ever.
    pub certificate_months: Option<i32>,
    pub admission: Admission,
    /// The capacities that the version builds, in the order of their codes.
    pub targets: Vec<CourseTarget>,
}

/// The rule of who may take part (R22). The default admits everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Kinds of post that are admitted, in the order of their list; none named admits all.
    pub kinds: Vec<Kind>,
    /// Whether the version admits only people who hold a post as public servant.
    pub servants_only: bool,
    /// Whether the version admits only people of the cohort's municipalities.
    pub own_municipalities: bool,
    /// Months in which somebody who had a seat of the unit and came to no session is enrolled by the
    /// coordination alone (R24); 0 without this rule.
    pub no_show_months: i32,
    /// The course whose certificate a person must hold; `None` means that there is no such rule.
    pub prerequisite: Option<CourseId>,
}

/// The months of [`Admission::no_show_months`] that a version may say.
pub const NO_SHOW_MONTHS: [i32; 4] = [0, 6, 12, 24];

/// A capacity that the version builds (R1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseTarget {
    pub capacity: String,
    pub level: CourseLevel,
    /// The evidence that will show that the capacity grew.
    pub evidence: String,
}

/// Why a course or a version was not kept or not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("courses.")]
pub enum CourseRefusal {
    #[error("another course has this code")]
    #[field("codigo")]
    CodeTaken,
    #[error("the version has no name")]
    #[field("nombre")]
    NoName,
    #[error("hours are out of range")]
    #[facts(longest = LONGEST)]
    #[field("horas")]
    HoursOutOfRange,
    #[error("the minimum attendance is out of range")]
    #[field("asistencia_minima")]
    AttendanceOutOfRange,
    #[error("the pass mark is out of range")]
    #[field("nota_minima")]
    PassMarkOutOfRange,
    #[error("the share of the hours is out of range")]
    #[field("parte_horas")]
    ShareOutOfRange,
    #[error("an offer that ends in a constancia is not graded")]
    #[field("nota_minima")]
    NotGraded,
    #[error("a product is asked for without a pass mark")]
    #[field("pide_producto")]
    ProductWithoutMark,
    #[error("more hours are asked for than the course has")]
    #[field("horas_minimas")]
    AskedHoursOutOfRange { hours: i32 },
    #[error("the months that the certificate holds are out of range")]
    #[facts(shortest = CERTIFICATE_MONTHS.start(), longest = CERTIFICATE_MONTHS.end())]
    #[field("vigencia_meses")]
    ValidityOutOfRange,
    #[error("the version targets no capacity")]
    #[field("capacidades")]
    NoCapacity,
    #[error("capacity {capacity} has no evidence")]
    NoEvidence { capacity: String },
    #[error("capacity {capacity} does not exist")]
    #[field("capacidades")]
    UnknownCapacity { capacity: String },
    #[error("the offer type is not in the catalogue")]
    #[field("tipo")]
    UnknownOfferType,
    #[error("the version has no contents")]
    #[field("contenidos")]
    NoContents,
    #[error("the version has no objective")]
    #[field("objetivo")]
    NoObjective,
    #[error("there is no draft to publish")]
    NoDraft,
    #[error("other units teach the course: somebody else publishes what one wrote")]
    SecondPerson,
    #[error("the course asked for does not exist or is this one")]
    #[field("requisito")]
    UnknownPrerequisite,
    #[error("the course changed since the form was opened")]
    ChangedMeanwhile,
}

/// Conversatorios and webinars end in a constancia of participation: nothing is graded (R59).
pub fn ends_in_constancia(offer_type: &str) -> bool {
    matches!(offer_type, "conversatorio" | "webinar")
}

/// Returns the faults that keep a version from being saved, even as a draft.
pub fn faults(content: &Content) -> Vec<CourseRefusal> {
    let mut faults = Vec::new();
    if content.name.is_empty() {
        faults.push(CourseRefusal::NoName);
    }
    if !(1..=LONGEST).contains(&content.hours) {
        faults.push(CourseRefusal::HoursOutOfRange);
    }
    if !MINIMUM_ATTENDANCE.contains(&content.minimum_attendance) {
        faults.push(CourseRefusal::AttendanceOutOfRange);
    }
    if !HOURS_SHARE.contains(&content.hours_share) {
        faults.push(CourseRefusal::ShareOutOfRange);
    }
    if let Some(mark) = content.pass_mark {
        if !(0..=HIGHEST_GRADE).contains(&mark) {
            faults.push(CourseRefusal::PassMarkOutOfRange);
        } else if ends_in_constancia(&content.offer_type) {
            faults.push(CourseRefusal::NotGraded);
        }
    } else if content.extras.product {
        // A product is approved with the pass mark: without one nobody knows what is enough.
        faults.push(CourseRefusal::ProductWithoutMark);
    }
    let (asked, hours) = (content.extras.minimum_hours, content.hours);
    if asked.is_some_and(|asked| !(1..=hours).contains(&asked)) {
        faults.push(CourseRefusal::AskedHoursOutOfRange { hours });
    }
    if content.certificate_months.is_some_and(|months| !CERTIFICATE_MONTHS.contains(&months)) {
        faults.push(CourseRefusal::ValidityOutOfRange);
    }
    faults
}

/// What a draft still lacks to be published: everything of [`faults`], and by R1 a capacity at
/// least, each with the evidence expected, with objective and contents (a certificate prints them).
pub fn missing_to_publish(content: &Content) -> Vec<CourseRefusal> {
    let mut missing = faults(content);
    if content.objective.is_empty() {
        missing.push(CourseRefusal::NoObjective);
    }
    if content.contents.is_empty() {
        missing.push(CourseRefusal::NoContents);
    }
    if content.targets.is_empty() {
        missing.push(CourseRefusal::NoCapacity);
    }
    let silent = content.targets.iter().filter(|t| t.evidence.is_empty());
    missing.extend(
        silent.map(|target| CourseRefusal::NoEvidence { capacity: target.capacity.clone() }),
    );
    missing
}

/// Where an edit of a course goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The latest version is still a draft that nobody uses: it changes in place.
    SameDraft,
    /// The latest version is fixed: the edit makes the next one.
    NextVersion,
}

/// A published version never changes, and neither does one that a cohort uses (R2): what people
/// enrolled in, and what their certificate says, stays what it was.
pub fn edit_of(latest: State, used_by_a_cohort: bool) -> Edit {
    match latest {
        State::Draft if !used_by_a_cohort => Edit::SameDraft,
        State::Draft | State::Published => Edit::NextVersion,
    }
}

/// Items as they are kept: one a line, without bullets, blanks at the ends or empty lines. What
/// is pasted from a text processor brings bullets; a sign («-5 %») is not followed by a space.
pub fn lines(text: &str) -> String {
    let bare = |line: &'_ str| -> String {
        let line = line.trim();
        let bullet = ["- ", "• ", "* ", "– "].iter().find_map(|b| line.strip_prefix(b));
        bullet.unwrap_or(line).trim().to_owned()
    };
    let items: Vec<String> = text.lines().map(bare).filter(|line| !line.is_empty()).collect();
    items.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Content {
        Content {
            name: "Gestión tributaria territorial".into(),
            offer_type: "curso".into(),
            modality: Modality::Mixta,
            hours: 40,
            contents: "Predial\nCobro".into(),
            objective: "Recaudar mejor".into(),
            level: CourseLevel::Institucional,
            capacity_type: CapacityType::Institucional,
            descriptor: Descriptor::Funcional,
            admission: Admission::default(),
            minimum_attendance: 80,
            pass_mark: Some(30),
            extras: Extras::default(),
            hours_share: USUAL_SHARE,
            certificate_months: None,
            targets: vec![CourseTarget {
                capacity: "TRI-01".into(),
                level: CourseLevel::Institucional,
                evidence: "Lista de chequeo".into(),
            }],
        }
    }

    #[test]
    fn a_complete_version_lacks_nothing() {
        assert_eq!(missing_to_publish(&complete()), []);
    }

    #[test]
    fn a_version_without_capacity_is_kept_but_not_published() {
        let content = Content { targets: vec![], ..complete() };
        assert_eq!(faults(&content), []);
        assert_eq!(missing_to_publish(&content), [CourseRefusal::NoCapacity]);
    }

    #[test]
    fn every_capacity_says_what_evidence_it_expects() {
        let mut content = complete();
        content.targets[0].evidence.clear();
        let missing = missing_to_publish(&content);
        assert_eq!(missing, [CourseRefusal::NoEvidence { capacity: "TRI-01".into() }]);
    }

    #[test]
    fn a_hundred_and_sixty_hours_are_no_longer_informal_education() {
        for (hours, allowed) in [(0, false), (1, true), (159, true), (160, false), (-4, false)] {
            let refused = faults(&Content { hours, ..complete() });
            assert_eq!(refused.is_empty(), allowed, "{hours}");
        }
    }

    #[test]
    fn attendance_is_a_percentage_above_zero_and_grades_end_at_five() {
        let none = faults(&Content { minimum_attendance: 0, ..complete() });
        assert_eq!(none, [CourseRefusal::AttendanceOutOfRange]);
        let high = faults(&Content { pass_mark: Some(51), ..complete() });
        assert_eq!(high, [CourseRefusal::PassMarkOutOfRange]);
    }

    #[test]
    fn a_conversatorio_is_not_graded() {
        let content = Content { offer_type: "conversatorio".into(), ..complete() };
        assert_eq!(faults(&content), [CourseRefusal::NotGraded]);
        assert_eq!(faults(&Content { pass_mark: None, ..content }), []);
    }

    #[test]
    fn a_product_is_asked_for_with_a_pass_mark_and_hours_within_those_of_the_course() {
        let product = Extras { product: true, ..Extras::default() };
        assert_eq!(faults(&Content { extras: product, ..complete() }), []);
        let unmarked = Content { pass_mark: None, extras: product, ..complete() };
        assert_eq!(faults(&unmarked), [CourseRefusal::ProductWithoutMark]);
        for (asked, allowed) in [(0, false), (1, true), (40, true), (41, false)] {
            let extras = Extras { minimum_hours: Some(asked), ..Extras::default() };
            assert_eq!(faults(&Content { extras, ..complete() }).is_empty(), allowed, "{asked}");
        }
    }

    #[test]
    fn only_a_draft_that_nobody_uses_changes_in_place() {
        assert_eq!(edit_of(State::Draft, false), Edit::SameDraft);
        assert_eq!(edit_of(State::Draft, true), Edit::NextVersion);
        assert_eq!(edit_of(State::Published, false), Edit::NextVersion);
    }

    #[test]
    fn pasted_bullets_are_not_part_of_the_contents() {
        assert_eq!(
            lines(" - Predial\n\n• Cobro \n-5 % de recaudo"),
            "Predial\nCobro\n-5 % de recaudo"
        );
        assert_eq!(lines(" \n\n"), "");
    }
}
