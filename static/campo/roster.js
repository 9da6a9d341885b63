/** The list of one session: a tap is a mark; the phone has it before the button shows it as saved. */

import { byId, field, h, say, segments, tag } from "./dom.js";
import { ofSession, standing, tally, waits } from "./marks.js";
import { STATES, count, day, finds, fold, longDay, label, span, time } from "./words.js";

/** @typedef {import("./store.js").Session} Session @typedef {import("./store.js").Person} Person @typedef {import("./app.js").Desk} Desk */

/** Minutes are of those who were there. @param {string} state */
const attends = (state) => state === "present" || state === "late";

/** What a facilitator should know before marking here. @param {Session} session @param {number} now */
function warning(session, now) {
  const end = "Lo que marque irá a revisión de la coordinación; no se pierde.";
  if (session.stage === "cancelled") return `Esta sesión está cancelada. ${end}`;
  if (session.stage === "closed") return `Esta sesión está cerrada. ${end}`;
  if (day(session.starts_at) !== day(now)) return `Esta sesión es del ${longDay(session.starts_at)}, no de hoy. Lo que marque otro día irá a revisión; no se pierde.`;
  return "";
}

/** @param {Desk} desk @param {string} id */
export function rosterView(desk, id) {
  const find = () => desk.snapshot.sessions.find((session) => session.id === id);
  const session = /** @type {Session} */ (find());
  const summary = h("p", { class: "note" });
  const caution = h("div", { class: "callout callout--warning", hidden: true }, h("p"));
  const found = h("p", { class: "unseen", role: "status" });
  const search = field("buscar", "Buscar por nombre", { type: "search", oninput: filter });
  const open = h("input", { type: "checkbox", id: "sin-registro", onchange: filter });
  const list = h("ol", { class: "roll" });
  const walkIns = h("ul", { class: "roll" });
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();
  let order = "";

  /** A mark for a person: what is not being changed stays as it stands. @param {Session} on @param {Person} person @param {Partial<import("./store.js").Draft>} change */
  function draft(on, person, change) {
    const now = stand(on, person.id);
    const next = { state: now.state, minutes: now.minutes, note: now.note, ...change };
    return {
      session: id, person: person.id, name: person.name, seen: now.seen, state: next.state, note: next.note,
      minutes: on.partial_hours && attends(next.state) ? next.minutes : null,
    };
  }

  /** @param {Session} on @param {string} person */
  function stand(on, person) {
    const { last } = ofSession(desk.snapshot.marks, id);
    return standing(on.marks.find((mark) => mark.person === person), last.get(person));
  }

  /** @param {Person} person */
  function row(person) {
    // The row itself is asked, not the storage: a note and a tap may come within one blink.
    const put = async (/** @type {Partial<import("./store.js").Draft>} */ change) => {
      const on = find();
      if (!on) return;
      const typed = readMinutes(minutes.input.value);
      const state = choices.querySelector("input:checked")?.value;
      const next = draft(on, person, { state, note: note.input.value.trim(), ...(typeof typed === "string" ? {} : typed), ...change });
      saving += 1;
      shown = "";
      await desk.mark([next], `${person.name}: ${label(next.state)}`);
      saving -= 1;
      show(latest);
    };
    /** Taps on their way to the storage: until the last is there, what was stored before must not undo it on screen. */
    let saving = 0;
    /** @type {ReturnType<typeof standing>} */
    let latest;
    const name = `e-${person.id}`;
    const choices = segments(name, `Asistencia de ${person.name}`, STATES);
    choices.addEventListener("change", (/** @type {any} */ { target }) => target.type === "radio" && put({ state: target.value }));
    const sign = h("span");
    const about = h("span", { class: "roll__about" }, person.note ?? "");
    const answer = h("p", { class: "hint roll__answer", hidden: true });
    const note = field(`n-${person.id}`, `Nota sobre ${person.name}`, {
      maxlength: 300,
      onchange: () => change(note, () => ({ note: note.input.value.trim() })),
    }, "Queda con el registro. No escriba datos de salud ni el documento.");
    const minutes = field(`m-${person.id}`, `Minutos que asistió ${person.name}`, {
      inputmode: "numeric", class: "input input--xs",
      onchange: () => change(minutes, () => readMinutes(minutes.input.value)),
    }, `De 0 a ${length()}. Vacío: toda la sesión.`);
    /** @param {ReturnType<typeof field>} box @param {() => Partial<import("./store.js").Draft> | string} read */
    function change(box, read) {
      const value = !choices.querySelector("input:checked") ? "Error: elija primero si la persona asistió." : read();
      box.refuse(typeof value === "string" ? value : "");
      if (typeof value !== "string") put(value);
    }
    // In the cell that five states leave free in rows of three: a list of 35 is that much shorter.
    choices.append(h("details", { class: "segments__more" },
      h("summary", {}, session.partial_hours ? "Nota y minutos" : "Nota", h("span", { class: "unseen" }, ` de ${person.name}`)),
      h("div", { class: "roll__detail" }, session.partial_hours && minutes.node, note.node)));
    const node = h("li", { class: "roll__row" },
      h("div", { class: "roll__head" }, h("div", {}, h("span", { class: "roll__name" }, person.name), about), sign),
      choices, answer);
    let shown = "";
    /** @param {ReturnType<typeof standing>} now */
    function show(now) {
      latest = now;
      const next = JSON.stringify(now);
      if (saving || next === shown) return;
      shown = next;
      for (const radio of choices.querySelectorAll("[type=radio]")) radio.checked = radio.value === now.state;
      sign.replaceChildren(...(now.sign ? [tag(...now.sign)] : []));
      say(answer, now.about);
      answer.hidden = !now.about;
      if (document.activeElement !== note.input) note.input.value = now.note;
      if (document.activeElement !== minutes.input) minutes.input.value = now.minutes ?? "";
    }
    return { node, show, folded: fold(person.name), state: "" };
  }

  const length = () => Math.round((Date.parse(session.ends_at) - Date.parse(session.starts_at)) / 60_000);

  /** @param {string} typed */
  function readMinutes(typed) {
    const text = typed.trim();
    if (!text) return { minutes: null };
    const valid = /^\d{1,4}$/.test(text) && Number(text) <= length();
    return valid ? { minutes: Number(text) } : `Error: escriba los minutos con un número de 0 a ${length()}.`;
  }

  function filter() {
    let seen = 0;
    for (const { node, folded, state } of rows.values()) {
      node.hidden = !finds(folded, search.input.value) || (open.checked && Boolean(state));
      if (!node.hidden) seen += 1;
    }
    say(found, search.input.value || open.checked ? `${seen} de ${count(rows.size, "persona")} a la vista.` : "");
  }

  function markAll() {
    const on = find();
    if (!on) return;
    const missing = on.people.filter((person) => !stand(on, person.id).state);
    if (!missing.length) return desk.announce("Todas las personas de la lista ya tienen registro.");
    const words = `${count(missing.length, "persona")} como presente${missing.length === 1 ? "" : "s"}`;
    return desk.mark(missing.map((person) => draft(on, person, { state: "present" })), words);
  }

  /** @param {import("./store.js").Mark} mark */
  const walkInRow = (mark) => h("li", { class: "roll__row" },
    h("div", { class: "roll__head" },
      h("div", {}, h("span", { class: "roll__name" }, mark.name), h("span", { class: "roll__about" }, [label(mark.state), mark.note].filter(Boolean).join(" · "))),
      mark.unsaved ? tag("failed", "Sin guardar")
      : waits(mark) ? tag("waiting", "Por enviar")
      : mark.outcome === "refused" ? tag("failed", "No aceptado")
      : tag("sent", "Enviado")));

  function refresh() {
    const on = find();
    if (!on) return;
    const people = on.people.map((person) => `${person.id} ${person.name}`).join();
    if (people !== order) {
      order = people;
      rows.clear();
      for (const person of on.people) rows.set(person.id, row(person));
      list.replaceChildren(...[...rows.values()].map(({ node }) => node));
      filter();
    }
    const here = ofSession(desk.snapshot.marks, id);
    const known = new Map(on.marks.map((mark) => [mark.person, mark]));
    for (const [person, entry] of rows) {
      const now = standing(known.get(person), here.last.get(person));
      entry.state = now.state;
      entry.show(now);
    }
    walkIns.replaceChildren(...here.walkIns.map(walkInRow));
    const { marked, whole } = tally(on, desk.snapshot.marks);
    const late = on.late_after_minutes ? ` · Tarde: después de las ${time(Date.parse(on.starts_at) + on.late_after_minutes * 60_000)}` : "";
    say(summary, `${marked} de ${whole} con registro${late}`);
    const words = warning(on, desk.now());
    caution.hidden = !words;
    say(caution.firstChild, words);
  }

  const node = h("div", {},
    h("nav", { class: "crumbs", "aria-label": "Ruta" }, h("ol", {}, h("li", {}, h("a", { href: "#listas" }, "Mis sesiones")))),
    h("div", { class: "head" }, h("div", {},
      h("h1", { tabindex: "-1" }, session.title),
      h("p", {}, [session.cohort, longDay(session.starts_at), span(session.starts_at, session.ends_at), session.place].filter(Boolean).join(" · ")))),
    caution, summary,
    h("div", { class: "tools" }, search.node,
      h("div", { class: "choice" }, open, h("label", { for: "sin-registro" }, "Solo sin registro"))),
    found,
    h("div", { class: "actions" }, h("button", { class: "button button--quiet", type: "button", onclick: markAll }, "Marcar todos presentes"),
      h("span", { class: "hint" }, "Solo a quienes no tienen registro."),
      h("button", { class: "button button--link", type: "button", onclick: () => byId("otro-nombre").focus() }, "Agregar a quien no está en la lista")),
    list,
    h("section", { "aria-labelledby": "t-otros" }, h("h2", { id: "t-otros" }, "Personas que no están en la lista"), walkIns, walkInForm(desk, id)));
  return { title: session.title, node, refresh, alive: () => Boolean(find()) };
}

