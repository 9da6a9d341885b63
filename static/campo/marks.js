/** What the marks of a phone say about a person: pure, without the page and without the storage. */

import { label } from "./words.js";

/** What the server no longer has to be told, but the person does. */
const TOLD = {
  conflict: { tone: "warning", word: "En conflicto", why: "Otro registro dice algo distinto.", todo: "No tiene que repetirlo: la coordinación decide y los dos quedan." },
  review: { tone: "warning", word: "En revisión", why: "", todo: "No tiene que repetirlo: la coordinación lo revisa." },
  refused: { tone: "failed", word: "No aceptado", why: "", todo: "El servidor no lo guardó. Anótelo y entréguelo a la coordinación." },
};

/** @typedef {import("./store.js").Mark} Mark @typedef {import("./store.js").Session} Session */

/** A mark the server has not answered yet. @param {Mark} mark */
export const waits = (mark) => !mark.outcome;

/** A mark whose answer asks for somebody's attention. @param {Mark} mark */
export const asks = (mark) => Boolean(mark.outcome && mark.outcome !== "received");

/** How an answer is told: an outcome that this version does not know is with the coordination. @param {Mark} mark */
export const told = (mark) => TOLD[/** @type {keyof typeof TOLD} */ (mark.outcome)] ?? TOLD.review;

/** «Usted marcó Presente. La sesión estaba cerrada. …» @param {Mark} mark */
export function explain(mark) {
  const { why, todo } = told(mark);
  return [`Usted marcó «${label(mark.state)}».`, mark.why || why, todo].filter(Boolean).join(" ");
}

/** The last mark of each person of a session, and its walk-ins. @param {Mark[]} marks @param {string} session */
export function ofSession(marks, session) {
  /** @type {Map<string, Mark>} */
  const last = new Map();
  /** @type {Mark[]} */
  const walkIns = [];
  for (const mark of marks) {
    if (mark.session !== session) continue;
    if (!mark.person) walkIns.push(mark);
    else if ((last.get(mark.person)?.sequence ?? -1) < mark.sequence) last.set(mark.person, mark);
  }
  return { last, walkIns };
}

/**
 * Where a person stands: what was marked here counts until the server answers; after that, what the
 * server says counts, and an answer that asks for attention is shown beside it.
 * @param {Session["marks"][number] | undefined} known what the server says
 * @param {Mark | undefined} last the last mark of this phone
 */
export function standing(known, last) {
  const here = last && waits(last) ? last : undefined;
  const current = here ?? known;
  const answer = last && asks(last) ? last : undefined;
  /** @type {[string, string] | null} */
  let sign = null;
  if (here) sign = here.unsaved ? ["failed", "Sin guardar"] : ["waiting", "Por enviar"];
  else if (answer) sign = [told(answer).tone, told(answer).word];
  else if (known) sign = ["sent", "Enviado"];
  return {
    state: current?.state ?? "",
    minutes: current?.minutes ?? null,
    note: current?.note ?? "",
    /** The mark that the person has in sight: a newer one of another device is then a conflict. */
    seen: known?.mark,
    sign,
    about: answer ? explain(answer) : "",
  };
}

/** How many of a session have a mark, and how many of those wait. @param {Session} session @param {Mark[]} marks */
export function tally(session, marks) {
  const { last, walkIns } = ofSession(marks, session.id);
  const known = new Set(session.marks.map((mark) => mark.person));
  let marked = 0;
  for (const { id } of session.people) {
    const mark = last.get(id);
    if (known.has(id) || (mark && waits(mark))) marked += 1;
  }
  return { marked, whole: session.people.length, waiting: [...last.values(), ...walkIns].filter(waits).length, walkIns: walkIns.length };
}

/**
 * What goes over the wire: nothing that only this phone needs.
 * @param {Mark[]} marks @param {string} sentAt
 */
export function body(marks, sentAt) {
  const common = (/** @type {Mark} */ { key, sequence, session, state, note, at }) => ({ key, sequence, session, state, note: note || undefined, at });
  return JSON.stringify({
    sent_at: sentAt,
    marks: marks
      .filter((mark) => mark.person)
      .map((mark) => ({ ...common(mark), person: mark.person, minutes: mark.minutes ?? undefined, seen: mark.seen || undefined })),
    walk_ins: marks.filter((mark) => !mark.person).map((mark) => ({ ...common(mark), name: mark.name })),
  });
}
