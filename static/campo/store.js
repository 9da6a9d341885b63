/**
 * What the phone keeps (IndexedDB): names and opaque ids, never a document number. Everything belongs
 * to an account, so that two people who share a phone never send each other's marks.
 *
 * @typedef {{ id: string, name: string, token?: string, device?: string, sequence: number, syncedAt?: string }} Account
 * @typedef {{ id: string, name: string, note?: string }} Person
 * @typedef {{ person: string, state: string, minutes?: number | null, note?: string, mark?: string }} Known
 * @typedef {{ account: string, id: string, title: string, cohort: string, starts_at: string, ends_at: string,
 *   place?: string | null, stage: string, late_after_minutes?: number, partial_hours?: boolean,
 *   people: Person[], marks: Known[] }} Session
 * @typedef {{ key: string, account: string, sequence: number, session: string, person?: string, name: string,
 *   state: string, minutes?: number | null, note?: string, seen?: string, at: string, batch?: string,
 *   outcome?: string, why?: string, unsaved?: boolean }} Mark `person` is missing for a walk-in
 * @typedef {{ key: string, account: string, at: number, body: string }} Batch
 * @typedef {Pick<Mark, "session" | "person" | "name" | "state" | "minutes" | "note" | "seen">} Draft
 * @typedef {{ key: string, before?: Mark }} Step what a change replaced, for undoing it
 */

import { ask, remove, within } from "./db.js";
import { body, waits } from "./marks.js";

/** A second tap this soon corrects a finger; later it is a change, and both are told. */
const SLIP = 60_000;
/** A batch this old gets a new sending time: the old one would look like a clock that is wrong. */
const STALE = 5 * 60_000;
const MONTH = 30 * 86_400_000;

/** @param {(store: string) => IDBObjectStore} store @param {string} name @param {string} account @returns {Promise<any[]>} */
const allOf = (store, name, account) => ask(store(name).index("account").getAll(account));

/** Everything a page shows. `others` are people with marks on this phone who are not the one in use. */
export function read() {
  return within(["about", "accounts", "sessions", "marks"], async (store) => {
    const current = await ask(store("about").get("current"));
    /** @type {Account[]} */
    const accounts = await ask(store("accounts").getAll());
    /** @type {Mark[]} */
    const marks = await ask(store("marks").getAll());
    const count = (/** @type {string} */ id) => marks.filter((mark) => mark.account === id && waits(mark)).length;
    return {
      account: accounts.find(({ id }) => id === current) ?? null,
      sessions: /** @type {Session[]} */ (current ? await allOf(store, "sessions", current) : [])
        .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at)),
      marks: marks.filter((mark) => mark.account === current).sort((a, b) => a.sequence - b.sequence),
      others: accounts.filter(({ id }) => id !== current && count(id)).map(({ id, name }) => ({ name, waiting: count(id) })),
    };
  }, "readonly");
}

/**
 * Lists of sessions that ended a month ago go by themselves, though nobody connects: names are not kept
 * on a phone for longer than they are of use. What waits stays, whatever happens to its session.
 * @param {number} now
 */
export const forgetOld = (now) =>
  within(["sessions", "marks"], async (store) => {
    const over = new Set();
    /** @type {Session[]} */
    const sessions = await ask(store("sessions").getAll());
    for (const { account, id, ends_at } of sessions) {
      if (now - Date.parse(ends_at) < MONTH) continue;
      store("sessions").delete([account, id]);
      over.add(`${account} ${id}`);
    }
    /** @type {Mark[]} */
    const marks = await ask(store("marks").getAll());
    for (const mark of marks) {
      if (!waits(mark) && over.has(`${mark.account} ${mark.session}`)) store("marks").delete(mark.key);
    }
  });

/** The account in use, or one by its id. @param {string} [id] @returns {Promise<Account | null>} */
export const account = (id) =>
  within(["about", "accounts"], async (store) => {
    const wanted = id ?? (await ask(store("about").get("current")));
    return (wanted && (await ask(store("accounts").get(wanted)))) ?? null;
  }, "readonly");

/**
 * The lists as the server just gave them; the account becomes the one in use.
 * @param {Pick<Account, "id" | "name" | "token" | "device">} who @param {Session[]} sessions @param {string} syncedAt
 */
export const saveLists = (who, sessions, syncedAt) =>
  within(["about", "accounts", "sessions", "marks"], async (store) => {
    const before = await ask(store("accounts").get(who.id));
    store("about").put(who.id, "current");
    store("accounts").put({ sequence: 0, ...before, ...who, syncedAt });
    for (const old of await allOf(store, "sessions", who.id)) store("sessions").delete([who.id, old.id]);
    const listed = new Set(sessions.map(({ id }) => id));
    for (const session of sessions) store("sessions").put({ ...session, account: who.id });
    // A walk-in that was received goes with its session. An answer stays until somebody has read it, or
    // for a month; what waits stays whatever happens to its session.
    for (const mark of await allOf(store, "marks", who.id)) {
      const old = Date.parse(syncedAt) - Date.parse(mark.at) > MONTH;
      if (!waits(mark) && !listed.has(mark.session) && (mark.outcome === "received" || old)) store("marks").delete(mark.key);
    }
  });

/** Everything was sent and the lists are fresh. @param {string} id @param {string} syncedAt */
export const noteSync = (id, syncedAt) =>
  within(["accounts"], async (store) => {
    const who = await ask(store("accounts").get(id));
    if (who) store("accounts").put({ ...who, syncedAt });
  });

/**
 * Keeps marks; each gets its key and its turn in the order of this phone.
 * @param {string} id @param {Draft[]} drafts @param {number} now @returns {Promise<Step[]>}
 */