/** @param {Desk} desk @param {string} session */
function walkInForm(desk, session) {
  const name = field("otro-nombre", "Nombres y apellidos", { maxlength: 120, required: true });
  const note = field("otro-nota", "Nota (opcional)", { maxlength: 300 }, "Por ejemplo, la entidad o el cargo. No escriba el documento.");
  const state = segments("otro-estado", "Asistencia de la persona", STATES.slice(0, 2), "present");
  async function add(/** @type {Event} */ event) {
    event.preventDefault();
    const typed = name.input.value.trim().replace(/\s+/g, " ");
    name.refuse(typed.length < 3 ? "Error: escriba los nombres y apellidos." : "");
    name.input.focus();
    if (typed.length < 3) return;
    const form = /** @type {HTMLFormElement} */ (byId("otro"));
    const chosen = String(new FormData(form).get("otro-estado"));
    await desk.mark([{ session, name: typed, note: note.input.value.trim(), state: chosen }], `${typed} quedó anotada como persona fuera de la lista`);
    form.reset();
  }
  return h("form", { id: "otro", novalidate: true, onsubmit: add },
    h("p", { class: "hint" }, "La coordinación identifica después a cada persona; hasta entonces no cuenta."),
    name.node, note.node, h("div", { class: "field" }, state),
    h("div", { class: "actions" }, h("button", { class: "button button--quiet" }, "Agregar persona")));
}
