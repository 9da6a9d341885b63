//! The query of an executive report: an ambit (the country, a unit, a department or a course) and a period.
//! What is outside of the reader's territory looks absent (R60).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
};

use courses_model::entity::course::CourseId;
use courses_model::queries::choices;
use reports_model::policy;
use reports_model::rules::Period;
use sign_in_model::prelude::*;
use territory_model::entity::{municipality, territorial_unit};
use territory_model::queries::served_by;

use crate::departments::{DepartmentChoice, departments};

/// The country, unit, department or course that a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ambit {
    Country,
    Unit(String),
    Department(String),
    Course(CourseId),
}

impl Ambit {
    /// Returns the word that stands for it in addresses: `unidad-MET`.
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

/// The rows into which the figures of a report are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakdown {
    Units,
    Departments,
    Municipalities,
}

impl Breakdown {
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

/// Which cohorts are counted in figures that have no municipality, such as opinions, which are anonymous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owners {
    Everybody,
    Units(Vec<String>),
    /// The cohorts that are for a municipality of the territory.
    Territory,
}

/// The query of an executive report that its reader may see. Only [`AmbitChoices::query`] makes one.
#[derive(Clone, Debug)]
pub struct ExecutiveQuery {
    pub ambit: Ambit,
    /// «El país», «Dirección territorial Meta», «Meta», «Gestión tributaria».
    pub name: String,
    /// A subquery with the codes of its municipalities. `None` means the whole country.
    pub territory: Option<SelectStatement>,
    /// The units whose municipalities alone it holds of its department, as addresses write them.
    pub units: String,
    pub course: Option<CourseId>,
    /// The names of courses.
    pub courses: BTreeMap<CourseId, String>,
    pub owners: Owners,
    pub level: Breakdown,
    pub period: Period,
    pub today: NaiveDate,
}

impl ExecutiveQuery {
    /// Returns the period before: as many days, ending on the day before the first.
    pub fn before(&self) -> Period {
        before(self.period)
    }

    /// The codes of its municipalities, also of the whole country.
    pub fn codes(&self) -> SelectStatement {
        self.territory.clone().unwrap_or_else(|| {
            let all = municipality::Entity::find().select_only();
            all.column(municipality::Column::Code).into_query()
        })
    }

    /// Returns the last day of the period, or today if that is earlier.
    pub fn until(&self) -> NaiveDate {
        self.period.to.min(self.today)
    }
}

pub fn before(period: Period) -> Period {
    let days = u64::try_from((period.to - period.from).num_days()).unwrap_or_default();
    let to = period.from.pred_opt().unwrap_or(period.from);
    Period { from: to.checked_sub_days(Days::new(days)).unwrap_or(to), to }
}

/// The ambits whose reports a reader may see, in the order of the selection list.
#[derive(Clone, Debug)]
pub struct AmbitChoices {
    is_whole: bool,
    units: Vec<territorial_unit::Model>,
    departments: Vec<DepartmentChoice>,
    courses: Vec<(CourseId, String)>,
    /// The units that the reader coordinates, and the departments whose gobernación they speak for.
    coordinated: Vec<String>,
    governed: Vec<String>,
}

