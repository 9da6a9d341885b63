/** The part of the browser that opens this page without a network, and what it says about itself. */

/** @param {() => void} newer called when a new version is ready to be used */
export async function register(newer) {
  if (!("serviceWorker" in navigator)) return;
  let asked = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker only takes over, and another tab may have asked: this one goes on as it is.
    if (asked) location.reload();
  });
  const registration = await navigator.serviceWorker.register("/campo/sw.js", { scope: "/campo", updateViaCache: "none" });
  // Every other page of this telephone leads here while there is no network.
  navigator.serviceWorker.register("/sin-red.js", { updateViaCache: "all" }).catch(() => {});
  const look = () => registration.waiting && navigator.serviceWorker.controller && newer();
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  return {
    /** Asks for a newer version; without a network there is none. */
    check: () => void registration.update().catch(() => {}),
    renew() {
      asked = true;
      registration.waiting?.postMessage("now");
    },
  };
}

/** Whether the page opens without a network, whether the browser promised to keep its data, and the room left. */
export async function phone() {
  const registration = await navigator.serviceWorker?.getRegistration("/campo");
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  return {
    ready: Boolean(registration?.active && new URL(registration.scope).pathname === "/campo"),
    kept: Boolean(await navigator.storage?.persisted?.()),
    free: estimate?.quota ? Math.floor((estimate.quota - (estimate.usage ?? 0)) / 1_000_000) : null,
  };
}

/** Asks the browser not to throw this data away when it needs room. */
export const persist = () => navigator.storage?.persist?.().catch(() => false);

/** Takes the kept page away as well. */
export async function removeShell() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((one) => one.unregister()));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => /^(campo|sin-red)-/.test(name)).map((name) => caches.delete(name)));
}
