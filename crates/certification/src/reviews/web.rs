//! Addresses of what changed after certificates were issued. Choosing shows what would happen and
//! changes nothing; only the page that shows it has the button that does.

use std::collections::BTreeMap;

use rocket::{Route, get, post, routes};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::{self as cohorts, CohortRow};
use platform::errors::AppError;
use platform::fields::FormState;
use platform::forms::{Fields, Reader};
use platform::numbers::some;
use platform::pager::{Pager, ROWS};
use platform::texts::Refusal;
use sign_in_model::actor::Role;
use sign_in_model::desk::{Answer, Desk};

use super::commands::{Decided, Shown, decide};
use super::queries::{Looked, looked};
use super::rules::{self, Deed, Effect};
use super::views::{ChangesPage, PreviewPage, PreviewRow, Row, deeds};
use crate::entity::certificate::CertificateId;
use crate::policy::{as_issuer, may_issue};
use crate::queries::standing::{Ground, ground};
use crate::refusals::CertificationRefusal;
use crate::rules::reason;
use crate::views::{TabOf, Tag, tabs};

/// Certificates that one preview shows and one press decides about.
const BATCH: usize = 200;

pub fn routes() -> Vec<Route> {
    routes![show, preview, carry_out]
}

/// A cohort that the actor issues for, with its certificates beside what is true.
struct Changes {
    row: CohortRow,
    ground: Ground,
    all: Vec<Looked>,
}

impl Changes {
    async fn read(desk: &Desk<'_>, cohort: CohortId) -> Result<Self, AppError> {
        let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
        let db = desk.app.db.read();
        let row = cohorts::find(db, &as_issuer(actor), cohort).await?;
        may_issue(actor, &(&row.cohort).into())?;
        let ground = ground(db, &row, desk.app.clock.now()).await?;
        let all = looked(db, &ground).await?;
        Ok(Self { row, ground, all })
    }

    fn page(&self, form: FormState, is_all: bool, page: Option<u64>) -> ChangesPage {
        let id = self.ground.cohort.id;
        let listed: Vec<_> = self.all.iter().filter(|one| is_all || one.waits()).collect();
        let end = if is_all { "?vista=todos" } else { "" };
        let address = format!("/cohortes/{id}/certificados/cambios{end}");
        let pager = Pager::new(page, listed.len() as u64, &address);
        let skipped = usize::try_from(pager.offset()).unwrap_or(usize::MAX);
        let shown = listed.into_iter().skip(skipped).take(ROWS as usize);
        ChangesPage {
            chosen_error: form.error("certificado").map(str::to_owned),
            rows: shown.map(|one| row(one, &form)).collect(),
            form,
            cohort: id,
            cohort_name: self.row.cohort.name.clone(),
            course: self.row.version.name.clone(),
            tabs: tabs(id, TabOf::Changes),
            is_all,
            deeds: deeds(),
            pager,
        }
    }
}

fn shown(one: &Looked) -> String {
    format!("{}:{}", one.certificate, one.digest)
}

fn row(one: &Looked, form: &FormState) -> Row {
    let (stage, label, advice) = match one.effect() {
        Effect::None => ("success", "Sin cambios", String::new()),
        Effect::Figures => {
            let text = "Sigue cumpliendo la regla, y el documento no dice esta cifra.";
            ("success", "Sigue cumpliendo", text.to_owned())
        }
        Effect::Identity => {
            let text = "El documento dice otra cosa: se puede reemplazar.";
            ("warning", "Otros datos", text.to_owned())
        }
        Effect::Lost => ("error", "Ya no cumple", one.lacking.clone()),
    };
    let shown = shown(one);
    Row {
        checked: form.all("certificado").contains(&shown),
        shown,
        name: one.certified.full_name.clone(),
        number: one.number.clone(),
        href: format!("/certificados/{}", one.certificate),
        differences: one.differences(),
        tag: Tag { stage, label },
        advice,
    }
}

#[get("/cohortes/<cohort>/certificados/cambios?<vista>&<pagina>")]
async fn show(
    desk: Desk<'_>,
    cohort: CohortId,
    vista: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let changes = Changes::read(&desk, cohort).await?;
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
    let changes = Changes::read(&desk, cohort).await?;
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
        .map(|one| outlook(one, deed, named.get(&one.certificate)))
        .collect();
    if rows.is_empty() {
        let form = fields.refused(&CertificationRefusal::NotActive);
        return desk.refuse(&changes.page(form, is_all, None));
    }
    let to_do = rows.iter().filter(|row| row.is_done).count();
    let title = sentence(deed, if to_do == 0 { rows.len() } else { to_do });
    desk.show(&PreviewPage {
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

fn outlook(one: &Looked, deed: Deed, seen: Option<&String>) -> PreviewRow {
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
    PreviewRow {
        shown: shown(one),
        name: one.certified.full_name.clone(),
        number: one.number.clone(),
        is_done,
        tag: Tag { stage, label },
        outcome,
    }
}

#[post("/cohortes/<cohort>/certificados/cambios/hechos", data = "<fields>")]
async fn carry_out(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
    let row = cohorts::find(desk.app.db.read(), &as_issuer(actor), cohort).await?;
    let permit = may_issue(actor, &(&row.cohort).into())?;
    let (deed, why) = match read(&fields) {
        Ok(read) => read,
        Err(form) => {
            return desk.refuse(&Changes::read(&desk, cohort).await?.page(form, true, None));
        }
    };
    let named = chosen(&fields).into_iter().take(BATCH);
    let named: Vec<_> = named.map(|(certificate, digest)| Shown { certificate, digest }).collect();
    let decided = match decide(desk.app, permit, deed, &why, &named).await {
        Ok(decided) => decided,
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            return desk.refuse(&Changes::read(&desk, cohort).await?.page(form, true, None));
        }
    };
    let to = format!("/cohortes/{cohort}/certificados/cambios");
    match told(deed, &decided) {
        (text, true) => desk.done(to, text),
        (text, false) => desk.warned(to, text),
    }
}

/// What was done, and whether all of it was.
fn told(deed: Deed, decided: &Decided) -> (String, bool) {
    let (one, many) = match deed {
        Deed::Keep => ("Se mantuvo", "Se mantuvieron"),
        Deed::Replace => ("Se reemplazó", "Se reemplazaron"),
        Deed::Revoke => ("Se revocó", "Se revocaron"),
    };
    let count = decided.done.len();
    let verb = if count == 1 { one } else { many };
    let mut text = format!("{verb} {}.", some(count, "certificado", "certificados"));
    if let Some((_, first)) = decided.refused.first() {
        let left = some(decided.refused.len(), "quedó", "quedaron");
        text.push_str(&format!(" Sin hacer {left}: {}", first.sentence()));
    }
    (text, decided.refused.is_empty())
}
