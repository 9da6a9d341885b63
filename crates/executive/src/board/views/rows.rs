//! The departments or municipalities of a board, and the lists behind their figures.

use platform::prelude::*;
use reports_model::views::{Links, PageLink};

use super::BoardLinks;
use crate::operation::{OperationFigures, TerritoryGroup};
use crate::query::Ambit;

/// The lists behind the figures of a row, as far as the reader may open them: people, and municipalities in the
/// report of the same days.
#[derive(Debug, Default, Serialize, Example)]
pub struct RowLists {
    pub reached: Option<String>,
    pub never: Option<String>,
    pub enrolled: Option<String>,
    pub begun: Option<String>,
    pub attended: Option<String>,
    pub certified: Option<String>,
}

impl RowLists {
    fn of(links: &Links, municipality: &str, group: &TerritoryGroup) -> Self {
        let list = |people: i64, show| (people > 0).then(|| links.people(show, municipality));
        let places = |number: i64| (number > 0).then(|| format!("{}#municipios", links.report()));
        Self {
            reached: places(group.reached),
            never: places(group.never),
            enrolled: list(group.sum.enrolled, ""),
            begun: list(group.sum.begun, "iniciadas"),
            attended: list(group.sum.attended, "asistentes"),
            certified: list(group.sum.certified, "certificados"),
        }
    }
}

#[derive(Debug, Serialize, Example)]
pub struct DepartmentRow {
    /// Its board; nothing where the reader has none, and for places that are counted for no department.
    pub href: Option<String>,
    pub lists: RowLists,
    #[serde(flatten)]
    pub group: TerritoryGroup,
}

#[derive(Debug, Serialize, Example)]
pub struct MunicipalityReachRow {
    pub reach: &'static str,
    pub lists: RowLists,
    #[serde(flatten)]
    pub group: TerritoryGroup,
}

pub(super) fn departments(here: &BoardLinks<'_>, figures: &OperationFigures) -> Vec<DepartmentRow> {
    let row = |group: &TerritoryGroup| {
        let ambit = Ambit::Department(group.code.clone());
        let is_readable = here.choices.name(&ambit).is_some();
        let links = is_readable.then(|| here.links_of(&group.code));
        DepartmentRow {
            href: is_readable.then(|| here.board(&group.code, "")),
            lists: links.map(|links| RowLists::of(&links, "", group)).unwrap_or_default(),
            group: group.clone(),
        }
    };
    figures.groups.iter().map(row).collect()
}

pub(super) fn places(
    here: &BoardLinks<'_>,
    figures: &OperationFigures,
) -> Vec<MunicipalityReachRow> {
    let links = here.links();
    let row = |group: &TerritoryGroup| MunicipalityReachRow {
        reach: match (group.reached, group.never) {
            (1.., _) => "En el periodo",
            // Enrolled, and not come yet.
            (_, 1..) => "Nunca",
            _ => "En otro periodo",
        },
        lists: links
            .as_ref()
            .map(|links| RowLists::of(links, &group.code, group))
            .unwrap_or_default(),
        group: group.clone(),
    };
    let is_listed = |group: &&TerritoryGroup| {
        !group.code.is_empty() && (group.never == 0 || group.sum.enrolled > 0)
    };
    figures.groups.iter().filter(is_listed).map(row).collect()
}

/// Those with nobody enrolled either: their rows would be zeros.
pub(super) fn never(figures: &OperationFigures) -> Vec<PageLink> {
    let link =
        |group: &TerritoryGroup| PageLink::new(&group.name, format!("/municipios/{}", group.code));
    let zero = |group: &&TerritoryGroup| group.never > 0 && group.sum.enrolled == 0;
    figures.groups.iter().filter(zero).map(link).collect()
}
