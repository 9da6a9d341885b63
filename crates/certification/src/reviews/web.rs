//! Addresses of what changed after certificates were issued. Choosing shows what would happen and
//! changes nothing; only the page that shows it has the button that does.

use std::collections::{BTreeMap, HashMap};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{self as cohorts, CohortRow};
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::numbers::some;
use platform::pager::{Pager, ROWS};
use sign_in_model::actor::{AccountId, Role};
use sign_in_model::prelude::*;

use super::commands::{DecisionOutcome, ShownCertificate, decide};
use super::queries::{CertificateComparison, comparisons};
use super::rules::{self, ChangeEffect, Deed};
use super::views::{
    CertificateChangeRow, CertificateChangesPage, DecisionPreviewPage, DecisionPreviewRow, deeds,
};
use crate::entity::certificate::CertificateId;
use crate::entity::second_confirmation::{self, SecondDeed};
use crate::policy::{as_issuer, may_issue};
use crate::queries::seconds::decisions_of;
use crate::queries::standing::{RuleContext, rule_context};
use crate::refusals::CertificationRefusal;
use crate::rules::reason;
use crate::views::{CertificateTab, StageTag, tabs};

/// Certificates that one preview shows and one press decides about.
const BATCH: usize = 200;

pub fn routes() -> Vec<Route> {
    routes![show, preview, apply]
}

/// A cohort that the actor issues for, with its certificates beside what is true.
struct CohortChanges {
    row: CohortRow,
    context: RuleContext,
    all: Vec<CertificateComparison>,
    /// Who waits for a second person, and who asked first.
    seconds: HashMap<EnrolmentId, second_confirmation::Model>,
    reader: AccountId,
}

impl CohortChanges {
    async fn read(desk: &Desk<'_>, cohort: CohortId) -> Result<Self, AppError> {
        let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
        let db = desk.app.db.read();
        let row = cohorts::find(db, &as_issuer(actor), cohort).await?;
        may_issue(actor, &(&row.cohort).into())?;
        let context = rule_context(db, &row, desk.app.clock.now()).await?;
        row.enter_known(desk, &context.sessions, CohortTab::Certificates)?;
        let all = comparisons(db, &context).await?;
        let seconds = decisions_of(db, cohort, desk.app.clock.now()).await?;
        Ok(Self { row, context, all, seconds, reader: actor.account })
    }

    fn page(&self, form: FormState, is_all: bool, page: Option<u64>) -> CertificateChangesPage {
        let id = self.context.cohort.id;
        let listed: Vec<_> = self
            .all
            .iter()
            .filter(|one| is_all || one.waits() || self.seconds.contains_key(&one.enrolment))
            .collect();
        let end = if is_all { "?vista=todos" } else { "" };
        let address = format!("/cohortes/{id}/certificados/cambios{end}");
        let pager = Pager::new(page, listed.len() as u64, &address);
        let skipped = usize::try_from(pager.offset()).unwrap_or(usize::MAX);
        let shown = listed.into_iter().skip(skipped).take(ROWS as usize);
        CertificateChangesPage {
            chosen_error: form.error("certificado").map(str::to_owned),
            rows: shown.map(|one| self.row(one, &form)).collect(),
            form,
            cohort: id,
            cohort_name: self.row.cohort.name.clone(),
            course: self.row.version.name.clone(),
            tabs: tabs(id, CertificateTab::Changes),
            is_all,
            deeds: deeds(),
            pager,
        }
    }

    fn row(&self, one: &CertificateComparison, form: &FormState) -> CertificateChangeRow {
        let second = self.seconds.get(&one.enrolment);
        // What was decided on other facts is asked anew.
        let second = second.filter(|second| second.facts_digest.as_ref() == Some(&one.digest));
        let (stage, label, advice) = match one.effect() {
            _ if let Some(second) = second => {
                let deed = match second.deed {
                    SecondDeed::Keep => "mantenerlo",
                    _ => "reemplazarlo",
                };
                let text = if second.asked_by == self.reader {
                    format!("Usted decidió {deed}; falta que otra persona decida lo mismo.")
                } else {
                    format!("Otra persona decidió {deed}: decida usted lo mismo para confirmarlo.")
                };
                ("waiting", "A la espera de una segunda persona", text)
            }
            ChangeEffect::None => ("success", "Sin cambios", String::new()),
            ChangeEffect::Figures => {
                let text = "Sigue cumpliendo la regla, y el documento no dice esta cifra.";
                ("success", "Sigue cumpliendo", text.to_owned())
            }
            ChangeEffect::Identity => {
                let text = "El documento dice otra cosa: se puede reemplazar.";
                ("warning", "Otros datos", text.to_owned())
            }
            ChangeEffect::Lost => ("error", "Ya no cumple", one.lacking.clone()),
        };
        let shown = shown(one);
        CertificateChangeRow {
            checked: form.all("certificado").contains(&shown),
            shown,
            name: one.certified.full_name.clone(),
            number: one.number.clone(),
            href: format!("/certificados/{}", one.certificate),
            differences: one.differences(),
            tag: StageTag { stage, label },
            advice,
        }
    }
}

fn shown(one: &CertificateComparison) -> String {
    format!("{}:{}", one.certificate, one.digest)
}

#[get("/cohortes/<cohort>/certificados/cambios?<vista>&<pagina>")]
async fn show(
    desk: Desk<'_>,
    cohort: CohortId,
    vista: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let changes = CohortChanges::read(&desk, cohort).await?;
    desk.show(&changes.page(FormState::default(), vista == Some("todos"), pagina))
}

/// What a form chose: «7:5f2c…».
fn chosen(fields: &Fields) -> BTreeMap<CertificateId, String> {
    let read = |text: &String| {
        let (id, digest) = text.split_once(':')?;
        Some((CertificateId(id.parse().ok()?), digest.to_owned()))
    };
    fields.all("certificado").iter().filter_map(read).collect()
}

