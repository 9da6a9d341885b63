//! Every figure's typed cell: the one place from which page, XLSX and CSV are written.

pub mod results;
pub mod tables;

pub use tables::{SummaryLine, summary_lines};
use tables::{attendance, cohorts, municipalities, summary};

use platform::dates;
use platform::texts::{self, Words};
use platform::xlsx::{Cell, Column};

use super::figures::ReportFigures;
use super::programme::{RuleCount, rules_in_words};
use super::results::SuppressionRule;

pub use platform::cells::{harmless, is_number, text};

/// The sheets of a report, by the word in the address of their CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("reports.sheet_")]
pub enum SheetKind {
    Summary,
    Municipalities,
    Cohorts,
    Attendance,
    Capacities,
    Quality,
}

/// The sheets that a report has: nobody is in a cut, and a cut of before has no results.
pub fn kinds(figures: &ReportFigures) -> Vec<SheetKind> {
    let has = |kind: &SheetKind| match kind {
        SheetKind::Attendance => !figures.is_frozen,
        SheetKind::Capacities | SheetKind::Quality => {
            !figures.is_frozen || figures.results.is_some()
        }
        SheetKind::Summary | SheetKind::Municipalities | SheetKind::Cohorts => true,
    };
    SheetKind::ALL.into_iter().filter(has).collect()
}

impl SheetKind {
    pub fn slug(self) -> &'static str {
        match self {
            Self::Summary => "resumen",
            Self::Municipalities => "municipios",
            Self::Cohorts => "cohortes",
            Self::Attendance => "asistencia",
            Self::Capacities => "capacidades",
            Self::Quality => "calidad",
        }
    }

    pub fn read(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// A sheet: headings, rows as they are asked for, and totals.
pub struct SheetTable<'a> {
    pub kind: SheetKind,
    pub columns: Vec<Column>,
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
    pub total: Option<Vec<Cell>>,
    pub frozen: u16,
}

/// One sheet of a report.
pub fn table(figures: &ReportFigures, kind: SheetKind) -> SheetTable<'_> {
    match kind {
        SheetKind::Summary => summary(figures),
        SheetKind::Municipalities => municipalities(figures),
        SheetKind::Cohorts => cohorts(figures),
        SheetKind::Attendance => attendance(figures),
        SheetKind::Capacities => results::capacities(figures),
        SheetKind::Quality => results::quality(figures),
    }
}

