//! A learner's own product: the assignment, submitting, and the opinions of graders.

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::uploads::Upload;
use sign_in_model::evidence::{EvidenceRefusal, MOST_MEGABYTES, OF_LEARNER, what};
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use super::{assignment, opinion};
use crate::entity::activity::ActivityId;
use crate::products::commands::{self, NewSubmission};
use crate::products::entity::product::{LatePolicy, SubmissionMedium};
use crate::products::entity::submission::Model as Submission;
use crate::products::policy::may_submit;
use crate::products::queries::{self, LearnerProduct};
use crate::products::refusals::ProductRefusal;
use crate::products::views::{LearnerProductPage, VersionLine};
use crate::products::{labels, rules};

/// The longest link and note.
const LINK: usize = 500;
const NOTE: usize = 1_000;

impl LearnerProduct {
    /// Returns how many days late a submission would be now, or why none may come.
    fn open(&self, now: DateTime<Utc>) -> Result<i32, ProductRefusal> {
        let stand = self.versions.last().map(|version| self.verdicts.stand(version));
        rules::may_submit(&self.asked.product, self.cohort.stage, self.enrolment.stage, stand, now)
    }

    fn page(
        &self,
        now: DateTime<Utc>,
        form: FormState,
        kept: Option<String>,
    ) -> LearnerProductPage {
        let product = &self.asked.product;
        let open = self.open(now);
        let last = self.versions.last();
        let (tone, state) = match last {
            None => ("info", "Sin entregar".to_owned()),
            Some(last) if self.verdicts.is_returned(last.id) => {
                ("warning", "Devuelto para mejorar".to_owned())
            }
            Some(last) => match self.verdicts.grading(product, last) {
                rules::ProductGradeState::Settled { tenths } => {
                    ("success", format!("Nota {}", numbers::tenths(tenths)))
                }
                // Who differs from whom is not the learner's business.
                _ => ("waiting", "Entregado, por calificar".to_owned()),
            },
        };
        let warning = open.as_ref().ok().filter(|days| **days > 0).map(|days| {
            let late = numbers::some(*days, "día", "días");
            match product.late {
                LatePolicy::Discounted => format!(
                    "Lleva {late} tarde: se descuentan {} de la nota.",
                    numbers::tenths(product.discount.saturating_mul(*days).min(50))
                ),
                LatePolicy::Accepted | LatePolicy::Refused => {
                    format!("Lleva {late} tarde: se recibe igual.")
                }
            }
        });
        let rubric = self.asked.rubric.as_ref().map(|(_, rubric)| rubric);
        LearnerProductPage {
            name: self.activity.name.clone(),
            cohort: self.cohort.name.clone(),
            place_href: format!("/inscripciones/{}", self.enrolment.id),
            instructions: product.instructions.clone(),
            facts: assignment::facts(product),
            tone,
            state,
            blocked: open.err().map(|refusal| refusal.sentence()),
            warning,
            kept,
            takes_file: product.accepts != SubmissionMedium::Link,
            takes_link: product.accepts != SubmissionMedium::File,
            action: form_of(self.enrolment.id, self.activity.id),
            button: if last.is_some() { "Entregar otra versión" } else { "Entregar" },
            rubric: rubric.cloned().unwrap_or_default(),
            versions: self.versions.iter().rev().map(|version| self.line(version)).collect(),
            form,
        }
    }

