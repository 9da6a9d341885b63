/**
 * The page of the facilitator with no signal: holds what is shown, hears the taps, and puts the rooms
 * together. The storage is the truth; this page can be closed at any moment.
 */

import { agendaView } from "./agenda.js";
import { byId, h, say } from "./dom.js";
import { farewell, forgive, hasLeft, prepareLeaving } from "./leave.js";
import { SIGN_IN, draw, notices } from "./notices.js";
import { waits } from "./marks.js";
import { rosterView } from "./roster.js";
import * as store from "./store.js";
import { createSync } from "./sync.js";
import * as worker from "./worker.js";
import { count, moment } from "./words.js";

/** @typedef {Awaited<ReturnType<typeof store.read>>} Snapshot */
/** @typedef {typeof desk} Desk */

const channel = "BroadcastChannel" in window ? new BroadcastChannel("campo") : null;
const sync = createSync(async () => {
  channel?.postMessage("changed");
  await refresh();
});

const desk = {
  snapshot: /** @type {Snapshot} */ ({ account: null, sessions: [], marks: [], others: [] }),
  /** Marks that the storage refused: on screen, and said to be unsaved. @type {Map<string, import("./store.js").Draft>} */
  unsaved: new Map(),
  noSpace: false,
  newer: false,
  failure: "",
  phone: { ready: false, kept: false, free: /** @type {number | null} */ (null), install: /** @type {null | (() => void)} */ (null) },
  sync,
  status: sync.status,
  /** The time of the server as far as it is known. */
  now: () => Date.now() - (sync.status.skew ?? 0),
  mark, saveAgain, refresh, announce,
  renew: () => shell?.renew(),
  dismiss: async (/** @type {string} */ key) => (await store.dismiss(key), await refresh(), byId("contenido").focus()),
  /** Other tabs show what this one did. */
  others: () => channel?.postMessage("changed"),
};

/** @type {Awaited<ReturnType<typeof worker.register>>} */
let shell;
/** @type {ReturnType<typeof agendaView> | ReturnType<typeof rosterView> | null} */
let view = null;
/** What «Deshacer» takes back. @type {import("./store.js").Step[]} */
let steps = [];

const sameAs = (/** @type {import("./store.js").Draft} */ draft) => `${draft.session} ${draft.person ?? draft.name}`;

/** @param {import("./store.js").Draft[]} drafts @param {string} words */
async function mark(drafts, words) {
  const { account } = desk.snapshot;
  if (!account || !drafts.length) return;
  try {
    steps = await store.addMarks(account.id, drafts, Date.now());
    for (const draft of drafts) desk.unsaved.delete(sameAs(draft));
    announce(words);
    sync.soon();
  } catch (error) {
    desk.noSpace = /Quota/.test(String(/** @type {any} */ (error)?.name));
    for (const draft of drafts) desk.unsaved.set(sameAs(draft), draft);
  }
  desk.others();
  await refresh();
}

async function saveAgain() {
  if (desk.unsaved.size) await mark([...desk.unsaved.values()], `${count(desk.unsaved.size, "registro guardado", "registros guardados")}`);
}

async function undo() {
  const undone = await store.undo(steps);
  const whole = steps.length;
  steps = [];
  announce(undone === whole ? "Se deshizo." : "Ya había comenzado a enviarse: cámbielo en la lista.");
  desk.others();
  await refresh();
  byId("enviar").focus();
}

/** Says what just happened to whoever does not see it. @param {string} words */
function announce(words) {
  say(byId("dicho"), words);
}

/** Reads the storage again and shows it. */
async function refresh() {
  if (hasLeft()) return;
  if (desk.status.stopped) return ended();
  try {
    desk.snapshot = await store.read();
  } catch (error) {
    desk.failure = String(/** @type {any} */ (error)?.name ?? error);
  }
  const { account, marks } = desk.snapshot;
  const saved = new Map(steps.map((step) => [step.key, step]));
  if (!marks.some((one) => saved.has(one.key) && !one.batch)) steps = [];
  for (const draft of desk.unsaved.values()) {
    marks.push({ ...draft, key: sameAs(draft), account: account?.id ?? "", sequence: Infinity, at: "", unsaved: true });
  }
  say(byId("quien"), account?.name ?? "");
  bar();
  draw(byId("avisos"), notices(desk));
  if (view && !view.alive()) route();
  view?.refresh();
}