/// Where the figures come from and how they are counted: the foot of all three writings.
pub fn notes(figures: &ReportFigures) -> Vec<(&'static str, String)> {
    let department = &figures.department_name;
    let mut notes = vec![
        ("Informe", format!("Asistencia del departamento: {department} (DIVIPOLA {})", figures.department)),
        ("Periodo", format!("{}, ambos días incluidos", figures.period.text())),
        ("Fecha de corte", format!("{} (hora de Colombia)", dates::short_with_time(figures.cut_off))),
        ("Fuente", "Registros de Formación Territorial: inscripciones, listas de asistencia y certificados.".into()),
        (
            "Cohortes",
            "Las publicadas que son para un municipio del departamento o tienen inscritos de él, con fechas o certificados en el periodo. Una cohorte cancelada no entra en ninguna cifra. Los totales cuentan cada cohorte una vez. «Inscritos en toda la cohorte» incluye a los de otros departamentos; las demás columnas son solo de este.".into(),
        ),
        (
            "Hitos",
            "Inicio y Fin son los días previstos; Publicada, Iniciada y Cerrada, los días en que ocurrió. Vacío: aún no.".into(),
        ),
        (
            "Inscritos",
            "Cupos confirmados. Cada sesión cuenta para el municipio y la entidad del cargo que la persona tenía ese día, entre los suyos aquel con el que se inscribió o el que la coordinación eligió. Quien se traslada durante el curso figura en ambos municipios y en la lista de cada uno; los totales lo cuentan una vez. Lo que ya estaba en un informe de antes no cambia.".into(),
        ),
        (
            "Asistencia",
            "Sesiones asistidas ÷ sesiones que cuentan × 100, cada sesión en su mes y también las de cohortes en curso. El porcentaje de un grupo se redondea al entero más cercano, y 100 % es solo de todas; el de una persona, que se compara con el mínimo, no se redondea hacia arriba. Presente y tarde cuentan como asistidas; ausente y sin registro quedan en el denominador; las sesiones canceladas y las anteriores a la inscripción salen de él. La regla de cada cohorte, en su fila, dice si cuentan la excusa y la dispensa y si se cuentan minutos: entonces media sesión es media. Un grupo suma las sesiones de todas sus personas.".into(),
        ),
        ("Horas", "Duración de las sesiones asistidas, o los minutos asistidos donde la cohorte los cuenta; las de cada cohorte, de las dictadas.".into()),
        ("Certificados", "Expedidos en el periodo y sin revocar en la fecha de corte; cada uno cuenta para el municipio de la persona el día en que se expidió. Las constancias, que dicen que alguien asistió y no que tiene la capacidad, se cuentan aparte.".into()),
        ("Estado", "Posición de la persona frente a la asistencia mínima de su cohorte, con todas las sesiones hasta la fecha de corte.".into()),
        (
            "Letras",
            "P presente, T tarde, A ausente, E excusa, D dispensado, – sin registro. Vacío: sesión sin dictar, cancelada o anterior a la inscripción. «*» registro modificado después del cierre de la sesión.".into(),
        ),
        (
            "Línea base",
            "Último valor publicado, hasta el fin del periodo, del primer indicador vinculado a la capacidad, con su vigencia y el grupo de comparación de ese año. No se promedia entre municipios: el departamento no tiene. Asociación, no causalidad.".into(),
        ),
        (
            "Ganancia",
            "De cada persona con las dos pruebas en cohortes cerradas que terminan en el periodo, como quedaron al cerrarse, (final − inicial) ÷ (máximo − inicial); media. Las notas van de 0 a 5. Quien ya tenía la nota máxima cuenta en las notas y no en la ganancia.".into(),
        ),
        ("Aplicación", "Media de 1 a 5 de lo que las personas dicen que aplican tres y seis meses después, en las encuestas que terminaron en el periodo.".into()),
        (
            "Permanencia",
            "En el cargo: personas certificadas vinculadas en el último día. Permanencia: de las certificadas estando vinculadas hace al menos seis o doce meses, cuántas seguían vinculadas tanto tiempo después.".into(),
        ),
        ("Calidad", "Medias de 1 a 5 de la encuesta anónima de cada cohorte, cuando ya cerró.".into()),
        (
            "Grupos pequeños",
            small_groups(figures),
        ),
        ("Documentos", "Se muestran enmascarados.".into()),
        ("Territorio", territory_model::DIVIPOLA.into()),
    ];
    if let Some(rules) = rules_in_words(figures.cohorts.iter().map(RuleCount::of)) {
        let after = notes.iter().position(|(name, _)| *name == "Horas").unwrap_or(notes.len());
        notes.insert(after, ("Regla de asistencia", rules));
    }
    if figures.as_of.is_some() {
        notes.insert(3, ("Corte", AS_OF.to_owned()));
    }
    if figures.is_frozen {
        notes.retain(|(name, _)| !OF_PEOPLE.contains(name));
        notes.insert(3, ("Congelado", FROZEN.to_owned()));
        if !figures.summary.tells_apart {
            notes.retain(|(name, _)| *name != "Certificados");
            notes.push(("Certificados", texts::word("reports.older_words").to_owned()));
        }
        let rule = figures.results.as_ref().map(|results| results.rule);
        if rule == Some(SuppressionRule::ByReport) {
            notes.insert(4, ("Sin mostrar", OF_BEFORE.to_owned()));
        }
    }
    notes
}

/// Says how many cohorts are in no sum of opinions; `None` where all are.
pub fn left_out(figures: &ReportFigures) -> Option<String> {
    match figures.results.as_ref().map_or(0, |results| results.left_out) {
        0 => None,
        1 => Some("1 cohorte con menos de cinco respuestas no se suma.".to_owned()),
        many => Some(format!("{many} cohortes con menos de cinco respuestas no se suman.")),
    }
}

/// Says what is in no sum of people's answers.
fn small_groups(figures: &ReportFigures) -> String {
    let left_out = left_out(figures).unwrap_or_default();
    format!(
        "Las pruebas y el seguimiento se suman por las personas de un municipio en una cohorte, y las opiniones, que son anónimas, por cohorte. Un grupo de menos de 5 no entra en ninguna cifra, ni en los totales: así, ninguna resta entre cifras, de este u otro periodo o corte, habla de menos de 5 personas. {left_out}"
    ).trim_end().to_owned()
}

/// Notes about the list of people, which a cut does not have.
const OF_PEOPLE: [&str; 3] = ["Estado", "Letras", "Documentos"];

const AS_OF: &str = "Lo que se sabía al terminar ese día. Lo que se registró, corrigió o revocó después no cuenta aquí, aunque hable de días anteriores. Los nombres, y cómo se inscribió cada persona, son los de hoy.";

const OF_BEFORE: &str = "Este corte es anterior a la regla de los grupos pequeños. El total de la calidad y los resultados de las pruebas y del seguimiento no se muestran: sumaban grupos de menos de 5 personas, que se podían deducir con los de otro periodo. El informe del periodo los dice con la regla de hoy.";

const FROZEN: &str = "Estas cifras no cambian aunque después se corrija un registro: dicen lo que se sabía en la fecha de corte. Las de hoy están en el informe del periodo. Un corte no guarda personas.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_found_by_the_word_of_its_address() {
        for kind in SheetKind::ALL {
            assert_eq!(SheetKind::read(kind.slug()), Some(kind));
        }
        assert_eq!(SheetKind::read("notas"), None);
    }
}
