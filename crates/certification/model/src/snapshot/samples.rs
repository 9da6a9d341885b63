//! A certificate for the tests and samples of this capability.

use super::*;
use enrolment_model::entity::enrolment::Stage as EnrolmentStage;

pub fn contents() -> CertificateContents {
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default();
    CertificateContents {
        scale: GradeScale::Five,
        rule: CertificateRule::new("curso", 80, Some(30), rules::Extras::default()),
        course_type: "curso".into(),
        course_name: "Gestión tributaria territorial".into(),
        hours: 40,
        course_hours: 40,
        modality: "mixta".into(),
        starts_on: day(3),
        ends_on: day(27),
        place: "Mapiripán (Meta)".into(),
        contents: vec!["Estatuto de rentas".into()],
        capacities: vec!["Movilización de recursos propios".into()],
        months: None,
        unit: "Meta, Guaviare, Guainía, Vaupés y Vichada".into(),
        issued_in: "Villavicencio".into(),
        demo: true,
        template: NumberedTemplate::usual(documents::template::Document::Curso),
    }
}

pub fn snapshot() -> Snapshot {
    snapshot_of(&contents())
}

pub fn snapshot_of(contents: &CertificateContents) -> Snapshot {
    let progress = LearnerProgress {
        stage: EnrolmentStage::Confirmed,
        attendance: rules::Totals { attended: 9, held: 10, ..Default::default() },
        grade: rules::FinalGrade::Grade(42),
        products: Vec::new(),
        survey: Survey::Never,
    };
    let holder = SnapshotHolder {
        full_name: "Luz Marcela Guayacán Ñandú".into(),
        given_names: "Luz Marcela".into(),
        document_label: "C. C. 1.234.567".into(),
        masked_document: "CC 1.***.*67".into(),
    };
    let details = IssueDetails {
        number: "2026-000123".into(),
        code: "7F3K52QDMAPIRIPANLOBO234XY".into(),
        public_url: "https://formacion.example".into(),
        issued_at: DateTime::from_timestamp(1_796_054_400, 0).unwrap_or_default(),
        signer: Signer::new("Lucía Quiñones", "Coordinación académica territorial"),
        valid_until: None,
    };
    Snapshot::new(contents, holder, &progress, details)
}
