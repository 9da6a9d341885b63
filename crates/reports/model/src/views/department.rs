//! The list of departments and a department's report.

use pictures::{Picture, Width};
use platform::cells::NOTES;
use platform::example::{Example, Samples};
use platform::pager::address;
use platform::prelude::*;
use platform::texts;
use platform::xlsx::Cell;
use territory_model::entity::department;

use super::super::cuts::compare::SummaryChange;
use super::super::figures::{ReportFigures, Summary};
use super::super::queries::Headline;
use super::super::rules::Period;
use super::super::sheets::{self, SheetKind};
use super::{
    AsOfNotice, EVERYWHERE, Links, PageLink, PageTable, attested_apart, begun_and_to_begin, charts,
    crumbs, grouped, notes,
};

/// Columns of a cohort that are left to its own page and to the files, so that a screen holds the others.
const OF_THE_FILES: [&str; 10] = [
    "Modalidad",
    "Publicada",
    "Iniciada",
    "Cerrada",
    "Horas dictadas",
    "Horas del curso",
    "Inscritos en toda la cohorte",
    "Asistencia mínima",
    "Regla de asistencia",
    "Constancias",
];

/// The departments whose report the reader may open.
#[derive(Debug, Serialize, Example)]
pub struct ReportsPage {
    pub departments: Vec<DepartmentLine>,
}

impl ReportsPage {
    /// With the lists of `all_time`: the numbers are of no shorter period.
    pub fn of(
        departments: Vec<department::Model>,
        headlines: &[Headline],
        all_time: Option<Period>,
    ) -> Self {
        let departments = departments.into_iter().map(|department| {
            let headline = headlines.iter().find(|line| line.department == department.code);
            let headline = headline.cloned().unwrap_or_default();
            let links = all_time.map(|period| Links::new(&department.code, period));
            let behind = |number: i64| links.as_ref().filter(|_| number > 0);
            let people = |number, show| behind(number).map(|links| links.people(show, ""));
            DepartmentLine {
                href: format!("/informes/departamentos/{}", department.code),
                name: department.name,
                reached_href: behind(headline.reached)
                    .map(|links| format!("{}#municipios", links.report())),
                enrolled_href: people(headline.enrolled, ""),
                certified_href: people(headline.certified, "certificados"),
                headline,
            }
        });
        Self { departments: departments.collect() }
    }
}

#[derive(Debug, Serialize, Example)]
pub struct DepartmentLine {
    pub name: String,
    pub href: String,
    /// The municipalities and the people behind the numbers; `None` behind a zero.
    pub reached_href: Option<String>,
    pub enrolled_href: Option<String>,
    pub certified_href: Option<String>,
    #[serde(flatten)]
    pub headline: Headline,
}

impl View for ReportsPage {
    const TEMPLATE: &'static str = "pages/reports/index";
    fn title(&self) -> String {
        "Informes por departamento".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Informes")]
    }
}

/// The report itself; without figures when the period could not be read.
#[derive(Debug, Serialize)]
pub struct DepartmentPage {
    pub name: String,
    pub path: String,
    /// The units whose municipalities alone it is about, as addresses write them.
    pub units: String,
    pub form: FormState,
    pub report: Option<DepartmentReport>,
    /// `None` on the live report.
    pub cut: Option<CutHeading>,
}

/// What a cut says beside its figures.
#[derive(Debug, Serialize)]
pub struct CutHeading {
    /// «octubre de 2026».
    pub name: String,
    pub frozen_at: String,
    /// The report of the same days as it is today.
    pub live: String,
    /// The cut before it, with what changed since.
    pub before: Option<EarlierCut>,
}

#[derive(Debug, Serialize)]
pub struct EarlierCut {
    pub name: String,
    pub href: String,
    pub changes: Vec<SummaryChange>,
}

