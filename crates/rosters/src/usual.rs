//! Given names that people here really have, in the form of [`crate::plain`].

/// Words that are given names; those that are as often a surname («Santiago», «Martín») are left out.
const NAMES: &str = "aaron adela adolfo adriana agustin aida alba alberto alejandra alejandro alexander \
    alexandra alfonso alfredo alicia alonso alvaro amanda amparo ana anderson andrea andres angel angela \
    angelica angie antonio ariel armando arturo astrid aura aurora beatriz belen benjamin bernardo bertha \
    betty bibiana blanca brayan bryan camila camilo carlos carmen carmenza carolina catalina cecilia cesar \
    cielo cindy clara claudia consuelo cristian cristina cristobal dagoberto daniel daniela dario david \
    deisy denis derly diana diego dolores dora doris duvan edgar edilma edison eduardo edwin efrain elena \
    elias elizabeth elkin elsa elvia elvira emilia emilio emma enrique erika ernesto esperanza esteban \
    estela esther eugenia eugenio eva fabian fabio fabiola faber faiber fanny felipe felix fernanda fernando \
    flor floralba francisco freddy gabriel gabriela genaro gerardo german gilberto gildardo gina giovanni \
    gladys gloria gonzalo graciela gregorio guillermo gustavo hector helena henry heriberto hernan hernando \
    hilda hugo humberto ignacio ines ingrid irene irma isabel isabella islena ismael israel ivan ivonne \
    jacqueline jaime jair jairo javier jeferson jefferson jenny jennifer jeronimo jessica jesus jhon jhonatan \
    joaquin johan johana johanna john jonathan jorge jose josefina joselito juan juana judith julia julian \
    juliana julieta julio karen karina katherine kelly kevin laura leandro leidy leonardo leonor leydi lida \
    lilia liliana lina lorena lorenzo lucero lucia lucila lucy ludivia luis luisa luz mabel magdalena magnolia \
    maira manuel manuela marcela marcelo marco marcos margarita margoth maria mariana maribel mariela marina \
    mario maritza marleny marlene marta martha mary mateo matilde mauricio mayra melba melissa mercedes \
    michael miguel milena miriam miryam monica nancy natalia nelly nelson nestor nicolas nidia nohora nora \
    norma nubia octavio olga oliva omar orlando oscar pablo paola patricia paula pedro pilar rafael ramiro \
    ramon raquel raul rebeca ricardo rigoberto roberto rocio rodolfo rodrigo rogelio ronald rosa rosalba \
    rosario ruben ruby ruth samuel sandra sara saul sebastian sergio silvia sofia sonia soraida stella susana \
    tatiana teresa tulio valentina valeria vanessa veronica vicente victor victoria vilma viviana walter \
    wilfredo william wilmer wilson xiomara yadira yamile yaneth yeimi yenny yesenia yolanda yuliana zoraida";

/// Whether a word, in the form of [`crate::plain`], is a given name and hardly ever a surname.
pub fn is_usual(word: &str) -> bool {
    NAMES.split_ascii_whitespace().any(|name| name == word)
}
