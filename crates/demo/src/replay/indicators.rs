//! What official indices could say of the pilot's municipalities and of some of their neighbours:
//! invented, marked as such, and imported as a publisher's files are.

use chrono::NaiveDate;
use sea_orm::EntityTrait;

use indicators::commands::{NewIndicatorFile, import, upload};
use indicators::entity::indicator_import::{self, DataScale, Kind};
use indicators::policy::{may_import, may_send};
use platform::errors::AppError;

use super::{Replay, failed, must};
use crate::script::day;

/// Name, index (none for groups, category and population) and bytes.
const FILES: [(&str, Option<&str>, &[u8]); 3] = [
    ("municipios.csv", None, include_bytes!("../../../../seed/demo/municipios.csv")),
    ("mdm.csv", Some("MDM"), include_bytes!("../../../../seed/demo/mdm.csv")),
    ("idf.csv", Some("IDF"), include_bytes!("../../../../seed/demo/idf.csv")),
];
const SOURCE: &str = "Demostración, sin validez";
/// Before the first cohort begins.
const BROUGHT: i64 = -160;
const PUBLISHED: i64 = -190;

impl Replay<'_> {
    pub(super) async fn indicators(&self) -> Result<(), AppError> {
        self.at(BROUGHT, 10);
        let accounts = &self.script.programme.accounts;
        let administrator = accounts.iter().find(|one| one.role == "national_administrator");
        let administrator =
            administrator.ok_or_else(|| failed("administrator")("none".to_owned()))?;
        let administrator = self.actor(&administrator.key).await?;
        let published_on: NaiveDate = day(self.today, PUBLISHED);
        for (name, index, bytes) in FILES {
            let mut file = NewIndicatorFile {
                name: name.to_owned(),
                bytes: bytes.to_vec(),
                kind: if index.is_some() { Kind::Values } else { Kind::Traits },
                index: index.map(str::to_owned),
                source: SOURCE.to_owned(),
                published_on,
                year: None,
                sheet: None,
                scale: DataScale::Hundred,
                is_demo: true,
            };
            let id = must(name, upload(&self.app, may_send(&administrator)?, &mut file).await)?;
            let sent = indicator_import::Entity::find_by_id(id).one(self.app.db.read()).await?;
            let sent = sent.ok_or(AppError::NotFound)?;
            must(name, import(&self.app, may_import(&administrator, &sent)?).await)?;
        }
        Ok(())
    }
}
