//! The controls, rendered in strict mode as the pages are.

use handlebars::Handlebars;
use serde_json::{Value as Json, json};

use super::FormState;

fn render(template: &str, form: &FormState) -> String {
    render_with(template, form, json!([]))
}

fn render_with(template: &str, form: &FormState, options: Json) -> String {
    try_render(template, json!({ "page": { "form": form, "options": options } })).unwrap()
}

fn try_render(template: &str, data: Json) -> Result<String, handlebars::RenderError> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    super::register(&mut handlebars);
    handlebars.render_template(template, &data)
}

#[test]
fn a_field_shows_what_was_typed_escaped() {
    let form = FormState::default().with("nombre", r#"<b>"O'Neil" & cía</b>"#);
    let html = render(r#"{{field page.form "nombre" "Nombre <x>"}}"#, &form);
    assert!(
        html.contains(r#"value="&lt;b&gt;&quot;O&#39;Neil&quot; &amp; cía&lt;/b&gt;""#),
        "{html}"
    );
    assert!(html.contains(r#"<label for="nombre">Nombre &lt;x&gt;</label>"#), "{html}");
}

#[test]
fn a_field_without_a_value_is_empty_in_strict_mode() {
    let html = render(
        r#"{{field page.form "cupos" "Cupos" type="number" min=1 width="s"}}"#,
        &FormState::default(),
    );
    assert_eq!(
        html,
        r#"<div class="field"><label for="cupos">Cupos</label><input type="text" class="input input--s" id="cupos" name="cupos" inputmode="numeric" value=""></div>"#
    );
}

#[test]
fn hint_and_error_describe_the_field() {
    let form = FormState::default().refused("cupos", "Escriba los cupos en números & nada más");
    let html =
        render(r#"{{field page.form "cupos" "Cupos" hint="Entre 1 y 100" required=true}}"#, &form);
    assert!(html.contains(r#"class="field field--error""#), "{html}");
    assert!(
        html.contains(r#"aria-describedby="cupos-hint cupos-error" aria-invalid="true" required"#),
        "{html}"
    );
    assert!(html.contains(r#"id="cupos-error"><span class="unseen">Error: </span>Escriba los cupos en números &amp; nada más</p>"#), "{html}");
}

#[test]
fn a_password_is_never_written_back() {
    let form = FormState::default().with("clave", "secreto");
    let html = render(r#"{{field page.form "clave" "Contraseña" type="password"}}"#, &form);
    assert!(!html.contains("secreto"), "{html}");
}

#[test]
fn the_value_of_the_call_serves_only_while_nothing_was_typed() {
    let template = r#"{{field page.form "horas" "Horas" value=40}}"#;
    assert!(render(template, &FormState::default()).contains(r#"value="40""#));
    assert!(render(template, &FormState::default().with("horas", "")).contains(r#"value="""#));
}

#[test]
fn an_area_keeps_line_breaks_and_escapes() {
    let form = FormState::default().with("contenido", "\nUno\n</textarea><script>");
    let html = render(r#"{{area page.form "contenido" "Contenido" rows=8}}"#, &form);
    assert!(
        html.contains("rows=\"8\">\n\nUno\n&lt;/textarea&gt;&lt;script&gt;</textarea>"),
        "{html}"
    );
}

#[test]
fn a_select_marks_the_chosen_option_and_groups_neighbours() {
    let options = json!([
        { "value": "18592", "label": "Puerto Rico (Caquetá)", "group": "Caquetá" },
        { "value": "50325", "label": "Mapiripán (Meta)", "group": "Meta" },
        { "value": "50450", "label": "Puerto Concordia (Meta)", "group": "Meta" },
    ]);
    let form = FormState::default().with("municipio", "50325");
    let html = render_with(
        r#"{{select page.form "municipio" "Municipio" page.options blank="Elija"}}"#,
        &form,
        options,
    );
    assert!(
        html.contains(r#"<option value="">Elija</option><optgroup label="Caquetá">"#),
        "{html}"
    );
    assert!(html.contains(r#"<option value="50325" selected>Mapiripán (Meta)</option>"#), "{html}");
    assert_eq!(html.matches("<optgroup").count(), 2);
    assert_eq!(html.matches(" selected").count(), 1);
}

#[test]
fn the_first_radio_carries_the_id_that_the_summary_links_to() {
    let options = json!([{ "value": 1, "label": "Presencial" }, { "value": 2, "label": "Virtual", "hint": "Con enlace" }]);
    let form =
        FormState::default().with("modalidad", 2).refused("modalidad", "Elija una modalidad");
    let html = render_with(
        r#"{{error_summary page.form}}{{radios page.form "modalidad" "Modalidad" page.options}}"#,
        &form,
        options,
    );
    assert!(html.contains(r##"<a href="#modalidad">Elija una modalidad</a>"##), "{html}");
    assert!(html.contains(r#"type="radio" id="modalidad" name="modalidad" value="1">"#), "{html}");
    assert!(html.contains(r#"id="modalidad-1" name="modalidad" value="2" aria-describedby="modalidad-1-nota" checked>"#), "{html}");
}

#[test]
fn checks_keep_every_value_and_open_the_groups_that_have_one() {
    let options = json!([
        { "value": "a", "label": "A", "group": "Uno" },
        { "value": "b", "label": "B", "group": "Uno" },
        { "value": "c", "label": "C", "group": "Dos" },
    ]);
    let form = FormState::default().with_all("municipios", ["a", "b"]);
    let html = render_with(
        r#"{{checks page.form "municipios" "Municipios" page.options fold=true}}"#,
        &form,
        options,
    );
    assert_eq!(html.matches(" checked").count(), 2);
    assert_eq!(html.matches("<details").count(), 2);
    assert_eq!(html.matches("<details class=\"choices__fold\" open>").count(), 1);
    assert_eq!(html.matches("<fieldset").count(), html.matches("</fieldset>").count());
}

#[test]
fn a_checkbox_is_checked_only_when_it_was() {
    let template = r#"{{checkbox page.form "acepta" "Autorizo"}}"#;
    assert!(!render(template, &FormState::default()).contains(" checked"));
    assert!(render(template, &FormState::default().with("acepta", "si")).contains(" checked"));
}

#[test]
fn a_cell_is_named_for_those_who_do_not_see_the_table() {
    let form = FormState::default().with("nota-1", "6,0").refused("nota-1", "Entre 0,0 y 5,0");
    let html = render(r#"{{cell page.form "nota-1" "Nota de Ana" inputmode="decimal"}}"#, &form);
    assert!(
        html.contains(
            r#"aria-describedby="nota-1-error" aria-invalid="true" aria-label="Nota de Ana""#
        ),
        "{html}"
    );
    assert!(html.contains(r#"value="6,0""#), "{html}");
}

#[test]
fn segments_are_radios_in_a_named_group() {
    let options =
        json!([{ "value": "present", "label": "Presente" }, { "value": "late", "label": "Tarde" }]);
    let form = FormState::default().with("marca_7", "late");
    let html = render_with(
        r#"{{segments page.form "marca_7" "Asistencia de Ana" page.options}}"#,
        &form,
        options,
    );
    assert!(html.contains(r#"<legend class="unseen">Asistencia de Ana</legend>"#), "{html}");
    assert!(html.contains(r#"id="marca_7-1" name="marca_7" value="late" checked"#), "{html}");
}

#[test]
fn the_summary_is_silent_when_all_is_well() {
    assert_eq!(render("{{error_summary page.form}}", &FormState::default()), "");
}

#[test]
fn an_error_of_the_whole_form_has_no_link() {
    let html =
        render("{{error_summary page.form}}", &FormState::default().refused("", "No hay cupos"));
    assert!(html.contains("<li>No hay cupos</li>"), "{html}");
}

#[test]
fn a_page_that_forgets_its_form_is_an_error() {
    let result = try_render(r#"{{field page.form "x" "X"}}"#, json!({ "page": {} }));
    let message = format!("{:?}", result.unwrap_err());
    assert!(message.contains("the form is missing"), "{message}");
}

#[test]
fn options_that_are_not_a_list_are_an_error() {
    let data = json!({ "page": { "form": FormState::default(), "options": "x" } });
    assert!(try_render(r#"{{select page.form "x" "X" page.options}}"#, data).is_err());
}

#[test]
fn what_is_not_a_date_stays_as_it_was_typed() {
    let template = r#"{{field page.form "inicio" "Inicio" type="date" min="2026-01-01"}}"#;
    let html = render(template, &FormState::default().with("inicio", "el martes"));
    assert!(html.contains(r#"type="text""#) && html.contains(r#"value="el martes""#), "{html}");
    assert!(!html.contains("min="), "{html}");
    let html = render(template, &FormState::default().with("inicio", "2026-11-20"));
    assert!(html.contains(r#"type="date""#) && html.contains(r#"min="2026-01-01""#), "{html}");
}

#[test]
fn what_is_not_a_number_stays_as_it_was_typed() {
    let form = FormState::default().with("cupos", "treinta");
    let html = render(r#"{{field page.form "cupos" "Cupos" type="number"}}"#, &form);
    assert!(html.contains(r#"type="text""#) && html.contains(r#"value="treinta""#), "{html}");
}
