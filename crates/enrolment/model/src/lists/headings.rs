//! What a heading says by itself; pure.

use platform::search::fold;

use super::columns::ColumnTarget;

/// The meaning of a heading, and whether it says nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    pub target: ColumnTarget,
    pub is_exact: bool,
}

/// A heading without accents, capitals, signs nor the number of a question: «1er. APELLIDO » is «1er
/// apellido», «2. ¿Cuál es su cargo?» is «cual es su cargo».
pub fn plain(heading: &str) -> String {
    let folded = fold(heading);
    let spaced: String =
        folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let text = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let numbered = folded.trim_start().split_once(['.', ')']).is_some_and(|(before, after)| {
        let is_number = !before.is_empty() && before.bytes().all(|b| b.is_ascii_digit());
        is_number && after.starts_with(|c: char| c == ' ' || c.is_alphabetic())
    });
    match text.split_once(' ') {
        Some((_, rest)) if numbered => rest.to_owned(),
        _ => text,
    }
}

/// Words of headings about somebody else, or about another moment.
const OTHERS: [&str; 27] = [
    "jefe",
    "jefa",
    "supervisor",
    "supervisora",
    "emergencia",
    "emergencias",
    "acudiente",
    "referencia",
    "anterior",
    "antiguo",
    "antigua",
    "conyuge",
    "familiar",
    "inmediato",
    "reporta",
    "diligencia",
    "hijo",
    "hijos",
    "padre",
    "madre",
    "alterno",
    "autoriza",
    "aprueba",
    "elabora",
    "interventor",
    "responsable",
    "enlace",
];

/// Words that say nothing about the meaning: a heading of these and its own word is exact.
const FILLERS: [&str; 40] = [
    "de",
    "del",
    "la",
    "el",
    "los",
    "las",
    "y",
    "o",
    "su",
    "n",
    "no",
    "nro",
    "num",
    "numero",
    "o",
    "cual",
    "es",
    "funcionario",
    "servidor",
    "participante",
    "persona",
    "trabajador",
    "empleado",
    "electronico",
    "institucional",
    "completo",
    "completos",
    "documento",
    "identificacion",
    "identidad",
    "ciudadania",
    "cedula",
    "celular",
    "movil",
    "publico",
    "donde",
    "labora",
    "trabaja",
    "actual",
    "escriba",
];

/// Returns the meaning of a heading alone.
pub fn heading(heading: &str) -> Option<Heading> {
    let text = plain(heading);
    let target = meaning(&text)?;
    let words: Vec<&str> = text.split(' ').collect();
    let own = words.iter().filter(|word| !FILLERS.contains(word)).count();
    Some(Heading { target, is_exact: own <= 1 })
}

