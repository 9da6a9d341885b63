/** The storage of this phone, opened once; nothing here knows what is kept in it. */

const NAME = "campo";

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("about");
      db.createObjectStore("accounts", { keyPath: "id" });
      db.createObjectStore("sessions", { keyPath: ["account", "id"] }).createIndex("account", "account");
      db.createObjectStore("marks", { keyPath: "key" }).createIndex("account", "account");
      db.createObjectStore("batches", { keyPath: "key" }).createIndex("account", "account");
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // Another tab wipes the phone or has a newer version: let it, and open again when asked.
      request.result.onversionchange = () => close();
      resolve(request.result);
    };
  });
  opened.catch(() => (opened = null));
  return opened;
}

function close() {
  opened?.then((db) => db.close()).catch(() => {});
  opened = null;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const ask = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * One transaction: all of it is on the disk when the promise resolves, or nothing.
 * @template T
 * @param {string[]} names @param {(store: (name: string) => IDBObjectStore) => Promise<T>} work
 * @param {IDBTransactionMode} [mode] @returns {Promise<T>}
 */
export async function within(names, work, mode = "readwrite") {
  const db = await open();
  // `strict`: a mark that is shown as saved survives a battery that runs out.
  const tx = db.transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = () => reject(tx.error ?? new Error("aborted"));
  });
  try {
    const result = await work((name) => tx.objectStore(name));
    await done;
    return result;
  } catch (error) {
    // It may have ended already.
    try { tx.abort(); } catch {}
    await done.catch(() => {});
    throw tx.error ?? error;
  }
}

/** Takes the whole storage away. */
export async function remove() {
  close();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
