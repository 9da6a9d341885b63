//! Pages of a person's certificates: the wallet, what is shared of it, and the claim without an
//! account.

use platform::example::{Example, Samples};
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::StageTag;

/// All certificates of a person, for themselves: signed in, or by the link of a letter.
#[derive(Serialize, Example)]
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
#[derive(Serialize, Example)]
pub struct WalletYear {
    pub year: i32,
    pub rows: Vec<WalletRow>,
}

#[derive(Serialize, Example)]
pub struct WalletRow {
    pub course: String,
    pub kind: &'static str,
    pub number: String,
    pub hours: u32,
    pub issued_on: String,
    pub expires_on: Option<String>,
    pub tag: StageTag,
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
}

/// What a person shares: a form for one more address, and those that open today.
#[derive(Serialize, Example)]
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
    /// The last day that may be chosen, and how many days that is.
    pub longest: String,
    pub longest_days: i64,
    pub rows: Vec<ShareRow>,
}

#[derive(Serialize, Example)]
pub struct ShareRow {
    /// «22 de noviembre de 2026, 9:14 a. m.»
    pub made: String,
    /// The last day it opens.
    pub until: String,
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
}

/// The certificates that a person shares. The page never shows a document number.
#[derive(Serialize, Example)]
pub struct SharedPage {
    pub name: String,
    pub rows: Vec<SharedRow>,
    pub pager: Pager,
    /// The moment of the request, of which the states are true.
    pub asked_at: String,
    pub demo: bool,
}

#[derive(Serialize, Example)]
pub struct SharedRow {
    pub course: String,
    pub kind: &'static str,
    pub tag: StageTag,
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
}

/// The claim without an account. After it everybody reads the same answer.
#[derive(Serialize, Example)]
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
}

impl Samples for WalletGonePage {
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
