//! What a person sees of their own: what is missing for a certificate.

use serde::Serialize;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::pages::{Crumb, View};

use super::CertificationTag;

/// What the person still needs for the certificate, requirement by requirement.
#[derive(Serialize)]
pub struct ProgressPage {
    pub enrolment: EnrolmentId,
    pub course: String,
    pub cohort: String,
    /// The whole answer in one sentence, with its tone (`success`, `info`, `warning`).
    pub tone: &'static str,
    pub conclusion: String,
    /// «el certificado».
    pub paper: &'static str,
    /// Address of the active certificate's document and page.
    pub pdf: Option<String>,
    pub certificate: Option<String>,
    pub parts: Vec<RequirementRow>,
    /// One paragraph that explains how attendance counts.
    pub attendance: String,
    pub attended: u32,
    pub held: u32,
    pub remaining: u32,
    /// Whole percent of the held sessions; `None` before the first.
    pub percent: Option<u32>,
    pub percent_text: String,
    /// «Si asiste a todas las que faltan llega a 90 %.»
    pub reachable: Option<String>,
    pub not_recorded: u32,
    /// The tasks that the person can do now.
    pub open: Vec<OpenTaskRow>,
    /// The scale of the grades: «0,0 a 5,0».
    pub scale: &'static str,
    pub grades: Vec<GradeRow>,
    pub final_grade: String,
    pub pass_mark: Option<String>,
    /// The sentence that says which grade the person still needs to reach the pass mark.
    pub needed: Option<String>,
}

#[derive(Serialize)]
pub struct RequirementRow {
    pub label: &'static str,
    pub tone: &'static str,
    pub state: &'static str,
    pub sentence: String,
    /// The page where the person meets the requirement; `None` means that there is none.
    pub href: Option<String>,
}

/// A task that the person can do now.
#[derive(Serialize)]
pub struct OpenTaskRow {
    pub name: String,
    pub when: Option<String>,
    pub action: &'static str,
    pub href: String,
}

#[derive(Serialize)]
pub struct GradeRow {
    pub name: String,
    pub weight: String,
    pub grade: String,
    pub tag: CertificationTag,
    pub when: Option<String>,
    /// The comment of the person who graded it.
    pub comment: Option<String>,
    /// The page where the task is done and its result stands.
    pub href: Option<String>,
    /// The page that explains the grade and takes an appeal; `None` until there is a grade.
    pub story: Option<String>,
}

impl View for ProgressPage {
    const TEMPLATE: &'static str = "pages/certification/progress";
    fn title(&self) -> String {
        "Mi avance".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.cohort.clone(), format!("/inscripciones/{}", self.enrolment)),
            Crumb::here("Mi avance"),
        ]
    }
    fn samples() -> Vec<Self> {
        let page = |percent: Option<u32>, grades: Vec<GradeRow>| Self {
            enrolment: EnrolmentId(3),
            course: "Gestión tributaria territorial".into(),
            cohort: "Meta 2026-2".into(),
            tone: "info",
            conclusion: "Todavía puede obtener el certificado.".into(),
            paper: "el certificado",
            pdf: percent.is_some().then(|| "/certificados/7/pdf".to_owned()),
            certificate: percent.is_some().then(|| "/certificados/7".to_owned()),
            parts: vec![RequirementRow {
                label: "Asistencia",
                tone: "warning",
                state: "Pendiente",
                sentence: "Se pide asistencia de 80 % y va en 72 %.".into(),
                href: percent.map(|_| "/inscripciones/3/encuesta".to_owned()),
            }],
            attendance: "Mínimo de asistencia: 80 %.".into(),
            attended: 5,
            held: 7,
            remaining: 3,
            percent,
            percent_text: "71 %".into(),
            reachable: percent.map(|_| "Si asiste a todas las que faltan llega a 80 %.".to_owned()),
            not_recorded: 1,
            open: match grades.is_empty() {
                true => vec![],
                false => vec![OpenTaskRow {
                    name: "Prueba final".into(),
                    when: Some("Hasta el 24/11/2026, 6:00 p. m.".into()),
                    action: "Presentar la prueba",
                    href: "/pruebas/2".into(),
                }],
            },
            pass_mark: (!grades.is_empty()).then(|| "3,5".to_owned()),
            needed: (!grades.is_empty()).then(|| {
                "En lo que falta necesita un promedio de 2,5 para llegar a 3,5.".to_owned()
            }),
            scale: "0,0 a 5,0",
            grades,
            final_grade: "falta Producto".into(),
        };
        let grade = GradeRow {
            name: "Prueba final".into(),
            weight: "60 %".into(),
            grade: "4,2".into(),
            tag: CertificationTag { stage: "success", label: "Calificada" },
            when: None,
            comment: None,
            href: None,
            story: Some("/actividades/1/mi-nota".into()),
        };
        let product = GradeRow {
            name: "Producto".into(),
            weight: "40 %".into(),
            grade: "—".into(),
            tag: CertificationTag { stage: "warning", label: "Devuelto para mejorar" },
            when: Some("Hasta el 24/11/2026, 6:00 p. m.".into()),
            comment: Some("Falta el estudio de la cartera vencida.".into()),
            href: Some("/inscripciones/3/productos/2".into()),
            story: None,
        };
        vec![page(None, vec![]), page(Some(71), vec![grade, product])]
    }
}