#[derive(Debug, Serialize)]
pub struct DepartmentReport {
    pub period: String,
    pub cut_off: String,
    pub past: Option<AsOfNotice>,
    pub figures: Vec<Figure>,
    pub summary: PageTable,
    /// Nothing where there is no municipality to draw.
    pub map: Option<Picture>,
    pub municipalities: PageTable,
    /// Those of one page: a capital has hundreds in a year.
    pub cohorts: PageTable,
    pub pager: Pager,
    /// What was learnt and thought; a cut opens nothing.
    pub results: Option<String>,
    /// The board of the same days on one sheet, of a whole department as it is now.
    pub sheet: Option<String>,
    pub xlsx: String,
    pub pdf: String,
    pub files: Vec<PageLink>,
    pub notes: Vec<Fact>,
}

impl DepartmentReport {
    /// The figures that stand first, each with the list that it counts.
    pub fn cards(figures: &ReportFigures, links: &Links) -> Vec<Figure> {
        let all = &figures.summary;
        let percent = sheets::text(&Cell::whole_percent(all.tally.percent()));
        let counting = |number: String, name: &str| {
            Figure::new(number, name).over(links.counted(name, EVERYWHERE))
        };
        let mut cards = vec![
            Figure::new(
                format!("{} de {}", grouped(all.covered), grouped(all.municipalities)),
                "Municipios alcanzados",
            )
            .to("#municipios")
            .noted(reach_note(all)),
            Figure::new(grouped(all.cohorts), "Cohortes").to("#cohortes"),
            counting(grouped(all.enrolled), "Inscritos").noted(enrolled_note(all)),
            counting(grouped(all.attended), "Asistentes"),
        ];
        if all.tells_apart {
            let never =
                format!("{} de {}", grouped(all.apart.never_attended), grouped(all.apart.begun));
            cards.push(counting(never, "Nunca asistieron"));
        }
        let certified = counting(grouped(all.certified), "Certificados");
        cards.push(counting(percent, "Asistencia").noted("De las sesiones que cuentan"));
        cards.push(match attested_apart(count(all.apart.attested)) {
            Some(apart) => certified.noted(apart),
            None => certified,
        });
        cards
    }

    /// `page` is that of the cohorts.
    pub fn of(figures: &ReportFigures, links: &Links, page: Option<u64>) -> Self {
        let lines = sheets::summary_lines(&figures.summary);
        let summary = PageTable::of(figures, SheetKind::Summary, |row, column| {
            let (name, ..) = lines.get(row).filter(|_| column == 1)?;
            match *name {
                "Cohortes" => Some("#cohortes".to_owned()),
                name if name.starts_with("Municipios") => Some("#municipios".to_owned()),
                name => links.counted(name, EVERYWHERE),
            }
        });
        let municipalities = PageTable::of(figures, SheetKind::Municipalities, |row, column| {
            let municipality = figures.municipalities.get(row)?;
            (column == 1).then(|| format!("/municipios/{}", municipality.code))
        });
        let municipalities = municipalities.opening(|heading, row| match row {
            Some(row) => {
                links.counted(heading, ("municipio", &figures.municipalities.get(row)?.code))
            }
            None => links.counted(heading, EVERYWHERE),
        });
        let cohorts = PageTable::of(figures, SheetKind::Cohorts, |row, column| {
            let cohort = figures.cohorts.get(row)?;
            (column == 0 && links.opens).then(|| links.cohort(cohort.id))
        });
        let mut cohorts = cohorts.opening(|heading, row| match row {
            Some(row) => {
                let cohort = figures.cohorts.get(row)?.id.to_string();
                links.counted(heading, ("cohorte", &cohort))
            }
            None => links.counted(heading, EVERYWHERE),
        });
        cohorts = cohorts.without(&OF_THE_FILES);
        let pager = Pager::new(page, cohorts.rows.len() as u64, &links.report()).at("cohortes");
        cohorts.rows = pager.shown(cohorts.rows);
        Self {
            period: figures.period.text(),
            cut_off: dates::short_with_time(figures.cut_off),
            past: AsOfNotice::of(figures),
            figures: Self::cards(figures, links),
            summary,
            map: (!figures.municipalities.is_empty()).then(|| charts::map(figures, Width::Phone)),
            municipalities,
            cohorts,
            pager,
            results: links.opens.then(|| links.results("")),
            sheet: (links.opens && figures.units.is_empty() && figures.as_of.is_none())
                .then(|| one_page(figures)),
            xlsx: links.file("/xlsx"),
            pdf: links.file("/pdf"),
            files: sheets::kinds(figures)
                .into_iter()
                .map(|kind| {
                    PageLink::new(kind.label(), links.file(&format!("/csv/{}", kind.slug())))
                })
                .chain([PageLink::new(
                    texts::word("reports.sheet_notes"),
                    links.file(&format!("/csv/{NOTES}")),
                )])
                .collect(),
            notes: notes(figures),
        }
    }
}

