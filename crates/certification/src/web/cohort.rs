//! A cohort's certificates: review and issue, what was issued, all documents in one file.

use std::collections::{HashMap, HashSet};

use rocket::http::ContentType;

use attendance_model::rules::AttendanceRule;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{self as cohorts, CohortRow};
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::rules::{NameParts, document_label, full_name};
use platform::numbers::{people, tenths};
use platform::pager::{Pager, ROWS};
use platform::texts::{Refusal, and, say};
use sign_in_model::actor::AccountId;
use sign_in_model::desk::{Answer, Desk, FileStream};
use sign_in_model::prelude::*;

use crate::batches::entity::certificate_batch;
use crate::entity::certificate::{self, Kind};
use crate::policy::{self, LIST_ROLES, as_issuer, as_overseer};
use crate::queries::certificates::{self, CertificateHead, CertificateScope};
use crate::queries::seconds::{staff_among, waiting_of};
use crate::queries::standing::{CertificateCandidate, RuleContext, candidates, rule_context};
use crate::readiness::{CertificateReadiness, readiness};
use crate::refusals::CertificationRefusal;
use crate::signatures::views::AwaitedPage;
use crate::snapshot::Snapshot;
use crate::views::{
    AwaitedSecondRow, CertificateReviewPage, CertificateReviewRow, CertificateTab, IssuedPage,
    IssuedRow, Signpost, tabs, validity_tag,
};
use crate::{batches, pdf, rules, validity};

/// Returns the cohort and how much of it the reader sees: an issuer sees all its certificates, whoever
/// directs its unit too but masked, a gobernación those of its departments; for other readers the cohort
/// does not exist.
async fn seen(desk: &Desk<'_>, id: CohortId) -> Result<(CohortRow, CertificateScope), AppError> {
    let actor = desk.actor_as(LIST_ROLES)?;
    let db = desk.app.db.read();
    match cohorts::find(db, &as_issuer(actor), id).await {
        Err(AppError::NotFound) => {
            let row = cohorts::find(db, &as_overseer(actor), id).await?;
            if actor.directed().contains(&row.cohort.unit_code.as_str()) {
                return Ok((row, CertificateScope::Unit));
            }
            let departments = actor.departments().into_iter().map(str::to_owned).collect();
            Ok((row, CertificateScope::Departments(departments)))
        }
        found => Ok((found?, CertificateScope::All)),
    }
}

#[get("/cohortes/<cohort>/certificados?<vista>&<pagina>")]
pub async fn show(
    desk: Desk<'_>,
    cohort: CohortId,
    vista: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let (row, sight) = seen(&desk, cohort).await?;
    if sight == CertificateScope::All && vista != Some("expedidos") {
        let review = CohortReview::read(&desk, row).await?;
        return desk.show(&review.page(FormState::default(), pagina));
    }
    desk.show(&issued_page(&desk, row, sight, pagina).await?)
}

async fn issued_page(
    desk: &Desk<'_>,
    row: CohortRow,
    sight: CertificateScope,
    page: Option<u64>,
) -> Result<IssuedPage, AppError> {
    let id = row.cohort.id;
    let whole = sight == CertificateScope::All;
    let address = format!("/cohortes/{id}/certificados?vista=expedidos");
    let (issued, pager) =
        certificates::issued(desk.app.db.read(), id, &sight, page, &address).await?;
    row.enter(desk, CohortTab::Certificates).await?;
    let now = desk.app.clock.now();
    let rows =
        issued.iter().map(|row| issued_row(row, whole, now)).collect::<Result<Vec<_>, _>>()?;

    Ok(IssuedPage {
        cohort: id,
        tag: row.cohort.stage.into(),
        cohort_name: row.cohort.name,
        course: row.version.name,
        tabs: if whole { tabs(id, CertificateTab::Issued) } else { Vec::new() },
        may_download: whole && !rows.is_empty(),
        rows,
        pager,
    })
}

