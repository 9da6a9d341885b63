/**
 * When and what to send. One tab at a time; every step may be cut anywhere and begins again without
 * losing or doubling anything, because a mark leaves the phone only when its answer is in hand.
 */

import { hasLeft } from "./leave.js";
import { Problem, ask } from "./server.js";
import * as store from "./store.js";
import { ownLabel } from "./words.js";

const MOST = 200;
/** After a tap, time to correct it and to gather the next ones, with an end to it. */
const SETTLE = 8_000;
const SETTLE_MOST = 30_000;
const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 10 * 60_000;
/** Lists older than this are asked for again before anything is sent. */
const FRESH = 5 * 60_000;

/**
 * @typedef {{ busy: boolean, trouble: Problem | null, skew: number | null, stopped: string, lost: number }} Status
 *   `skew`: milliseconds that this phone is ahead of the server; `stopped`: why nothing is sent any more
 */

/** @param {() => Promise<void>} changed called whenever there is something new to show */
export function createSync(changed) {
  /** @type {Status} */
  const status = { busy: false, trouble: null, skew: null, stopped: "", lost: 0 };
  let failures = 0;
  let most = MOST;
  let listedAt = 0;
  /** When the first tap was made that no try has covered yet. */
  let tapped = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string | undefined} theirs @param {{ left: number, back: number }} trip */
  const compareClocks = (theirs, { left, back }) => {
    const at = Date.parse(theirs ?? "");
    if (at) status.skew = (left + back) / 2 - at;
  };

  /** Asks for the lists, and makes this phone known first if it is new to the account. */
  async function lists() {
    let who = await store.account();
    if (!who?.token) {
      const { told } = await ask("POST", "/campo/dispositivo", { account: who, body: JSON.stringify({ label: ownLabel() }) });
      who = { id: who?.id ?? "", name: who?.name ?? "", sequence: 0, token: told.token, device: told.device };
    }
    const { told, ...trip } = await ask("POST", "/campo/listas", { account: who });
    compareClocks(told.now, trip);
    if (who.id && told.account.id !== who.id) throw new Problem(409, { account: told.account });
    await store.saveLists({ ...told.account, token: who.token, device: told.device?.id ?? who.device }, told.sessions, told.now);
    listedAt = Date.now();
  }

  /** Sends until nothing waits; says whether anything went, and whether somebody has to look at an answer. */
  async function send() {
    let [sent, surprises] = [false, false];
    for (;;) {
      const who = await store.account();
      const batch = who?.token && (await store.takeBatch(who.id, most, Date.now()));
      if (!who || !batch) return { sent, surprises };
      try {
        const { told, ...trip } = await ask("POST", "/campo/marcas", { account: who, key: batch.key, body: batch.body });
        compareClocks(told.received_at, trip);
        // An answer that answers nothing would be asked for without end.
        if (!(await store.settle(who.id, batch.key, told.results))) throw new Problem(502);
        sent = true;
        surprises ||= told.results.some((/** @type {any} */ { outcome }) => outcome !== "applied" && outcome !== "agrees");
        most = Math.min(MOST, most * 2);
        await changed();
      } catch (problem) {
        if (!(problem instanceof Problem) || ![400, 413, 422].includes(problem.status)) throw problem;
        await divide(who, batch, problem);
      }
    }
  }

  /** One mark that the server cannot read must not hold back the others: halves, down to that one. */
  async function divide(/** @type {store.Account} */ who, /** @type {store.Batch} */ batch, /** @type {Problem} */ problem) {
    const { marks, walk_ins: walkIns } = JSON.parse(batch.body);
    const keys = [...marks, ...walkIns].map(({ key }) => key);
    if (keys.length > 1) {
      most = Math.ceil(keys.length / 2);
      await store.dropBatch(batch.key);
    } else {
      await store.settle(who.id, batch.key, [{ key: keys[0], outcome: "refused", why: problem.message }]);
    }
  }

  /** Somebody else is signed in: what waits stays apart, and this phone begins anew for them. */
  async function handOver(/** @type {string} */ id) {
    const before = await store.account();
    if (before) await store.setAside(before.id);
    await store.takeUp(id);
    listedAt = 0;
    await lists();
  }

  async function cycle() {
    /** @type {unknown} */
    let noLists;
    if (Date.now() - listedAt > FRESH) {
      await lists().catch((problem) => {
        // Marks do not wait for a list that the server cannot make today.
        if (!(problem instanceof Problem) || problem.status < 500) throw problem;
        noLists = problem;
      });
    }
    const { sent, surprises } = await send();
    if (noLists) throw noLists;
    if (surprises) await lists();
    const who = await store.account();
    if (who && sent) await store.noteSync(who.id, new Date(Date.now() - (status.skew ?? 0)).toISOString());
  }

  /** What a failure means; throws what nobody foresaw. @param {Problem} problem */
  async function face(problem) {
    status.trouble = problem;
    const { status: code, told } = problem;
    const who = await store.account();
    if (told.account?.id && told.account.id !== who?.id) {
      status.trouble = null;
      await handOver(told.account.id);
      await send();
    } else if (code === 410 && told.wipe) {
      // What it holds goes to review before it is wiped: nothing that was marked is lost.
      await send().catch(() => {});
      status.lost = (await store.read()).marks.filter((mark) => !mark.outcome).length;
      status.stopped = problem.message || "Este teléfono ya no está autorizado.";
      await store.wipe(who?.id);
    } else if (code === 410 && who) {
      await store.forgetDevice(who.id);
    }
  }

  async function run() {
    if (status.stopped || hasLeft()) return;
    status.busy = true;
    tapped = 0;
    await changed();
    try {
      await cycle();
      status.trouble = null;
    } catch (error) {
      try {
        if (!(error instanceof Problem)) throw error;
        await face(error);
      } catch (again) {
        status.trouble = again instanceof Problem ? again : new Problem(-1, { detail: String(again) });
      }
    }
    failures = status.trouble ? failures + 1 : 0;
    status.busy = false;
    await changed();
    plan();
  }

  /** The next try by itself: each pause longer, none alike, so that a village does not call at once. */
  function plan() {
    clearTimeout(timer);
    const { trouble } = status;
    if (!trouble) return tapped ? soon() : undefined;
    if (status.stopped || [401, 403].includes(trouble.status)) return;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures - 1, 8)) * (0.75 + Math.random() / 2);
    timer = setTimeout(now, Math.max(pause, trouble.retryAfter * 1000));
  }

  /** Sends now, unless this or another tab is at it. */
  async function now() {
    if (status.busy || status.stopped) return;
    clearTimeout(timer);
    if (!navigator.locks) return run();
    await navigator.locks.request("campo-envio", { ifAvailable: true }, (lock) => {
      if (lock) return run();
      timer = setTimeout(now, SETTLE);
    });
  }

  /** After a tap; a pause that is growing is not cut short by it. */
  function soon() {
    tapped ||= Date.now();
    if (failures || status.busy || status.stopped) return;
    clearTimeout(timer);
    timer = setTimeout(now, Math.max(0, Math.min(SETTLE, tapped + SETTLE_MOST - Date.now())));
  }

  return {
    status,
    now,
    /** The person asks: the lists too. */
    all: () => ((listedAt = 0), now()),
    soon,
    /** The lock is held by whoever wipes, so that nothing leaves the phone in the middle of it. @param {() => Promise<void>} work */
    alone: (work) => (navigator.locks ? navigator.locks.request("campo-envio", work) : work()),
    stop: (/** @type {string} */ why) => (clearTimeout(timer), (status.stopped = why)),
  };
}