fn one_page(figures: &ReportFigures) -> String {
    let Period { from, to } = figures.period;
    let (from, to) = (dates::input_date(from), dates::input_date(to));
    let department = figures.department.as_str();
    let query = [("departamento", department), ("desde", &from), ("hasta", &to)];
    address("/tablero/hoja", &query)
}

fn count(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// How many were reached before, and how many never: with those of the period they are all.
fn reach_note(all: &Summary) -> String {
    let another = all.municipalities.saturating_sub(all.covered + all.never);
    let key = match (all.tells_apart && another > 0, all.never) {
        (false, 0) => "reports.covered_all",
        (false, 1) => "reports.covered_one_never",
        (false, _) => "reports.covered_some_never",
        (true, _) => "reports.covered_apart",
    };
    texts::say(key, &[("another", grouped(another)), ("never", grouped(all.never))])
}

fn enrolled_note(all: &Summary) -> String {
    let people = numbers::some(all.people, "persona", "personas distintas");
    if !all.tells_apart {
        return people;
    }
    let (begun, enrolled) = (count(all.apart.begun), count(all.enrolled));
    format!("{people}. {}", begun_and_to_begin(begun, enrolled - begun))
}

impl View for DepartmentPage {
    const TEMPLATE: &'static str = "pages/reports/department";
    fn title(&self) -> String {
        match &self.cut {
            Some(cut) => format!("Corte de {}: {}", cut.name, self.name),
            None => format!("Informe de asistencia: {}", self.name),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = crumbs(&self.name, None, None);
        if let Some(cut) = &self.cut {
            crumbs.pop();
            crumbs.push(Crumb::to(&self.name, self.path.clone()));
            crumbs.push(Crumb::to("Cortes", format!("{}/cortes", self.path)));
            crumbs.push(Crumb::here(&cut.name));
        }
        crumbs
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

impl Samples for DepartmentPage {
    fn samples() -> Vec<Self> {
        let page = |form: FormState, report| Self {
            name: "Meta".into(),
            path: "/informes/departamentos/50".into(),
            units: String::new(),
            form,
            report,
            cut: None,
        };
        let mut samples = vec![page(
            FormState::default()
                .with("desde", "31/02/2026")
                .refused("desde", "La fecha «31/02/2026» no existe."),
            None,
        )];
        for figures in ReportFigures::samples() {
            let links = Links::of(&figures);
            samples.push(page(
                FormState::default(),
                Some(DepartmentReport::of(&figures, &links, None)),
            ));
            let past = ReportFigures { as_of: figures.period.from.pred_opt(), ..figures.clone() };
            let report = DepartmentReport::of(&past, &Links::of(&past), None);
            let part = page(FormState::default(), Some(report));
            samples.push(Self { units: "CAL".into(), ..part });
            let frozen = ReportFigures { attendance: Vec::new(), is_frozen: true, ..figures };
            let links = Links::of_cut("/informes/departamentos/50/cortes/2026-11".into());
            let change = SummaryChange {
                what: "Inscritos",
                before: "30".into(),
                now: "45".into(),
                difference: "+15".into(),
            };
            let before = EarlierCut {
                name: "octubre de 2026".into(),
                href: "/informes/departamentos/50/cortes/2026-10".into(),
                changes: vec![change],
            };
            for before in [None, Some(before)] {
                samples.push(Self {
                    cut: Some(CutHeading {
                        name: "noviembre de 2026".into(),
                        frozen_at: "06/12/2026, 3:00 a. m.".into(),
                        live: "/informes/departamentos/50".into(),
                        before,
                    }),
                    ..page(FormState::default(), Some(DepartmentReport::of(&frozen, &links, None)))
                });
            }
        }
        samples
    }
}
