// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker, served at /sw.js for the whole site. Pages work without it.
 *
 * - Static files come from the phone; their address changes with their content.
 * - Pages always come from the server. Only where it cannot be reached, a copy stands in for a page that was saved on
 *   purpose (sw-pages.js) into a cache named for it: `quiz-<attempt>`, `day-<forum>-<date>`. A copy kept under an
 *   address that ends in `/` stands for the pages right below it: a quiz is one page with many numbers.
 * - Nothing else is kept: no result, nothing that says what is right. Signing out removes every copy, and the lists
 *   of officers that marking keeps beside its queue.
 *
 * The server writes the two values below when it serves this file.
 */

const STATIC = "__STATIC__";
const POLICY = "__POLICY__";
const OFFLINE = "/offline";
const SHELL = `shell${STATIC.replaceAll("/", "-")}`;
const FILES = ["css/base.css", "css/components.css", "css/print.css", "js/app.js", "sprite.svg", "icon.svg"];
const PATIENCE_MS = 6000;
const DATABASE = "forum"; // that of queue-store.js
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  event.waitUntil(install());
});

async function install() {
  const shell = await caches.open(SHELL);
  await Promise.allSettled([OFFLINE, ...FILES.map((name) => STATIC + name)].map((url) => shell.add(url)));
  await worker.skipWaiting();
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

/** Files of an older version go; what a saved page needs lies in its own cache. */
async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === "/sign-out") event.waitUntil(forgetAll());
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fileFor(request, url));
  else if (request.mode === "navigate") event.respondWith(pageFor(request, url));
});

/** @param {Request} request @param {URL} url */
async function fileFor(request, url) {
  const found = await caches.match(url.pathname, { ignoreVary: true });
  if (found) return found;
  const fresh = await fetch(request);
  if (fresh.ok && fresh.status === 200 && url.pathname.startsWith(STATIC)) {
    const shell = await caches.open(SHELL);
    await shell.put(url.pathname, fresh.clone()).catch(() => undefined);
  }
  return fresh;
}

/** @param {Request} request @param {URL} url */
async function pageFor(request, url) {
  const copy = await savedCopy(url.pathname);
  try {
    if (!copy) return await fetch(request);
    return await soon(fetch(request));
  } catch {
    return copy ?? (await caches.match(OFFLINE, { ignoreVary: true })) ?? Response.error();
  }
}

/** On a line that hardly moves a saved page must not keep anybody waiting. @param {Promise<Response>} answer @returns {Promise<Response>} */
async function soon(answer) {
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE_MS));
  const response = await /** @type {Promise<Response>} */ (Promise.race([answer, late]));
  if (response.status >= 500) throw new Error("the server is busy");
  return response;
}

/** @param {string} path @returns {Promise<Response | undefined>} */
async function savedCopy(path) {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell")) continue;
    const cache = await caches.open(name);
    const found = (await cache.match(path, { ignoreVary: true })) ?? (await cache.match(path.replace(/[^/]*$/, ""), { ignoreVary: true }));
    if (found) return guarded(found);
  }
  return undefined;
}

/** A copy obeys the same policy as the page itself. @param {Response} copy */
function guarded(copy) {
  const headers = new Headers(copy.headers);
  headers.set("Content-Security-Policy", POLICY);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "same-origin");
  return new Response(copy.body, { status: 200, headers });
}

async function forgetAll() {
  const saved = (await caches.keys()).filter((name) => !name.startsWith("shell"));
  await Promise.all([forgetLists(), ...saved.map((name) => caches.delete(name))]);
}

/** Lists of names that marking keeps go as well; what still waits to be sent stays, for its owner alone. */
async function forgetLists() {
  const known = await indexedDB.databases?.();
  if (known && !known.some((one) => one.name === DATABASE)) return;
  const request = indexedDB.open(DATABASE);
  await new Promise((resolve) => {
    request.onerror = request.onblocked = () => resolve(undefined);
    request.onsuccess = () => {
      const database = request.result;
      if (!database.objectStoreNames.contains("kept")) return resolve(database.close());
      const act = database.transaction("kept", "readwrite");
      act.objectStore("kept").delete(IDBKeyRange.bound("marking/", "marking/\uffff"));
      act.oncomplete = act.onerror = () => resolve(database.close());
    };
  });
}

worker.addEventListener("message", (event) => {
  if (event.data === "forget-all") event.waitUntil(forgetAll());
});