export const addMarks = (id, drafts, now) =>
  within(["accounts", "marks"], async (store) => {
    const who = await ask(store("accounts").get(id));
    const kept = await allOf(store, "marks", id);
    const steps = drafts.map((draft) => {
      const before = draft.person && kept.find((mark) =>
        mark.person === draft.person && mark.session === draft.session && waits(mark) && !mark.batch &&
        Math.abs(now - Date.parse(mark.at)) < SLIP);
      const key = before ? before.key : crypto.randomUUID();
      who.sequence += 1;
      store("marks").put({ ...draft, key, account: id, sequence: who.sequence, at: new Date(now).toISOString() });
      return { key, before: before || undefined };
    });
    store("accounts").put(who);
    return steps;
  });

/** Undoes what has not begun to leave the phone; says how many. @param {Step[]} steps */
export const undo = (steps) =>
  within(["marks"], async (store) => {
    let undone = 0;
    for (const { key, before } of steps) {
      const mark = await ask(store("marks").get(key));
      if (!mark || mark.batch || !waits(mark)) continue;
      if (before) store("marks").put(before);
      else store("marks").delete(key);
      undone += 1;
    }
    return undone;
  });

/**
 * What to send next: the batch that got no answer, byte by byte, or a new one of what waits. Its
 * marks stay in the phone, and from here on nothing about them changes.
 * @param {string} id @param {number} limit @param {number} now @returns {Promise<Batch | null>}
 */
export const takeBatch = (id, limit, now) =>
  within(["marks", "batches"], async (store) => {
    for (const batch of await allOf(store, "batches", id)) {
      if (Math.abs(now - batch.at) < STALE) return batch;
      // The keys of its marks keep them from counting twice if it did arrive.
      store("batches").delete(batch.key);
    }
    const marks = (await allOf(store, "marks", id)).filter(waits).sort((a, b) => a.sequence - b.sequence).slice(0, limit);
    if (!marks.length) return null;
    const batch = { key: crypto.randomUUID(), account: id, at: now, body: body(marks, new Date(now).toISOString()) };
    store("batches").put(batch);
    for (const mark of marks) store("marks").put({ ...mark, batch: batch.key });
    return batch;
  });

/** Forgets a batch that the server could not take; its marks wait for another. @param {string} key */
export const dropBatch = (key) => within(["batches"], async (store) => void store("batches").delete(key));

/**
 * Takes the server's answers: only here does a mark leave the phone. What nobody has to look at goes;
 * a conflict, a review or a refusal stays to be told; a mark without an answer waits for the next batch.
 * Says how many were answered.
 * @param {string} id @param {string} batch @param {{ key: string, outcome: string, why?: string, mark?: string }[]} results
 */
export async function settle(id, batch, results) {
  /** @type {(Mark & { id?: string })[]} */
  const agreed = [];
  let answered = 0;
  await within(["marks", "batches"], async (store) => {
    for (const { key, outcome, why, mark: id } of results) {
      /** @type {Mark | undefined} */
      const mark = await ask(store("marks").get(key));
      if (!mark || !waits(mark)) continue;
      answered += 1;
      const done = outcome === "applied" || outcome === "agrees";
      if (done && mark.person) agreed.push({ ...mark, id });
      if (mark.person && (done || outcome === "superseded")) store("marks").delete(key);
      // A walk-in is the coordination's from here on, and stays in sight with its session.
      else if (!mark.person && outcome !== "refused") store("marks").put({ ...mark, outcome: "received" });
      else store("marks").put({ ...mark, outcome, why });
    }
    store("batches").delete(batch);
  });
  // Apart, because a phone without space must still be able to forget what was answered.
  await within(["sessions"], async (store) => {
    for (const { session: of, person, state, minutes, note, id: mark } of agreed) {
      const session = await ask(store("sessions").get([id, of]));
      if (!session) continue;
      const others = session.marks.filter((/** @type {Known} */ known) => known.person !== person);
      store("sessions").put({ ...session, marks: [...others, { person, state, minutes, note, mark }] });
    }
  }).catch(() => {});
  return answered;
}

/** An answer was read: it need not be shown again. @param {string} key */
export const dismiss = (key) => within(["marks"], async (store) => void store("marks").delete(key));

/** Takes an account's data away, except what waits when `keepWaiting` says so. */
const forget = (/** @type {string} */ id, /** @type {boolean} */ keepWaiting) =>
  within(["about", "accounts", "sessions", "marks", "batches"], async (store) => {
    let kept = 0;
    for (const mark of await allOf(store, "marks", id)) {
      if (keepWaiting && waits(mark)) kept += 1;
      else store("marks").delete(mark.key);
    }
    for (const session of await allOf(store, "sessions", id)) store("sessions").delete([id, session.id]);
    if (!kept) {
      for (const batch of await allOf(store, "batches", id)) store("batches").delete(batch.key);
      store("accounts").delete(id);
    }
    store("about").delete("current");
    return (await ask(store("accounts").count())) > 0;
  });

/** Somebody else signed in: the lists go, the marks that wait stay for their author. @param {string} id */
export const setAside = (id) => forget(id, true);

/** Wipes an account, and the whole storage when nobody else left anything in it. @param {string} [id] */
export async function wipe(id) {
  const others = id ? await forget(id, false) : (await read()).others.length > 0;
  if (others) return false;
  await remove();
  return true;
}

/** Begins with the data of an account that was here before, if it was. @param {string} id */
export const takeUp = (id) =>
  within(["about", "accounts"], async (store) => {
    if (await ask(store("accounts").get(id))) store("about").put(id, "current");
  });

/** The server does not know this phone: it will be made known again, with all that waits. @param {string} id */
export const forgetDevice = (id) =>
  within(["accounts"], async (store) => {
    const { token: _, ...who } = await ask(store("accounts").get(id));
    store("accounts").put(who);
  });
