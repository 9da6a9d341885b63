//! The cohort's attendance on one page and as a workbook, equal cell by cell.

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use cohorts_model::place::{self, CohortTab};
use cohorts_model::policy::{runs, works_on};
use cohorts_model::queries::{CohortHead, cohort_head};
use enrolment_model as enrolment;
use platform::numbers::some;
use platform::xlsx::{self, Book, Cell, Column, SheetLayout};
use platform::{blocking, dates};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use crate::labels;
use crate::pending;
use crate::policy::{self, Sight};
use crate::queries::{self, AttendanceGridRow, Grid};
use crate::rules::{AttendanceRule, Reachability};
use crate::views::{GridLine, GridPage, SessionHeading, cells, letter};
use crate::web::from_closing;

struct GridData {
    head: CohortHead,
    sight: Sight,
    grid: Grid,
    /// How many marks of telephones nobody has decided, in words.
    waiting: Option<String>,
}

async fn read(app: &App, actor: &Actor, cohort: CohortId) -> Result<GridData, AppError> {
    let db = app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    let sight = policy::may_see(actor, &head.access)?;
    let sessions = cohorts::queries::sessions(db, cohort).await?;
    let seen = enrolment::policy::scope(actor);
    let grid = queries::grid(db, &head.cohort, sessions, seen, app.clock.now()).await?;
    let pending = pending::of_cohort(db, cohort).await?;
    let mut waiting = Vec::new();
    if pending.arrivals > 0 {
        let many = "registros de teléfonos esperan una decisión y no cuentan todavía.";
        let one = "registro de un teléfono espera una decisión y no cuenta todavía.";
        waiting.push(some(pending.arrivals, one, many));
    }
    if pending.walk_ins > 0 {
        let many = "personas llegaron sin estar en la lista y no cuentan todavía.";
        let one = "persona llegó sin estar en la lista y no cuenta todavía.";
        waiting.push(some(pending.walk_ins, one, many));
    }
    let waiting = (!waiting.is_empty()).then(|| waiting.join(" "));
    Ok(GridData { head, sight, grid, waiting })
}

#[get("/cohortes/<cohort>/asistencia")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let seen = read(desk.app, actor, cohort).await?;
    let (of, sessions) = (&seen.head, &seen.grid.sessions);
    place::enter_known(&desk, &of.cohort, &of.course, sessions, CohortTab::Sessions)?;
    let works = works_on(actor, &of.access);
    let minimum = seen.head.cohort.minimum_attendance;
    let (now, runs_it) = (desk.app.clock.now(), runs(actor, &seen.head.access.cohort));
    let closed = seen.head.cohort.stage == cohort::Stage::Closed;
    let is_open = seen.head.cohort.is_attendance_reopened(now);
    let open_until = seen.head.cohort.attendance_open_until.filter(|_| is_open);
    let closing = from_closing(&desk);
    let heading = |session| heading(session, works, closing);
    desk.show(&GridPage {
        cohort_href: format!("/cohortes/{cohort}"),
        sees_grades: works,
        figures: figures(&seen.grid, minimum, runs_it, now),
        rule: AttendanceRule::from(&seen.head.cohort).sentence(),
        cut_off: dates::short_with_time(desk.app.clock.now()),
        sessions: seen.grid.sessions.iter().map(heading).collect(),
        has_people: !seen.grid.rows.is_empty(),
        rows: seen.grid.rows.iter().map(|row| line(row, seen.sight, minimum)).collect(),
        waiting: seen.waiting.filter(|_| works),
        reopening: (runs_it && closed).then(|| format!("/cohortes/{cohort}/asistencia/reapertura")),
        late: (runs_it && (!closed || open_until.is_some()))
            .then(|| format!("/cohortes/{cohort}/desde-cuando")),
        open_until: open_until.filter(|_| works).map(dates::short_with_time),
        closing,
        title: seen.head.title,
    })
}

fn heading(session: &session::Model, works: bool, closing: &str) -> SessionHeading {
    let date = dates::short(dates::bogota_date(session.starts_at));
    SessionHeading {
        number: session.position,
        label: format!("Pasar lista de la sesión {}, {date}", session.position),
        date: date.get(..5).unwrap_or_default().to_owned(),
        href: works.then(|| format!("/sesiones/{}/asistencia{closing}", session.id)),
    }
}

fn line(row: &AttendanceGridRow, sight: Sight, minimum: i32) -> GridLine {
    GridLine {
        name: row.person.listed_name(),
        document: row.person.document(sight.masked),
        entity: row.person.entity.clone().unwrap_or_default(),
        cells: cells(&row.sessions, &row.changed, &row.totals, minimum),
    }
}

