//! Who issues and what can be achieved: the documents that a credential carries and that are published
//! by themselves too.

use serde::{Deserialize, Serialize};

/// Verifiable Credentials Data Model 2.0.
pub const V2: &str = "https://www.w3.org/ns/credentials/v2";
/// Open Badges 3.0, of its last revision.
pub const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

pub(crate) fn contexts() -> Vec<String> {
    vec![V2.to_owned(), OPEN_BADGES.to_owned()]
}

pub(crate) fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|&word| word.to_owned()).collect()
}

/// Who issues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub name: String,
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_identifier: Vec<Identifier>,
}

impl Profile {
    pub fn new(id: impl Into<String>, name: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind: words(&["Profile"]),
            name: name.into(),
            url: url.into(),
            image: None,
            email: None,
            address: None,
            other_identifier: Vec::new(),
        }
    }
}

/// A picture, by the address where it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    pub id: String,
    #[serde(rename = "type")]
    kind: String,
    /// What it shows, for whoever does not see it.
    pub caption: String,
}

impl Image {
    pub fn new(id: impl Into<String>, caption: impl Into<String>) -> Self {
        Self { id: id.into(), kind: "Image".to_owned(), caption: caption.into() }
    }
}

/// Where letters reach the issuer, in Colombia.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub address_country: String,
    pub address_country_code: String,
    pub street_address: String,
}

impl Address {
    pub fn in_colombia(street_address: impl Into<String>) -> Self {
        Self {
            kind: words(&["Address"]),
            address_country: "Colombia".to_owned(),
            address_country_code: "CO".to_owned(),
            street_address: street_address.into(),
        }
    }
}

/// Another name of the issuer, of a kind that the standard's list does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identifier {
    #[serde(rename = "type")]
    kind: String,
    pub identifier: String,
    pub identifier_type: String,
}

impl Identifier {
    /// `kind` is what the standard asks for after «ext:».
    pub fn of(kind: &str, identifier: impl Into<String>) -> Self {
        Self {
            kind: "IdentifierEntry".to_owned(),
            identifier: identifier.into(),
            identifier_type: format!("ext:{kind}"),
        }
    }
}

/// What can be told of each time that something was achieved: hours, a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultDescription {
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub name: String,
    pub result_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<String>,
}

impl ResultDescription {
    /// `kind` is what the standard asks for after «ext:».
    pub fn new(id: String, name: &str, kind: &str, value_max: Option<String>) -> Self {
        Self {
            id,
            kind: words(&["ResultDescription"]),
            name: name.to_owned(),
            result_type: format!("ext:{kind}"),
            value_max,
        }
    }
}

/// What was so this time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultValue {
    #[serde(rename = "type")]
    kind: Vec<String>,
    /// Of what: the id of a [`ResultDescription`].
    pub result_description: String,
    pub value: String,
}

impl ResultValue {
    pub fn new(description: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            kind: words(&["Result"]),
            result_description: description.into(),
            value: value.into(),
        }
    }
}

/// A page that shows that somebody achieved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub name: String,
    /// What whoever opens it finds.
    pub narrative: String,
}

impl Evidence {
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        narrative: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            kind: words(&["Evidence"]),
            name: name.into(),
            narrative: narrative.into(),
        }
    }
}

/// What was learned, the same for all who learned it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Achievement {
    pub id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub achievement_type: String,
    pub name: String,
    pub description: String,
    pub criteria: Criteria,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Who made it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<Profile>,
    /// «curso», «mixta»
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<String>,
    /// Its hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits_available: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub result_description: Vec<ResultDescription>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    pub in_language: String,
}

/// What had to be done for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criteria {
    pub narrative: String,
}

/// A capacity that it works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    #[serde(rename = "type")]
    kind: Vec<String>,
    pub target_code: String,
    pub target_name: String,
    pub target_url: String,
    pub target_framework: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_type: Option<String>,
}

impl Alignment {
    pub fn new(framework: &str, code: &str, name: &str, url: String) -> Self {
        Self {
            kind: words(&["Alignment"]),
            target_code: code.to_owned(),
            target_name: name.to_owned(),
            target_url: url,
            target_framework: framework.to_owned(),
            target_type: Some("ceasn:Competency".to_owned()),
        }
    }
}

/// Whether something was passed or attended; the words are those of the standard's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AchievementType {
    CertificateOfCompletion,
    Badge,
}

impl AchievementType {
    fn word(self) -> &'static str {
        match self {
            Self::CertificateOfCompletion => "CertificateOfCompletion",
            Self::Badge => "Badge",
        }
    }
}

/// What an achievement is made of.
#[derive(Clone, Debug)]
pub struct AchievementFacts {
    pub id: String,
    pub kind: AchievementType,
    pub name: String,
    pub description: String,
    pub narrative: String,
    pub image: Image,
    pub creator: Profile,
    pub tag: Vec<String>,
    pub credits_available: Option<u32>,
    pub result_description: Vec<ResultDescription>,
    pub alignment: Vec<Alignment>,
}

impl Achievement {
    pub fn new(facts: AchievementFacts) -> Self {
        Self {
            id: facts.id,
            kind: words(&["Achievement"]),
            achievement_type: facts.kind.word().to_owned(),
            name: facts.name,
            description: facts.description,
            criteria: Criteria { narrative: facts.narrative },
            image: Some(facts.image),
            creator: Some(facts.creator),
            tag: facts.tag,
            credits_available: facts.credits_available,
            result_description: facts.result_description,
            alignment: facts.alignment,
            in_language: "es".to_owned(),
        }
    }
}

/// A document of one of these by itself, with its context.
#[derive(Serialize)]
pub struct LinkedDocument<'a, T> {
    #[serde(rename = "@context")]
    context: Vec<String>,
    #[serde(flatten)]
    body: &'a T,
}

impl<'a, T> LinkedDocument<'a, T> {
    pub fn new(body: &'a T) -> Self {
        Self { context: contexts(), body }
    }
}
