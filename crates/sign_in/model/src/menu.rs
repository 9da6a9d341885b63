//! The main menu of each role, and what else every page shows of its reader.

use platform::pages::{Frame, NavItem, PageReader};

use super::actor::{Actor, Role};
use super::desk::SignedReader;
use super::factor::rules::FactorDuty;

const fn item(label: &'static str, href: &'static str) -> NavItem {
    NavItem { label, href, current: false }
}

/// Entries of the main menu.
const MOST_ITEMS: usize = 7;

/// Whether an actor whose widest role is another one is also a participant who enrols.
pub fn also_learns(actor: &Actor) -> bool {
    actor.person.is_some() && !matches!(actor.main_role(), Some(Role::Participant) | None)
}

/// The main menu, at most seven entries, by the actor's widest role.
pub(super) fn frame(reader: Option<&SignedReader>) -> Frame {
    let Some(SignedReader { actor, duty }) = reader else {
        let nav = vec![
            item("Inicio", "/"),
            item("Cursos abiertos", "/oferta"),
            item("Municipios", "/municipios"),
            item("Verificar un certificado", "/verificar"),
        ];
        return Frame { reader: None, nav };
    };
    let role = actor.main_role();
    let reader =
        PageReader::new(actor.account.0, &actor.name, role.map(Role::label).unwrap_or_default());
    if *duty == FactorDuty::Overdue {
        let nav = vec![item("Segundo factor", "/segundo-factor")];
        return Frame { reader: Some(reader), nav };
    }
    let mut nav = vec![item("Inicio", "/")];
    match role {
        Some(Role::NationalAdministrator | Role::Coordinator) => nav.extend([
            item("Cohortes", "/cohortes"),
            item("Cursos", "/cursos"),
            item("Personas", "/personas"),
            item("Municipios", "/municipios"),
            item("Informes", "/informes"),
        ]),
        Some(Role::Director | Role::Gobernacion) => nav.extend([
            item("Tablero", "/tablero"),
            item("Informes", "/informes"),
            item("Cohortes", "/cohortes"),
            item("Calendario", "/calendario"),
            item("Municipios", "/municipios"),
            item("Necesidades", "/necesidades"),
        ]),
        Some(Role::Facilitator) => nav.extend([
            item("Cohortes", "/cohortes"),
            item("Calendario", "/calendario"),
            item("Preguntas", "/preguntas"),
            item("Cursos abiertos", "/oferta"),
        ]),
        Some(Role::FocalPoint) => nav.extend([
            item("Cursos abiertos", "/oferta"),
            item("Cohortes", "/cohortes"),
            item("Vinculaciones", "/vinculaciones"),
            item("Municipios", "/municipios"),
            item("Necesidades", "/necesidades"),
        ]),
        Some(Role::Participant) | None => nav.extend([
            item("Cursos abiertos", "/oferta"),
            item("Mis inscripciones", "/mis-inscripciones"),
            item("Mi llegada", "/llegada"),
            item("Mis certificados", "/mis-certificados"),
        ]),
    }
    match role {
        // Their menu is full: the list of cohorts leads to the calendar.
        Some(Role::NationalAdministrator) => nav.push(item("Cuentas", "/cuentas")),
        Some(Role::Coordinator) => nav.insert(2, item("Calendario", "/calendario")),
        _ => {}
    }
    // Whoever works here may also learn. Those whose menu is full find both on their first page.
    let own = [
        item("Mis inscripciones", "/mis-inscripciones"),
        item("Mis certificados", "/mis-certificados"),
    ];
    if also_learns(actor) && nav.len() + own.len() <= MOST_ITEMS {
        nav.extend(own);
    }
    Frame { reader: Some(reader), nav }
}
