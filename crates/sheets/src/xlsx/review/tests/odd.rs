//! Workbooks that hold what does not go back, or are not built as expected.

use super::*;

#[test]
fn macros_links_to_other_workbooks_and_connections_stay_behind() {
    let bytes = replaced(
        &workbook(),
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        &format!(
            "<Relationship Id=\"rM\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" \
             Target=\"vbaProject.bin\"/><Relationship Id=\"rE\" Type=\"{KINDS}/externalLink\" \
             Target=\"externalLinks/externalLink1.xml\"/><Relationship Id=\"rC\" Type=\"{KINDS}/connections\" \
             Target=\"connections.xml\"/></Relationships>"
        ),
    );
    let bytes = replaced(
        &bytes,
        "xl/workbook.xml",
        "<definedNames>",
        "<externalReferences><externalReference r:id=\"rE\"/></externalReferences><definedNames>\
         <definedName name=\"Otro\">[1]Hoja1!$A$1</definedName>",
    );
    let macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
    let bytes = replaced(
        &bytes,
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        macros,
    );
    let more = [
        ("xl/vbaProject.bin", "macro"),
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        ("xl/connections.xml", "<connections/>"),
        ("customUI/customUI.xml", "<customUI onLoad=\"M\"/>"),
    ];
    let bytes = altered(&bytes, |_, content| Some(content), &more);
    let back = reviewed(&bytes, &[remark(4, Some(0), true, "x")]).unwrap();
    for name in names(&back) {
        let lower = name.to_lowercase();
        for never in ["vba", "external", "connection", "custom"] {
            assert!(!lower.contains(never), "{name}");
        }
        let text = part(&back, &name);
        for never in ["vbaProject", "rE\"", "macroEnabled", "[1]", "externalReference"] {
            assert!(!text.contains(never), "{never} in {name}");
        }
    }
    assert_eq!(values(&back, "Lista").0[3][4].to_string(), "Cédula: x");
}

#[test]
fn letters_before_the_names_and_rows_without_numbers_are_read_as_they_are() {
    let sheet = "<?xml version=\"1.0\" encoding=\"utf-16\"?><x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/\
        spreadsheetml/2006/main\"><x:cols><x:col min=\"1\" max=\"16384\" width=\"9\" style=\"1\" hidden=\"1\"/>\
        </x:cols><x:sheetData><x:row/><x:row/><x:row spans=\"1:1\"><x:c t=\"inlineStr\"><x:is><x:t>Nombre\
        </x:t></x:is></x:c></x:row><x:row><x:c t=\"str\"><x:v>Ana</x:v></x:c></x:row></x:sheetData>\
        </x:worksheet>";
    let bytes = altered(
        &workbook(),
        |name, content| match name {
            "xl/worksheets/sheet1.xml" => Some(sheet.as_bytes().to_vec()),
            "xl/worksheets/_rels/sheet1.xml.rels" => None,
            _ => Some(content),
        },
        &[],
    );
    let back = reviewed(&bytes, &[remark(4, Some(0), true, "x")]).unwrap();
    let (rows, _) = values(&back, "Lista");
    let texts: Vec<String> = rows.concat().iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["Nombre", "Revisión", "Ana", "Nombre: x"]);
    let written = part(&back, "xl/worksheets/sheet1.xml");
    assert!(written.contains(
        "<x:cols><x:col width=\"9\" style=\"1\" hidden=\"1\" min=\"1\" max=\"1\"/><x:col min=\"2\" max=\"2\" \
         width=\"60\" customWidth=\"1\"/><x:col width=\"9\" style=\"1\" hidden=\"1\" min=\"3\" max=\"16384\"/>"
    ));
    assert!(!written.contains("utf-16") && !written.contains("spans"), "{written}");
}

#[test]
fn what_is_not_built_as_expected_is_refused_and_nothing_panics() {
    let sent = workbook();
    let remarks = [remark(4, Some(0), true, "x")];
    assert_eq!(reviewed(b"a;b\n1;2\n", &remarks), Err(CopyRefusal::NotAWorkbook));
    assert_eq!(reviewed(b"", &remarks), Err(CopyRefusal::Unread(SheetRefusal::Empty)));
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    for wrong in [
        replaced(&sent, "_rels/.rels", KINDS, strict),
        replaced(&sent, "xl/_rels/workbook.xml.rels", &format!("{KINDS}/styles"), "x"),
        replaced(
            &sent,
            "xl/_rels/workbook.xml.rels",
            "worksheet\" Target=\"worksheets/sheet2.xml",
            "dialogsheet\" Target=\"worksheets/sheet2.xml",
        ),
        replaced(&sent, "xl/styles.xml", "<cellXfs", "<x"),
        replaced(&sent, "xl/styles.xml", "<fonts", "<!DOCTYPE x><fonts"),
        replaced(&sent, "xl/worksheets/sheet1.xml", "</row>", "</c>"),
        replaced(&sent, "xl/worksheets/sheet2.xml", "</row>", ""),
        replaced(&sent, "xl/worksheets/sheet1.xml", "r=\"A4\"", "r=\"A5\""),
        replaced(&sent, "xl/workbook.xml", "<sheets>", "<sheets>&nada;"),
    ] {
        let outcome = reviewed(&wrong, &remarks);
        assert!(outcome.is_err(), "{:?}", names(&wrong));
    }
    let on_headings = [remark(3, Some(0), true, "x")];
    assert!(matches!(reviewed(&sent, &on_headings), Err(CopyRefusal::Unusual(_))));
    let narrow = Limits { columns: 4, ..Limits::default() };
    let review = SheetReview { sheet: 0, header: 3, heading: "R", remarks: &remarks };
    assert!(matches!(reviewed_copy(&sent, narrow, &review), Err(CopyRefusal::Unusual(_))));
    let review = SheetReview { sheet: 9, header: 3, heading: "R", remarks: &remarks };
    assert!(reviewed_copy(&sent, Limits::default(), &review).is_err());
    // Every part cut short, or with a piece of it gone: refused, or still a workbook.
    let mut copied = 0;
    for broken in names(&sent) {
        for piece in 1..24 {
            let change = |name: &str, content: Vec<u8>| {
                if name != broken {
                    return Some(content);
                }
                let at = content.len() * piece / 24;
                let gone = if piece % 2 == 0 { content.len() } else { (at + 7).min(content.len()) };
                Some([&content[..at], &content[gone..]].concat())
            };
            if let Ok(bytes) = reviewed(&altered(&sent, change, &[]), &remarks) {
                judge(&bytes);
                copied += 1;
            }
        }
    }
    assert!(copied > 0, "what is not copied may be broken");
}