fn issued_row(
    row: &certificate::Model,
    whole: bool,
    now: DateTime<Utc>,
) -> Result<IssuedRow, AppError> {
    let snapshot = Snapshot::read(&row.snapshot)?;
    let document = if whole { snapshot.document.document_label } else { snapshot.masked_document };
    Ok(IssuedRow {
        number: snapshot.document.number,
        href: whole.then(|| format!("/certificados/{}", row.id)),
        name: snapshot.document.full_name,
        document,
        kind: row.kind.label(),
        issued_on: dates::short(dates::bogota_date(row.issued_at)),
        tag: validity_tag(row.kind, validity::of(row, now)),
    })
}

struct CohortReview {
    row: CohortRow,
    context: RuleContext,
    people: Vec<(CertificateCandidate, Option<CertificateHead>)>,
    /// The last batch of the cohort.
    last: Option<certificate_batch::Model>,
    /// The enrolments whose turn is still to come in a batch.
    queued: HashSet<EnrolmentId>,
    /// Who waits for a second person, and who asked first.
    seconds: HashMap<EnrolmentId, AccountId>,
    /// Those who work for the unit: their certificates need a second person.
    staff: HashSet<i64>,
    reader: AccountId,
    own: Option<i64>,
}

impl CohortReview {
    async fn read(desk: &Desk<'_>, row: CohortRow) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let context = rule_context(db, &row, desk.app.clock.now()).await?;
        row.enter_known(desk, &context.sessions, CohortTab::Certificates)?;
        let mut latest = certificates::latest(db, row.cohort.id).await?;
        let people = candidates(db, &context).await?;
        let ids = people.iter().map(|candidate| candidate.person.id);
        let staff = staff_among(db, ids, &row.cohort.unit_code, desk.app.clock.today()).await?;
        let people = people
            .into_iter()
            .map(|candidate| {
                let head = latest.remove(&candidate.enrolment);
                (candidate, head)
            })
            .collect();
        let last = batches::queries::last_of(db, row.cohort.id).await?;
        // Nobody waits for a second person of whom nothing was asked yet.
        let (queued, seconds) = match last {
            Some(_) => (
                batches::queries::queued(db, row.cohort.id).await?,
                waiting_of(db, row.cohort.id, desk.app.clock.now()).await?,
            ),
            None => (HashSet::new(), HashMap::new()),
        };
        let actor = desk.actor()?;
        let (reader, own) = (actor.account, actor.person);
        Ok(Self { row, context, people, last, queued, seconds, staff, reader, own })
    }

    fn result(
        &self,
        candidate: &CertificateCandidate,
        head: Option<&CertificateHead>,
    ) -> CertificateReadiness {
        let is_queued = self.queued.contains(&candidate.enrolment);
        let is_seconded = self.seconds.contains_key(&candidate.enrolment);
        let latest = head.map(|head| head.state);
        readiness(&candidate.judgement, latest, (is_queued, is_seconded))
    }

    fn results(&self) -> impl Iterator<Item = CertificateReadiness> {
        self.people.iter().map(|(candidate, head)| self.result(candidate, head.as_ref()))
    }

    /// The enrolments that the button issues for.
    fn ready(&self) -> Vec<EnrolmentId> {
        let results = self.people.iter().zip(self.results());
        results
            .filter(|((candidate, _), result)| result.is_ready() && !self.is_own(candidate))
            .map(|((candidate, _), _)| candidate.enrolment)
            .collect()
    }

