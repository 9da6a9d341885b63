//! What people thought of a course, on three scales (R49).

use crate::figure::real;
use crate::{Confidence, Figure, Minimum, Proportion, Real};

/// From 1 (nothing) to 5 (everything).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rating(u8);

impl Rating {
    /// `None` outside 1 to 5.
    pub fn new(rating: u8) -> Option<Self> {
        (1..=5).contains(&rating).then_some(Self(rating))
    }

    pub fn get(self) -> u8 {
        self.0
    }
}

/// One answered survey; a scale may be left empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Pertinencia: whether it was what the work needs.
    pub relevance: Option<Rating>,
    /// Oportunidad: whether it came when it was needed.
    pub timeliness: Option<Rating>,
    /// Calidad.
    pub quality: Option<Rating>,
}

/// What a group thought on one scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    pub mean: Real,
    /// Who rated it 4 or 5.
    pub satisfied: Proportion,
    /// How many rated it 1, 2, 3, 4 and 5.
    pub counts: [usize; 5],
}

/// The three scales. Each has the n of those who rated it, and is hidden under five of them
/// ([`Minimum::GROUP`]), whatever the caller wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Satisfaction {
    pub relevance: Figure<Opinion>,
    pub timeliness: Figure<Opinion>,
    pub quality: Figure<Opinion>,
}

pub fn satisfaction(replies: &[Reply], confidence: Confidence) -> Satisfaction {
    let on = |scale: fn(&Reply) -> Option<Rating>| {
        let ratings: Vec<Rating> = replies.iter().filter_map(scale).collect();
        opinion(&ratings, confidence)
    };
    Satisfaction {
        relevance: on(|reply| reply.relevance),
        timeliness: on(|reply| reply.timeliness),
        quality: on(|reply| reply.quality),
    }
}

fn opinion(ratings: &[Rating], confidence: Confidence) -> Figure<Opinion> {
    Minimum::GROUP.show(ratings.len(), || {
        let sum: u64 = ratings.iter().map(|rating| u64::from(rating.0)).sum();
        let counts =
            [1, 2, 3, 4, 5].map(|rated| ratings.iter().filter(|rating| rating.0 == rated).count());
        let satisfied = ratings.iter().filter(|rating| rating.0 >= 4).count();
        Ok(Opinion {
            mean: real(sum as f64 / ratings.len() as f64)?,
            satisfied: Proportion::new(satisfied, ratings.len(), confidence)?,
            counts,
        })
    })
}
