//! What the name of an entity says of its kind, pure. A name that says nothing is asked about and never
//! taken for an organisation of civil society.

use platform::search::fold;
use territory_model::commands::NewEntity;
use territory_model::queries::NamedMunicipality;

use super::lists::places;

/// The kind of an alcaldía.
pub const TOWN_HALL: &str = "alcaldia";

/// The codes of the catalogue `entity_type`.
pub const KINDS: [&str; 13] = [
    TOWN_HALL,
    "descentralizada_mun",
    "gobernacion",
    "concejo",
    "personeria",
    "eat",
    "nacional",
    "ies",
    "camara",
    "cooperacion",
    "osc",
    "ctp",
    "oac",
];

/// What a name says of the entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBody {
    /// The alcaldía of the municipality, by one of the names that people give to it.
    TownHall,
    /// An alcaldía, and its name is not that of the municipality's.
    OtherTownHall,
    /// A part of the alcaldía: a secretaría, a comisaría. It is no entity of its own.
    Dependency,
    /// A body of this kind of the catalogue `entity_type`.
    Of(&'static str),
    Unknown,
}

/// A name without accents, capitals nor signs, with letters that stand alone put together: «E.S.E.» is «ese».
fn plain(name: &str) -> String {
    let folded = fold(name);
    let spaced: String =
        folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let mut out = String::new();
    let mut alone = false;
    for word in spaced.split_whitespace() {
        let is_letter = word.chars().count() == 1 && word != "y";
        if !out.is_empty() && (!alone || !is_letter) {
            out.push(' ');
        }
        out.push_str(word);
        alone = is_letter;
    }
    out
}

/// Returns what the name says of an entity in this municipality.
pub fn named_body(name: &str, place: Option<&NamedMunicipality>) -> NamedBody {
    let plain = plain(name);
    if let Some(whose) = whose_town_hall(&plain) {
        return town_hall_named(&whose, place);
    }
    if is_dependency(&plain) {
        return owner(&plain, place);
    }
    kind_of(&plain).map_or(NamedBody::Unknown, NamedBody::Of)
}

fn is_dependency(plain: &str) -> bool {
    const DEPENDENCIES: [&str; 12] = [
        "secretaria",
        "comisaria",
        "inspeccion",
        "despacho",
        "oficina",
        "umata",
        "sisben",
        "casa de la cultura",
        "biblioteca",
        "tesoreria",
        "almacen municipal",
        "casa de justicia",
    ];
    DEPENDENCIES.iter().any(|start| plain.starts_with(start))
}

/// Last words of the names of departments.
const DEPARTMENTS: &str = "amazonas antioquia arauca atlantico bolivar boyaca caldas caqueta \
    casanare cauca cesar choco cordoba cundinamarca guainia guajira guaviare huila magdalena meta \
    narino putumayo quindio risaralda santander sucre tolima vaupes vichada";

/// Whose a dependency is: the department's where its name says so, else the municipality's. Of an Arauca
/// in Arauca nobody knows which of the two is meant.
fn owner(plain: &str, place: Option<&NamedMunicipality>) -> NamedBody {
    let words: Vec<&str> = plain.split(' ').collect();
    let department = match words.as_slice() {
        [.., "de" | "del" | "la", last] => DEPARTMENTS.split(' ').find(|name| name == last),
        _ => None,
    };
    let own = place.map(|place| self::plain(&place.name));
    let own = own.filter(|own| format!(" {plain} ").contains(&format!(" {own} ")));
    match (department, own) {
        _ if plain.contains("departamental") || plain.contains("gobernacion") => {
            NamedBody::Of("gobernacion")
        }
        (Some(_), None) => NamedBody::Of("gobernacion"),
        (Some(department), Some(own)) if own == department => NamedBody::Unknown,
        _ => NamedBody::Dependency,
    }
}

/// The entity of this kind and name in a municipality, where its alcaldía is one whatever people call it.
pub fn entity_of(kind: &str, name: &str, place: &NamedMunicipality, is_demo: bool) -> NewEntity {
    if kind == TOWN_HALL {
        return town_hall(place, is_demo);
    }
    let (kind, name) = (kind.to_owned(), name.to_owned());
    NewEntity { kind, name, municipality_code: place.code.clone(), is_demo }
}

/// The alcaldía of a municipality: there is one, whatever people call it.
pub fn town_hall(place: &NamedMunicipality, is_demo: bool) -> NewEntity {
    NewEntity {
        kind: TOWN_HALL.to_owned(),
        name: format!("Alcaldía de {}", place.name),
        municipality_code: place.code.clone(),
        is_demo,
    }
}