    fn page(&self, form: FormState, page: Option<u64>) -> CertificateReviewPage {
        let id = self.row.cohort.id;
        let waiting = rules::is_over(&self.context.status).err();
        let count = |wanted: CertificateReadiness| {
            self.results().filter(|result| *result == wanted).count()
        };
        let ready = count(CertificateReadiness::Ready);
        let to_issue = self.ready().len();
        let total = self.people.len() as u64;
        let pager = Pager::new(page, total, &format!("/cohortes/{id}/certificados"));
        let shown = self
            .people
            .iter()
            .skip(usize::try_from(pager.offset()).unwrap_or(0))
            .take(ROWS as usize);
        CertificateReviewPage {
            form,
            cohort: id,
            cohort_name: self.row.cohort.name.clone(),
            course: self.row.version.name.clone(),
            tag: self.row.cohort.stage.into(),
            tabs: tabs(id, CertificateTab::Review),
            rule: rule_text(&self.context),
            attendance: AttendanceRule::from(&self.context.cohort).sentence(),
            waiting: waiting.map(|refusal| refusal.sentence()),
            seconds: self.seconds_of_reader(),
            figures: vec![
                Figure::counted(ready, "lista para expedir", "listas para expedir"),
                Figure::new(count(CertificateReadiness::Issued), "con certificado")
                    .to(format!("/cohortes/{id}/certificados?vista=expedidos")),
                Figure::new(count(CertificateReadiness::Pending), "por cumplir")
                    .noted("todavía pueden cumplir"),
                Figure::counted(count(CertificateReadiness::Failed), "no cumple", "no cumplen"),
                Figure::new(count(CertificateReadiness::Seconded), "a la espera de otra persona"),
            ],
            to_issue,
            button: button(to_issue, self.context.rule.kind),
            batch: self.last.as_ref().map(batch_line),
            any_issued: count(CertificateReadiness::Issued) > 0,
            rows: shown.map(|(candidate, head)| self.line(candidate, head.as_ref())).collect(),
            pager,
        }
    }

    fn line(
        &self,
        candidate: &CertificateCandidate,
        head: Option<&CertificateHead>,
    ) -> CertificateReviewRow {
        let result = self.result(candidate, head);
        let (tone, label) = match result {
            CertificateReadiness::Issued => ("active", "Expedido"),
            CertificateReadiness::Queued => ("info", "En expedición"),
            CertificateReadiness::Seconded => ("waiting", "A la espera de una segunda persona"),
            CertificateReadiness::Ready => ("success", "Listo"),
            CertificateReadiness::Revoked => ("revoked", "Revocado"),
            CertificateReadiness::Pending => ("warning", "Pendiente"),
            CertificateReadiness::Failed => ("error", "No cumple"),
        };
        let person = &candidate.person;
        let is_staff = self.staff.contains(&person.id.0);
        CertificateReviewRow {
            name: NameParts::of(person).by_surname(),
            document: document_label(person.document_type, &person.document_number),
            attendance: candidate
                .progress
                .attendance
                .percent()
                .map_or_else(|| "—".to_owned(), |value| format!("{value} %")),
            grade: if self.context.rule.pass_mark.is_some() {
                candidate.progress.grade.text()
            } else {
                "—".to_owned()
            },
            is_graded: self.context.rule.pass_mark.is_some()
                && candidate.progress.grade.tenths().is_some(),
            tone,
            result: label,
            why: match result {
                CertificateReadiness::Issued | CertificateReadiness::Queued => String::new(),
                CertificateReadiness::Seconded => say("certification.second_awaited", &[]),
                CertificateReadiness::Ready if self.is_own(candidate) => {
                    CertificationRefusal::Oneself.sentence()
                }
                CertificateReadiness::Ready if is_staff => say("certification.second_needed", &[]),
                CertificateReadiness::Ready if looks_unkempt(NameParts::of(person)) => {
                    say("certification.name_unkempt", &[("name", full_name(person))])
                }
                _ => candidate.judgement.explanation(),
            },
            href: head.map(|head| format!("/certificados/{}", head.id)),
            number: head.map_or_else(String::new, |head| head.number.clone()),
            again: (result.may_have_another(&candidate.judgement) && !self.is_own(candidate))
                .then_some(candidate.enrolment.0),
        }
    }
}

impl CohortReview {
    fn seconds_of_reader(&self) -> Vec<AwaitedSecondRow> {
        let results = self.people.iter().zip(self.results());
        results
            .filter(|((candidate, _), result)| self.may_second(candidate, *result))
            .map(|((candidate, _), _)| AwaitedSecondRow {
                name: NameParts::of(&candidate.person).by_surname(),
                enrolment: candidate.enrolment.0,
            })
            .collect()
    }

