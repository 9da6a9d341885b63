//! Pages of a person's certificates: the wallet, what is shared of it, and the claim without an
//! account.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Sample, View, samples_of};

use crate::views::CertificationTag;

/// All certificates of a person, for themselves: signed in, or by the link of a letter.
#[derive(Serialize)]
pub struct WalletPage {
    /// «Mis certificados», or the name of the person whose they are.
    pub heading: String,
    /// The moment until which the letter's link opens; `None` means that an account opened the page.
    pub until: Option<String>,
    pub years: Vec<WalletYear>,
    pub pager: Pager,
    /// The page where addresses are shared and ended; `None` means that there is nothing to share.
    pub sharing: Option<String>,
}

/// The certificates that were numbered in one year.
#[derive(Serialize)]
pub struct WalletYear {
    pub year: i32,
    pub rows: Vec<WalletRow>,
}

#[derive(Serialize)]
pub struct WalletRow {
    pub course: String,
    pub kind: &'static str,
    pub number: String,
    pub hours: u32,
    pub issued_on: String,
    pub expires_on: Option<String>,
    pub tag: CertificationTag,
    /// Whether the certificate is valid today.
    pub holds: bool,
    /// The page of the certificate; `None` means that the reader has no account.
    pub href: Option<String>,
    pub pdf: String,
    /// The public page that verifies the certificate.
    pub verify: String,
    /// The address of the credential; `None` until it is signed.
    pub credential: Option<String>,
    /// The address that adds the certificate to a LinkedIn profile; `None` means that it is not valid.
    pub profile: Option<String>,
}

impl View for WalletPage {
    const TEMPLATE: &'static str = "pages/certification/wallet/wallet";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here(self.heading.clone())]
    }
    fn samples() -> Vec<Self> {
        let row = |holds: bool| WalletRow {
            course: "Gestión tributaria territorial".into(),
            kind: "Certificado",
            number: "2026-000123".into(),
            hours: 40,
            issued_on: "30 de noviembre de 2026".into(),
            expires_on: holds.then(|| "30 de noviembre de 2028".to_owned()),
            tag: CertificationTag {
                stage: if holds { "active" } else { "revoked" },
                label: if holds { "Válido" } else { "Revocado" },
            },
            holds,
            href: holds.then(|| "/certificados/7".to_owned()),
            pdf: "/mis-certificados/7/pdf".into(),
            verify: "/verificar/7F3K52QDMAPIRIPANLOBO234XY".into(),
            credential: holds.then(|| "/verificar/7F3K52QDMAPIRIPANLOBO234XY/credencial".into()),
            profile: holds.then(|| "https://www.linkedin.com/profile/add?name=x".into()),
        };
        let page = |until: Option<&str>, years| Self {
            heading: "Mis certificados".into(),
            until: until.map(str::to_owned),
            years,
            pager: Pager::new(None, 2, "/mis-certificados"),
            sharing: until.map(|_| "/portafolio/abc/compartir".to_owned()),
        };
        let years = vec![WalletYear { year: 2026, rows: vec![row(true), row(false)] }];
        vec![page(None, vec![]), page(Some("24/11/2026, 9:14 a. m."), years)]
    }
}

/// What a person shares: a form for one more address, and those that open today.
#[derive(Serialize)]
pub struct SharingPage {
    pub form: FormState,
    /// The link back to the wallet.
    pub back: Crumb,
    /// The address that the form posts to; addresses beneath it end a share.
    pub action: String,
    /// The whole new address, which only the answer that made it shows.
    pub fresh: Option<String>,
    pub ways: Vec<Alternative>,
    pub choices: Vec<Alternative>,
    pub today: String,
    pub rows: Vec<ShareRow>,
}

#[derive(Serialize)]
pub struct ShareRow {
    /// «22/11/2026, 9:14 a. m.»
    pub made: String,
    /// The last day it opens.
    pub until: Option<String>,
    pub is_all: bool,
    pub courses: Vec<String>,
    /// The address that ends this share.
    pub end: String,
}

impl View for SharingPage {
    const TEMPLATE: &'static str = "pages/certification/wallet/sharing";
    fn title(&self) -> String {
        "Compartir certificados".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), self.back.clone(), Crumb::here("Compartir")]
    }
    fn samples() -> Vec<Self> {
        let page = |fresh: Option<&str>, rows| Self {
            form: FormState::default(),
            back: Crumb::to("Mis certificados", "/mis-certificados"),
            action: "/mis-certificados/compartir".into(),
            fresh: fresh.map(str::to_owned),
            ways: vec![Alternative::new("todos", "Todos")],
            choices: match fresh {
                Some(_) => vec![Alternative::new(7, "Gestión tributaria territorial")],
                None => vec![],
            },
            today: "2026-11-22".into(),
            rows,
        };
        let row = |is_all: bool| ShareRow {
            made: "22/11/2026, 9:14 a. m.".into(),
            until: is_all.then(|| "24 de diciembre de 2026".to_owned()),
            is_all,
            courses: if is_all { vec![] } else { vec!["Gestión tributaria territorial".into()] },
            end: "/mis-certificados/compartir/3/fin".into(),
        };
        let address = "https://formacion.example/compartidos/abcdefghijklmnopqrstuvwxyz";
        vec![page(None, vec![]), page(Some(address), vec![row(true), row(false)])]
    }
}

