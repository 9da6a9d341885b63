//! The letter that tells the owner of an account what happened to its second factor.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, Recipient, samples_of};
use platform::errors::AppError;
use platform::example::Samples;
use platform::secrets;

use crate::work::Work;

/// What happened to a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorChange {
    SetUp,
    /// Another telephone took its place.
    Replaced,
    /// The owner gave it up; no role asks for it.
    GivenUp,
    /// Somebody else took it away, and said why.
    Reset {
        reason: String,
    },
    /// The earlier recovery codes are void.
    NewCodes,
    /// Somebody came in with a recovery code; so many are left.
    CodeUsed {
        left: u64,
    },
    /// The password was right and the code wrong, more than once.
    WrongCodes,
}

/// Tells the owner of an account what happened to its second factor.
#[derive(Serialize)]
pub struct FactorLetter {
    /// What happened, in a sentence.
    pub text: &'static str,
    /// Why, where somebody else did it.
    pub reason: Option<String>,
    /// How many recovery codes are left.
    pub left: Option<String>,
    /// What to do when it was somebody else.
    pub otherwise: &'static str,
    #[serde(skip)]
    subject: &'static str,
    #[serde(skip)]
    is_to_set_up: bool,
}

/// What whoever did nothing does about it.
const NOT_ME: &str =
    "Si no fue usted, cambie su contraseña ahora y avise a la administración nacional.";

impl FactorLetter {
    pub fn new(change: FactorChange) -> Self {
        let (subject, text) = match &change {
            FactorChange::SetUp => (
                "Su cuenta tiene ahora un segundo factor",
                "Desde ahora, al ingresar, su cuenta pide además de la contraseña un código de su teléfono. Guarde los códigos de recuperación en un lugar seguro: sirven si pierde el teléfono.",
            ),
            FactorChange::Replaced => (
                "Cambió el teléfono de su segundo factor",
                "Los códigos para ingresar a su cuenta salen ahora de otro teléfono. Los del anterior y los códigos de recuperación que tenía dejaron de servir.",
            ),
            FactorChange::GivenUp => (
                "Su cuenta ya no tiene segundo factor",
                "Usted quitó el segundo factor de su cuenta: al ingresar solo se pide la contraseña.",
            ),
            FactorChange::Reset { .. } => (
                "La administración retiró su segundo factor",
                "La administración retiró el segundo factor de su cuenta y cerró sus sesiones. Ingrese con su contraseña y configúrelo de nuevo con el teléfono que usa ahora.",
            ),
            FactorChange::NewCodes => (
                "Tiene códigos de recuperación nuevos",
                "Se hicieron códigos de recuperación nuevos para su cuenta. Los anteriores dejaron de servir.",
            ),
            FactorChange::CodeUsed { .. } => (
                "Se usó un código de recuperación de su cuenta",
                "Alguien ingresó a su cuenta con la contraseña y uno de sus códigos de recuperación. Ese código ya no sirve.",
            ),
            FactorChange::WrongCodes => (
                "Alguien escribió su contraseña y no el código",
                "Alguien escribió la contraseña correcta de su cuenta y varias veces un código equivocado. No entró.",
            ),
        };
        let is_to_set_up = matches!(change, FactorChange::Reset { .. });
        let (reason, left) = match change {
            FactorChange::Reset { reason } => (Some(reason), None),
            FactorChange::CodeUsed { left } => (None, Some(left.to_string())),
            _ => (None, None),
        };
        let otherwise = match is_to_set_up {
            true => "Si usted no lo pidió, avise a la administración nacional.",
            false => NOT_ME,
        };
        Self { text, reason, left, otherwise, subject, is_to_set_up }
    }

    /// Queues the letter in the transaction of the change.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn queue(
        work: &Work<'_>,
        to: Recipient,
        change: FactorChange,
    ) -> Result<(), AppError> {
        // Whoever guesses for days is told of once a day.
        let key = match (&change, to.account) {
            (FactorChange::WrongCodes, Some(account)) => {
                format!("sign_in/wrong_codes:{account}:{}", work.app.clock.today())
            }
            _ => format!("sign_in/second_factor:{}", secrets::token()?),
        };
        work.write_to(to, key, &Self::new(change)).await
    }
}

impl Letter for FactorLetter {
    const TEMPLATE: &'static str = "emails/sign_in/second_factor";

    fn subject(&self) -> String {
        self.subject.to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(match self.is_to_set_up {
            true => MailAction::new("Configurar el segundo factor", "/segundo-factor"),
            false => MailAction::new("Revisar mi segundo factor", "/segundo-factor"),
        })
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

impl Samples for FactorLetter {
    fn samples() -> Vec<Self> {
        let reset =
            FactorChange::Reset { reason: "Perdió el teléfono en una comisión.".to_owned() };
        [
            FactorChange::SetUp,
            FactorChange::Replaced,
            FactorChange::GivenUp,
            reset,
            FactorChange::NewCodes,
            FactorChange::CodeUsed { left: 1 },
            FactorChange::WrongCodes,
        ]
        .map(Self::new)
        .into()
    }
}

/// Samples of the letters about second factors.
pub fn letters() -> Vec<LetterSample> {
    samples_of::<FactorLetter>()
}
