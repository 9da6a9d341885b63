//! Which questions somebody gets, and in which order their options stand.
//!
//! The same blueprint, pool and seed give the same test on every machine and in every version: the
//! stream is ChaCha with 8 rounds as rand_chacha promises to keep it, and what is done with the
//! stream is written here and held by fixed vectors in the tests. Whatever changes here changes
//! tests that people have begun; a new way needs a new function.

use std::collections::{BTreeMap, HashSet};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::{Kind, Question};

/// How many questions one draw may take.
pub const MOST_DRAWN: usize = 200;

/// What a draw starts from. Keep the number with the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

/// How hard its author thinks that a question is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    Easy,
    Medium,
    Hard,
}

impl Difficulty {
    /// As it is said on pages and in the tags of an exchanged file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Easy => "fácil",
            Self::Medium => "media",
            Self::Hard => "difícil",
        }
    }

    /// The one that a word names, with or without accents and capitals.
    pub fn named(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "fácil" | "facil" => Some(Self::Easy),
            "media" | "medio" => Some(Self::Medium),
            "difícil" | "dificil" => Some(Self::Hard),
            _ => None,
        }
    }
}

/// A question that may be drawn. Ids are whatever the caller numbers questions and capacities with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawItem {
    /// Of one version of one question; no two items share it.
    pub id: i64,
    pub capacity: i64,
    pub difficulty: Difficulty,
}

/// So many questions of a capacity, of one difficulty or of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BlueprintPart {
    pub capacity: i64,
    pub difficulty: Option<Difficulty>,
    pub count: usize,
}

/// What a test asks for. The questions come in the order of its parts, or all mixed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Blueprint {
    pub parts: Vec<BlueprintPart>,
    pub mixed: bool,
}

/// Why a test cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotDraw {
    #[error("El plan de la prueba no pide ninguna pregunta.")]
    Nothing,
    #[error("El plan de la prueba pide {asked} preguntas; una prueba tiene como máximo 200.")]
    TooMany { asked: usize },
    /// `part` is the place of a part of the blueprint; `there` is what the other parts leave for
    /// it.
    #[error("El plan pide {asked} preguntas{} y el banco tiene {there} disponibles. Agregue preguntas o pida menos.", how_hard(*.difficulty))]
    PoolTooSmall {
        part: usize,
        capacity: i64,
        difficulty: Option<Difficulty>,
        asked: usize,
        there: usize,
    },
    #[error("Una pregunta está dos veces entre las que se pueden sortear.")]
    Twice { id: i64 },
}

fn how_hard(difficulty: Option<Difficulty>) -> String {
    difficulty.map(|one| format!(" de dificultad {}", one.word())).unwrap_or_default()
}

/// Draws a test: the ids of its questions in the order in which they are asked. The order of the
/// pool does not matter.
///
/// # Errors
/// All parts that the pool is too small for.
pub fn draw(
    blueprint: &Blueprint,
    pool: &[DrawItem],
    seed: Seed,
) -> Result<Vec<i64>, Vec<CannotDraw>> {
    let asked = blueprint.parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.count));
    if asked == 0 {
        return Err(vec![CannotDraw::Nothing]);
    }
    if asked > MOST_DRAWN {
        return Err(vec![CannotDraw::TooMany { asked }]);
    }
    let mut pool = pool.to_vec();
    pool.sort_by_key(|item| item.id);
    let mut known = HashSet::new();
    if let Some(twice) = pool.iter().find(|item| !known.insert(item.id)) {
        return Err(vec![CannotDraw::Twice { id: twice.id }]);
    }

    let mut chance = Chance::new(seed, 0);
    let mut taken = HashSet::new();
    let mut drawn: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    let mut wrong = Vec::new();
    // Parts that want one difficulty choose first: those that take any would take theirs away.
    let mut order: Vec<(usize, &BlueprintPart)> = blueprint.parts.iter().enumerate().collect();
    order.sort_by_key(|(place, part)| (part.difficulty.is_none(), *place));
    for (place, part) in order {
        let mut fit: Vec<i64> = pool
            .iter()
            .filter(|item| item.capacity == part.capacity)
            .filter(|item| part.difficulty.is_none_or(|wanted| item.difficulty == wanted))
            .filter(|item| !taken.contains(&item.id))
            .map(|item| item.id)
            .collect();
        if fit.len() < part.count {
            wrong.push(CannotDraw::PoolTooSmall {
                part: place,
                capacity: part.capacity,
                difficulty: part.difficulty,
                asked: part.count,
                there: fit.len(),
            });
            continue;
        }
        chance.shuffle(&mut fit);
        fit.truncate(part.count);
        taken.extend(fit.iter().copied());
        drawn.insert(place, fit);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut test: Vec<i64> = drawn.into_values().flatten().collect();
    if blueprint.mixed {
        chance.shuffle(&mut test);
    }
    Ok(test)
}

/// The order in which a question shows its options, steps or right column: the place that each has
/// in the question, in the order of the page. It depends on the seed and the question's id alone,
/// so that drawing otherwise would not move it. Kinds without anything to shuffle give an empty
/// list; a question of fixed order gives its own.
///
/// Steps are never shown in their right order. For matching the list is of
/// [`crate::Matching::choices`]; the left column stays.
pub fn shown(question: &Question, id: i64, seed: Seed) -> Vec<usize> {
    let many = match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => options.len(),
        Kind::Ordering(items) => items.len(),
        Kind::Matching(matching) => matching.choices().len(),
        Kind::TrueFalse { .. } | Kind::Numeric { .. } | Kind::ShortText(_) | Kind::Open => 0,
    };
    let mut places: Vec<usize> = (0..many).collect();
    let is_ordering = matches!(question.kind(), Kind::Ordering(_));
    if question.fixed_order() && !is_ordering {
        return places;
    }
    // Stream 0 is the draw's; ids begin at one.
    let mut chance = Chance::new(seed, id.cast_unsigned());
    chance.shuffle(&mut places);
    if is_ordering && places.is_sorted() {
        places.rotate_left(1);
    }
    places
}

/// Chance that can be told again.
struct Chance(ChaCha8Rng);

impl Chance {
    fn new(seed: Seed, stream: u64) -> Self {
        // The key is the seed and a word that keeps it apart from other uses of such a seed.
        let mut key = [0_u8; 32];
        let word = seed.0.to_le_bytes().into_iter().chain(*b"formacion: draw of a test");
        key.iter_mut().zip(word).for_each(|(to, from)| *to = from);
        let mut stream_of = ChaCha8Rng::from_seed(key);
        stream_of.set_stream(stream);
        Self(stream_of)
    }

    /// From 0 to `sides` − 1, each as often: what would favour the low ones is thrown again.
    fn below(&mut self, sides: u64) -> u64 {
        let sides = sides.max(1);
        let most = u64::MAX - u64::MAX % sides;
        loop {
            let thrown = self.0.next_u64();
            if thrown < most {
                return thrown % sides;
            }
        }
    }

    /// Fisher and Yates, from the end.
    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(0);
            list.swap(last, other);
        }
    }
}
