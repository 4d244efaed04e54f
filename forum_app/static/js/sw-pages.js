// @ts-check
/**
 * Saving pages on purpose, so that the service worker (sw.js) can show them without a connection.
 *
 *   import { register, keepPage, forgetPages, keptPages, canKeep } from "./sw-pages.js";
 *
 *   await register();                                 Start the worker; harmless where there is none.
 *   await keepPage("day-CF-2024-09-25", "/forums/…"); Fetch a page and keep it with the files it needs. True when kept.
 *   await keepPage("quiz-<attempt>", url, html);      Keep a page that is already here: nothing is fetched twice.
 *   await keptPages("day-");                          Names of the caches that begin so.
 *   await forgetPages("quiz-<attempt>");              Remove one cache.
 *
 * An address that ends in `/` stands for the pages right below it. A page that carries `data-never-keep` (it says what
 * is right, or tells of other people) is refused. Without a secure origin there is no worker: `canKeep` is false.
 */

const FILE = /\/static\/[\w./-]+/g;

export const canKeep = "serviceWorker" in navigator && "caches" in globalThis;

export async function register() {
  if (!canKeep) return false;
  try {
    await navigator.serviceWorker.register("/sw.js");
    return true;
  } catch {
    return false;
  }
}

/** @param {string} html @returns {string[]} the static files of a page, and what this page has loaded besides (fonts, modules) */
function filesOf(html) {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  return [...new Set([...(html.match(FILE) ?? []), ...loaded.filter((path) => path.startsWith("/static/"))])];
}

/**
 * @param {string} name the cache
 * @param {string} url
 * @param {string} [html] the page itself, where it is already here
 * @returns {Promise<boolean>} true when it can be read without a connection from now on
 */
export async function keepPage(name, url, html) {
  if (!canKeep) return false;
  try {
    const text = html ?? (await fetched(url));
    if (text === null || text.includes("data-never-keep")) return false;
    const cache = await caches.open(name);
    await Promise.all(filesOf(text).map((path) => keepFile(cache, path)));
    await cache.put(url, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
    return true;
  } catch {
    return false; // no room, or not allowed: the page still works with a connection
  }
}

/** @param {string} url @returns {Promise<string | null>} */
async function fetched(url) {
  const response = await fetch(url, { redirect: "manual", headers: { Accept: "text/html" } });
  return response.ok ? response.text() : null;
}

/** @param {Cache} cache @param {string} path */
async function keepFile(cache, path) {
  if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path);
}

/** @param {string} name */
export async function forgetPages(name) {
  if (canKeep) await caches.delete(name);
}

/** @param {string} prefix @returns {Promise<string[]>} */
export async function keptPages(prefix) {
  return canKeep ? (await caches.keys()).filter((name) => name.startsWith(prefix)) : [];
}
