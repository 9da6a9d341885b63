/** What the person has to know now, in sentences with what to do; each stays until it is no longer true. */

import { h } from "./dom.js";
import { waits } from "./marks.js";
import { count, offBy } from "./words.js";

/** The server sends to review what differs more than ten minutes; it is told before. */
const CLOCK_OFF = 5 * 60_000;

/** Where somebody signs in who comes back here. */
export const SIGN_IN = "/ingresar?destino=/campo";

/** @typedef {{ id: string, text: string, urgent?: boolean, calm?: boolean, link?: [string, string], button?: [string, () => void] }} Notice */

/** @param {import("./app.js").Desk} desk @returns {Notice[]} */
export function notices(desk) {
  const { status, snapshot, unsaved } = desk;
  /** @type {(Notice | false | undefined)[]} */
  const all = [
    Boolean(status.stopped) && {
      id: "retirado", urgent: true, link: ["Ir al inicio", "/"],
      text: `${status.stopped} Se borró lo guardado en este teléfono${status.lost ? `, también ${count(status.lost, "registro")} sin enviar: entréguelos a la coordinación` : ""}.`,
    },
    unsaved.size > 0 && {
      id: "espacio", urgent: true, button: ["Guardar de nuevo", desk.saveAgain],
      text: `${desk.noSpace ? "El teléfono no tiene espacio" : "El teléfono no pudo guardar"}: ${count(unsaved.size, "registro está", "registros están")} en pantalla sin guardar (${[...unsaved.values()].slice(0, 3).map(({ name }) => name).join(", ")}${unsaved.size > 3 ? "…" : ""}). ${desk.noSpace ? "Libere espacio y guarde de nuevo" : "Intente de nuevo"}, o anótelos en papel. No cierre esta página.`,
    },
    trouble(desk),
    status.skew !== null && Math.abs(status.skew) > CLOCK_OFF && {
      id: "reloj",
      text: `El reloj de este teléfono está ${offBy(status.skew)}. Póngalo en hora automática: con la hora equivocada, lo que marque irá a revisión.`,
    },
    snapshot.others.length > 0 && {
      id: "otros",
      text: `En este teléfono hay ${snapshot.others.map(({ name, waiting }) => `${count(waiting, "registro")} de ${name}`).join(" y ")} sin enviar. No se mezclan con los suyos: se envían cuando esa persona ingrese aquí.`,
    },
    desk.newer && { id: "version", calm: true, text: "Hay una versión nueva de esta página. No se pierde nada al actualizar.", button: ["Actualizar", desk.renew] },
    Boolean(desk.failure) && { id: "falla", urgent: true, text: `Algo falló en esta página (${desk.failure}). Lo que dice «Por enviar» sigue guardado. Cierre y vuelva a abrir.` },
  ];
  return all.filter((notice) => notice !== false && notice !== undefined);
}

/** @param {import("./app.js").Desk} desk @returns {Notice | undefined} */
function trouble({ status, snapshot }) {
  const problem = status.trouble;
  if (!problem || status.stopped) return undefined;
  const kept = snapshot.marks.some(waits) ? "Lo marcado sigue guardado en este teléfono." : "";
  const told = (/** @type {string} */ text) => ({ id: `red-${problem.status}`, text });
  switch (problem.status) {
    case 0: return { ...told("No hay señal. Puede seguir marcando: queda guardado en este teléfono y se envía solo."), calm: true };
    case 401: return snapshot.account
      ? { ...told(`Su ingreso venció. ${snapshot.marks.some(waits) ? `Ingrese para enviar. ${kept}` : "Ingrese para recibir sus listas."}`), urgent: true, link: ["Ingresar", SIGN_IN] }
      : { ...told("Ingrese una vez con señal: desde entonces esta página abre sin ella, con las listas de sus sesiones."), link: ["Ingresar", SIGN_IN] };
    case 403: return { ...told(`${problem.message || "Su cuenta no puede pasar lista."} ${kept} Consulte con la coordinación.`), urgent: true };
    case 409:
    case 429: return { ...told(`El servidor pidió esperar un momento. Se envía solo. ${kept}`), calm: true };
    case -1: return problem.message.includes("Quota")
      ? { ...told("El teléfono no tiene espacio para guardar las listas. Libere espacio y sincronice de nuevo."), urgent: true }
      : told(`Este teléfono no pudo leer o guardar sus datos (${problem.message}). Cierre otras pestañas de esta página y vuelva a abrirla.`);
    default: return told(`El servidor no pudo responder (${problem.status}). Se intenta de nuevo solo. ${kept}`);
  }
}

/** Draws only what changed, so that nothing is read aloud twice. @param {HTMLElement} box @param {Notice[]} list */
export function draw(box, list) {
  const wanted = new Map(list.map((notice) => [notice.id + notice.text, notice]));
  for (const node of [...box.children]) {
    if (!wanted.delete(/** @type {HTMLElement} */ (node).dataset.key ?? "")) node.remove();
  }
  for (const [key, { text, urgent, calm, link, button }] of wanted) {
    box.append(h("div", { class: calm ? "callout" : "callout callout--warning", "data-key": key, role: urgent ? "alert" : null },
      h("p", {}, text),
      (link || button) && h("div", { class: "actions" },
        link && h("a", { class: "button button--quiet", href: link[1] }, link[0]),
        button && h("button", { class: "button button--quiet", type: "button", onclick: button[1] }, button[0]))));
  }
}
