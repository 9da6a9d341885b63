//! Pages of installed capacity.

pub use ledger_model::views::*;

mod municipality;
mod people;

use serde::Serialize;

use platform::pager::address;
use platform::pages::{Sample, samples_of};
use platform::{dates, numbers};

use super::cut::Cut;
use super::figures::{Count, Retention};
use super::queries::{Group, Reach};

pub use municipality::{HeldRow, MunicipalityPage};
pub use people::{PeoplePage, PersonRow};

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<super::department::DepartmentPage>();
    all.extend(samples_of::<MunicipalityPage>());
    all.extend(samples_of::<PeoplePage>());
    all
}

/// What the figures are of, in a sentence.
pub fn told(cut: &Cut, reach: Reach) -> Vec<String> {
    let day = dates::long(cut.day);
    let mut sentences = vec![match (cut.is_open, cut.is_rebuilt) {
        (true, _) => format!("Corte al {day}, con lo que se sabe hoy."),
        (false, true) => format!(
            "Corte al {day}. Ese día aún no se llevaba este registro: se calcula con lo que se sabía el {}.",
            dates::long(dates::bogota_date(cut.known_at))
        ),
        (false, false) => format!(
            "Corte al {day}, como se sabía al terminar ese día: lo que se supo después no lo cambia."
        ),
    }];
    if reach.is_filling {
        sentences.push(
            "El registro se está completando con las personas de antes; vuelva en unos minutos."
                .to_owned(),
        );
    }
    sentences
}

/// A figure and the list behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    pub number: String,
    /// Empty for nobody: there is no list to read.
    pub href: Option<String>,
}

impl Figure {
    fn of(people: i64, href: impl FnOnce() -> String) -> Self {
        Self { number: numbers::grouped(people), href: (people > 0).then(href) }
    }
}

/// The three figures of a count, each with its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub confirmed: Figure,
    pub unconfirmed: Figure,
    pub left: Figure,
    /// «33 %» of the people in post that are known.
    pub coverage: String,
    /// Nobody is certified and in post.
    pub none: bool,
}

impl Figures {
    /// Of a municipality, with addresses of its lists; an empty capacity is any.
    pub fn listed(count: Count, in_post: i64, place: &str, capacity: &str, day: &str) -> Self {
        let path = format!("/municipios/{place}/capacidad/personas");
        let href = |group: Group| {
            let query = [("grupo", group.code()), ("capacidad", capacity), ("corte", day)];
            address(&path, &query)
        };
        let figure = |people: i64, group: Group| Figure::of(people, || href(group));
        Self {
            confirmed: figure(count.confirmed, Group::Confirmed),
            unconfirmed: figure(count.unconfirmed, Group::Unconfirmed),
            left: figure(count.left, Group::Left),
            ..Self::plain(count, in_post)
        }
    }

    /// Without lists: sums of many municipalities.
    pub fn plain(count: Count, in_post: i64) -> Self {
        let number = |people| Figure { number: numbers::grouped(people), href: None };
        Self {
            confirmed: number(count.confirmed),
            unconfirmed: number(count.unconfirmed),
            left: number(count.left),
            coverage: numbers::percent(numbers::ratio(count.in_post(), in_post)),
            none: count.in_post() == 0,
        }
    }
}

/// «3 de 4 (75 %)»; «—» where nobody was certified long enough ago.
pub fn retention(one: Retention) -> String {
    if one.of == 0 {
        return "—".to_owned();
    }
    let percent = numbers::percent(numbers::ratio(one.stayed, one.of));
    format!("{} de {} ({percent})", numbers::grouped(one.stayed), numbers::grouped(one.of))
}