/// From what a name begins with, or holds as whole words, to the code of its kind.
fn kind_of(plain: &str) -> Option<&'static str> {
    const STARTS: [(&str, &str); 48] = [
        ("gobernacion", "gobernacion"),
        ("concejo", "concejo"),
        ("personeria", "personeria"),
        ("ese ", "descentralizada_mun"),
        ("hospital", "descentralizada_mun"),
        ("empresa social del estado", "descentralizada_mun"),
        ("centro de salud", "descentralizada_mun"),
        ("empresa de acueducto", "descentralizada_mun"),
        ("empresa municipal", "descentralizada_mun"),
        ("empresas municipales", "descentralizada_mun"),
        ("empresas publicas", "descentralizada_mun"),
        ("instituto municipal", "descentralizada_mun"),
        ("instituto de deporte", "descentralizada_mun"),
        ("universidad", "ies"),
        ("institucion universitaria", "ies"),
        ("esap", "ies"),
        ("escuela superior de administracion", "ies"),
        ("junta de accion", "oac"),
        ("junta comunal", "oac"),
        ("jac", "oac"),
        ("asojuntas", "oac"),
        ("asocomunal", "oac"),
        ("accion comunal", "oac"),
        ("asociacion de juntas", "oac"),
        ("federacion comunal", "oac"),
        ("consejo territorial", "ctp"),
        ("ctp", "ctp"),
        ("camara de comercio", "camara"),
        ("asociacion de municipios", "eat"),
        ("area metropolitana", "eat"),
        ("provincia administrativa", "eat"),
        ("ministerio", "nacional"),
        ("departamento nacional", "nacional"),
        ("departamento administrativo", "nacional"),
        ("agencia", "nacional"),
        ("unidad nacional", "nacional"),
        ("unidad para", "nacional"),
        ("sena", "nacional"),
        ("icbf", "nacional"),
        ("dnp", "nacional"),
        ("parques nacionales", "nacional"),
        ("registraduria", "nacional"),
        ("naciones unidas", "cooperacion"),
        ("pnud", "cooperacion"),
        ("fundacion", "osc"),
        ("ong", "osc"),
        ("asociacion", "osc"),
        ("sindicato", "osc"),
    ];
    const WORDS: [(&str, &str); 6] = [
        ("ese", "descentralizada_mun"),
        ("esp", "descentralizada_mun"),
        ("saesp", "descentralizada_mun"),
        ("servicios publicos", "descentralizada_mun"),
        ("esquema asociativo", "eat"),
        ("accion comunal", "oac"),
    ];
    // A body of the department is no municipal one, and its kind is asked about.
    if plain.contains("departamental") && !plain.starts_with("gobernacion") {
        return None;
    }
    let begins = |start: &str| {
        plain.strip_prefix(start).is_some_and(|rest| {
            start.ends_with(' ') || rest.is_empty() || rest.starts_with(' ') || start.len() > 4
        })
    };
    let found = STARTS.iter().find(|(start, _)| begins(start)).map(|(_, kind)| *kind);
    let padded = format!(" {plain} ");
    found.or_else(|| {
        WORDS.iter().find(|(word, _)| padded.contains(&format!(" {word} "))).map(|(_, kind)| *kind)
    })
}

/// Returns whose alcaldía a name says, in the words after «alcaldía municipal de»; `None` for what is none.
fn whose_town_hall(plain: &str) -> Option<String> {
    const STARTS: [&str; 6] = [
        "alcaldia",
        "alc",
        "municipio",
        "mpio",
        "administracion municipal",
        "administracion central",
    ];
    const BETWEEN: [&str; 10] = [
        "municipal",
        "mpal",
        "mun",
        "local",
        "mayor",
        "distrital",
        "de",
        "del",
        "municipio",
        "mpio",
    ];
    let rest = STARTS.iter().find_map(|start| {
        plain.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with(' '))
    })?;
    let whose = rest.split_whitespace().skip_while(|word| BETWEEN.contains(word));
    Some(whose.collect::<Vec<_>>().join(" "))
}

