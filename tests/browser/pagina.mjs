// Tries the parts of the module of all pages that need no page. The module comes from standard input as it
// is served; every sentence that does not hold is printed on a line of its own.
import { readFileSync } from "node:fs";

globalThis.document = { querySelectorAll: () => [] };
const module = readFileSync(0);
const pagina = await import(`data:text/javascript;base64,${module.toString("base64")}`);

const holds = (sentence, is, wanted) => {
  const [found, expected] = [JSON.stringify(is), JSON.stringify(wanted)];
  if (found !== expected) console.log(`${sentence}: ${found}, not ${expected}`);
};

const { folded, sortKey, compared } = pagina;
holds("words are compared without accents or capitals", folded("Íñigo CAÑABRAVA"), "inigo canabrava");
holds("a document is found without its points", folded("CC 1.020.300"), "cc 1020300");
const cell = (textContent) => ({ dataset: {}, textContent });
holds("a day is sorted by its year", sortKey(cell("09/11/2026")), "2026-11-09");
holds("a number is sorted as one", sortKey(cell("1.234,5")), 1234.5);
holds("names are sorted as in Spanish", ["Zea", "Ñame", "Nieto"].sort(compared), ["Nieto", "Ñame", "Zea"]);

const { spanOf, hoursSaid, planSaid, earlierClash, sumSaid } = pagina;
const evening = spanOf("2026-11-03", "18:00", "20:30", false);
holds("a session has a length", evening[1] - evening[0], 150);
holds("a session that ends before it starts is none", spanOf("2026-11-03", "22:00", "01:00", false), null);
holds("unless it passes midnight", hoursSaid(spanOf("2026-11-03", "22:00", "01:00", true).reduce((a, b) => b - a)), "3 horas");
holds("a row that is not typed is none", spanOf("", "18:00", "20:00", false), null);
holds("hours are said as on the server", hoursSaid(90), "1 hora y 30 minutos");
holds("what is missing is said", planSaid([evening, evening], 6), "2 sesiones suman 5 horas: faltan 1 hora para las 6 horas del curso.");
holds("what is complete too", planSaid([evening, evening], 5), "2 sesiones suman 5 horas, las del curso.");
const later = spanOf("2026-11-03", "20:30", "21:00", false);
holds("a session meets an earlier one", earlierClash([null, evening, evening], 2), 1);
holds("and none that ends when it starts", earlierClash([evening, later], 1), -1);
const { written, repeats } = pagina;
const said = (spans) => spans?.map(([starts, ends]) => `${written(starts).day} ${written(starts).hour}-${written(ends).hour}`);
const thursday = spanOf("2027-03-04", "08:00", "12:00", false);
const taken = [thursday, spanOf("2027-03-11", "11:00", "13:00", false)];
const ask = { weekdays: [], many: 0, minutes: 16 * 60, isHoliday: (day) => day === "2027-03-25" };
const weekly = ["2027-03-18 08:00-12:00", "2027-04-01 08:00-12:00", "2027-04-08 08:00-10:00"];
holds("a session comes again as the server proposes it", said(repeats(thursday, taken, ask)), weekly);
const some = { ...ask, weekdays: [2, 6], many: 4 };
holds("also on chosen days", said(repeats(thursday, [thursday], some)).map((one) => one.slice(0, 10)), ["2027-03-06", "2027-03-09", "2027-03-13"]);
holds("what is complete is asked of the server", repeats(thursday, [thursday], { ...ask, minutes: 240 }), null);
holds("and what would be too many", repeats(thursday, [thursday], { ...ask, many: 61 }), null);
holds("weights are of a hundred", sumSaid([40, 50], 100), [90, "Los pesos suman 90 %: faltan 10 %."]);
holds("or of what they are", sumSaid([40, 50], 0), [90, "Los pesos suman 90."]);

const { fits } = pagina;
holds("a place is found without accents", fits("San José del Guaviare · PDET", "jose gua"), true);
holds("by the beginning of each word", fits("San José del Guaviare", "aviare"), false);
holds("and by its department", fits("Mapiripán Meta", "meta map"), true);

const { isWanted } = pagina;
holds("a field is shown where its choice is made", isWanted(["descuento"], "descuento"), true);
holds("one of several", isWanted(["3"], "2|3"), true);
holds("or where nothing is chosen", isWanted([""], ""), true);
holds("and not where something is", isWanted(["12"], ""), false);

const { stepOf } = pagina;
holds("a session goes a week down", stepOf("ArrowDown"), 7);
holds("and nowhere by another key", stepOf("Home"), 0);

const { clockSaid } = pagina;
holds("a clock counts minutes begun", clockSaid(24 * 60 - 30), "Quedan 24 minutos");
holds("and seconds at the end", clockSaid(65), "Quedan 1:05");
holds("and says when it is over", clockSaid(0), "El tiempo terminó");