fn meaning(text: &str) -> Option<ColumnTarget> {
    let words: Vec<&str> = text.split(' ').collect();
    let word = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let says = |part: &str| text.contains(part);
    if says("autoriz")
        || says("habeas data")
        || says("tratamiento de datos")
        || says("consentimiento")
    {
        return Some(ColumnTarget::Consent);
    }
    if word(&OTHERS) {
        return None;
    }
    if word(&["posesion", "ingreso"])
        || (word(&["fecha", "desde"]) && says("vinculacion"))
        || says("fecha de inicio")
    {
        return Some(ColumnTarget::Start);
    }
    // Other things of a document or of a place that lists have too.
    if word(&[
        "expedicion",
        "nacimiento",
        "fecha",
        "residencia",
        "firma",
        "edad",
        "sexo",
        "genero",
        "dependencia",
        "discapacidad",
        "etnia",
        "eps",
        "rh",
    ]) || (says("lugar") && !says("trabajo"))
    {
        return None;
    }
    let document = word(&[
        "documento",
        "identificacion",
        "cedula",
        "cc",
        "doc",
        "dni",
        "identidad",
        "ciudadania",
        "ident",
        "id",
        "nuip",
        "cedulas",
        "docto",
        "documentos",
        "dto",
    ]) || says("c c");
    if word(&["nit"]) {
        return Some(ColumnTarget::Nit);
    }
    if word(&["vinculacion", "contrato", "nombramiento", "vinculo", "contratacion", "vinc"])
        || (says("tipo") && word(&["cargo", "servidor", "empleo", "empleado", "funcionario"]))
    {
        return Some(ColumnTarget::Kind);
    }
    let numbered = word(&["numero", "no", "nro", "num", "n"]);
    if word(&["tipo", "clase", "tip"]) && (document || says("td")) && !numbered {
        return Some(ColumnTarget::DocumentType);
    }
    if word(&["td", "tdoc", "tipodoc"]) {
        return Some(ColumnTarget::DocumentType);
    }
    if word(&["entidad", "alcaldia", "institucion", "organizacion", "empresa", "organismo"]) {
        let is_kind = word(&["tipo", "clase", "naturaleza"]);
        return Some(if is_kind { ColumnTarget::EntityKind } else { ColumnTarget::Entity });
    }
    if word(&["municipio", "mpio", "municipios", "ciudad", "divipola", "mun"]) {
        return Some(ColumnTarget::Municipality);
    }
    if word(&["departamento", "depto", "dpto"]) {
        return Some(ColumnTarget::Department);
    }
    if word(&["cargo", "empleo", "puesto", "funcion", "rol", "ocupacion", "denominacion"])
        && !word(&["codigo", "cod", "grado", "nivel"])
    {
        return Some(ColumnTarget::Position);
    }
    if word(&["correo", "correos", "email", "mail", "e", "emails", "mails"])
        && !says("direccion fisica")
    {
        return Some(ColumnTarget::Mail);
    }
    if word(&[
        "celular",
        "telefono",
        "tel",
        "movil",
        "cel",
        "whatsapp",
        "contacto",
        "telefonico",
        "telefonos",
        "celulares",
    ]) && !word(&["fijo", "extension", "ext"])
    {
        return Some(ColumnTarget::Phone);
    }
    let name = word(&["nombre", "nombres", "nom"]);
    let surname = word(&["apellido", "apellidos"]);
    let second = word(&["segundo", "segundos", "2do", "2", "2o", "ii"])
        || says("nombre2")
        || says("apellido2");
    let first = word(&["primer", "primero", "1er", "1ro", "1", "1o", "i"])
        || says("nombre1")
        || says("apellido1");
    match (
        name || says("nombre1") || says("nombre2"),
        surname || says("apellido1") || says("apellido2"),
    ) {
        (true, true) => {
            let (given, family) = (text.find("nombre"), text.find("apellido"));
            return Some(if given < family {
                ColumnTarget::FullName
            } else {
                ColumnTarget::FullNameBySurname
            });
        }
        (true, false) if second => return Some(ColumnTarget::SecondName),
        (true, false) if first => return Some(ColumnTarget::FirstName),
        (false, true) if second => return Some(ColumnTarget::SecondSurname),
        (false, true) if first => return Some(ColumnTarget::FirstSurname),
        (false, true) => return Some(ColumnTarget::Surnames),
        (true, false) if says("completo") || words.len() > 2 => {
            return Some(ColumnTarget::FullName);
        }
        (true, false) => return Some(ColumnTarget::GivenNames),
        (false, false) => {}
    }
    if document && !word(&["codigo", "cod"]) {
        return Some(ColumnTarget::Document);
    }
    if word(&[
        "participante",
        "participantes",
        "funcionario",
        "servidor",
        "asistente",
        "funcionarios",
    ]) {
        return Some(ColumnTarget::FullName);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_people_write_are_known() {
        use ColumnTarget as T;
        for (text, target) in [
            ("CEDULA", Some(T::Document)),
            ("No. Documento", Some(T::Document)),
            ("N° de identificación", Some(T::Document)),
            ("C.C.", Some(T::Document)),
            ("num_ident", Some(T::Document)),
            ("Tipo y número de documento", Some(T::Document)),
            ("TIPO DOC.", Some(T::DocumentType)),
            ("Tipo de identificación", Some(T::DocumentType)),
            ("Lugar de expedición", None),
            ("Fecha expedición documento", None),
            ("NOMBRES Y APELLIDOS", Some(T::FullName)),
            ("1. NOMBRES Y APELLIDOS", Some(T::FullName)),
            ("2. Apellidos", Some(T::Surnames)),
            ("Apellidos y Nombres", Some(T::FullNameBySurname)),
            ("Nombre completo del servidor", Some(T::FullName)),
            ("1er apellido", Some(T::FirstSurname)),
            ("1er. APELLIDO", Some(T::FirstSurname)),
            ("SEGUNDO APELLIDO", Some(T::SecondSurname)),
            ("Primer Nombre", Some(T::FirstName)),
            ("Apellidos", Some(T::Surnames)),
            ("Municipio", Some(T::Municipality)),
            ("Código DIVIPOLA", Some(T::Municipality)),
            ("Departamento", Some(T::Department)),
            ("Nombre de la entidad", Some(T::Entity)),
            ("Tipo de entidad", Some(T::EntityKind)),
            ("Cargo", Some(T::Position)),
            ("Código del cargo", None),
            ("Tipo de vinculación", Some(T::Kind)),
            ("Fecha de posesión", Some(T::Start)),
            ("Correo electrónico", Some(T::Mail)),
            ("E-mail", Some(T::Mail)),
            ("Correo del jefe inmediato", None),
            ("Celular", Some(T::Phone)),
            ("Teléfono fijo", None),
            ("Contacto de emergencia", None),
            ("Autorizo el tratamiento de mis datos", Some(T::Consent)),
            ("N.º", None),
            ("No.", None),
            ("Observaciones", None),
            ("Firma", None),
        ] {
            assert_eq!(heading(text).map(|found| found.target), target, "{text}");
        }
        assert!(heading("Correo electrónico").is_some_and(|found| found.is_exact));
        assert!(heading("Correo personal").is_some_and(|found| !found.is_exact));
    }
}
