//! Pages of installed capacity.

pub use ledger_model::views::*;

mod municipality;
mod people;

use platform::pager::address;
use platform::pages::{Sample, samples_of};
use platform::prelude::*;

use super::as_of::AsOf;
use super::figures::{Count, Retention};
use super::queries::{CountGroup, LedgerReach};

pub use municipality::{CapacityFiguresRow, MunicipalityCapacityPage};
pub use people::{CountedPeoplePage, CountedPersonRow};

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<super::department::DepartmentCapacityPage>();
    all.extend(samples_of::<super::lacking::LackPage>());
    all.extend(samples_of::<MunicipalityCapacityPage>());
    all.extend(samples_of::<CountedPeoplePage>());
    all
}

/// Returns the sentences that say of which day the figures are, and how much was known.
pub fn as_of_sentences(as_of: &AsOf, reach: LedgerReach) -> Vec<String> {
    let day = dates::short(as_of.day);
    let mut sentences = vec![match (as_of.is_open, as_of.is_rebuilt) {
        (true, _) => format!("Corte al {day}, con lo que se sabe hoy."),
        (false, true) => format!(
            "Corte al {day}. Ese día aún no se llevaba este registro: se calcula con lo que se sabía el {}.",
            dates::short(dates::bogota_date(as_of.known_at))
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Example)]
pub struct LinkedFigure {
    pub number: String,
    /// `None` when the figure is zero: there is no list to read.
    pub href: Option<String>,
}

impl LinkedFigure {
    fn of(people: i64, href: impl FnOnce() -> String) -> Self {
        Self { number: numbers::grouped(people), href: (people > 0).then(href) }
    }
}

/// The three figures of a count, each with its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Example)]
pub struct CapacityFigures {
    pub confirmed: LinkedFigure,
    pub unconfirmed: LinkedFigure,
    pub left: LinkedFigure,
    /// Nobody is certified and in post.
    pub none: bool,
}

impl CapacityFigures {
    /// The figures of a municipality, with the addresses of their lists; an empty capacity means any.
    pub fn listed(count: Count, place: &str, capacity: &str, day: &str) -> Self {
        let path = format!("/municipios/{place}/capacidad/personas");
        let href = |group: CountGroup| {
            let query = [("grupo", group.code()), ("capacidad", capacity), ("corte", day)];
            address(&path, &query)
        };
        Self::of(count, href)
    }

    /// The figures of many municipalities together: each opens the table of those, whose figures open the lists.
    pub fn of_many(count: Count, table: &str) -> Self {
        Self::of(count, |_| table.to_owned())
    }

    fn of(count: Count, href: impl Fn(CountGroup) -> String) -> Self {
        let figure = |people: i64, group: CountGroup| LinkedFigure::of(people, || href(group));
        Self {
            confirmed: figure(count.confirmed, CountGroup::Confirmed),
            unconfirmed: figure(count.unconfirmed, CountGroup::Unconfirmed),
            left: figure(count.left, CountGroup::Left),
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
