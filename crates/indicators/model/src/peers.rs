//! Everybody's value of one indicator in one year, and who is compared with whom; pure. Nothing is
//! computed across groups.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use platform::search::fold;

use super::figures::ValueRange;
use super::rules::{Better, Gap, NoGap, gap};

/// An indicator as the framework has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub index: String,
    pub code: String,
    pub name: String,
    pub unit: String,
    pub range: ValueRange,
    pub range_text: String,
    pub better: Better,
    /// What a reader must know before reading a value; may be empty.
    pub note: String,
}

/// The value of one municipality that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerValue {
    pub value: i64,
    pub source: String,
    pub published_on: NaiveDate,
    pub is_demo: bool,
}

/// A municipality's group, as it counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    pub group: String,
    pub is_demo: bool,
}

/// Members by municipality, of each scheme of a year.
pub type Schemes = BTreeMap<String, HashMap<String, GroupMember>>;

/// Returns the scheme that was asked for, or else the one named after the index, or else the first.
pub fn choose(schemes: &Schemes, asked: &str, index: &str) -> Option<String> {
    choose_name(schemes.keys().map(String::as_str), asked, index).map(str::to_owned)
}

/// Chooses among the names of schemes, by the same rule.
pub fn choose_name<'a>(
    schemes: impl Iterator<Item = &'a str> + Clone,
    asked: &str,
    index: &str,
) -> Option<&'a str> {
    let index = fold(index);
    let named = || schemes.clone().find(|scheme| fold(scheme).starts_with(&index));
    let asked = schemes.clone().find(|scheme| *scheme == asked);
    asked.or_else(named).or_else(|| schemes.clone().next())
}

#[derive(Clone, Debug)]
pub struct Peers {
    pub better: Better,
    /// By municipality.
    pub values: HashMap<String, PeerValue>,
    /// By municipality, of one scheme and the same year.
    pub members: HashMap<String, GroupMember>,
}

impl Peers {
    pub fn group(&self, municipality: &str) -> Option<&str> {
        self.members.get(municipality).map(|member| member.group.as_str())
    }

    /// Returns how many municipalities a group has, with a value or without.
    pub fn size(&self, group: &str) -> usize {
        self.members.values().filter(|member| member.group == group).count()
    }

    fn valued<'a>(
        &'a self,
        group: &'a str,
    ) -> impl Iterator<Item = (&'a GroupMember, &'a PeerValue)> {
        let own = self.members.iter().filter(move |(_, member)| member.group == group);
        own.filter_map(|(code, member)| Some((member, self.values.get(code)?)))
    }

    /// Returns the values of a group, without the municipalities that have none.
    pub fn values_in(&self, group: &str) -> Vec<i64> {
        self.valued(group).map(|(_, valued)| valued.value).collect()
    }

    /// Whether any value or membership of a group was invented.
    pub fn has_demo(&self, group: &str) -> bool {
        self.valued(group).any(|(member, valued)| member.is_demo || valued.is_demo)
    }

    /// # Errors
    /// Why the municipality is not compared.
    pub fn gap(&self, municipality: &str) -> Result<Gap, NoGap> {
        let own = self.values.get(municipality).map(|valued| valued.value);
        let values = self.group(municipality).map(|group| self.values_in(group));
        gap(self.better, own, values.as_deref())
    }
}
