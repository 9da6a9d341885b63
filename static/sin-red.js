/**
 * Shows a page of ours where a page cannot be reached. The server writes one line before this text:
 * `self.OFFLINE = { version: "…", page: "/sin-red", files: ["…", …] };`
 * Nothing else is kept: whatever has data comes from the server or not at all, and what is sent is never touched.
 */

const { version, page, files } = self.OFFLINE;
const CACHE = `sin-red-${version}`;

const kept = async (address) => (await caches.open(CACHE)).match(address);

async function fill() {
  const cache = await caches.open(CACHE);
  const fresh = (address) => new Request(address, { cache: "reload", credentials: "omit" });
  await cache.addAll([page, ...files].map(fresh));
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("sin-red-") && name !== CACHE).map((name) => caches.delete(name)));
}

async function open(request) {
  try {
    return await fetch(request);
  } catch (failure) {
    const instead = await kept(page);
    if (instead) return instead;
    throw failure;
  }
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const address = url.pathname + url.search;
  if (request.mode === "navigate") event.respondWith(open(request));
  else if (files.includes(address)) event.respondWith(kept(address).then((file) => file ?? fetch(request)));
});