/// Reads the ambits of a reader: three statements, or two.
///
/// # Errors
/// The database's.
pub async fn ambit_choices(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<AmbitChoices, AppError> {
    Ok(AmbitChoices { courses: choices(db).await?, ..territories(db, actor, true).await? })
}

/// Reads the ambits of a reader without courses, and without units unless they are wanted: two statements,
/// or one.
///
/// # Errors
/// The database's.
pub async fn territories(
    db: &impl ConnectionTrait,
    actor: &Actor,
    with_units: bool,
) -> Result<AmbitChoices, AppError> {
    let is_whole = actor.is_administrator();
    let own = actor.units_read();
    let units = if with_units && (is_whole || !own.is_empty()) {
        let mut units =
            territorial_unit::Entity::find().order_by_asc(territorial_unit::Column::Name);
        if !is_whole {
            units = units.filter(territorial_unit::Column::Code.is_in(own.iter().copied()));
        }
        units.all(db).await?
    } else {
        Vec::new()
    };
    let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect();
    Ok(AmbitChoices {
        is_whole,
        units,
        departments: departments(db, actor).await?,
        courses: Vec::new(),
        coordinated: owned(own),
        governed: owned(actor.departments()),
    })
}

impl AmbitChoices {
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

    /// Returns the departments with a municipality that the reader answers for, by name.
    pub fn departments(&self) -> &[DepartmentChoice] {
        &self.departments
    }

    /// Returns the units whose municipalities alone an ambit holds of a department, as addresses write them;
    /// empty where it holds them all.
    pub fn units_within(&self, ambit: &Ambit, department: &str) -> String {
        let is_shared = |one: &DepartmentChoice| one.code == department && one.is_shared;
        match ambit {
            _ if !self.departments.iter().any(is_shared) => String::new(),
            Ambit::Unit(unit) => unit.clone(),
            Ambit::Department(code) if !self.is_whole && !self.governed.contains(code) => {
                self.coordinated.join(",")
            }
            Ambit::Country | Ambit::Department(_) | Ambit::Course(_) => String::new(),
        }
    }

    /// Returns the widest ambit that the reader answers for.
    pub fn usual(&self) -> Option<Ambit> {
        if self.is_whole {
            return Some(Ambit::Country);
        }
        let unit = self.units.first().map(|unit| Ambit::Unit(unit.code.clone()));
        unit.or_else(|| self.departments.first().map(|one| Ambit::Department(one.code.clone())))
    }

    /// Returns the part of an ambit that is called so: a unit of the country, a department of a unit.
    pub fn part(&self, of: &Ambit, name: &str) -> Option<Ambit> {
        match of {
            Ambit::Country => {
                let unit = self.units.iter().find(|one| one.name == name)?;
                Some(Ambit::Unit(unit.code.clone()))
            }
            Ambit::Unit(_) => {
                let department = self.departments.iter().find(|one| one.name == name)?;
                Some(Ambit::Department(department.code.clone()))
            }
            Ambit::Department(_) | Ambit::Course(_) => None,
        }
    }

    /// Returns the course that is called so.
    pub fn course_named(&self, name: &str) -> Option<Ambit> {
        let course = self.courses.iter().find(|(_, one)| one == name)?;
        Some(Ambit::Course(course.0))
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

    /// Builds the query of an ambit, given by its word; the empty word is the widest ambit of the reader.
    ///
    /// # Errors
    /// There is no such ambit for this reader.
    pub fn query(
        &self,
        actor: &Actor,
        word: &str,
        period: Period,
        today: NaiveDate,
    ) -> Result<ExecutiveQuery, AppError> {
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
            Ambit::Country => (None, Owners::Everybody, Breakdown::Units),
            Ambit::Unit(code) => {
                let theirs = municipality::Column::Code.in_subquery(served_by(&[code.as_str()]));
                let owners = Owners::Units(vec![code.clone()]);
                (own(Some(Condition::all().add(theirs))), owners, Breakdown::Departments)
            }
            Ambit::Department(code) => {
                let theirs = municipality::Column::DepartmentCode.eq(code.as_str());
                let theirs = own(Some(Condition::all().add(theirs)));
                (theirs, Owners::Territory, Breakdown::Municipalities)
            }
            Ambit::Course(_) if self.is_whole => (None, Owners::Everybody, Breakdown::Units),
            Ambit::Course(_) if !self.units.is_empty() => {
                (own(None), Owners::Units(units()), Breakdown::Departments)
            }
            Ambit::Course(_) => (own(None), Owners::Territory, Breakdown::Municipalities),
        };
        let units = match &ambit {
            Ambit::Department(code) => self.units_within(&ambit, code),
            _ => String::new(),
        };
        let course = match ambit {
            Ambit::Course(course) => Some(course),
            _ => None,
        };
        let courses = self.courses.iter().cloned().collect();
        Ok(ExecutiveQuery {
            ambit,
            name,
            territory,
            units,
            course,
            courses,
            owners,
            level,
            period,
            today,
        })
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
