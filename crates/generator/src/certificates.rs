//! Certificates of those who earned one, judged and frozen by certification's own rules; without
//! letters, and without credentials, which the worker signs where there is a key.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, TimeDelta};
use sea_orm::{DatabaseTransaction, Set};

use certification::entity::certificate::{self, CertificateId, State};
use certification::entity::certificate_series;
use certification::queries::contents::certificate_contents;
use certification::queries::standing::{candidates, rule_context};
use certification::rules;
use certification::snapshot::{IssueDetails, Snapshot, SnapshotHolder};
use certification::validity::rules::last_day;
use cohorts::queries as cohorts;
use documents::certificate::Signer;
use platform::app::App;
use platform::dates::bogota_date;
use platform::errors::AppError;
use territory::reference::upsert;

use super::cohorts::{GeneratedCohort, public_code};
use super::plan::CountryPlan;
use super::rows;

/// Days from the closing to the certificates.
const AFTER: i64 = 2;

/// The last number of each unit's year.
#[derive(Default)]
pub struct Series {
    last: HashMap<(String, i32), i32>,
    changed: BTreeSet<(String, i32)>,
}

impl Series {
    fn next(&mut self, unit: &str, year: i32) -> i32 {
        let key = (unit.to_owned(), year);
        let last = self.last.entry(key.clone()).or_insert(0);
        *last += 1;
        self.changed.insert(key);
        *last
    }

    /// Writes down how far they are.
    pub async fn keep(&mut self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let rows = std::mem::take(&mut self.changed).into_iter().map(|key| {
            let last = self.last.get(&key).copied().unwrap_or(0);
            certificate_series::ActiveModel {
                issuer_unit: Set(key.0),
                year: Set(key.1),
                last_number: Set(last),
            }
        });
        Ok(upsert(tx, rows.collect()).await?)
    }
}

/// Writes the certificates of a cohort that is over and returns how many.
pub async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    country: &mut CountryPlan,
    series: &mut Series,
    cohort: &GeneratedCohort,
) -> Result<usize, AppError> {
    let closed_at = country.session(cohort.number, country.size.sessions - 1).1;
    let at = closed_at + TimeDelta::days(AFTER);
    if !cohort.is_closed || at > country.now {
        return Ok(0);
    }
    let row = cohorts::get(tx, cohort.id).await?;
    let standing = rule_context(tx, &row, at).await?;
    let contents = certificate_contents(tx, &row, &standing, app.demo).await?;
    let signer = Signer::new("Coordinación inventada", "Coordinación académica territorial");
    let today = bogota_date(at);
    let mut written = Vec::new();
    for candidate in candidates(tx, &standing).await? {
        if !candidate.judgement.holds() {
            continue;
        }
        let id = CertificateId(country.given.certificate.next());
        let code = public_code("certificado", id.0);
        let sequence = series.next(&row.cohort.unit_code, today.year());
        let number = rules::number(&row.cohort.unit_code, today.year(), sequence);
        let valid_until = contents.months.map(|months| last_day(today, months));
        let details = IssueDetails {
            number: number.clone(),
            code: code.clone(),
            public_url: app.config.public_url.clone(),
            issued_at: at,
            signer: signer.clone(),
            valid_until,
        };
        let holder = SnapshotHolder::of(&candidate.person);
        let snapshot = Snapshot::new(&contents, holder, &candidate.progress, details);
        let (text, digest) = snapshot.frozen()?;
        written.push(certificate::ActiveModel {
            id: Set(id),
            code: Set(code),
            enrolment_id: Set(candidate.enrolment),
            person_id: Set(candidate.person.id),
            cohort_id: Set(cohort.id),
            kind: Set(standing.rule.kind),
            number_year: Set(today.year()),
            number_sequence: Set(sequence),
            number: Set(number),
            issuer_unit: Set(row.cohort.unit_code.clone()),
            issued_at: Set(at),
            state: Set(State::Active),
            valid_until: Set(valid_until),
            template: Set(snapshot.template),
            snapshot: Set(text),
            snapshot_hash: Set(digest),
            ..Default::default()
        });
    }
    let count = written.len();
    rows::write(tx, written).await?;
    Ok(count)
}