/// What to do and why, every wrong field with its sentence.
fn read(fields: &Fields) -> Result<(Deed, String), FormState> {
    let mut reader = Reader::new(fields);
    let deed = Deed::of_code(fields.first("hacer"));
    let why = reason(fields.first("motivo"));
    let wrong = [
        (chosen(fields).is_empty() && !reader.ticked("todos"))
            .then_some(CertificationRefusal::NobodyChosen),
        deed.is_none().then_some(CertificationRefusal::NoDeed),
        why.as_ref().err().cloned(),
    ];
    for refusal in wrong.into_iter().flatten() {
        reader.wrong(refusal.field().unwrap_or_default(), refusal.sentence());
    }
    reader.finish()?;
    let why = why.unwrap_or_default().to_owned();
    deed.map(|deed| (deed, why)).ok_or_else(|| fields.state())
}

#[post("/cohortes/<cohort>/certificados/cambios", data = "<fields>")]
async fn preview(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let changes = CohortChanges::read(&desk, cohort).await?;
    let is_all = fields.first("vista") == "todos";
    let (deed, why) = match read(&fields) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&changes.page(form, is_all, None)),
    };
    let named = chosen(&fields);
    let everybody = fields.first("todos") == "si";
    let rows: Vec<_> = changes
        .all
        .iter()
        .filter(|one| named.contains_key(&one.certificate) || (everybody && one.waits()))
        .take(BATCH)
        .map(|one| preview_row(one, deed, named.get(&one.certificate)))
        .collect();
    if rows.is_empty() {
        let form = fields.refused(&CertificationRefusal::NotActive);
        return desk.refuse(&changes.page(form, is_all, None));
    }
    let to_do = rows.iter().filter(|row| row.is_done).count();
    let title = sentence(deed, if to_do == 0 { rows.len() } else { to_do });
    desk.show(&DecisionPreviewPage {
        form: FormState::default(),
        cohort,
        cohort_name: changes.row.cohort.name.clone(),
        course: changes.row.version.name.clone(),
        deed,
        deed_code: deed.code(),
        button: title.clone(),
        title,
        reason: why,
        to_do,
        rows,
    })
}

/// «Reemplazar 3 certificados».
fn sentence(deed: Deed, count: usize) -> String {
    let verb = match deed {
        Deed::Keep => "Mantener",
        Deed::Replace => "Reemplazar",
        Deed::Revoke => "Revocar",
    };
    format!("{verb} {}", some(count, "certificado", "certificados"))
}

fn preview_row(
    one: &CertificateComparison,
    deed: Deed,
    seen: Option<&String>,
) -> DecisionPreviewRow {
    let refusal = match rules::fits(deed, one.effect()) {
        _ if seen.is_some_and(|digest| *digest != one.digest) => {
            Some(CertificationRefusal::ShownIsOld)
        }
        fits => fits.err(),
    };
    let is_done = refusal.is_none();
    let outcome = match (refusal, deed) {
        (Some(refusal), _) => refusal.sentence(),
        (None, Deed::Keep) => "Sigue válido, con los datos con que se expidió.".to_owned(),
        (None, Deed::Replace) => format!(
            "Recibe otro número y un correo, a nombre de {}, {}. El de hoy lleva a él.",
            one.now.full_name, one.now.document_label
        ),
        (None, Deed::Revoke) => {
            "Deja de valer, y la persona recibe un correo con el motivo.".to_owned()
        }
    };
    let (stage, label) = if is_done { ("success", "Se hará") } else { ("error", "No se hará") };
    DecisionPreviewRow {
        shown: shown(one),
        name: one.certified.full_name.clone(),
        number: one.number.clone(),
        is_done,
        tag: StageTag { stage, label },
        outcome,
    }
}

#[post("/cohortes/<cohort>/certificados/cambios/hechos", data = "<fields>")]
async fn apply(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
    let row = cohorts::find(desk.app.db.read(), &as_issuer(actor), cohort).await?;
    let permit = may_issue(actor, &(&row.cohort).into())?;
    let (deed, why) = match read(&fields) {
        Ok(read) => read,
        Err(form) => {
            return desk.refuse(&CohortChanges::read(&desk, cohort).await?.page(form, true, None));
        }
    };
    let named = chosen(&fields).into_iter().take(BATCH);
    let named: Vec<_> =
        named.map(|(certificate, digest)| ShownCertificate { certificate, digest }).collect();
    let outcome = match decide(desk.app, permit, deed, &why, &named).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            return desk.refuse(&CohortChanges::read(&desk, cohort).await?.page(form, true, None));
        }
    };
    let to = format!("/cohortes/{cohort}/certificados/cambios");
    match message(deed, &outcome) {
        (text, true) => desk.done(to, text),
        (text, false) => desk.warned(to, text),
    }
}

/// What was done, and whether all of it was.
fn message(deed: Deed, outcome: &DecisionOutcome) -> (String, bool) {
    let (one, many) = match deed {
        Deed::Keep => ("Se mantuvo", "Se mantuvieron"),
        Deed::Replace => ("Se reemplazó", "Se reemplazaron"),
        Deed::Revoke => ("Se revocó", "Se revocaron"),
    };
    let count = outcome.done.len();
    let verb = if count == 1 { one } else { many };
    let mut text = format!("{verb} {}.", some(count, "certificado", "certificados"));
    if let Some((_, first)) = outcome.refused.first() {
        let left = some(outcome.refused.len(), "quedó", "quedaron");
        text.push_str(&format!(" Sin hacer {left}: {}", first.sentence()));
    }
    (text, outcome.refused.is_empty())
}
