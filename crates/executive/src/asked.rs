//! What an executive report is asked: whose figures, and of which days. What is outside of the reader's
//! territory looks absent (R60).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
};

use courses_model::entity::course::CourseId;
use courses_model::queries::choices;
use platform::errors::AppError;
use platform::fields::Alternative;
use reports_model::policy;
use reports_model::rules::Period;
use sign_in_model::actor::Actor;
use territory_model::entity::{department, municipality, territorial_unit};
use territory_model::queries::served_by;

/// Whose figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ambit {
    Country,
    Unit(String),
    Department(String),
    Course(CourseId),
}

impl Ambit {
    /// The word of the address: `unidad-MET`.
    pub fn word(&self) -> String {
        match self {
            Self::Country => "pais".to_owned(),
            Self::Unit(code) => format!("unidad-{code}"),
            Self::Department(code) => format!("departamento-{code}"),
            Self::Course(course) => format!("programa-{course}"),
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        if word == "pais" {
            return Some(Self::Country);
        }
        let (kind, code) = word.split_once('-')?;
        match kind {
            "unidad" => Some(Self::Unit(code.to_owned())),
            "departamento" => Some(Self::Department(code.to_owned())),
            "programa" => code.parse().ok().map(Self::Course),
            _ => None,
        }
    }
}

/// Into what the figures are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Units,
    Departments,
    Municipalities,
}

impl Level {
    pub fn one(self) -> &'static str {
        match self {
            Self::Units => "Dirección territorial",
            Self::Departments => "Departamento",
            Self::Municipalities => "Municipio",
        }
    }

    pub fn many(self) -> &'static str {
        match self {
            Self::Units => "Direcciones territoriales",
            Self::Departments => "Departamentos",
            Self::Municipalities => "Municipios",
        }
    }
}

/// Whose cohorts are meant where a figure is a cohort's and no municipality's: opinions are anonymous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owners {
    Everybody,
    Units(Vec<String>),
    /// Those for a municipality of the territory.
    Territory,
}

/// A question with an answer that the reader may have.
#[derive(Clone, Debug)]
pub struct Asked {
    pub ambit: Ambit,
    /// «El país», «Dirección territorial Meta», «Meta», «Gestión tributaria».
    pub name: String,
    /// The codes of its municipalities as a subquery; empty is the whole country.
    pub territory: Option<SelectStatement>,
    pub course: Option<CourseId>,
    /// What courses are called.
    pub courses: BTreeMap<CourseId, String>,
    pub owners: Owners,
    pub level: Level,
    pub period: Period,
    pub today: NaiveDate,
}

impl Asked {
    /// As many days, up to the one before the first.
    pub fn before(&self) -> Period {
        before(self.period)
    }

    /// The last day of the period that is not to come.
    pub fn until(&self) -> NaiveDate {
        self.period.to.min(self.today)
    }
}

pub fn before(period: Period) -> Period {
    let days = u64::try_from((period.to - period.from).num_days()).unwrap_or_default();
    let to = period.from.pred_opt().unwrap_or(period.from);
    Period { from: to.checked_sub_days(Days::new(days)).unwrap_or(to), to }
}

/// What a reader may ask about, in the order in which it is offered.
#[derive(Clone, Debug)]
pub struct Offer {
    is_whole: bool,
    units: Vec<territorial_unit::Model>,
    departments: Vec<department::Model>,
    courses: Vec<(CourseId, String)>,
}

/// Three statements, or two.
///
/// # Errors
/// The database's.
pub async fn offer(db: &impl ConnectionTrait, actor: &Actor) -> Result<Offer, AppError> {
    Ok(Offer { courses: choices(db).await?, ..territories(db, actor, true).await? })
}

/// The same without courses, and without units where nobody asks for one: two statements, or one.
///
/// # Errors
/// The database's.
pub async fn territories(
    db: &impl ConnectionTrait,
    actor: &Actor,
    with_units: bool,
) -> Result<Offer, AppError> {
    let is_whole = actor.is_administrator();
    let own = actor.units();
    let units = if with_units && (is_whole || !own.is_empty()) {
        let mut units =
            territorial_unit::Entity::find().order_by_asc(territorial_unit::Column::Name);
        if !is_whole {
            units = units.filter(territorial_unit::Column::Code.is_in(own));
        }
        units.all(db).await?
    } else {
        Vec::new()
    };
    Ok(Offer {
        is_whole,
        units,
        departments: department::Entity::find()
            .filter(policy::scope(actor))
            .order_by_asc(department::Column::SearchName)
            .all(db)
            .await?,
        courses: Vec::new(),
    })
}

