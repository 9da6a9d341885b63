//! Changing a cohort's data.

use rocket::{State, get, post};
use sea_orm::DbErr;

use courses_model::rules::MINIMUM_ATTENDANCE;
use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, unit_territory};

use super::builder::similar;
use super::{RUNNERS, counting};
use crate::audience::{self, AnnouncedChange};
use crate::commands::CohortChange;
use crate::counting::{AttendanceRule, Counting};
use crate::entity::cohort::{self, CohortId, Stage};
use crate::place::CohortTab;
use crate::queries::{self, CohortRow};
use crate::refusals::CohortRefusal;
use crate::rules::{self, CompletionRule, MOST_SEATS};
use crate::saving::CohortSaver;
use crate::scale::GradeScale;
use crate::views::{Choices, CohortFormPage};
use crate::{policy, timetable};

const PASS_MARK: &str = "Escriba la nota mínima.";
const LONGEST_NAME: usize = 80;
const LONGEST_PLACE: usize = 200;

/// The values of the cohort form.
struct CohortFormInput {
    name: String,
    seats: i32,
    starts_on: chrono::NaiveDate,
    ends_on: chrono::NaiveDate,
    closes_on: Option<chrono::NaiveDate>,
    place: String,
    municipalities: Vec<String>,
}

fn read(reader: &mut Reader<'_>, fields: &Fields, kept: &cohort::Model) -> CohortFormInput {
    let name = reader.text("nombre", LONGEST_NAME, "Escriba el nombre de la cohorte.");
    // The form asks for them until there are sessions, whose days they are from then on (R83).
    let (starts_on, ends_on) = match fields.has("empieza") || fields.has("termina") {
        true => (
            reader.date("empieza", "Escriba el primer día."),
            reader.date("termina", "Escriba el último día."),
        ),
        false => (kept.starts_on, kept.ends_on),
    };
    let closes_on = reader.date_or_none("cierra");
    let dates_read = ["empieza", "termina", "cierra"].iter().all(|name| !reader.is_wrong(name));
    if dates_read && let Err(refusal) = rules::dates_in_order(starts_on, ends_on, closes_on) {
        reader.wrong(refusal.field().unwrap_or_default(), refusal.sentence());
    }
    CohortFormInput {
        name,
        starts_on,
        ends_on,
        closes_on,
        seats: if kept.stage == Stage::Draft {
            reader.whole("cupos", 1..=MOST_SEATS, "Escriba los cupos.")
        } else {
            0
        },
        place: reader.text("lugar", LONGEST_PLACE, "Escriba el lugar de la cohorte."),
        municipalities: fields.all("municipios").to_vec(),
    }
}

/// The form of a cohort's data.
async fn edit_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<CohortFormPage, AppError> {
    let cohort = &row.cohort;
    let territory = unit_territory(desk.app.db.read(), &cohort.unit_code).await?;
    let frozen = rules::rule_is_frozen(cohort.stage);
    let is_draft = cohort.stage == Stage::Draft;
    let sessions = queries::sessions(desk.app.db.read(), cohort.id).await?;
    row.enter_known(desk, &sessions, CohortTab::Summary)?;
    // A form that comes back stays on what it had seen.
    let seen = match form.first("visto").map(str::parse) {
        Some(Ok(seen)) => seen,
        _ => queries::last_saved(desk.app.db.read(), cohort.id).await?,
    };
    Ok(CohortFormPage {
        form,
        venues: queries::venue_labels(desk.app.db.read(), &cohort.unit_code).await?,
        told: audience::told(desk, cohort, AnnouncedChange::Change).await?,
        seen,
        heading: format!("Cambiar los datos de {}", cohort.name),
        action: format!("/cohortes/{}/datos", cohort.id),
        back: format!("/cohortes/{}", cohort.id),
        unit_name: row.unit_name.clone(),
        course: format!("{}, versión {}", row.version.name, row.version.number),
        municipalities: territory.iter().map(NamedMunicipality::alternative).collect(),
        dates: timetable::of(&sessions).map(|table| dates::range(table.starts_on, table.ends_on)),
        asks_seats: is_draft,
        seats_link: (!is_draft).then(|| format!("/cohortes/{}/cupos", cohort.id)),
        asks_rule: !frozen,
        graded: row.version.pass_mark.is_some(),
        asks_hours: cohort.minimum_hours.is_some(),
        mark_hint: match cohort.scale {
            GradeScale::Five => "De 0,0 a 5,0",
            GradeScale::Hundred => {
                "De 0,0 a 5,0; en esta cohorte, de 0 a 100, vale la misma parte: 3,5 es 70"
            }
        },
        counting: Choices::all(),
        rule: frozen.then(|| row.rule()),
        attendance: AttendanceRule::from(cohort).sentence(),
    })
}

/// A closed or cancelled cohort has no form: the page says why.
fn still_editable(row: &CohortRow) -> Result<(), AppError> {
    rules::editable(row.cohort.stage).map_err(|refusal| AppError::Refused(refusal.sentence()))
}