/// The certificates that a person shares. The page never shows a document number.
#[derive(Serialize)]
pub struct SharedPage {
    pub name: String,
    pub rows: Vec<SharedRow>,
    pub pager: Pager,
    /// The moment of the request, of which the states are true.
    pub asked_at: String,
    pub demo: bool,
}

#[derive(Serialize)]
pub struct SharedRow {
    pub course: String,
    pub kind: &'static str,
    pub tag: CertificationTag,
    pub hours: u32,
    pub dates: String,
    pub issuer: String,
    pub issued_on: String,
    pub expires_on: Option<String>,
    pub verify: String,
}

impl View for SharedPage {
    const TEMPLATE: &'static str = "pages/certification/wallet/shared";
    fn title(&self) -> String {
        format!("Certificados de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Certificados compartidos")]
    }
    fn samples() -> Vec<Self> {
        let row = SharedRow {
            course: "Gestión tributaria territorial".into(),
            kind: "Certificado",
            tag: CertificationTag { stage: "active", label: "Válido" },
            hours: 40,
            dates: "Del 3 al 27 de noviembre de 2026".into(),
            issuer: "La Escuela Superior de Administración Pública".into(),
            issued_on: "30 de noviembre de 2026".into(),
            expires_on: Some("30 de noviembre de 2028".into()),
            verify: "/verificar/7F3K52QDMAPIRIPANLOBO234XY".into(),
        };
        let page = |rows: Vec<SharedRow>| Self {
            name: "Luz Marcela Guayacán Ñandú".into(),
            pager: Pager::new(None, rows.len() as u64, "/compartidos/abc"),
            demo: !rows.is_empty(),
            rows,
            asked_at: "22/11/2026, 9:14 a. m.".into(),
        };
        vec![page(vec![]), page(vec![row])]
    }
}

/// The claim without an account. After it everybody reads the same answer.
#[derive(Serialize)]
pub struct ClaimPage {
    pub form: FormState,
    pub document_types: Vec<Alternative>,
    pub is_sent: bool,
    pub hours: i64,
}

impl View for ClaimPage {
    const TEMPLATE: &'static str = "pages/certification/wallet/claim";
    fn title(&self) -> String {
        if self.is_sent { "Revise su correo" } else { "Recuperar mis certificados" }.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Recuperar mis certificados")]
    }
    fn samples() -> Vec<Self> {
        [false, true]
            .map(|is_sent| Self {
                form: FormState::default(),
                document_types: vec![Alternative::new("CC", "Cédula de ciudadanía")],
                is_sent,
                hours: 48,
            })
            .into()
    }
}

/// An address that opens nothing: it ended, its time is over, or it never was.
#[derive(Serialize)]
pub struct WalletGonePage {
    pub heading: &'static str,
    pub says: &'static str,
    pub href: &'static str,
    pub action: &'static str,
}

impl WalletGonePage {
    pub const LETTER: Self = Self {
        heading: "Este enlace ya no abre",
        says: "Los enlaces de recuperación sirven 48 horas y cada uno deja sin efecto el anterior. Si \
               lo copió, revise que la dirección esté completa; si no, pida otro.",
        href: "/mis-certificados/recuperar",
        action: "Pedir otro enlace",
    };
    pub const SHARED: Self = Self {
        heading: "Este enlace no muestra nada",
        says: "Puede que la dirección esté incompleta, que haya llegado a su fecha final o que la \
               persona haya dejado de compartir. Pídale a ella uno nuevo, o verifique el documento \
               que le mostraron con su código.",
        href: "/verificar",
        action: "Verificar un certificado",
    };
}

impl View for WalletGonePage {
    const TEMPLATE: &'static str = "pages/certification/wallet/gone";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Enlace")]
    }
    fn samples() -> Vec<Self> {
        vec![Self::LETTER, Self::SHARED]
    }
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<WalletPage>(),
        samples_of::<SharingPage>(),
        samples_of::<SharedPage>(),
        samples_of::<ClaimPage>(),
        samples_of::<WalletGonePage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
