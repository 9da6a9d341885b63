//! A list that an alcaldía sent and that waits to be mended, so that a newcomer sees what an import
//! looks like before sending one of their own.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use cohorts::entity::cohort::{self, Stage};
use enrolment::import::columns::{ColumnTarget, ColumnTargets};
use enrolment::import::commands::{check, choose, upload};
use enrolment::import::policy::{may_step, may_upload};
use enrolment::import::reading::{Authorisation, Defaults, ImportChoice};
use people::entity::person::DocumentType;
use people::entity::post::Kind;
use platform::errors::AppError;
use platform::uploads::UploadedFile;

use super::{Replay, failed, must};
use crate::script::{Cohort, ScriptPerson};

/// People of the list, the last of them without a position.
const LISTED: usize = 4;
const HEADINGS: [&str; 5] =
    ["CEDULA", "NOMBRES Y APELLIDOS", "MUNICIPIO", "CARGO", "TIPO DE VINCULACION"];

impl Replay<'_> {
    /// Every confirmed cohort has a list that was checked yesterday and has one row to mend.
    pub(super) async fn lists(&self) -> Result<(), AppError> {
        self.at(-1, 15);
        for script in &self.script.programme.cohorts {
            if script.stage == "confirmed" {
                self.list(script).await?;
            }
        }
        Ok(())
    }

    async fn list(&self, script: &Cohort) -> Result<(), AppError> {
        let app = &self.app;
        let coordinator = self.coordinator(script).await?;
        let cohort = cohort::Entity::find()
            .filter(cohort::Column::UnitCode.eq(&script.unit))
            .filter(cohort::Column::Stage.eq(Stage::Confirmed))
            .one(app.db.read())
            .await?
            .ok_or_else(|| failed("a confirmed cohort")(script.code.clone()))?;
        let file = UploadedFile {
            name: "Lista de la alcaldía.csv".to_owned(),
            bytes: self.rows(script).into_bytes(),
        };
        let permit = may_upload(&coordinator, &cohort)?;
        let sent = must("list", upload(app, permit, file, true).await)?;
        let id = sent.id;
        let targets = [
            ColumnTarget::Document,
            ColumnTarget::FullName,
            ColumnTarget::Municipality,
            ColumnTarget::Position,
            ColumnTarget::Kind,
        ];
        let choice = ImportChoice {
            with_hidden: false,
            headings: (0..).zip(HEADINGS.map(str::to_owned)).collect(),
            sheet: 0,
            header: 1,
            columns: ColumnTargets((0..).zip(targets).collect()),
            defaults: Defaults {
                document_type: Some(DocumentType::Cc),
                alcaldia: true,
                ..Defaults::default()
            },
            authorised: Some(Authorisation { at: app.clock.now(), by: coordinator.account }),
            earlier: None,
        };
        let permit = may_step(&coordinator, &cohort, &sent)?;
        must("columns of the list", choose(app, permit, &choice).await)?;
        check(app, id).await
    }

    /// The list as its alcaldía wrote it: people of the cohort's municipalities.
    fn rows(&self, script: &Cohort) -> String {
        let mut text = format!("{}\r\n", HEADINGS.join(";"));
        let here = |person: &&ScriptPerson| {
            person.document_type == "CC"
                && person.ends_day.is_none()
                && person.second_name.is_some() == person.second_surname.is_some()
                && script.municipalities.contains(&person.municipality)
        };
        for (n, person) in self.script.people.iter().filter(here).take(LISTED).enumerate() {
            let names = [
                Some(&person.first_name),
                person.second_name.as_ref(),
                Some(&person.first_surname),
                person.second_surname.as_ref(),
            ];
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            let kind = Kind::from_code(&person.kind).map_or("", Kind::label);
            let position = if n + 1 == LISTED { "" } else { person.position.as_str() };
            text.push_str(&format!(
                "{};{};{};{position};{kind}\r\n",
                person.document_number,
                names.join(" ").to_uppercase(),
                person.municipality,
            ));
        }
        text
    }
}
