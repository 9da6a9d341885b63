//! The kinds of things that wait for somebody, with their sentences.

use platform::texts::{and, say, word};

use super::super::queries::SHOWN;
use super::super::views::{Decision, HomeItem};
use super::number;

/// A kind: its anchor, the keys of its sentence for one, for more, and where there is none, and the key of
/// what its button does.
pub struct DecisionKind {
    id: &'static str,
    one: &'static str,
    many: &'static str,
    none: &'static str,
    act: &'static str,
}

const fn waits(
    id: &'static str,
    one: &'static str,
    many: &'static str,
    none: &'static str,
    act: &'static str,
) -> DecisionKind {
    DecisionKind { id, one, many, none, act }
}

pub const BELOW: DecisionKind =
    waits("minimo", "home.below_one", "home.below_many", "home.below_none", "home.act_decide");
pub const START: DecisionKind =
    waits("iniciar", "home.start_one", "home.start_many", "home.start_none", "home.act_start");
pub const LATE: DecisionKind =
    waits("asistencia", "home.late_one", "home.late_many", "home.late_none", "home.act_list");
pub const FINISH: DecisionKind =
    waits("asistencia", "home.finish_one", "home.finish_many", "home.finish_none", "home.act_list");
pub const GRADES: DecisionKind =
    waits("notas", "home.grades_one", "home.grades_many", "home.grades_none", "home.act_grade");
pub const LETTERS: DecisionKind = waits(
    "correos",
    "home.letters_one",
    "home.letters_many",
    "home.letters_none",
    "home.act_review",
);
pub const NEVER: DecisionKind =
    waits("nunca", "home.never_one", "home.never_many", "home.never_none", "home.act_see");
pub const OPEN: DecisionKind =
    waits("abiertos", "home.open_one", "home.open_many", "home.open_none", "home.act_put");
pub const POSTS: DecisionKind = waits(
    "vinculaciones",
    "home.posts_one",
    "home.posts_many",
    "home.posts_none",
    "home.act_confirm",
);
pub const REVIEW: DecisionKind =
    waits("revisar", "home.review_one", "home.review_many", "home.review_none", "home.act_review");
pub const REQUESTS: DecisionKind = waits(
    "solicitudes",
    "home.requests_one",
    "home.requests_many",
    "home.requests_none",
    "home.act_reply",
);
pub const APPEALS: DecisionKind = waits(
    "reclamos",
    "home.appeals_one",
    "home.appeals_many",
    "home.appeals_none",
    "home.act_reply",
);
pub const CLOSE: DecisionKind =
    waits("cerrar", "home.close_one", "home.close_many", "home.close_none", "home.act_close");
pub const CERTIFICATES: DecisionKind = waits(
    "certificados",
    "home.certificates_one",
    "home.certificates_many",
    "home.certificates_none",
    "home.act_issue",
);
pub const CHANGES: DecisionKind = waits(
    "cambios",
    "home.changes_one",
    "home.changes_many",
    "home.changes_none",
    "home.act_review",
);
pub const QUEUE: DecisionKind =
    waits("espera", "home.queue_one", "home.queue_many", "home.queue_none", "home.act_seat");
pub const NEEDS: DecisionKind =
    waits("necesidades", "home.needs_one", "home.needs_many", "home.needs_none", "home.act_see");
pub const PEOPLE: DecisionKind =
    waits("personas", "home.people_one", "home.people_many", "home.people_none", "home.act_review");
pub const CONFIRM: DecisionKind = waits(
    "confirmar",
    "home.confirm_one",
    "home.confirm_many",
    "home.confirm_none",
    "home.act_see",
);
pub const PUBLISH: DecisionKind =
    waits("publicar", "home.publish_one", "home.publish_many", "home.publish_none", "home.act_see");

/// So many of a kind.
pub struct KindCount {
    count: i64,
    none: &'static str,
    decision: Decision,
}

impl DecisionKind {
    pub fn of(&self, count: i64) -> KindCount {
        let title = match count {
            1 => word(self.one).to_owned(),
            count => say(self.many, &[("count", number(count))]),
        };
        let decision = Decision { id: self.id, title, act: word(self.act), ..Decision::default() };
        KindCount { count, none: word(self.none), decision }
    }
}

impl KindCount {
    /// Names the places where they are decided, as many as a list shows.
    #[must_use]
    pub fn among(mut self, places: impl IntoIterator<Item = HomeItem>) -> Self {
        let mut places = places.into_iter();
        self.decision.places = places.by_ref().take(SHOWN as usize).collect();
        let left = places.count() as i64;
        self.decision.more = (left > 0).then(|| say("home.more", &[("count", number(left))]));
        self
    }

    /// The page that lists all of them.
    #[must_use]
    pub fn at(mut self, list: impl Into<String>) -> Self {
        self.decision.href = Some(list.into());
        self
    }

    /// The same, and whose they are.
    #[must_use]
    pub fn to(mut self, list: &str, whose: String) -> Self {
        self.decision.text = whose;
        self.at(list)
    }
}

/// Returns those that wait, and a sentence that names what is in order.
pub fn sorted<const N: usize>(kinds: [KindCount; N]) -> (Vec<Decision>, Option<String>) {
    let (waiting, calm): (Vec<KindCount>, Vec<KindCount>) =
        kinds.into_iter().partition(|kind| kind.count > 0);
    let names: Vec<&str> = calm.iter().map(|kind| kind.none).collect();
    let calm = match (waiting.is_empty(), names.is_empty()) {
        (true, _) => Some(word("home.calm_all").to_owned()),
        (false, true) => None,
        (false, false) => Some(say("home.calm", &[("names", and(&names))])),
    };
    (waiting.into_iter().map(|kind| kind.decision.pressed()).collect(), calm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_listed_and_what_does_not_is_named_in_one_line() {
        let (waiting, calm) = sorted([START.of(1), CLOSE.of(0), QUEUE.of(2)]);
        let titles: Vec<&str> = waiting.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["Iniciar 1 cohorte", "Dar cupo a 2 personas en espera"]);
        assert_eq!(calm.as_deref(), Some("Todo lo demás está al día: cierres."));
    }

    #[test]
    fn a_day_without_anything_waiting_says_so() {
        let (waiting, calm) = sorted([START.of(0), CLOSE.of(0)]);
        assert!(waiting.is_empty());
        assert_eq!(calm.as_deref(), Some(word("home.calm_all")));
    }
}
