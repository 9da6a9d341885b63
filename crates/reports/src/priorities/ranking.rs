//! The ranking that an address asks for: by which weights, and what people changed of it.

use std::collections::HashMap;

use capacities_model::entity::capacity;
use capacities_model::queries::capacities;
use indicators_model::queries::gaps::own_departments;
use platform::pager::address;
use sign_in_model::prelude::*;

use super::entity::priority_override::Direction;
use super::queries::{PriorityCandidate, RankOverride, known, standing};
use super::rules::{
    Criterion, PriorityFacts, Score, arranged, counted, places, without_difference,
};
use super::words;

pub const PATH: &str = "/prioridades";

/// What an address asks for; its form says what is wrong with it.
pub struct PriorityQuery {
    pub form: FormState,
    pub departments: Vec<(String, String)>,
    /// Capacities that are not retired.
    pub framework: Vec<capacity::Model>,
    pub weights: Vec<(Criterion, i32)>,
    pub department: String,
    pub capacity: String,
}

impl PriorityQuery {
    pub async fn read(desk: &Desk<'_>, actor: &Actor) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let fields = Fields::of_address(desk.request());
        let departments = own_departments(db, actor).await?;
        let mut framework = capacities(db).await?;
        framework.retain(|one| !one.retired);
        // What nobody is taught alone comes last.
        framework.sort_by_key(|one| !one.is_taught());
        let mut reader = Reader::new(&fields);
        let mut weights = Vec::new();
        for criterion in Criterion::ALL {
            let name = words::field(criterion);
            let weight = if fields.first(name).is_empty() {
                criterion.weight()
            } else {
                reader.whole(name, 0..=100, "Escriba un peso de 0 a 100.")
            };
            weights.push((criterion, weight));
        }
        let department = fields.first("departamento").to_owned();
        if !department.is_empty() && !departments.iter().any(|(code, _)| *code == department) {
            reader.wrong("departamento", "Elija un departamento de la lista.");
        }
        let capacity = fields.first("capacidad").to_owned();
        if !capacity.is_empty() && !framework.iter().any(|one| one.code == capacity) {
            reader.wrong("capacidad", "Elija una capacidad de la lista.");
        }
        if weights
            .iter()
            .all(|(criterion, weight)| *weight == 0 && !reader.is_wrong(words::field(*criterion)))
        {
            reader.wrong("pdet", "Al menos un criterio debe pesar más de cero.");
        }
        let form = reader.finish().err().unwrap_or_else(|| fields.state());
        Ok(Self { form, departments, framework, weights, department, capacity })
    }

    pub fn address(&self, path: &str) -> String {
        let texts: Vec<(&str, String)> = self
            .weights
            .iter()
            .map(|(one, weight)| (words::field(*one), weight.to_string()))
            .collect();
        let mut query =
            vec![("departamento", self.department.as_str()), ("capacidad", self.capacity.as_str())];
        query.extend(texts.iter().map(|(name, weight)| (*name, weight.as_str())));
        address(path, &query)
    }
}

/// A municipality where its score puts it.
pub struct RankedMunicipality {
    pub score: Score,
    /// `None` means that data are missing for a whole score.
    pub place: Option<usize>,
    pub known: PriorityCandidate,
    /// Somebody put it elsewhere than its score.
    pub moved: Option<RankOverride>,
}

/// Every municipality of the actor's territory, or of one department of it.
pub struct Ranking {
    /// The criteria that count, with their weights.
    pub counted: Vec<(Criterion, i32)>,
    /// Those of them by which all are alike.
    pub alike: Vec<Criterion>,
    by_score: Vec<RankedMunicipality>,
    /// The places in `by_score`, in the order that people gave them.
    order: Vec<usize>,
}

impl Ranking {
    pub async fn read(
        desk: &Desk<'_>,
        actor: &Actor,
        query: &PriorityQuery,
    ) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let of = Some(query.capacity.as_str()).filter(|code| !code.is_empty());
        let all = known(db, actor, &query.department, (of, desk.app.clock.today())).await?;
        let mut moves = match of {
            Some(code) => standing(db, code).await?,
            None => HashMap::new(),
        };
        let facts: Vec<&PriorityFacts> = all.iter().map(|known| &known.facts).collect();
        let counted = counted(&query.weights, &facts);
        let alike = without_difference(&counted, &facts);
        let mut scored: Vec<(Score, PriorityCandidate)> =
            all.into_iter().map(|known| (Score::of(&known.facts, &counted), known)).collect();
        // Stable: who has the same score stays in the order of names.
        scored.sort_by(|(one, _), (other, _)| one.before(other));
        let scores: Vec<&Score> = scored.iter().map(|(score, _)| score).collect();
        let places = places(&scores).into_iter().map(Some).chain(std::iter::repeat(None));
        let ranked = |((score, known), place): ((Score, PriorityCandidate), Option<usize>)| {
            let moved = moves.remove(&known.place.code);
            RankedMunicipality { score, place, known, moved }
        };
        let by_score: Vec<RankedMunicipality> =
            scored.into_iter().zip(places).map(ranked).collect();
        let direction = |row: &RankedMunicipality| row.moved.as_ref().map(|one| one.direction);
        let directions: Vec<Option<Direction>> = by_score.iter().map(direction).collect();
        Ok(Self { counted, alike, order: arranged(&directions), by_score })
    }

    pub fn counts(&self, criterion: Criterion) -> bool {
        self.counted.iter().any(|(one, _)| *one == criterion)
    }

    pub fn size(&self) -> usize {
        self.by_score.len()
    }

    pub fn in_order(&self) -> impl Iterator<Item = &RankedMunicipality> {
        self.order.iter().filter_map(|at| self.by_score.get(*at))
    }
}
