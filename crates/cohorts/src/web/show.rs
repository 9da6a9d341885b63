//! The list of the actor's cohorts and the page of one.

use platform::pages::{Crumb, Fact};
use platform::{dates, pager};
use sign_in_model::prelude::*;
use territory_model as territory;

use super::{READERS, RUNNERS, answer};
use crate::entity::cohort::{CohortId, Stage};
use crate::entity::session;
use crate::policy::{self, CohortFacts};
use crate::queries::{self, CohortFilter, CohortRow};
use crate::refusals::CohortRefusal;
use crate::rules::{self, Readiness};
use crate::views::{
    CohortListPage, CohortListRow, CohortPage, EvidenceLine, NextStage, SessionLine, checklist,
    named,
};
use crate::{commands, follow_up};

#[get("/cohortes")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let mut reader = Reader::new(&fields);
    let text = reader.optional("q", 100).unwrap_or_default();
    let code = fields.first("etapa");
    let stage = Stage::from_code(code);
    if stage.is_none() && !code.is_empty() {
        reader.wrong("etapa", "Elija una etapa de la lista.");
    }
    // Who has one unit only has nothing to choose.
    let several_units = actor.units_read().len() != 1;
    let units = if several_units { territory::queries::units(db).await? } else { Vec::new() };
    let asked = if several_units { fields.first("unidad") } else { "" };
    let unit = units.iter().find(|unit| unit.code == asked).map(|unit| unit.code.clone());
    if unit.is_none() && !asked.is_empty() {
        reader.wrong("unidad", "Elija una dirección territorial de la lista.");
    }
    let filter = match reader.finish() {
        Ok(()) => fields.state(),
        Err(form) => form,
    };
    let typed = [("q", fields.first("q")), ("etapa", code), ("unidad", asked)];
    let (rows, pager) = queries::within_scope(
        db,
        actor,
        &CohortFilter { text, stage, unit },
        fields.first("pagina").parse().ok(),
        &pager::address("/cohortes", &typed),
    )
    .await?;
    let places = queries::municipalities_of(db, rows.iter().map(|row| row.id)).await?;
    let page = CohortListPage {
        units: units.iter().map(|unit| Alternative::new(&unit.code, &unit.name)).collect(),
        stages: Stage::alternatives(),
        rows: rows
            .into_iter()
            .map(|cohort| CohortListRow {
                tag: cohort.stage.into(),
                municipalities: named(
                    places.get(&cohort.id).map(Vec::as_slice).unwrap_or_default(),
                    2,
                ),
                cohort,
            })
            .collect(),
        pager,
        may_create: actor.has_any(&RUNNERS),
        narrowed: typed.iter().any(|(_, value)| !value.is_empty()),
        filter,
    };
    answer(&desk, &page, &page.filter)
}

#[get("/cohortes/<cohort>")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    desk.show(&page(&desk, actor, &row).await?)
}

/// The page of a cohort for this actor.
pub(super) async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    row: &CohortRow,
) -> Result<CohortPage, AppError> {
    let db = desk.app.db.read();
    let cohort = &row.cohort;
    let facts = row.facts();
    let places = queries::municipalities(db, cohort.id).await?;
    let sessions = queries::sessions(db, cohort.id).await?;
    let teachers = sessions.iter().filter_map(|s| s.facilitator_account_id);
    let names = queries::names_of(db, teachers).await?;
    let runs = policy::runs(actor, &facts);
    let teaches = |session: &session::Model| session.facilitator_account_id == Some(actor.account);
    let now = desk.app.clock.now();
    let mut page = CohortPage::of(row, &places);
    page.sessions = sessions
        .iter()
        .map(|session| {
            let name = session.facilitator_account_id.and_then(|id| names.get(&id));
            SessionLine::new(session, row, name, (runs, runs || teaches(session)), now)
        })
        .collect();
    if let Some(code) = &cohort.taught_in {
        page.taught_in = territory::queries::place(db, code).await?.map(|place| place.full_name());
    }
    if runs
        && cohort.stage == Stage::Closed
        && let Some(short) = queries::short_closing_of(db, cohort.id).await?
    {
        let taught = numbers::decimal(f64::from(short.minutes) / 60.0, 1);
        let text = format!("{taught} de {}. Motivo: {}", row.version.hours, short.reason);
        page.facts.push(Fact::new("Horas dictadas", text));
    }
    page.may_set_town = runs && cohort.stage != Stage::Cancelled;
    page.may_edit = runs && rules::editable(cohort.stage).is_ok();
    page.minimum = checklist(row, &sessions, &follow_up::of(desk, cohort).await?, now);
    if runs {
        let evidence = queries::evidence(db, cohort.id).await?;
        page.evidence = evidence.iter().map(|(row, file)| EvidenceLine::new(row, file)).collect();
    }
    page.may_copy = runs;
    page.may_cancel = runs && rules::leads_to(cohort.stage, Stage::Cancelled);
    if runs {
        page.next = next(cohort.stage, cohort.id);
        if cohort.stage == Stage::Draft {
            let ready = Readiness {
                municipalities: places.len(),
                sessions: &commands::facts_of(&sessions),
                ends_on: cohort.ends_on,
                minimum: rules::Minimum::planned(cohort),
            };
            let refusal = rules::publish(cohort.stage, &ready, desk.app.clock.today()).err();
            page.missing = refusal.map(|refusal: CohortRefusal| refusal.sentence());
            page.next = page.next.filter(|_| page.missing.is_none());
        }
    }
    page.links = links(actor, &facts, sessions.iter().any(teaches));
    Ok(page)
}

/// The next stage as a button.
fn next(stage: Stage, id: CohortId) -> Option<NextStage> {
    let (label, verb) = match stage {
        Stage::Draft => ("Publicar en «Cursos abiertos»", "publicacion"),
        Stage::Tentative => ("Confirmar que se dicta", "confirmacion"),
        Stage::Confirmed => ("Iniciar", "inicio"),
        Stage::Running => ("Cerrar", "cierre"),
        Stage::Closed | Stage::Cancelled => return None,
    };
    // Closing is for good: its own page says first what is missing.
    let asks = stage == Stage::Running;
    Some(NextStage { label, href: format!("/cohortes/{id}/{verb}"), asks })
}

/// Pages of later capabilities about this cohort, for the roles that have them.
fn links(actor: &Actor, cohort: &CohortFacts, teaches: bool) -> Vec<Crumb> {
    let runs = policy::runs(actor, cohort);
    let follows = policy::follows(actor, cohort);
    if !rules::is_public(cohort.stage) {
        return Vec::new();
    }
    let takes_people = matches!(cohort.stage, Stage::Tentative | Stage::Confirmed);
    let all = [
        ("Inscritos", "inscritos", runs || teaches || follows),
        ("Convocar", "convocatoria", runs && takes_people),
        ("Asistencia", "asistencia", runs || teaches || follows),
        ("Solicitudes", "solicitudes", runs),
        ("Actividades", "actividades", runs || teaches),
        ("Notas", "notas", runs || teaches),
        ("Encuestas", "encuestas", (runs || teaches) && !takes_people),
        ("Certificados", "certificados", runs || follows),
    ];
    all.into_iter()
        .filter(|(_, _, may)| *may)
        .map(|(label, page, _)| Crumb::to(label, format!("/cohortes/{}/{page}", cohort.id)))
        .collect()
}
