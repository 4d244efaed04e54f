// @ts-check
/**
 * "Save this day": the page of a day, its lessons and its files go into one cache of this phone, from where the service
 * worker (sw.js) shows them when the server cannot be reached. How large it is was said before the tap; what is saved
 * already is not fetched again; signing out removes everything.
 */

import { canKeep, forgetPages, keepPage, keptPages, register } from "./sw-pages.js";

const box = document.querySelector("[data-day]");
const name = box instanceof HTMLElement ? (box.dataset.day ?? "") : "";

/** @typedef {{url: string, fetch: string, bytes: number, isPage: boolean}} Piece */

/** @returns {Piece[]} the page of the day itself first: with it alone there is a programme */
function pieces() {
  const found = [...(box?.querySelectorAll("li[data-url]") ?? [])].map((item) => {
    const { url = "", fetch = "", bytes = "0", page = "" } = /** @type {HTMLElement} */ (item).dataset;
    return { url, fetch, bytes: Number(bytes), isPage: page === "yes" };
  });
  const all = Number(box instanceof HTMLElement ? box.dataset.total : 0);
  const own = all - found.reduce((sum, piece) => sum + piece.bytes, 0);
  return [{ url: location.pathname, fetch: location.pathname, bytes: own, isPage: true }, ...found];
}

/**
 * @param {string} sentence
 * @param {Record<string, number>} [values]
 */
function say(sentence, values = {}) {
  const words = box?.querySelector("[data-words]");
  let text = box instanceof HTMLElement ? (box.dataset[sentence] ?? "") : "";
  for (const [key, value] of Object.entries(values)) text = text.replace(`{${key}}`, String(value));
  if (words) words.textContent = text;
}

/** @param {number | undefined} share of the bytes that are here */
function fill(share) {
  const bar = box?.querySelector("svg.bar");
  bar?.toggleAttribute("hidden", share === undefined);
  bar?.querySelector("rect")?.setAttribute("width", String(Math.round(100 * (share ?? 0))));
}

/** @param {boolean} isKept @param {boolean} isWhole */
function offer(isKept, isWhole) {
  box?.querySelector("[data-keep]")?.toggleAttribute("hidden", isKept && isWhole);
  box?.querySelector("[data-forget]")?.toggleAttribute("hidden", !isKept);
}

/** @param {boolean} yes */
function busy(yes) {
  for (const button of box?.querySelectorAll("button") ?? []) button.toggleAttribute("disabled", yes);
}

/** @param {Piece} piece */
async function isHere(piece) {
  return (await (await caches.open(name)).match(piece.url, { ignoreVary: true })) !== undefined;
}

/** @param {Piece} piece @returns {Promise<boolean>} */
async function keep(piece) {
  if (!piece.isPage) return keepFile(piece);
  const response = await fetch(piece.fetch, { redirect: "manual", headers: { Accept: "text/html" } });
  return response.ok && keepPage(name, piece.url, await response.text());
}

/** A file is kept with its own headers, so that it stays a download. @param {Piece} piece @returns {Promise<boolean>} */
async function keepFile(piece) {
  const response = await fetch(piece.fetch, { redirect: "manual" });
  if (!response.ok || !response.headers.has("Content-Disposition")) return false;
  await (await caches.open(name)).put(piece.url, response);
  return true;
}

/** True when the phone says that it has the room, or does not say. */
async function hasRoom() {
  const told = await navigator.storage?.estimate?.().catch(() => undefined);
  if (!told?.quota) return true;
  return told.quota - (told.usage ?? 0) > Number(box instanceof HTMLElement ? box.dataset.total : 0);
}

async function keepDay() {
  if (!(await hasRoom())) {
    say("full");
    return;
  }
  busy(true);
  const all = pieces();
  const total = all.reduce((sum, piece) => sum + piece.bytes, 0);
  let done = 0;
  let bytes = 0;
  for (const piece of all) {
    say("keeping", { done, all: all.length });
    fill(bytes / total);
    const kept = (await isHere(piece)) || (await keep(piece).catch(() => false));
    if (kept) done += 1;
    bytes += piece.bytes;
  }
  busy(false);
  await show();
}

async function forgetDay() {
  await forgetPages(name);
  offer(false, false);
  fill(undefined);
  say("removed");
}

/** What of the day is on the phone now. */
async function show() {
  const isKept = (await keptPages(name)).includes(name);
  const all = pieces();
  const here = isKept ? await Promise.all(all.map(isHere)) : [];
  const done = here.filter(Boolean).length;
  offer(done > 0, done === all.length);
  fill(undefined);
  if (isKept) say(done === all.length ? "kept" : "partly", { done, all: all.length });
}

/** Where a page that was not saved would have been: the days that are. @param {Element} list */
async function listDays(list) {
  for (const kept of await keptPages("day-")) {
    const cache = await caches.open(kept);
    const page = (await cache.keys()).find((request) => /\/me\/days\/\d+$/.test(new URL(request.url).pathname));
    const html = page ? await (await cache.match(page, { ignoreVary: true }))?.text() : undefined;
    if (!page || !html) continue;
    const link = document.createElement("a");
    link.href = new URL(page.url).pathname;
    const saved = new DOMParser().parseFromString(html, "text/html");
    link.textContent = saved.querySelector("h1")?.textContent ?? link.href;
    link.lang = saved.documentElement.lang;
    const item = document.createElement("li");
    item.append(link);
    list.querySelector("ul")?.append(item);
    list.removeAttribute("hidden");
  }
}

async function begin() {
  const list = document.querySelector("[data-kept-days]");
  if (list && canKeep) await listDays(list);
  if (!box || !canKeep || !(await register())) return;
  box.removeAttribute("hidden");
  document.querySelector("[data-cannot]")?.setAttribute("hidden", "");
  box.querySelector("[data-keep]")?.addEventListener("click", () => void keepDay());
  box.querySelector("[data-forget]")?.addEventListener("click", () => void forgetDay());
  await show();
}

void begin();
