//! What the name of an entity says of its kind, pure. A name that says nothing is asked about and never
//! taken for an organisation of civil society.

use platform::search::fold;
use territory_model::commands::NewEntity;
use territory_model::queries::NamedMunicipality;

/// What a name says of the entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBody {
    /// The alcaldía of the municipality, by one of the names that people give to it.
    TownHall,
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
    if is_town_hall(&plain, place) {
        return NamedBody::TownHall;
    }
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
    if DEPENDENCIES.iter().any(|start| plain.starts_with(start)) {
        return owner(&plain, place);
    }
    kind_of(&plain).map_or(NamedBody::Unknown, NamedBody::Of)
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

/// The alcaldía of a municipality: there is one, whatever people call it.
pub fn town_hall(place: &NamedMunicipality, is_demo: bool) -> NewEntity {
    NewEntity {
        kind: "alcaldia".to_owned(),
        name: format!("Alcaldía de {}", place.name),
        municipality_code: place.code.clone(),
        is_demo,
    }
}

/// From what a name begins with, or holds as whole words, to the code of its kind.
fn kind_of(plain: &str) -> Option<&'static str> {
    const STARTS: [(&str, &str); 50] = [
        ("alcaldia", "alcaldia"),
        ("municipio de", "alcaldia"),
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

/// Whether a name is one of those that people give to the alcaldía of a municipality.
fn is_town_hall(plain: &str, place: Option<&NamedMunicipality>) -> bool {
    let starts = [
        "alcaldia",
        "alc",
        "municipio",
        "mpio",
        "administracion municipal",
        "administracion central",
    ];
    let Some(rest) = starts.iter().find_map(|start| {
        plain.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with(' '))
    }) else {
        return false;
    };
    let rest = rest.trim();
    let rest = ["municipal", "mpal", "mun", "local"]
        .iter()
        .find_map(|word| {
            rest.strip_prefix(word).filter(|rest| rest.is_empty() || rest.starts_with(' '))
        })
        .unwrap_or(rest)
        .trim();
    let rest = rest.strip_prefix("de ").unwrap_or(rest).trim();
    let Some(place) = place else { return rest.is_empty() };
    let (name, department) = (self::plain(&place.name), self::plain(&place.department));
    rest.is_empty() || rest == name || rest == format!("{name} {department}")
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
        assert_eq!(named_body("Alcaldía de Leticia", Some(&place())), NamedBody::Of("alcaldia"));
    }
}
