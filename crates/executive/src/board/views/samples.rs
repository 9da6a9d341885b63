//! Made-up boards for the test that renders every page.

use platform::fields::{Alternative, FormState};
use platform::pages::Figure;
use reports_model::views::charts::PagePicture;

use super::department::{BoardCapacityRow, DepartmentSection};
use super::running::{RunningCohortRow, RunningCohortsSection};
use super::{Board, BoardPage, DepartmentRow, Link, MunicipalityReachRow, PendingItem};

pub fn pages() -> Vec<BoardPage> {
    let picture = |id| PagePicture {
        id,
        picture: pictures::Sessions {
            title: "Asistencia".into(),
            meeting: "Mes".into(),
            counted: ("mes", "meses"),
            value: "Asistencia".into(),
            meetings: Vec::new(),
            minimum: None,
        }
        .draw(pictures::Width::Phone),
    };
    let capacity = |is_short| BoardCapacityRow {
        code: "TRI-01".into(),
        name: "Movilizar recursos propios".into(),
        href: "/tablero?capacidad=TRI-01#instalada".into(),
        is_chosen: is_short,
        places: "3 de 29".into(),
        wanted: "12".into(),
        covered: "75 %".into(),
        missing: "3".into(),
        is_short,
    };
    let inside = |full: bool| DepartmentSection {
        gain: full.then(|| picture("ganancia")),
        without_gain: "Nadie tiene todavía las dos pruebas.",
        capacities: vec![capacity(true), capacity(false)],
        capacity: if full { "Movilizar recursos propios" } else { "" }.into(),
        line: full.then(|| picture("linea")),
        small: full.then(|| picture("en-pequeno")),
        left_out: full.then(|| "3 municipios más".into()),
        all: "/capacidad-instalada?departamento=50".into(),
    };
    let cohort = |risk: Option<&str>, close: Option<&str>| RunningCohortRow {
        name: "Meta 2026-2".into(),
        course: "Gestión tributaria".into(),
        href: "/cohortes/1".into(),
        days: "03/11/2026 a 27/11/2026".into(),
        seats: "28 de 35 (80 %)".into(),
        at_risk: "2".into(),
        risk_href: risk.map(Into::into),
        without_attendance: "1".into(),
        stage: "En curso",
        remaining: "3 sesiones por dictar".into(),
        close_href: close.map(Into::into),
    };
    let board = |full: bool| Board {
        period: "01/01/2026 a 31/12/2026".into(),
        cut_off: "20/11/2026, 8:15 a. m.".into(),
        figures: vec![Figure::new("3 de 29", "Municipios alcanzados").to("#municipios")],
        is_empty: !full,
        map: full.then(|| picture("mapa")),
        departments: Vec::new(),
        places: vec![MunicipalityReachRow {
            name: "Mapiripán".into(),
            href: "/municipios/50325/capacidad".into(),
            reach: "En el periodo",
            enrolled: "30".into(),
            attended: "28".into(),
            certified: "12".into(),
        }],
        never: vec![Link { label: "Acacías".into(), href: "/municipios/50006".into() }],
        attendance: full.then(|| picture("asistencia")),
        inside: Some(inside(full)),
        under_way: Some(RunningCohortsSection {
            rows: if full {
                vec![
                    cohort(Some("/cohortes/1/riesgo"), None),
                    cohort(None, Some("/cohortes/1/cierre")),
                ]
            } else {
                Vec::new()
            },
            has_more: full,
        }),
        waits: vec![PendingItem {
            text: "26 municipios nunca alcanzados".into(),
            label: "Ver por dónde empezar",
            href: "/prioridades?departamento=50".into(),
        }],
        reports: vec![Link { label: "Operación", href: "/informes/ejecutivos/operacion".into() }],
    };
    let page = |form: FormState, board| BoardPage {
        subject: "Meta".into(),
        form,
        departments: vec![Alternative::new("50", "Meta")],
        whole: "Todo el país".into(),
        capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
        board,
    };
    let department = |href: Option<&str>| DepartmentRow {
        name: "Meta".into(),
        href: href.map(Into::into),
        reached: "3 de 29".into(),
        never: "26".into(),
        enrolled: "96".into(),
        certified: "41".into(),
    };
    let country = Board {
        departments: vec![department(Some("/tablero?departamento=50")), department(None)],
        places: Vec::new(),
        never: Vec::new(),
        inside: None,
        under_way: None,
        waits: Vec::new(),
        ..board(true)
    };
    let wrong = FormState::default().with("desde", "x").refused("desde", "Escriba una fecha.");
    vec![
        page(FormState::default(), Some(board(true))),
        BoardPage { whole: String::new(), ..page(FormState::default(), Some(board(false))) },
        BoardPage { capacities: Vec::new(), ..page(FormState::default(), Some(country)) },
        BoardPage { subject: String::new(), ..page(wrong, None) },
    ]
}
