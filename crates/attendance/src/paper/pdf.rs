//! From a remembered print to the paper: the same rows every time it is asked for.

use cohorts_model as cohorts;
use cohorts_model::counting::AttendanceRule;
use documents::sheet::{Row, SignatureSheet};
use platform::app::App;
use platform::codes::display_code;
use platform::errors::AppError;
use platform::{blocking, dates, numbers};

use super::entity::sheet::Kind;
use super::queries::{self, Print, SheetPerson};

/// Who gives the courses.
const ISSUER: &str = "Escuela Superior de Administración Pública";

/// The bytes; documents, mails and telephones only for who may read them (R60).
pub async fn bytes(app: &App, print: &Print, masked: bool) -> Result<Vec<u8>, AppError> {
    let db = app.db.read();
    let cohort = cohorts::queries::get(db, print.session.cohort_id).await?;
    let places = cohorts::queries::municipalities(db, cohort.cohort.id).await?;
    let sessions = cohorts::queries::sessions(db, cohort.cohort.id).await?;
    let listed = queries::listed(db, print.sheet.id).await?;
    let facilitator = queries::facilitator(db, &print.session).await?;
    let session = &print.session;
    let all = sessions
        .iter()
        .filter(|one| {
            one.stage != cohorts::entity::session::Stage::Cancelled || one.id == session.id
        })
        .count();
    let rows = u32::try_from(print.sheet.row_count).unwrap_or(1);
    let sheet = SignatureSheet {
        issuer: ISSUER.to_owned(),
        code: display_code(&print.sheet.code),
        course: cohort.version.name.clone(),
        cohort: cohort.cohort.name.clone(),
        session: format!("{} de {}", session.position, all.max(session.position as usize)),
        when: dates::long_day_and_span(session.starts_at, session.ends_at),
        place: session.place.clone().unwrap_or_else(|| cohort.cohort.place_text.clone()),
        municipality: municipalities(&places),
        facilitator: facilitator.unwrap_or_default(),
        kind_line: kind_line(print.sheet.kind, listed.len(), rows),
        rows: lines(&listed, rows, masked),
        rule: AttendanceRule::from(&cohort.cohort).sentence(),
        notice: notice(app),
        url: format!("{}/planillas/{}", app.config.public_url, print.sheet.code),
        demo: app.demo,
        printed_at: print.sheet.printed_at,
    };
    blocking::run(move || {
        documents::sheet::pdf(&sheet).map_err(|error| AppError::Internal(format!("sheet: {error}")))
    })
    .await?
}

fn kind_line(kind: Kind, people: usize, rows: u32) -> String {
    match kind {
        Kind::Blank => format!("En blanco: {}", numbers::some(rows, "fila", "filas")),
        Kind::Prefilled => {
            let spare = i64::from(rows) - i64::try_from(people).unwrap_or(0);
            format!(
                "Con nombres: {} y {} para otras",
                numbers::people(people),
                numbers::some(spare, "fila", "filas")
            )
        }
    }
}

/// Returns the first names, and how many more there are.
fn municipalities(places: &[territory_model::queries::NamedMunicipality]) -> String {
    const NAMED: usize = 4;
    let names: Vec<String> = places.iter().take(NAMED).map(|place| place.full_name()).collect();
    let more = places.len().saturating_sub(NAMED);
    let names = names.join(", ");
    if more > 0 { format!("{names} y {more} más") } else { names }
}

fn lines(listed: &[SheetPerson], rows: u32, masked: bool) -> Vec<Row> {
    let mut people = listed.iter().peekable();
    (1..=rows)
        .map(|number| match people.next_if(|one| u32::try_from(one.number) == Ok(number)) {
            None => Row::blank(number),
            Some(one) => Row {
                number,
                name: Some(one.name.by_surname()),
                document: Some(one.document(masked)),
                entity: one.entity.clone(),
                position: one.position.clone(),
                // What the reader may not see is left for the pen.
                mail: one.email.clone().filter(|_| !masked),
                phone: one.phone.clone().filter(|_| !masked),
            },
        })
        .collect()
}

/// Ley 1581 de 2012: who answers, for what, which rights, where.
fn notice(app: &App) -> String {
    let (name, mail) = match &app.config.controller {
        Some(controller) => (controller.name.as_str(), format!(" Escriba a {}.", controller.mail)),
        None => (ISSUER, String::new()),
    };
    format!(
        "Autorización de datos personales (Ley 1581 de 2012): con su firma usted autoriza que {name} trate estos datos para registrar su asistencia, expedir certificados e informar a las entidades que financian el curso. Puede conocerlos, actualizarlos, corregirlos y pedir que se supriman.{mail} Política: {}/datos-personales",
        app.config.public_url
    )
}