impl Offer {
    pub fn alternatives(&self) -> Vec<Alternative> {
        let mut all = Vec::new();
        if self.is_whole {
            all.push(Alternative::new(Ambit::Country.word(), "Todo el país").within("País"));
        }
        all.extend(self.units.iter().map(|unit| {
            Alternative::new(Ambit::Unit(unit.code.clone()).word(), &unit.name)
                .within("Dirección territorial")
        }));
        all.extend(self.departments.iter().map(|one| {
            Alternative::new(Ambit::Department(one.code.clone()).word(), &one.name)
                .within("Departamento")
        }));
        all.extend(self.courses.iter().map(|(course, name)| {
            Alternative::new(Ambit::Course(*course).word(), name).within("Programa")
        }));
        all
    }

    /// Those whose report the reader opens, by name.
    pub fn departments(&self) -> &[department::Model] {
        &self.departments
    }

    /// The widest that the reader answers for.
    fn usual(&self) -> Option<Ambit> {
        if self.is_whole {
            return Some(Ambit::Country);
        }
        let unit = self.units.first().map(|unit| Ambit::Unit(unit.code.clone()));
        unit.or_else(|| self.departments.first().map(|one| Ambit::Department(one.code.clone())))
    }

    pub fn unit_name(&self, code: &str) -> Option<&str> {
        self.units.iter().find(|unit| unit.code == code).map(|unit| unit.name.as_str())
    }

    pub fn course_name(&self, course: CourseId) -> Option<&str> {
        self.courses.iter().find(|(id, _)| *id == course).map(|(_, name)| name.as_str())
    }

    pub fn name(&self, ambit: &Ambit) -> Option<String> {
        match ambit {
            Ambit::Country => self.is_whole.then(|| "Todo el país".to_owned()),
            Ambit::Unit(code) => self.unit_name(code).map(str::to_owned),
            Ambit::Department(code) => {
                let found = self.departments.iter().find(|one| one.code == *code);
                found.map(|one| one.name.clone())
            }
            Ambit::Course(course) => self.course_name(*course).map(str::to_owned),
        }
    }

    /// The question, if the reader may have its answer; what is foreign looks absent.
    ///
    /// # Errors
    /// There is no such ambit for this reader.
    pub fn ask(
        &self,
        actor: &Actor,
        word: &str,
        period: Period,
        today: NaiveDate,
    ) -> Result<Asked, AppError> {
        let ambit = if word.is_empty() { self.usual() } else { Ambit::read(word) };
        let ambit = ambit.ok_or(AppError::NotFound)?;
        let name = self.name(&ambit).ok_or(AppError::NotFound)?;
        let own = |more: Option<Condition>| {
            let codes = municipality::Entity::find()
                .select_only()
                .column(municipality::Column::Code)
                .filter(policy::municipality_scope(actor));
            let codes = match more {
                Some(more) => codes.filter(more),
                None => codes,
            };
            Some(codes.into_query())
        };
        let units = || self.units.iter().map(|unit| unit.code.clone()).collect::<Vec<_>>();
        let (territory, owners, level) = match &ambit {
            Ambit::Country => (None, Owners::Everybody, Level::Units),
            Ambit::Unit(code) => {
                let theirs = municipality::Column::Code.in_subquery(served_by(&[code.as_str()]));
                let owners = Owners::Units(vec![code.clone()]);
                (own(Some(Condition::all().add(theirs))), owners, Level::Departments)
            }
            Ambit::Department(code) => {
                let theirs = municipality::Column::DepartmentCode.eq(code.as_str());
                let theirs = own(Some(Condition::all().add(theirs)));
                (theirs, Owners::Territory, Level::Municipalities)
            }
            Ambit::Course(_) if self.is_whole => (None, Owners::Everybody, Level::Units),
            Ambit::Course(_) if !self.units.is_empty() => {
                (own(None), Owners::Units(units()), Level::Departments)
            }
            Ambit::Course(_) => (own(None), Owners::Territory, Level::Municipalities),
        };
        let course = match ambit {
            Ambit::Course(course) => Some(course),
            _ => None,
        };
        let courses = self.courses.iter().cloned().collect();
        Ok(Asked { ambit, name, territory, course, courses, owners, level, period, today })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_period_before_has_as_many_days_and_ends_the_day_before() {
        for (from, to, earlier) in [
            ("2026-11-01", "2026-11-30", "2026-10-02"),
            ("2026-11-20", "2026-11-20", "2026-11-19"),
            ("2026-01-01", "2026-12-31", "2025-01-01"),
        ] {
            let before = before(Period { from: day(from), to: day(to) });
            assert_eq!(before.from, day(earlier));
            assert_eq!(before.to.succ_opt(), Some(day(from)));
        }
    }

    #[test]
    fn an_ambit_is_read_from_the_word_that_it_writes() {
        for ambit in [
            Ambit::Country,
            Ambit::Unit("MET".into()),
            Ambit::Department("05".into()),
            Ambit::Course(CourseId(12)),
        ] {
            assert_eq!(Ambit::read(&ambit.word()), Some(ambit));
        }
        for word in ["", "mundo", "unidad", "programa-x", "persona-1"] {
            assert_eq!(Ambit::read(word), None, "{word}");
        }
    }
}