    fn line(&self, version: &Submission) -> VersionLine {
        let rubric = self.asked.rubric.as_ref().map(|(_, rubric)| rubric);
        let product = &self.asked.product;
        // While graders are to speak or differ, nobody is told half of it.
        let returned = self.verdicts.is_returned(version.id);
        let settled = matches!(
            self.verdicts.grading(product, version),
            rules::ProductGradeState::Settled { .. }
        );
        let said = self.verdicts.said(version.id);
        let told = said.iter().filter(|said| settled || (returned && said.is_returned));
        VersionLine {
            name: format!("Versión {}", version.number),
            when: dates::long_with_time(version.handed_at),
            late: labels::days_late(version.days_late),
            note: version.note.clone(),
            file: self
                .files
                .get(&version.id)
                .map(|file| what(&file.content_type, version.file_pages.unwrap_or(1))),
            file_href: format!("/entregas/{}/archivo", version.id),
            link: version.link.clone(),
            opinions: told
                .map(|said| opinion(said, rubric, &self.marks, "Quien califica".to_owned()))
                .collect(),
            moderated: self
                .verdicts
                .moderated(version.id)
                .map(|one| format!("{}. {}", numbers::tenths(one.tenths), one.reason)),
        }
    }
}

/// The address of the form, for which a file waits.
fn form_of(enrolment: EnrolmentId, product: ActivityId) -> String {
    format!("/inscripciones/{enrolment}/productos/{product}")
}

#[get("/inscripciones/<enrolment>/productos/<product>")]
pub async fn show(desk: Desk<'_>, enrolment: EnrolmentId, product: ActivityId) -> Answer {
    let own = queries::own(desk.app.db.read(), desk.actor()?, (enrolment, product)).await?;
    let kept = kept_files::note(&desk, &form_of(enrolment, product)).await?;
    desk.show(&own.page(desk.app.clock.now(), FormState::default(), kept))
}

#[post("/inscripciones/<enrolment>/productos/<product>", data = "<upload>")]
pub async fn submit(
    desk: Desk<'_>,
    enrolment: EnrolmentId,
    product: ActivityId,
    upload: Upload<{ MOST_MEGABYTES }>,
) -> Answer {
    let actor = desk.actor()?;
    let own = queries::own(desk.app.db.read(), actor, (enrolment, product)).await?;
    let permit = may_submit(actor, own.enrolment.person_id, (own.cohort.id, product, enrolment))?;
    let now = desk.app.clock.now();
    let fields = &upload.fields;
    let form_address = form_of(enrolment, product);
    let again = async |form: FormState| {
        let own = queries::own(desk.app.db.read(), actor, (enrolment, product)).await?;
        let kept = kept_files::note(&desk, &form_address).await?;
        desk.refuse(&own.page(now, form, kept))
    };
    if upload.too_large {
        return again(fields.refused(&ProductRefusal::File(EvidenceRefusal::TOO_LARGE))).await;
    }
    if let Err(refusal) = own.open(now) {
        return again(fields.refused(&refusal)).await;
    }
    let file = kept_files::attachment(&desk, &form_address, upload.file, fields).await?;
    let file = file.filter(|_| own.asked.product.accepts != SubmissionMedium::Link);
    let (link, note) = match read(fields, own.asked.product.accepts) {
        Ok(read) => read,
        Err(form) => {
            return again(kept_files::keep(&desk, &form_address, file, OF_LEARNER, form).await?)
                .await;
        }
    };
    match commands::submit(desk.app, permit, NewSubmission { file, link, note }).await {
        Ok(_) => desk.done(
            form_of(enrolment, product),
            "Su producto quedó entregado. Le avisamos por correo cuando tenga nota.",
        ),
        Err(failure) => again(fields.refused(&failure.refusal()?)).await,
    }
}

fn read(
    fields: &Fields,
    accepts: SubmissionMedium,
) -> Result<(Option<String>, Option<String>), FormState> {
    let mut reader = Reader::new(fields);
    let link = match accepts {
        SubmissionMedium::File => None,
        SubmissionMedium::Link | SubmissionMedium::Either => reader.optional("enlace", LINK),
    };
    if link.as_deref().is_some_and(|link| !rules::is_link(link)) {
        reader
            .wrong("enlace", "Escriba la dirección completa, como https://drive.ejemplo.co/plan.");
    }
    let note = reader.optional("nota", NOTE);
    reader.finish()?;
    Ok((link, note))
}