/// What the name of an alcaldía says in a municipality, by whose it is.
fn town_hall_named(whose: &str, place: Option<&NamedMunicipality>) -> NamedBody {
    let Some(place) = place.filter(|_| !whose.is_empty()) else { return NamedBody::TownHall };
    if places::names(whose, place) {
        return NamedBody::TownHall;
    }
    // «Alcaldía de Mapiripán, Secretaría de Hacienda».
    let own = plain(&place.name);
    let part = whose.strip_prefix(own.as_str()).unwrap_or(whose).trim_start();
    if is_dependency(part) { NamedBody::Dependency } else { NamedBody::OtherTownHall }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> NamedMunicipality {
        NamedMunicipality {
            code: "50325".to_owned(),
            name: "Mapiripán".to_owned(),
            department_code: "50".to_owned(),
            department: "Meta".to_owned(),
            is_pdet: false,
        }
    }

    #[test]
    fn an_entity_is_of_the_kind_it_calls_itself() {
        for (name, body) in [
            ("PERSONERÍA de Mapiripán", NamedBody::Of("personeria")),
            ("Junta de Acción Comunal El Recreo", NamedBody::Of("oac")),
            ("J.A.C. vereda El Recreo", NamedBody::Of("oac")),
            ("Fundación Río Guayabero", NamedBody::Of("osc")),
            ("E.S.E. Hospital San Juan", NamedBody::Of("descentralizada_mun")),
            ("Hospital local de Mapiripán", NamedBody::Of("descentralizada_mun")),
            ("Aguas del Ariari S.A. E.S.P.", NamedBody::Of("descentralizada_mun")),
            ("Secretaría de Planeación", NamedBody::Dependency),
            ("Comisaría de Familia", NamedBody::Dependency),
            ("Secretaría de Planeación de Mapiripán, Meta", NamedBody::Dependency),
            ("Secretaría Departamental de Salud", NamedBody::Of("gobernacion")),
            ("Secretaría de Educación Departamental del Meta", NamedBody::Of("gobernacion")),
            ("Secretaría de Salud de Caquetá", NamedBody::Of("gobernacion")),
            ("Oficina de Planeación - Gobernación del Meta", NamedBody::Of("gobernacion")),
            ("Empresas Públicas de Mapiripán", NamedBody::Of("descentralizada_mun")),
            ("Empresa de Servicios Públicos", NamedBody::Of("descentralizada_mun")),
            ("Empresa Privada", NamedBody::Unknown),
            ("Empresa de Transporte Los Llanos", NamedBody::Unknown),
            ("Hospital Departamental", NamedBody::Unknown),
            ("Los Amigos", NamedBody::Unknown),
        ] {
            assert_eq!(named_body(name, Some(&place())), body, "{name}");
        }
    }

    #[test]
    fn a_dependency_of_a_municipality_called_like_its_department_is_asked_about() {
        for (name, body) in
            [("Arauca", NamedBody::Unknown), ("San José del Guaviare", NamedBody::Dependency)]
        {
            let place = NamedMunicipality { name: name.to_owned(), ..place() };
            assert_eq!(named_body(&format!("Secretaría de Salud de {name}"), Some(&place)), body);
        }
    }

    #[test]
    fn the_alcaldia_has_many_names() {
        for text in [
            "ALCALDIA",
            "Alcaldía Municipal de Mapiripán",
            "Municipio de Mapiripan",
            "Alc. Mpal.",
            "Alcaldía de Mapiripán - Meta",
        ] {
            assert_eq!(named_body(text, Some(&place())), NamedBody::TownHall, "{text}");
        }
        assert_eq!(named_body("Concejo Municipal", Some(&place())), NamedBody::Of("concejo"));
    }

    #[test]
    fn an_alcaldia_in_short_or_misspelt_is_the_municipality_s_and_another_one_is_not() {
        let lleras = NamedMunicipality { name: "Puerto Lleras".to_owned(), ..place() };
        for (name, body) in [
            ("Alcaldía Pto. Lleras", NamedBody::TownHall),
            ("ALC. MPAL. PTO LLERAS", NamedBody::TownHall),
            ("Alcaldía del municipio de Puerto Yeras (Meta)", NamedBody::TownHall),
            ("Municipio Lleras", NamedBody::TownHall),
            ("Alcaldía de Puerto Lleras, Secretaría de Hacienda", NamedBody::Dependency),
            ("Alcaldía municipal - Oficina jurídica", NamedBody::Dependency),
            ("Alcaldía de Leticia", NamedBody::OtherTownHall),
            ("Municipio de Puerto Rico", NamedBody::OtherTownHall),
            ("Alcaldía de Puerto Lleras (Huila)", NamedBody::OtherTownHall),
        ] {
            assert_eq!(named_body(name, Some(&lleras)), body, "{name}");
        }
        assert_eq!(named_body("Alcaldía de Leticia", None), NamedBody::TownHall);
    }

    #[test]
    fn there_is_one_alcaldia_in_a_municipality_and_the_kinds_are_those_of_the_catalogue() {
        assert_eq!(
            entity_of(TOWN_HALL, "Los Amigos", &place(), true).name,
            "Alcaldía de Mapiripán"
        );
        assert_eq!(entity_of("osc", "Los Amigos", &place(), true).name, "Los Amigos");
        let catalogs = include_str!("../../../../seed/reference/catalogs.csv");
        let kinds = catalogs.lines().filter_map(|line| line.strip_prefix("entity_type,"));
        let kinds: Vec<&str> = kinds.filter_map(|line| line.split(',').next()).collect();
        assert_eq!(kinds, KINDS);
    }
}
