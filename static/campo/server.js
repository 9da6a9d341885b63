/** Talking to the server: one door, so that every kind of failure has a name. */

/** A phone on a bad road waits this long for an answer before it tries again. */
const PATIENCE = 45_000;

/** An answer that is no success, or no answer at all (status 0). */
export class Problem extends Error {
  /** @param {number} status @param {Record<string, any>} [told] @param {number} [retryAfter] seconds */
  constructor(status, told = {}, retryAfter = 0) {
    super(told.detail ?? told.title ?? "");
    this.status = status;
    this.told = told;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {"GET" | "POST"} method @param {string} address
 * @param {{ account?: { id: string, token?: string } | null, key?: string, body?: string }} [with_]
 */
export async function ask(method, address, { account, key, body } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (account?.token) headers["Campo-Dispositivo"] = account.token;
  // Whose marks these are: the server refuses them if another person is signed in.
  if (account?.id) headers["Campo-Cuenta"] = account.id;
  if (key) headers["Idempotency-Key"] = key;
  if (body) headers["Content-Type"] = "application/json";
  const left = Date.now();
  let answer, told;
  try {
    answer = await fetch(address, {
      method, headers, body, cache: "no-store", credentials: "same-origin", redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    told = /json/.test(answer.headers.get("Content-Type") ?? "") ? await answer.json() : null;
  } catch {
    // No network, or an answer cut in the middle: whether it arrived is unknown.
    throw new Problem(0);
  }
  // Pages send people who are not signed in elsewhere; this is no page.
  if (answer.type === "opaqueredirect") throw new Problem(401);
  if (!answer.ok) throw new Problem(answer.status, told ?? {}, Number(answer.headers.get("Retry-After")) || 0);
  // A hotel's network answers everything with its own welcome page.
  if (!told && answer.status !== 204) throw new Problem(0);
  return { told: told ?? {}, left, back: Date.now() };
}