    /// Whether the reader may be the second person: neither who asked first nor who gets it (R80).
    fn may_second(&self, candidate: &CertificateCandidate, result: CertificateReadiness) -> bool {
        result == CertificateReadiness::Seconded
            && self.seconds.get(&candidate.enrolment) != Some(&self.reader)
            && !self.is_own(candidate)
    }

    fn is_own(&self, candidate: &CertificateCandidate) -> bool {
        self.own == Some(candidate.person.id.0)
    }
}

/// Whether some part of a name is not written as names are: all in capitals, or in small letters. It would
/// be printed so.
fn looks_unkempt(name: NameParts<'_>) -> bool {
    let parts =
        [Some(name.first_name), name.second_name, Some(name.first_surname), name.second_surname];
    parts.into_iter().flatten().any(rosters::names::looks_unkempt)
}

fn rule_text(context: &RuleContext) -> String {
    let mark = context.rule.pass_mark.map(tenths);
    let mut parts = vec![format!("asistencia mínima de {} %", context.rule.minimum_attendance)];
    parts.extend(context.rule.least_hours());
    parts.extend(mark.as_ref().map(|mark| format!("nota final mínima de {mark}")));
    parts.extend(context.rule.extras.words(mark.as_deref()));
    match context.rule.kind {
        Kind::Certificado => format!("{}.", and(&parts)),
        Kind::Constancia => format!("{}; se expide constancia de participación.", and(&parts)),
    }
}

fn batch_line(batch: &certificate_batch::Model) -> Signpost {
    let whom = people(batch.people);
    let when = dates::short_with_time(batch.asked_at);
    let (text, action) = match batch.finished_at {
        None => (format!("Hay una expedición en curso, de {whom}."), "Ver cómo va"),
        Some(_) => {
            (format!("La última expedición se pidió el {when} para {whom}."), "Ver qué se expidió")
        }
    };
    Signpost { text, action, href: format!("/expediciones/{}", batch.id) }
}

fn button(count: usize, kind: Kind) -> String {
    match (kind, count) {
        (Kind::Certificado, 1) => "Expedir 1 certificado".to_owned(),
        (Kind::Certificado, _) => format!("Expedir {count} certificados"),
        (Kind::Constancia, 1) => "Expedir 1 constancia".to_owned(),
        (Kind::Constancia, _) => format!("Expedir {count} constancias"),
    }
}

#[post("/cohortes/<cohort>/certificados", data = "<fields>")]
pub async fn issue(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let (row, _) = seen(&desk, cohort).await?;
    let permit = policy::may_issue(desk.actor()?, &row.facts())?;
    let review = CohortReview::read(&desk, row).await?;
    let mut chosen = Vec::new();
    for text in fields.all("inscripcion") {
        chosen.push(text.parse::<EnrolmentId>().map_err(|_| AppError::NotFound)?);
    }
    if chosen.is_empty() {
        chosen = review.ready();
    }
    match batches::commands::start(desk.app, permit, &chosen).await {
        Ok(batch) => desk.go(format!("/expediciones/{batch}")),
        Err(failure) => match failure.refusal()? {
            refusal @ CertificationRefusal::NobodyReady => {
                desk.warned(format!("/cohortes/{cohort}/certificados"), refusal.sentence())
            }
            refusal => desk.refuse(&review.page(fields.refused(&refusal), None)),
        },
    }
}

/// Serves the documents in one file. With `listos` it holds those that are ready; without it the page
/// waits until all are.
#[get("/cohortes/<cohort>/certificados/zip?<listos>")]
pub async fn zip(desk: Desk<'_>, cohort: CohortId, listos: Option<&str>) -> Answer {
    let (row, sight) = seen(&desk, cohort).await?;
    if sight != CertificateScope::All {
        return Err(AppError::Forbidden);
    }
    if listos.is_none() {
        let (ready, awaited) = pdf::awaited(desk.app, row.cohort.id).await?;
        if awaited > 0 {
            return AwaitedPage::many(cohort, ready, awaited).show(&desk);
        }
    }
    let file = pdf::zip(desk.app, row.cohort.id).await?;
    let name = format!("certificados-{}.zip", row.cohort.public_code);
    desk.stream(FileStream { name, content_type: ContentType::ZIP, file })
}
