//! Public verification: the form, and the page with the result of a code (R54).

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use crate::validity::rules::Validity;

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let mut wrong = FormState::default().with("codigo", "7F3K");
        wrong.refuse("codigo", "El código tiene 26 letras y números.");
        vec![Self { form: FormState::default() }, Self { form: wrong }]
    }
}

/// The certificate that replaces or renews another one.
#[derive(Serialize)]
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
#[derive(Serialize)]
pub struct VerdictPage {
    pub form: FormState,
    /// The partial's state: `valid`, `expired`, `revoked` or `unknown`.
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
    fn samples() -> Vec<Self> {
        let page = |state: &'static str, reason: Option<&str>, full: bool| Self {
            form: FormState::default(),
            state,
            title: "Certificado válido".into(),
            text: "Fue expedido y está vigente.".into(),
            reason: reason.map(str::to_owned),
            successor: reason
                .map(|_| Successor::of(Validity::Replaced, "7F3K52QDMAPIRIPANLOBO234XY")),
            asked_at: "22/11/2026, 9:14 a. m.".into(),
            facts: if full {
                vec![Fact::new("Nombre", "Luz Marcela Guayacán Ñandú")]
            } else {
                vec![]
            },
            capacities: if full {
                vec!["Movilización de recursos propios".into()]
            } else {
                vec![]
            },
            credential: full.then(|| "/verificar/7F3K52QDMAPIRIPANLOBO234XY/credencial".to_owned()),
            signed_pdf: full,
            demo: full,
        };
        vec![
            page("valid", None, true),
            page("expired", None, true),
            page("revoked", Some("La nota era de otra persona."), true),
            page("unknown", None, false),
        ]
    }
}