/// The figures above the grid; for the coordination two of them lead to the people at risk.
fn figures(grid: &Grid, minimum: i32, runs: bool, now: DateTime<Utc>) -> Vec<Figure> {
    let held = grid.sessions.iter().filter(|session| session.was_held(now)).count();
    let with = |reachability| {
        grid.rows.iter().filter(|row| row.totals.reachability(minimum) == reachability).count()
    };
    let missing: u32 = grid.rows.iter().map(|row| row.totals.not_recorded).sum();
    let risk = grid.sessions.first().filter(|_| runs).map(|session| session.cohort_id);
    let risk = risk.map(|cohort| format!("/cohortes/{cohort}/riesgo"));
    vec![
        Figure::new(grid.rows.len(), "personas con cupo"),
        Figure::new(format!("{held} de {}", grid.sessions.len()), "sesiones dictadas"),
        Figure::new(with(Reachability::AtRisk), "en riesgo")
            .noted(format!("bajo el {minimum} %, todavía alcanzable"))
            .over(risk.clone()),
        Figure::new(with(Reachability::OutOfReach), "no alcanzan el mínimo").over(risk),
        Figure::new(missing, "sin registro").noted("en sesiones ya dictadas"),
    ]
}

#[get("/cohortes/<cohort>/asistencia/xlsx")]
pub async fn workbook(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let seen = read(desk.app, actor, cohort).await?;
    let app = desk.app.clone();
    let bytes = blocking::run(move || book(&app, &seen)).await??;
    desk.file(FileReply {
        name: format!("asistencia-cohorte-{cohort}.xlsx"),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}

fn book(app: &App, seen: &GridData) -> Result<Vec<u8>, AppError> {
    let now = app.clock.now();
    let minimum = seen.head.cohort.minimum_attendance;
    let mut columns = vec![
        Column::new("Apellidos y nombres", 34.0),
        Column::new("Tipo de documento", 11.0),
        Column::new("Número de documento", 16.0),
        Column::new("Entidad", 34.0),
    ];
    for session in &seen.grid.sessions {
        let date = dates::short(dates::bogota_date(session.starts_at));
        columns.push(Column::new(format!("Sesión {} {date}", session.position), 11.0));
    }
    // Minutes stand where they decide: a percentage of them can be computed again from the row.
    let by_minutes = seen.head.cohort.partial_hours;
    if by_minutes {
        for heading in ["Minutos asistidos", "Minutos dictados"] {
            columns.push(Column::new(heading, 12.0));
        }
    }
    for heading in [
        "Sesiones asistidas",
        "Sesiones dictadas",
        "Sin registro",
        "% asistencia",
        "% de todas",
        "% alcanzable",
        "Estado",
    ] {
        let width = if heading == "Estado" { 22.0 } else { 12.0 };
        columns.push(Column::new(heading, width));
    }
    let rows = seen.grid.rows.iter().map(|row| {
        let person = &row.person;
        let number = if seen.sight.masked {
            let code = person.document_type.code();
            let masked = person.document(true);
            masked.strip_prefix(code).map_or(masked.as_str(), str::trim).to_owned()
        } else {
            person.document_number.clone()
        };
        let mut cells = vec![
            Cell::text(person.name.by_surname()),
            Cell::text(person.document_type.code()),
            Cell::text(number),
            Cell::text(person.entity.clone().unwrap_or_default()),
        ];
        cells.extend(row.sessions.iter().zip(&row.changed).map(|(session, changed)| {
            let letter = letter(session.standing);
            Cell::Mark(if *changed { labels::starred(letter) } else { letter })
        }));
        let totals = &row.totals;
        if let Some(minutes) = totals.minutes.filter(|_| by_minutes) {
            cells.extend([
                Cell::Integer(minutes.attended.into()),
                Cell::Integer(minutes.held.into()),
            ]);
        }
        cells.extend([
            Cell::Integer(totals.attended.into()),
            Cell::Integer(totals.held.into()),
            Cell::Integer(totals.not_recorded.into()),
            Cell::whole_percent(totals.percent()),
            Cell::whole_percent(totals.of_all()),
            Cell::whole_percent(totals.reachable()),
            Cell::text(labels::reachability(totals, minimum).1),
        ]);
        cells
    });
    let mut book = Book::new("Asistencia", now)?;
    let sheet = SheetLayout { name: "Asistencia", columns: &columns, frozen_columns: 1 };
    book.sheet(sheet, rows)?;
    let mut notes = vec![
        ("Cohorte", seen.head.title.clone()),
        ("Corte", dates::short_with_time(now)),
        ("Fuente", "Formación Territorial: registros de asistencia".to_owned()),
        ("Regla", AttendanceRule::from(&seen.head.cohort).sentence()),
        (
            "Letras",
            "P presente, T tarde, A ausente, E excusa, D dispensado, – sin registro, · por dictar, n/a no aplica (tuvo cupo después de la sesión), * registro modificado después del cierre de la sesión".to_owned(),
        ),
    ];
    if let Some(waiting) = &seen.waiting {
        notes.push(("Por revisar", waiting.clone()));
    }
    if seen.sight.masked {
        notes.push(("Documentos", "Enmascarados para quien consulta".to_owned()));
    }
    if app.demo {
        notes.push(("Aviso", "DEMOSTRACIÓN, sin validez".to_owned()));
    }
    book.notes(&notes)?;
    book.finish()
}