#[get("/cohortes/<cohort>/datos")]
pub async fn edit_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let db = desk.app.db.read();
    let row = queries::find(db, actor, cohort).await?;
    policy::may_edit(actor, &row.facts())?;
    still_editable(&row)?;
    let chosen = queries::municipalities(db, cohort).await?;
    let kept = &row.cohort;
    let form = FormState::default()
        .with("nombre", &kept.name)
        .with("empieza", dates::input_date(kept.starts_on))
        .with("termina", dates::input_date(kept.ends_on))
        .with_option("cierra", kept.enrolment_closes_on.map(dates::input_date))
        .with("cupos", kept.seats)
        .with("lugar", &kept.place_text)
        .with_option("minimo", kept.minimum_people)
        .with_option("decide", kept.quorum_on.map(dates::input_date))
        .with("asistencia_minima", kept.minimum_attendance)
        .with_option("nota_minima", kept.pass_mark.map(numbers::tenths))
        .with_option("horas_minimas", kept.minimum_hours)
        .with_all("municipios", chosen.iter().map(|place| &place.code));
    let form = counting::filled(form, Counting::from(kept));
    desk.show(&edit_page(&desk, &row, form).await?)
}

#[post("/cohortes/<cohort>/datos", data = "<fields>")]
pub async fn edit(
    desk: Desk<'_>,
    cohort: CohortId,
    fields: Fields,
    save: &State<CohortSaver>,
) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_edit(actor, &row.facts())?;
    still_editable(&row)?;
    let change = match read_change(&row, &fields) {
        Ok(change) => change,
        Err(form) => return desk.refuse(&edit_page(&desk, &row, form).await?),
    };
    let added = added_municipalities(&desk, cohort, &change).await?;
    match (save.0)(desk.app, permit, change).await {
        Ok(()) => {
            let mut text = "Los datos quedaron guardados.".to_owned();
            // The same subject again is allowed there too, and told (R13).
            for line in similar(&desk, &row, &added).await? {
                text.push_str(&format!(" Tenga en cuenta: {line}"));
            }
            desk.done(format!("/cohortes/{cohort}"), text)
        }
        Err(failure) => {
            let refusal = failure.refusal()?;
            let mut form = fields.refused(&refusal);
            if refusal == CohortRefusal::SavedMeanwhile {
                // Told once: saving again is then a decision.
                form.values.remove("visto");
            }
            desk.refuse(&edit_page(&desk, &row, form).await?)
        }
    }
}

/// The municipalities that a change adds to the cohort.
async fn added_municipalities(
    desk: &Desk<'_>,
    cohort: CohortId,
    change: &CohortChange,
) -> Result<Vec<String>, DbErr> {
    let before = queries::municipalities(desk.app.db.read(), cohort).await?;
    let is_new = |code: &&String| !before.iter().any(|place| place.code == **code);
    Ok(change.municipalities.iter().filter(is_new).cloned().collect())
}

/// What was typed in the form of a cohort's data.
///
/// # Errors
/// The form with what is wrong in it.
fn read_change(row: &CohortRow, fields: &Fields) -> Result<CohortChange, FormState> {
    let is_draft = row.cohort.stage == Stage::Draft;
    let mut reader = Reader::new(fields);
    let quorum = super::read_quorum(&mut reader, fields);
    let typed = read(&mut reader, fields, &row.cohort);
    // A form that was opened before the cohort started still carries the rule: it is refused, not
    // passed over.
    let asked = !rules::rule_is_frozen(row.cohort.stage) || fields.has("asistencia_minima");
    let rule = asked.then(|| {
        let minimum_attendance =
            reader.whole("asistencia_minima", MINIMUM_ATTENDANCE, "Escriba la asistencia mínima.");
        let pass_mark = row.version.pass_mark.and_then(|_| {
            let mark = reader.tenths("nota_minima", 0..=50, PASS_MARK);
            if mark.is_none() && !reader.is_wrong("nota_minima") {
                reader.wrong("nota_minima", PASS_MARK);
            }
            mark
        });
        let old = Counting::from(&row.cohort);
        let counting = counting::read(&mut reader, fields, old);
        let minimum_hours = row.cohort.minimum_hours.map(|_| {
            reader.whole("horas_minimas", rules::MINIMUM_HOURS, "Escriba las horas de asistencia.")
        });
        CompletionRule { minimum_attendance, pass_mark, minimum_hours, counting }
    });
    reader.finish()?;
    Ok(CohortChange {
        name: typed.name,
        seats: is_draft.then_some(typed.seats),
        starts_on: typed.starts_on,
        ends_on: typed.ends_on,
        enrolment_closes_on: typed.closes_on,
        place_text: typed.place,
        municipalities: typed.municipalities,
        quorum,
        rule,
        seen: fields.first("visto").parse().ok(),
    })
}
