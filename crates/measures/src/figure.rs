//! What may be shown.

use crate::Real;

/// The smallest group that a figure is shown of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minimum(usize);

impl Minimum {
    /// Answers to a satisfaction survey (R49), and any group of people whose grades are not theirs
    /// to see.
    pub const GROUP: Self = Self(5);
    /// Answers to a question before its difficulty and discrimination are shown (R47): below ten
    /// one person moves a proportion by more than a tenth, and it would be read as a fact.
    pub const QUESTION: Self = Self(10);

    /// A group of one is a person, and two have no spread worth the name: `None` below three.
    pub fn new(people: usize) -> Option<Self> {
        (people >= 3).then_some(Self(people))
    }

    pub fn people(self) -> usize {
        self.0
    }

    /// Returns whether a group is large enough to be told on its own.
    pub fn admits(self, people: usize) -> bool {
        people >= self.0
    }

    /// Computes a figure of `n` people only when it may be shown.
    pub(crate) fn show<T>(
        self,
        n: usize,
        value: impl FnOnce() -> Result<T, Undefined>,
    ) -> Figure<T> {
        if !self.admits(n) {
            return Figure::Hidden(Hidden { minimum: self });
        }
        match value() {
            Ok(value) => Figure::Shown(Shown { value, n }),
            Err(why) => Figure::Undefined(why),
        }
    }
}

/// A figure about a group.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure<T> {
    Shown(Shown<T>),
    Hidden(Hidden),
    /// The group is large enough and the figure has no value.
    Undefined(Undefined),
}

/// A figure that may be shown, with how many people it is of. Only this crate makes one:
///
/// ```compile_fail,E0451
/// let mine = measures::Shown { value: 4.5, n: 2 };
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Shown<T> {
    value: T,
    n: usize,
}

/// Too few people. How many they are is not told: «4 of 5» would be a figure of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Se muestra desde {} respuestas, para que nadie sea reconocible.", .minimum.people())]
pub struct Hidden {
    minimum: Minimum,
}

/// Why a figure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    #[error("Todos obtuvieron lo mismo: no hay diferencias que comparar.")]
    NoVariance,
    #[error(
        "Las personas respondieron preguntas distintas: la cifra solo existe para una prueba igual para todos."
    )]
    DifferentQuestions,
    #[error("Las pruebas de estas personas no valen lo mismo y sus totales no se comparan.")]
    UnequalTests,
    #[error("La prueba tiene una sola pregunta.")]
    OneQuestion,
    #[error("Hay preguntas con puntaje parcial: use el alfa de Cronbach.")]
    PartialPoints,
    #[error("La prueba no tiene esa pregunta.")]
    NoSuchQuestion,
    #[error("Las cifras son demasiado grandes.")]
    TooLarge,
}

impl<T> Shown<T> {
    pub fn value(&self) -> &T {
        &self.value
    }

    pub fn n(&self) -> usize {
        self.n
    }
}

impl Hidden {
    pub fn minimum(self) -> Minimum {
        self.minimum
    }
}

impl<T> Figure<T> {
    /// The figure and its n, when it is shown.
    pub fn shown(&self) -> Option<(&T, usize)> {
        match self {
            Self::Shown(shown) => Some((&shown.value, shown.n)),
            Self::Hidden(_) | Self::Undefined(_) => None,
        }
    }

    /// Returns another figure of the same people; what is hidden stays hidden.
    pub fn map<U>(self, other: impl FnOnce(T) -> U) -> Figure<U> {
        match self {
            Self::Shown(Shown { value, n }) => Figure::Shown(Shown { value: other(value), n }),
            Self::Hidden(hidden) => Figure::Hidden(hidden),
            Self::Undefined(why) => Figure::Undefined(why),
        }
    }

    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden(_))
    }

    /// A sentence in place of the figure.
    pub fn why_not(&self) -> Option<String> {
        match self {
            Self::Shown(_) => None,
            Self::Hidden(hidden) => Some(hidden.to_string()),
            Self::Undefined(why) => Some(why.to_string()),
        }
    }
}

/// What is finite, or too large.
pub(crate) fn real(value: f64) -> Result<Real, Undefined> {
    Real::new(value).ok_or(Undefined::TooLarge)
}
