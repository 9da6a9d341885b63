//! One certificate, for its holder and for those who issue, and its revocation.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use super::{CertificationTag, Successor};
use crate::entity::certificate::CertificateId;
use crate::validity::rules::Validity;

#[derive(Serialize)]
pub struct CertificatePage {
    pub certificate: CertificateId,
    pub kind: &'static str,
    pub number: String,
    pub course: String,
    pub tag: CertificationTag,
    pub facts: Vec<Fact>,
    pub display_code: String,
    pub verify_path: String,
    pub verify_url: String,
    /// The address of the credential; `None` until it is signed.
    pub credential: Option<String>,
    /// Public reason and date of a revocation.
    pub revoked: Option<String>,
    pub successor: Option<Successor>,
    /// The page where the reader decides about a change behind the certificate; `None` means that no
    /// change waits, or that the reader does not decide.
    pub changes: Option<String>,
    pub may_revoke: bool,
    /// The reader is its holder.
    pub is_own: bool,
    /// The list that leads here: the cohort's, or the reader's own certificates.
    pub back: Crumb,
}

impl View for CertificatePage {
    const TEMPLATE: &'static str = "pages/certification/certificate";
    fn title(&self) -> String {
        format!("{} {}", self.kind, self.number)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), self.back.clone(), Crumb::here(self.number.clone())]
    }
    fn samples() -> Vec<Self> {
        let page = |revoked: Option<&str>, may_revoke: bool| Self {
            certificate: CertificateId(7),
            kind: "Certificado",
            number: "2026-000123".into(),
            course: "Gestión tributaria territorial".into(),
            tag: CertificationTag { stage: "active", label: "Válido" },
            facts: vec![Fact::new("Nombre", "Luz Marcela Guayacán Ñandú")],
            display_code: "7F3K-52QD-MAPI-RIPA-NLOB-O234-XY".into(),
            verify_path: "/verificar/7F3K52QDMAPIRIPANLOBO234XY".into(),
            verify_url: "https://formacion.example/verificar/7F3K52QDMAPIRIPANLOBO234XY".into(),
            credential: revoked
                .is_none()
                .then(|| "/verificar/7F3K52QDMAPIRIPANLOBO234XY/credencial".to_owned()),
            revoked: revoked.map(str::to_owned),
            successor: (!may_revoke)
                .then(|| Successor::of(Validity::Replaced, "7F3K52QDMAPIRIPANLOBO234XZ")),
            changes: may_revoke.then(|| "/cohortes/1/certificados/cambios".into()),
            may_revoke,
            is_own: !may_revoke,
            back: Crumb::to("Mis certificados", "/mis-certificados"),
        };
        vec![
            page(None, true),
            page(
                Some("Revocado el 1 de diciembre de 2026. Motivo: la nota era de otra persona."),
                false,
            ),
        ]
    }
}

#[derive(Serialize)]
pub struct RevocationPage {
    pub form: FormState,
    pub certificate: CertificateId,
    pub kind: &'static str,
    pub number: String,
    pub facts: Vec<Fact>,
}

impl View for RevocationPage {
    const TEMPLATE: &'static str = "pages/certification/revocation";
    fn title(&self) -> String {
        format!("Revocar {}", self.number)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to(self.number.clone(), format!("/certificados/{}", self.certificate)),
            Crumb::here("Revocar"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let mut refused = FormState::default().with("motivo", "error");
        refused.refuse("motivo", "Escriba el motivo en 10 a 300 caracteres.");
        [FormState::default(), refused]
            .map(|form| Self {
                form,
                certificate: CertificateId(7),
                kind: "Certificado",
                number: "2026-000123".into(),
                facts: vec![Fact::new("Nombre", "Luz Marcela Guayacán Ñandú")],
            })
            .into()
    }
}
