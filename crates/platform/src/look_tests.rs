//! What holds for every layout, partial and error page, whoever writes the next one.

use std::fs;
use std::path::{Path, PathBuf};

use handlebars::Handlebars;
use serde_json::{Value as Json, json};

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)
}

/// Every template as (name, text).
fn templates() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "hbs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root("templates"), &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root("templates")).unwrap().with_extension("");
            (name.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn handlebars() -> Handlebars<'static> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    super::fields::register(&mut handlebars);
    for (name, text) in templates() {
        handlebars.register_template_string(&name, text).unwrap();
    }
    handlebars
}

fn shell(actor: Json, notice: Json) -> Json {
    json!({
        "title": "Cohortes", "lang": "es-CO", "css": "/static/formacion.css", "script": "/static/pagina.js", "demo": true,
        "nav": [{ "label": "Inicio", "href": "/", "current": true }],
        "breadcrumbs": [{ "label": "Inicio", "href": "/" }, { "label": "Cohortes", "href": null }],
        "place": {
            "name": "Gestión tributaria", "is_heading": false, "about": "Cohorte Meta 2026-2",
            "steps": [{ "label": "Borrador", "state": "done" }, { "label": "Convocatoria", "state": "current" }],
            "tabs": [
                { "label": "Resumen", "href": "/cohortes/1", "current": true, "waits": null },
                { "label": "Sesiones", "href": "/cohortes/1/asistencia", "current": false,
                    "waits": { "number": "3", "label": "sesiones sin lista" } },
            ],
        },
        "actor": actor, "notice": notice, "request_id": "A1-B2", "icon": "/static/icon.svg",
        "has_errors": true,
    })
}

#[test]
fn the_stylesheet_stays_light_and_loads_nothing_from_elsewhere() {
    let sheet = fs::read_to_string(root("static/formacion.css")).unwrap();
    assert!(sheet.len() <= 40 * 1024, "{} bytes", sheet.len());
    for word in ["url(", "@import", "justify;"] {
        assert!(!sheet.contains(word), "the stylesheet uses {word}");
    }
}

#[test]
fn no_page_carries_styles_or_scripts_that_the_content_policy_would_drop() {
    for (name, text) in templates() {
        let is_mail = name.starts_with("emails/") || name.starts_with("layouts/email");
        for word in [" style=", "<style", " onclick=", " onchange=", " onsubmit="] {
            assert!(is_mail || !text.contains(word), "{name} uses {word}");
        }
    }
}

#[test]
fn every_error_page_says_the_number_to_quote() {
    let handlebars = handlebars();
    let names = [
        "not_found",
        "forbidden",
        "foreign",
        "refused",
        "bad_request",
        "too_many",
        "internal",
        "busy",
    ];
    for name in names {
        let page = json!({
            "text": "", "back": "/", "address": "/ingresar", "changes": true, "is_kept": true,
            "typed": [{ "name": "correo", "value": "ana@pueblo.example" }],
            "passwords": [{ "name": "contrasena", "label": "Contraseña" }],
            "form": { "values": {}, "errors": [] },
        });
        let data = json!({ "shell": shell(Json::Null, Json::Null), "page": page });
        let html = handlebars.render(&format!("errors/{name}"), &data).unwrap();
        assert!(html.contains("A1-B2"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(html.contains("<title>Error: Cohortes · Formación Territorial</title>"), "{name}");
    }
}

#[test]
fn the_layout_names_the_person_and_shows_the_notification_escaped() {
    let handlebars = handlebars();
    let data = json!({
        "shell": shell(
            json!({ "name": "Ana <Ruiz>", "initials": "AR", "role": "Coordinación" }),
            json!({ "kind": "error", "text": "No hay \"cupos\"" }),
        ),
        "page": { "text": "adentro" },
    });
    let html = handlebars
        .render_template("{{#> layouts/page}}<h1>{{page.text}}</h1>{{/layouts/page}}", &data)
        .unwrap();
    assert!(
        html.contains(
            "<span class=\"who__name\">Ana &lt;Ruiz&gt; <small>Coordinación</small></span>"
        ),
        "{html}"
    );
    assert!(
        html.contains(
            r#"class="notice notice--error" role="alert"><p>No hay &quot;cupos&quot;</p>"#
        ),
        "{html}"
    );
    assert!(html.contains("<h1>adentro</h1>"), "{html}");
}

#[test]
fn the_text_of_a_mail_is_not_escaped_and_its_html_is() {
    let handlebars = handlebars();
    let data = json!({
        "mail": {
            "subject": "Cupo", "name": "Ana & Luis", "unit": "Territorial", "demo": false,
            "contact": "Escriba a x@y.co & z.",
            "action": { "label": "Ver", "href": "https://x.co/?a=1&b=2" }, "public_url": "https://x.co",
        },
    });
    let text = handlebars
        .render_template("{{#> layouts/email_text}}Hola\n{{/layouts/email_text}}", &data)
        .unwrap();
    assert!(text.starts_with("Cordial saludo, Ana & Luis:\n\nHola\n"), "{text}");
    assert!(text.contains("https://x.co/?a=1&b=2"), "{text}");
    assert!(text.contains("Territorial\n¿Preguntas? Escriba a x@y.co & z.\n"), "{text}");
    let html = handlebars
        .render_template("{{#> layouts/email}}<p>Hola</p>{{/layouts/email}}", &data)
        .unwrap();
    assert!(html.contains("Ana &amp; Luis"), "{html}");
    assert!(html.contains("¿Preguntas? Escriba a x@y.co &amp; z."), "{html}");
}

#[test]
fn the_pager_offers_only_the_pages_that_exist() {
    let data = json!({ "pager": { "from": 1, "to": 50, "total": 80, "page": 1, "pages": 2, "previous": null, "next": "?p=2" } });
    let html = handlebars().render_template("{{> partials/pager pager}}", &data).unwrap();
    assert!(!html.contains("Anterior"), "{html}");
    assert!(html.contains("Siguiente"), "{html}");
}