/** The phone was wiped: nothing of what it held stays on the screen either. */
function ended() {
  desk.snapshot = { account: null, sessions: [], marks: [], others: [] };
  desk.unsaved.clear();
  byId("vista").replaceChildren(h("h1", { tabindex: "-1" }, "Este teléfono ya no tiene listas"));
  byId("barra").hidden = true;
  say(byId("quien"), "");
  announce("");
  draw(byId("avisos"), notices(desk));
}

/** Whether nothing can be sent before somebody signs in. */
const isSignedOut = () => desk.status.trouble?.status === 401;

/** «3 pendientes · última sincronización 9:42 a. m.» */
function bar() {
  const { account, marks } = desk.snapshot;
  const waiting = marks.filter((one) => waits(one) && !one.unsaved).length;
  const parts = [
    waiting ? count(waiting, "pendiente") : "Nada pendiente",
    desk.unsaved.size && count(desk.unsaved.size, "sin guardar", "sin guardar"),
    account?.syncedAt ? `última sincronización ${moment(account.syncedAt, desk.now())}` : "sin sincronizar todavía",
  ];
  say(byId("estado"), parts.filter(Boolean).join(" · "));
  byId("estado").classList.toggle("error", desk.unsaved.size > 0);
  const button = byId("enviar");
  const now = waiting ? "Enviar ahora" : "Actualizar";
  say(button, desk.status.busy ? "Enviando…" : isSignedOut() ? (waiting ? "Ingrese para enviarlos" : "Ingresar") : now);
  button.setAttribute("aria-disabled", String(desk.status.busy));
  byId("deshacer").hidden = !steps.length;
}

/** Which view the address asks for; an address that is none (the skip link's) changes nothing. */
function route() {
  if (desk.status.stopped) return;
  const [, session] = location.hash.match(/^#sesion\/(.+)$/) ?? [];
  const known = session && desk.snapshot.sessions.some(({ id }) => id === decodeURIComponent(session));
  if (view && location.hash && !session && location.hash !== "#listas") return;
  const first = !view;
  view = known ? rosterView(desk, decodeURIComponent(session)) : agendaView(desk);
  document.title = `${view.title} · Formación Territorial`;
  byId("vista").replaceChildren(view.node);
  view.refresh();
  if (!first) {
    scrollTo(0, 0);
    view.node.querySelector("h1").focus();
  }
}

async function lookAtPhone() {
  Object.assign(desk.phone, await worker.phone());
  await refresh();
}

function listen() {
  addEventListener("hashchange", route);
  addEventListener("online", () => sync.now());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    sync.now();
    shell?.check();
  });
  addEventListener("beforeunload", (event) => {
    if (desk.unsaved.size) event.preventDefault();
  });
  addEventListener("beforeinstallprompt", (event) => {
    desk.phone.install = () => /** @type {any} */ (event).prompt();
  });
  const failed = (/** @type {any} */ error) => {
    desk.failure = String(error?.name ?? error?.message ?? error);
    draw(byId("avisos"), notices(desk));
  };
  addEventListener("error", (event) => failed(event.error));
  addEventListener("unhandledrejection", (event) => failed(event.reason));
  channel?.addEventListener("message", refresh);
  byId("enviar").addEventListener("click", () => {
    if (isSignedOut()) location.assign(SIGN_IN);
    else if (!desk.status.busy) sync.all();
  });
  byId("deshacer").addEventListener("click", undo);
}

async function start() {
  forgive();
  if (hasLeft()) return farewell(byId("salida"));
  listen();
  prepareLeaving(desk);
  await store.forgetOld(Date.now()).catch(() => {});
  await refresh();
  route();
  byId("barra").hidden = false;
  worker.register(() => ((desk.newer = true), refresh()))
    .then((registered) => (shell = registered), () => {})
    .then(lookAtPhone);
  navigator.serviceWorker?.ready.then(lookAtPhone);
  await sync.now();
  if (desk.status.stopped) await worker.removeShell();
  else if (desk.snapshot.account) await Promise.resolve(worker.persist()).then(lookAtPhone);
}

start();
