//! Public verification: the form, and the page with the result of a code (R54).

use platform::prelude::*;

use crate::validity::rules::Validity;

#[derive(Serialize, Example)]
pub struct VerifyPage {
    pub form: FormState,
}

impl View for VerifyPage {
    const TEMPLATE: &'static str = "pages/certification/verify";
    fn title(&self) -> String {
        "Verificar un certificado".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Verificar un certificado")]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// The certificate that replaces or renews another one.
#[derive(Serialize, Example)]
pub struct Successor {
    pub href: String,
    pub text: &'static str,
}

impl Successor {
    /// Names the link after `worth`, the validity of the old certificate.
    pub fn of(worth: Validity, code: &str) -> Self {
        let text = match worth {
            Validity::Expired => "Ver el certificado que lo renueva",
            _ => "Ver el certificado que lo reemplaza",
        };
        Self { href: format!("/verificar/{code}"), text }
    }
}

/// The answer about one code; the same calm page for every answer.
#[derive(Serialize, Example)]
pub struct VerdictPage {
    pub form: FormState,
    /// The partial's state: `valid`, `expired`, `revoked` or `unknown`.
    #[example(match size.count {
        0 => "unknown",
        1 => "valid",
        2 => "expired",
        _ => "revoked",
    })]
    pub state: &'static str,
    pub title: String,
    pub text: String,
    /// The public reason of a revocation.
    pub reason: Option<String>,
    pub successor: Option<Successor>,
    pub facts: Vec<Fact>,
    /// The moment of the request, because people print the page as a statement.
    pub asked_at: String,
    pub capacities: Vec<String>,
    /// The address of the credential; `None` until it is signed.
    pub credential: Option<String>,
    /// Whether the PDF carries a digital signature.
    pub signed_pdf: bool,
    pub demo: bool,
}

impl View for VerdictPage {
    const TEMPLATE: &'static str = "pages/certification/verdict";
    fn title(&self) -> String {
        self.title.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Verificar un certificado", "/verificar"),
            Crumb::here("Resultado"),
        ]
    }
}
