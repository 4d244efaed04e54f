// @ts-check
/**
 * A piece of the page that asks again every few seconds. The server answers "nothing new" (304) until something is;
 * a piece in which somebody is writing waits until they have sent it. A tap on an answer sends it at once.
 */

const EVERY_MS = 2500;
const SLOWER_MS = 10000;

const piece = document.querySelector("[data-live]");
const line = document.querySelector("#live-line");
let tag = "";
/** @type {FormData | null} */
let unsent = null;
let unsentTo = "";

/** @param {boolean} isOnline */
function sayLine(isOnline) {
  if (!(line instanceof HTMLElement)) return;
  const words = line.querySelector("span");
  const text = (isOnline ? line.dataset.online : line.dataset.offline) ?? "";
  if (words && words.textContent !== text) words.textContent = text;
}

/** True while somebody is in the middle of an answer that is not a single tap. */
function isWriting() {
  return piece?.querySelector("[data-touched]") !== null;
}

/** @param {string} html */
function show(html) {
  if (!(piece instanceof HTMLElement)) return;
  const held = document.activeElement instanceof HTMLElement && piece.contains(document.activeElement) ? document.activeElement.id : "";
  const template = document.createElement("template");
  template.innerHTML = html;
  piece.replaceChildren(template.content);
  if (held) document.getElementById(held)?.focus();
}

async function ask() {
  if (!(piece instanceof HTMLElement) || isWriting()) return;
  const response = await fetch(piece.dataset.live ?? "", {
    headers: tag ? { "If-None-Match": tag } : {},
    cache: "no-store",
  });
  sayLine(true);
  if (response.status === 304 || !response.ok) return;
  tag = response.headers.get("ETag") ?? "";
  show(await response.text());
}

/** Send what waits; the server knows a question that is no longer asked and says so on the page. */
async function flush() {
  if (!unsent) return;
  const body = unsent;
  await fetch(unsentTo, { method: "POST", body, redirect: "follow" });
  if (unsent === body) unsent = null;
  tag = "";
}

/** @param {HTMLFormElement} form */
function send(form) {
  unsent = new FormData(form);
  unsentTo = form.action;
  for (const control of form.querySelectorAll("[data-touched]")) control.removeAttribute("data-touched");
  void turn();
}

/** @param {Event} event */
function changed(event) {
  const control = event.target;
  if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return;
  const form = control.form;
  if (!form || form.id !== "live-answer") return;
  if (control.type === "radio") send(form);
  else control.dataset.touched = "yes";
}

/** @param {SubmitEvent} event */
function submitted(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== "live-answer") return;
  event.preventDefault();
  send(form);
}

async function turn() {
  try {
    await flush();
    await ask();
    return EVERY_MS;
  } catch {
    sayLine(false);
    return SLOWER_MS;
  }
}

async function forever() {
  const pause = document.visibilityState === "hidden" ? SLOWER_MS : await turn();
  setTimeout(() => void forever(), pause);
}

if (piece) {
  document.addEventListener("change", changed);
  document.addEventListener("input", changed);
  document.addEventListener("submit", submitted);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void turn());
  setTimeout(() => void forever(), EVERY_MS);
}
