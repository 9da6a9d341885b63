//! The kinds of things that wait for somebody, with their sentences.

use chrono::Datelike as _;
use platform::prelude::*;
use platform::texts::{and, say, word};

use super::super::queries::SHOWN;
use super::super::views::{Decision, HomeItem};
use super::number;

/// A kind: its anchor, the keys of its sentence for one, for more, and where there is none, and the key of
/// what its button does. Keys stand in full, so that a search for one finds its use.
pub struct DecisionKind(&'static str, [&'static str; 4]);

pub const BELOW: DecisionKind = DecisionKind(
    "minimo",
    ["home.below_one", "home.below_many", "home.below_none", "home.act_decide"],
);
pub const START: DecisionKind = DecisionKind(
    "iniciar",
    ["home.start_one", "home.start_many", "home.start_none", "home.act_start"],
);
pub const LATE: DecisionKind = DecisionKind(
    "asistencia",
    ["home.late_one", "home.late_many", "home.late_none", "home.act_list"],
);
pub const FINISH: DecisionKind = DecisionKind(
    "asistencia",
    ["home.finish_one", "home.finish_many", "home.finish_none", "home.act_list"],
);
pub const GRADES: DecisionKind = DecisionKind(
    "notas",
    ["home.grades_one", "home.grades_many", "home.grades_none", "home.act_grade"],
);
pub const LETTERS: DecisionKind = DecisionKind(
    "correos",
    ["home.letters_one", "home.letters_many", "home.letters_none", "home.act_review"],
);
pub const NEVER: DecisionKind =
    DecisionKind("nunca", ["home.never_one", "home.never_many", "home.never_none", "home.act_see"]);
pub const OPEN: DecisionKind =
    DecisionKind("abiertos", ["home.open_one", "home.open_many", "home.open_none", "home.act_put"]);
pub const POSTS: DecisionKind = DecisionKind(
    "vinculaciones",
    ["home.posts_one", "home.posts_many", "home.posts_none", "home.act_confirm"],
);
pub const REVIEW: DecisionKind = DecisionKind(
    "revisar",
    ["home.review_one", "home.review_many", "home.review_none", "home.act_review"],
);
pub const REQUESTS: DecisionKind = DecisionKind(
    "solicitudes",
    ["home.requests_one", "home.requests_many", "home.requests_none", "home.act_reply"],
);
pub const APPEALS: DecisionKind = DecisionKind(
    "reclamos",
    ["home.appeals_one", "home.appeals_many", "home.appeals_none", "home.act_reply"],
);
pub const CLOSE: DecisionKind = DecisionKind(
    "cerrar",
    ["home.close_one", "home.close_many", "home.close_none", "home.act_close"],
);
pub const CERTIFICATES: DecisionKind = DecisionKind(
    "certificados",
    ["home.certificates_one", "home.certificates_many", "home.certificates_none", "home.act_issue"],
);
pub const CHANGES: DecisionKind = DecisionKind(
    "cambios",
    ["home.changes_one", "home.changes_many", "home.changes_none", "home.act_review"],
);
pub const QUEUE: DecisionKind = DecisionKind(
    "espera",
    ["home.queue_one", "home.queue_many", "home.queue_none", "home.act_seat"],
);
pub const NEEDS: DecisionKind = DecisionKind(
    "necesidades",
    ["home.needs_one", "home.needs_many", "home.needs_none", "home.act_see"],
);
pub const PEOPLE: DecisionKind = DecisionKind(
    "personas",
    ["home.people_one", "home.people_many", "home.people_none", "home.act_review"],
);
pub const CONFIRM: DecisionKind = DecisionKind(
    "confirmar",
    ["home.confirm_one", "home.confirm_many", "home.confirm_none", "home.act_see"],
);
pub const PUBLISH: DecisionKind = DecisionKind(
    "publicar",
    ["home.publish_one", "home.publish_many", "home.publish_none", "home.act_see"],
);

/// So many of a kind.
pub struct KindCount {
    count: i64,
    none: &'static str,
    decision: Decision,
}

impl DecisionKind {
    pub fn of(&self, count: i64) -> KindCount {
        let Self(id, [one, many, none, act]) = *self;
        let title = match count {
            1 => word(one).to_owned(),
            count => say(many, &[("count", number(count))]),
        };
        let decision = Decision { id, title, act: word(act), ..Decision::default() };
        KindCount { count, none: word(none), decision }
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

    /// Says since when the oldest of them waits.
    #[must_use]
    pub fn since(mut self, oldest: Option<DateTime<Utc>>, today: NaiveDate) -> Self {
        let key = if self.count == 1 { "home.waits_since" } else { "home.oldest_since" };
        self.decision.since = oldest.map(|at| say(key, &[("since", since(at, today))]));
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

/// Days in which a weekday says which day it was.
const A_WEEK: i64 = 7;

/// «desde hoy», «desde el martes 17», and «hace 12 días» when its week is over.
pub fn since(at: DateTime<Utc>, today: NaiveDate) -> String {
    let day = dates::bogota_date(at);
    match (today - day).num_days() {
        ..=0 => word("home.since_today").to_owned(),
        1 => word("home.since_yesterday").to_owned(),
        days if days < A_WEEK => {
            let day = format!("{} {}", dates::weekday(day), day.day());
            say("home.since_day", &[("day", day)])
        }
        days => say("home.since_days", &[("days", number(days))]),
    }
}

/// Adds since when it waits to what is said of a place: «2 por decidir, desde ayer».
pub fn with_since(text: String, oldest: Option<DateTime<Utc>>, today: NaiveDate) -> String {
    match oldest {
        Some(at) => format!("{text}, {}", since(at, today)),
        None => text,
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
    fn what_waits_says_since_when_as_people_say_it() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).expect("a time");
        let ago = |days| dates::from_bogota(today - TimeDelta::days(days), noon);
        for (days, words) in [
            (0, "desde hoy"),
            (1, "desde ayer"),
            (2, "desde el sábado 21"),
            (6, "desde el martes 17"),
            (7, "hace 7 días"),
            (12, "hace 12 días"),
        ] {
            assert_eq!(since(ago(days), today), words);
        }
        let told = |kind: KindCount| kind.since(Some(ago(6)), today).decision.since;
        assert_eq!(told(APPEALS.of(1)).as_deref(), Some("Espera desde el martes 17"));
        let many = told(APPEALS.of(3));
        assert_eq!(many.as_deref(), Some("Lo más antiguo espera desde el martes 17"));
    }

    #[test]
    fn a_day_without_anything_waiting_says_so() {
        let (waiting, calm) = sorted([START.of(0), CLOSE.of(0)]);
        assert!(waiting.is_empty());
        assert_eq!(calm.as_deref(), Some(word("home.calm_all")));
    }
}
