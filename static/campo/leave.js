/** Leaving: nothing that waits is lost without the person having said so in letters. */

import { byId, field, h } from "./dom.js";
import { waits } from "./marks.js";
import { ask } from "./server.js";
import * as store from "./store.js";
import { count } from "./words.js";
import { removeShell } from "./worker.js";

/** Remembers a departure without network, so that the session ends before anything is asked for again. */
const LEFT = "campo-salida";
const WORD = "BORRAR";

/** @param {import("./app.js").Desk} desk */
export function prepareLeaving(desk) {
  const form = byId("salida");
  const panel = byId("salida-pendiente");
  const missing = () => desk.snapshot.marks.filter((mark) => waits(mark) || mark.outcome === "refused");
  const pending = () => missing().length + desk.unsaved.size;

  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    if (pending()) warn();
    else go();
  });

  function warn(text = "") {
    const n = pending();
    const refused = missing().length - missing().filter(waits).length;
    const word = field("salida-palabra", `Para borrar, escriba ${WORD}`, { class: "input input--s", autocapitalize: "characters" });
    const title = h("h3", { tabindex: "-1" }, `Hay ${count(n, "registro")} que no ${n === 1 ? "está" : "están"} en el servidor`);
    function drop(/** @type {Event} */ event) {
      event.preventDefault();
      const typed = word.input.value.trim().toUpperCase() === WORD;
      word.refuse(typed ? "" : `Error: escriba ${WORD} para borrar lo que falta.`);
      if (typed) go();
      else word.input.focus();
    }
    panel.replaceChildren(h("div", {},
      title,
      text && h("p", { role: "alert" }, text),
      h("p", {}, "Si sale sin enviarlos se pierden: nadie podrá recuperarlos."),
      refused > 0 && h("p", {}, `${count(refused, "de ellos no fue aceptado", "de ellos no fueron aceptados")} por el servidor: anótelos antes de salir y use «Entendido» en su lista.`),
      h("div", { class: "actions" },
        h("button", { class: "button", type: "button", onclick: sendAndGo }, "Enviar y salir"),
        h("button", { class: "button button--quiet", type: "button", onclick: stay }, "Quedarme")),
      h("form", { onsubmit: drop, novalidate: true }, word.node,
        h("div", { class: "actions" }, h("button", { class: "button button--danger" }, `Salir y borrar lo que falta (${n})`)))));
    panel.hidden = false;
    title.focus();
  }

  function stay() {
    panel.hidden = true;
    form.querySelector("button").focus();
  }

  async function sendAndGo() {
    if (desk.unsaved.size) await desk.saveAgain();
    await desk.sync.all();
    await desk.refresh();
    if (!pending()) return go();
    warn("No se pudo enviar todo. Busque señal e intente otra vez; sus registros siguen guardados.");
  }

  async function go() {
    const who = desk.snapshot.account;
    desk.sync.stop("Salió de este teléfono.");
    desk.unsaved.clear();
    // Told first, wiped in any case: the phone may have no network and has to be empty all the same.
    const reached = !who?.token || await ask("POST", "/campo/dispositivo/salida", { account: who }).then(() => true, ({ status }) => status > 0);
    await desk.sync.alone(async () => void (await store.wipe(who?.id)));
    desk.others();
    if (!reached) {
      localStorage.setItem(LEFT, "1");
      return farewell(form);
    }
    await removeShell();
    end(form);
  }
}

/** Somebody came from the page of signing in: the session that was to end is no more. */
export function forgive() {
  if (new URL(document.referrer || location.href).pathname === "/ingresar") localStorage.removeItem(LEFT);
}

/** Whether somebody left this phone without network and the session is still open. */
export const hasLeft = () => localStorage.getItem(LEFT) === "1";

/** The data is gone; the session ends as soon as there is a network. @param {any} form */
export function farewell(form) {
  byId("vista").replaceChildren(
    h("h1", { tabindex: "-1" }, "Ya no hay datos en este teléfono"),
    h("p", {}, "Borramos las listas y los registros. Sin señal no se puede cerrar la sesión en el servidor: se cierra sola al volver la señal, o con el botón."),
    h("div", { class: "actions" }, h("button", { class: "button", type: "button", onclick: () => finish(form) }, "Cerrar la sesión")));
  byId("avisos").replaceChildren();
  byId("salir").hidden = true;
  byId("barra").hidden = true;
  byId("quien").textContent = "";
  byId("vista").firstChild.focus();
  addEventListener("online", () => finish(form));
  if (navigator.onLine) finish(form);
}

/** Only when the server can be reached: a form that goes nowhere would show the browser's own error. @param {any} form */
async function finish(form) {
  try {
    await fetch("/salud/viva", { cache: "no-store" });
  } catch {
    return;
  }
  await removeShell();
  end(form);
}

/** The form of the page goes its ordinary way, and says that the phone is empty. @param {any} form */
function end(form) {
  localStorage.removeItem(LEFT);
  form.elements.campo.value = "borrado";
  form.submit();
}
