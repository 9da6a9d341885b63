//! The main menu of each role, and what else every page shows of its reader.

use platform::pages::{Frame, NavItem, PageReader};

use super::actor::{Actor, Role};
use super::desk::SignedReader;
use super::factor::rules::FactorDuty;

const fn item(label: &'static str, href: &'static str) -> NavItem {
    NavItem { label, href, current: false }
}

/// Entries of the main menu: as many as stand in one row beside the product's name and the reader's, on the
/// narrowest screen that shows them (`docs/design.md`).
const MOST_ITEMS: usize = 6;

/// Whether an actor whose widest role is another one is also a participant who enrols.
pub fn also_learns(actor: &Actor) -> bool {
    actor.person.is_some() && !matches!(actor.main_role(), Some(Role::Participant) | None)
}

/// The main menu, by the actor's widest role: what it uses every day. The rest is a link of one of these pages:
/// courses and the calendar of the list of cohorts, everything else of the first page.
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
        Some(Role::NationalAdministrator) => nav.extend([
            item("Cohortes", "/cohortes"),
            item("Personas", "/personas"),
            item("Municipios", "/municipios"),
            item("Informes", "/informes"),
            item("Cuentas", "/cuentas"),
        ]),
        Some(Role::Coordinator) => nav.extend([
            item("Cohortes", "/cohortes"),
            item("Calendario", "/calendario"),
            item("Personas", "/personas"),
            item("Municipios", "/municipios"),
            item("Informes", "/informes"),
        ]),
        Some(Role::Director | Role::Gobernacion) => nav.extend([
            item("Tablero", "/tablero"),
            item("Informes", "/informes"),
            item("Cohortes", "/cohortes"),
            item("Municipios", "/municipios"),
            item("Necesidades", "/necesidades"),
        ]),
        Some(Role::Facilitator) => nav.extend([
            item("Cohortes", "/cohortes"),
            item("Calendario", "/calendario"),
            item("Preguntas", "/preguntas"),
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
