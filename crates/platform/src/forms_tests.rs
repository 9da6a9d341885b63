use super::*;

fn fields(body: &str) -> Fields {
    Fields::parse(body.as_bytes())
}

#[test]
fn a_character_that_no_document_can_print_is_refused_where_it_is_typed() {
    let fields = fields("nombre=Ana+%F0%9F%98%80&lugar=Sal%C3%B3n+%C3%91and%C3%BA");
    let mut reader = Reader::new(&fields);
    reader.optional("nombre", 80);
    assert_eq!(reader.optional("lugar", 80).as_deref(), Some("Salón Ñandú"));
    let form = reader.finish().expect_err("is refused");
    assert!(form.errors.iter().any(|error| error.text.contains("«😀»")));
}

#[test]
fn what_was_typed_comes_back_with_the_sentence_beside_its_field() {
    let fields = fields("cupos=muchos&nombre=+Meta+2026-2+&contrasena=secreta");
    let mut reader = Reader::new(&fields);
    assert_eq!(reader.text("nombre", 80, "Escriba el nombre."), "Meta 2026-2");
    reader.whole("cupos", 1..=1500, "Escriba los cupos.");
    let state = reader.finish().expect_err("«muchos» is no number");
    assert_eq!(state.first("cupos"), Some("muchos"));
    assert_eq!(state.first("contrasena"), None, "passwords never travel back");
    assert_eq!(state.errors.len(), 1);
    assert_eq!(state.errors[0].text, "Escriba los cupos: un número entero entre 1 y 1.500.");
}

#[test]
fn a_day_that_does_not_exist_is_named() {
    let fields = fields("inicio=31%2F11%2F2026&fin=2026-11-30");
    let mut reader = Reader::new(&fields);
    reader.date("inicio", "Escriba el inicio.");
    let end = reader.date("fin", "Escriba el fin.");
    assert_eq!(end, NaiveDate::from_ymd_opt(2026, 11, 30).expect("valid"));
    let state = reader.finish().expect_err("31 November does not exist");
    assert!(state.errors[0].text.contains("31/11/2026"));
}

#[test]
fn a_date_out_of_range_is_told_the_range() {
    let fields = fields("inicio=2999-12-31&fin=31%2F12%2F2200");
    let mut reader = Reader::new(&fields);
    reader.date("inicio", "Escriba el inicio.");
    reader.date("fin", "Escriba el fin.");
    let state = reader.finish().expect_err("too far away");
    let told = "Escriba una fecha entre el 01/01/1900 y el 31/12/2200, no «2999-12-31».";
    assert_eq!(state.errors.len(), 1);
    assert_eq!(state.errors[0].text, told);
}

#[test]
fn grids_are_read_by_the_key_in_brackets() {
    let fields = fields("estado%5B7%5D=presente&estado%5B9%5D=ausente&estados=x&estado%5B=y");
    let cells: Vec<_> = fields.grid("estado").collect();
    assert_eq!(cells, [("7", "presente"), ("9", "ausente")]);
}

#[test]
fn control_characters_and_broken_utf8_do_no_harm() {
    let fields = Fields::parse(b"nombre=A%00na%FF&nota=uno%0D%0Ados");
    assert_eq!(fields.first("nombre"), "Ana\u{fffd}");
    assert_eq!(fields.first("nota"), "uno\ndos");
}

#[test]
fn what_nobody_sees_is_not_kept_except_in_a_password() {
    let body = "entidad=%E2%80%AEAlcald%C3%ADa%E2%80%8B%C2%A0de+Uribe%EF%BB%BF&contrasena=una%E2%80%8Bfrase";
    let fields = fields(body);
    assert_eq!(fields.first("entidad"), "Alcaldía de Uribe");
    assert_eq!(fields.first("contrasena"), "una\u{200b}frase");
}
