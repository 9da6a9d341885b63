/** The first view: the sessions of these days, what the server answered, and how this phone is. */

import { h, tag } from "./dom.js";
import { asks, explain, tally, told } from "./marks.js";
import { count, day, longDay, span } from "./words.js";

/** @typedef {import("./app.js").Desk} Desk @typedef {import("./store.js").Session} Session */

const STAGES = { cancelled: "Cancelada", closed: "Cerrada", held: "Con asistencia" };

/** @param {Desk} desk */
export function agendaView(desk) {
  const sessions = h("div");
  const answers = h("section", { "aria-labelledby": "t-respuestas", hidden: true });
  const phone = h("div");
  const node = h("div", {},
    h("div", { class: "head" }, h("div", {}, h("h1", { tabindex: "-1" }, "Pasar lista"),
      h("p", {}, "Funciona sin señal. Lo que marque queda en este teléfono y se envía solo cuando haya señal."))),
    answers, sessions, phone);
  let drawn = "";

  function refresh() {
    // Drawn again only when something changed: a list that is rebuilt takes the focus away.
    const next = JSON.stringify([desk.snapshot, desk.phone, day(desk.now())]);
    if (next === drawn) return;
    drawn = next;
    const asking = desk.snapshot.marks.filter(asks);
    answers.hidden = !asking.length;
    answers.replaceChildren(
      h("h2", { id: "t-respuestas" }, "Lo que respondió el servidor"),
      h("ul", { class: "roll" }, ...asking.map((mark) => answer(desk, mark))));
    sessions.replaceChildren(...days(desk));
    phone.replaceChildren(phoneState(desk));
  }
  return { title: "Pasar lista", node, refresh, alive: () => true };
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Desk} desk */
function days(desk) {
  const { sessions, account } = desk.snapshot;
  if (!sessions.length) {
    const text = account
      ? "Aquí aparecen sus sesiones desde hace 2 días y hasta dentro de 14. Si falta una, consulte con la coordinación."
      : "Abra esta página una vez con señal: sus listas quedan guardadas en el teléfono.";
    return [h("div", { class: "empty" }, h("p", { class: "empty__title" }, account ? "No tiene sesiones en estos días" : "Todavía no hay listas en este teléfono"), h("p", {}, text))];
  }
  /** @type {Map<string, Session[]>} */
  const byDay = new Map();
  for (const session of sessions) {
    const key = day(session.starts_at);
    byDay.set(key, [...(byDay.get(key) ?? []), session]);
  }
  const today = day(desk.now());
  return [...byDay].map(([key, list]) =>
    h("section", {},
      h("h2", {}, key === today ? `Hoy, ${longDay(list[0].starts_at)}` : capital(longDay(list[0].starts_at))),
      h("ul", { class: "cards" }, ...list.map((session) => card(desk, session)))));
}

/** @param {Desk} desk @param {Session} session */
function card(desk, session) {
  const { marked, whole, waiting, walkIns } = tally(session, desk.snapshot.marks);
  const stage = STAGES[/** @type {keyof typeof STAGES} */ (session.stage)];
  const words = [`${marked} de ${whole} con registro`, walkIns && `${count(walkIns, "persona")} fuera de la lista`].filter(Boolean);
  return h("li", {}, h("article", { class: "card card__link" },
    h("h3", {}, h("a", { href: `#sesion/${encodeURIComponent(session.id)}` }, session.title, h("span", { class: "unseen" }, `, ${span(session.starts_at, session.ends_at)}`))),
    h("p", {}, [session.cohort, span(session.starts_at, session.ends_at), session.place].filter(Boolean).join(" · ")),
    h("p", { class: "note" }, words.join(" · ")),
    (stage || waiting > 0) && h("p", {}, stage && tag(session.stage, stage), stage && waiting ? " " : "", waiting > 0 && tag("waiting", `${waiting} por enviar`))));
}

/** @param {Desk} desk @param {import("./store.js").Mark} mark */
function answer(desk, mark) {
  const session = desk.snapshot.sessions.find(({ id }) => id === mark.session);
  const { tone, word } = told(mark);
  return h("li", { class: "roll__row" },
    h("div", { class: "roll__head" },
      h("div", {}, h("span", { class: "roll__name" }, mark.name),
        h("span", { class: "roll__about" }, session ? `${session.title}, ${longDay(session.starts_at)}` : `Sesión que ya no está en su lista, ${longDay(mark.at)}`)),
      tag(tone, word)),
    h("p", {}, explain(mark)),
    h("div", { class: "actions" }, h("button", { class: "button button--quiet", type: "button", onclick: () => desk.dismiss(mark.key) },
      "Entendido", h("span", { class: "unseen" }, `, ${mark.name}`))));
}

/** Whether this phone will open in the village: better read here than found out there. @param {Desk} desk */
function phoneState(desk) {
  const { ready, kept, free, install } = desk.phone;
  const facts = [
    ["Abre sin señal", ready ? "Sí, la página quedó guardada" : "Todavía no: deje esta página abierta un momento con señal"],
    ["Protegido de limpiezas del navegador", kept ? "Sí" : "No lo aseguró el navegador: instale la página y no borre sus datos antes de enviar"],
    free !== null && ["Espacio para guardar", free > 5 ? `${free.toLocaleString("es-CO")} MB libres` : "Casi lleno: libere espacio en el teléfono"],
  ].filter(Boolean);
  return h("details", {}, h("summary", {}, "Este teléfono"),
    h("dl", { class: "summary" }, .../** @type {string[][]} */ (facts).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    install && h("div", { class: "actions" }, h("button", { class: "button button--quiet", type: "button", onclick: install }, "Instalar en este teléfono")));
}
