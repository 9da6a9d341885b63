//! The address of a batch.

use platform::numbers::{people, some};
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;

use super::entity::certificate_batch::BatchId;
use super::queries::{self, BatchDetails, BatchTally, RefusedRow};
use super::views::BatchPage;
use crate::policy::as_issuer;
use crate::rules::{Kind, kind_of};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[get("/expediciones/<batch>?<pagina>")]
async fn show(desk: Desk<'_>, batch: BatchId, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
    let db = desk.app.db.read();
    let details = queries::find(db, &as_issuer(actor), batch).await?;
    let tally = queries::tally(db, batch).await?;
    let here = format!("/expediciones/{batch}");
    let pager = Pager::new(pagina, tally.refused as u64, &here);
    let rows = queries::refused(db, batch, &pager).await?;
    let page = page(&details, tally, rows, pager);
    if page.running { desk.show_waiting(&page) } else { desk.show(&page) }
}

fn page(
    details: &BatchDetails,
    tally: BatchTally,
    rows: Vec<RefusedRow>,
    pager: Pager,
) -> BatchPage {
    let when = dates::long_with_time(details.batch.asked_at);
    let kind = kind_of(&details.version.offer_type, details.cohort.pass());
    let running = tally.waiting > 0;
    let mut figures = vec![Figure::new(tally.issued, "expedidos")];
    if tally.held > 0 {
        figures.push(Figure::new(tally.held, "ya lo tenían"));
    }
    figures.push(Figure::new(tally.refused, "sin expedir"));
    if running {
        figures.push(Figure::new(tally.waiting, "por hacer"));
    }
    BatchPage {
        cohort: details.cohort.id,
        cohort_name: details.cohort.name.clone(),
        course: details.version.name.clone(),
        asked: match &details.who {
            Some(who) => format!("La pidió {who} el {when}"),
            None => format!("Se pidió el {when}"),
        },
        running,
        percent: tally.done() * 100 / tally.all().max(1),
        reached: format!("{} de {}", tally.done(), people(tally.all())),
        conclusion: (!running).then(|| conclusion(kind, &tally)),
        figures,
        rows,
        pager,
    }
}

/// «Se expidieron 2 certificados. 1 persona ya tenía el suyo.»
fn conclusion(kind: Kind, tally: &BatchTally) -> String {
    let issued = match kind {
        Kind::Certificado => some(tally.issued, "certificado", "certificados"),
        Kind::Constancia => some(tally.issued, "constancia", "constancias"),
    };
    let mut text = match tally.issued {
        0 => "No se expidió nada nuevo.".to_owned(),
        1 => format!("Se expidió {issued}."),
        _ => format!("Se expidieron {issued}."),
    };
    match tally.held {
        0 => {}
        1 => text.push_str(" 1 persona ya tenía el suyo."),
        held => text.push_str(&format!(" {} ya tenían el suyo.", people(held))),
    }
    if tally.refused > 0 {
        let whom = people(tally.refused);
        text.push_str(&format!(" Para {whom} no se expidió: abajo está el motivo."));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conclusion_counts_in_words() {
        let tally = BatchTally { issued: 1, held: 0, refused: 0, waiting: 0 };
        assert_eq!(conclusion(Kind::Certificado, &tally), "Se expidió 1 certificado.");
        let tally = BatchTally { issued: 3, held: 1, refused: 2, waiting: 0 };
        assert_eq!(
            conclusion(Kind::Constancia, &tally),
            "Se expidieron 3 constancias. 1 persona ya tenía el suyo. Para 2 personas no se expidió: abajo está el motivo."
        );
        let nothing = BatchTally { held: 4, ..BatchTally::default() };
        assert_eq!(
            conclusion(Kind::Certificado, &nothing),
            "No se expidió nada nuevo. 4 personas ya tenían el suyo."
        );
    }
}
