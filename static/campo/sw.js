/**
 * Opens the page without a network. The server writes one line before this text, with the version of the
 * page and the digest of each of its files: `self.SHELL = { version: "…", files: { "/campo": "sha256-…", … } };`
 * Only those files are ever kept; no address with data passes through here.
 */

const { version, files } = self.SHELL;
const CACHE = `campo-${version}`;

/** All files of one version or none: the digest refuses a file of another, whoever served it. */
async function fill() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(files).map(async ([address, integrity]) => {
      const answer = await fetch(address, { integrity, cache: "reload", credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, answer);
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** The page of the version before goes once nobody uses it any more. */
async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("campo-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

// A new version waits until the person says so: a page is never changed under their fingers.
self.addEventListener("message", (event) => {
  if (event.data === "now") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const address = request.mode === "navigate" ? url.pathname : url.pathname + url.search;
  if (!Object.hasOwn(files, address)) return;
  event.respondWith(
    caches.open(CACHE).then((cache) => cache.match(address)).then((kept) => kept ?? fetch(request)),
  );
});
