// @ts-check
/**
 * A quiz on a phone: each tap is kept on the phone, sent at once, and the strip says where it is.
 * Without this file the page is a form that saves when it is turned.
 *
 * What is not yet on the server lies in localStorage under the attempt's id, one entry a question.
 * Without a connection the questions fetched ahead go on (quiz-pages.js).
 */

import { fetchAhead, forget, lastSequence, note, show } from "./quiz-pages.js";

/** @typedef {{choice: string, sequence: number, op: string}} Unsent */

const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
const PATIENCE_MS = 4000;
let root = document.querySelector("#question, #hand-in, #over");
const attempt = root instanceof HTMLElement ? (root.dataset.attempt ?? "") : "";
const drawer = `quiz:${attempt}`;
const kept = document.querySelector("#kept");
let tries = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Promise<boolean> | undefined} */
let sending;
let refused = false;

/** @returns {Record<string, Unsent>} */
function unsent() {
  try {
    return JSON.parse(localStorage.getItem(drawer) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Record<string, Unsent>} all */
function keep(all) {
  try {
    if (Object.keys(all).length) localStorage.setItem(drawer, JSON.stringify(all));
    else localStorage.removeItem(drawer);
  } catch {
    // A full or forbidden storage: the answer still goes to the server, and the strip says only that.
  }
}

/** crypto.randomUUID needs a secure origin; a hotel's own network has none. */
function operationId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Say where the answer is: words from the page, a drawing of the sprite, never a colour alone.
 * @param {string} text
 * @param {string} icon
 * @param {string} kind
 */
function say(text, icon, kind = "") {
  const use = kept?.querySelector("use");
  const words = kept?.querySelector("span");
  if (!kept || !use || !words) return;
  words.textContent = text;
  use.setAttribute("href", `${(use.getAttribute("href") ?? "").split("#")[0]}#${icon}`);
  kept.className = kind && `strip-${kind}`;
}

/** @param {string} name */
function sayKept(name) {
  const text = kept instanceof HTMLElement ? (kept.dataset[name] ?? "") : "";
  if (name === "server") say(text, "check", "ok");
  else if (name === "phone") say(text, "phone");
  else say(text, name === "offline" ? "offline" : "alert", "now");
}

/** @param {HTMLElement} form @param {number | string} place */
function address(form, place) {
  return (form.dataset.save ?? "").replace(/0\/save$/, String(place));
}

/**
 * Send one answer.
 * @param {HTMLFormElement} form
 * @param {string} position
 * @param {Unsent} one
 * @returns {Promise<"sent" | "overtaken" | "later" | "signin" | string[]>} an array holds the server's refusal
 */
async function send(form, position, one) {
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrf_token")).value;
  try {
    const response = await fetch(address(form, `${position}/save`), {
      method: "POST",
      redirect: "manual",
      headers: { "X-CSRFToken": token, "X-Operation-Id": one.op },
      body: new URLSearchParams({ choice: one.choice, sequence: String(one.sequence) }),
      signal: AbortSignal.timeout(20000),
    });
    if (response.type === "opaqueredirect") return "signin";
    if (!(response.headers.get("content-type") ?? "").includes("json")) return response.status === 400 ? "signin" : "later";
    const told = await response.json();
    if (!told.saved) return [told.text];
    return told.sequence > one.sequence ? "overtaken" : "sent";
  } catch {
    return "later";
  }
}

/**
 * Send what is still on this phone. One run at a time; true when nothing is left.
 * @returns {Promise<boolean>}
 */
function flush() {
  sending ??= flushAll().finally(() => (sending = undefined));
  return sending;
}

async function flushAll() {
  if (!(root instanceof HTMLFormElement)) return true;
  clearTimeout(timer);
  for (let waiting = Object.entries(unsent()); waiting.length; waiting = Object.entries(unsent())) {
    const [position, one] = waiting[0];
    const outcome = await send(root, position, one);
    if (outcome === "later" || outcome === "signin") return putOff(outcome);
    const now = unsent();
    if (now[position]?.op === one.op) delete now[position];
    keep(now);
    tries = 0;
    if (Array.isArray(outcome)) {
      refused = true;
      say(outcome[0], "alert", "no");
    } else if (outcome === "overtaken" && position === root.dataset.position) {
      location.reload(); // another phone of the same person has answered since: show what the server holds
    } else if (!refused) sayKept(Object.keys(now).length ? "phone" : "server");
  }
  return !refused;
}

/** @param {"later" | "signin"} why */
function putOff(why) {
  sayKept(why === "signin" ? "signin" : "offline");
  timer = setTimeout(() => void flush(), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  tries += 1;
  return false;
}

/** @param {HTMLFormElement} form */
function chosen(form) {
  const found = form.querySelector("input[name=choice]:checked");
  return found instanceof HTMLInputElement ? found.value : "";
}

/** @param {HTMLFormElement} form */
function tapped(form) {
  const counter = /** @type {HTMLInputElement} */ (form.elements.namedItem("sequence"));
  const all = unsent();
  const sequence = Math.max(Number(counter.value), lastSequence(form) + 1);
  all[form.dataset.position ?? ""] = { choice: chosen(form), sequence, op: operationId() };
  counter.value = String(sequence + 1);
  keep(all);
  note(form, { choice: chosen(form), sequence });
  refused = false;
  sayKept("phone");
  void flush();
}

/** A slow line must not hold anybody up: after a moment it counts as no line. */
function flushSoon() {
  return Promise.race([flush(), new Promise((done) => setTimeout(() => done(false), PATIENCE_MS))]);
}

/**
 * Turn the page. With the server when it has what was chosen; else with what was fetched ahead; else stay.
 * @param {SubmitEvent} event
 */
async function turn(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if (button?.name === "switch_lang" || refused) return;
  event.preventDefault();
  const here = Number(form.dataset.position);
  const goal = button?.value === "previous" && here > 1 ? here - 1 : here + 1;
  const target = address(form, goal > Number(form.dataset.total) ? "review" : goal);
  if (navigator.onLine && (await flushSoon())) location.assign(target);
  else if (refused) form.requestSubmit(button);
  else if (show(form, goal)) {
    history.pushState(null, "", target);
    begin();
  } else sayKept("offline");
}

/** Back and forward over pages that were turned without the server. */
function turned() {
  const place = Number(location.pathname.split("/").at(-1));
  if (root instanceof HTMLFormElement && place && show(root, place)) begin();
  else location.reload();
}

/** What was tapped here and has not arrived is chosen again when the page comes back. @param {HTMLFormElement} form */
function restore(form) {
  const one = unsent()[form.dataset.position ?? ""];
  if (!one) return;
  const input = form.querySelector(`input[name=choice][value="${CSS.escape(one.choice)}"]`);
  if (input instanceof HTMLInputElement) input.checked = true;
  const counter = /** @type {HTMLInputElement} */ (form.elements.namedItem("sequence"));
  counter.value = String(Math.max(Number(counter.value), one.sequence + 1));
  sayKept("phone");
}

/** @param {HTMLFormElement} form */
function question(form) {
  restore(form);
  form.addEventListener("change", () => tapped(form));
  form.addEventListener("submit", (event) => void turn(event));
  fetchAhead(form, (place) => address(form, place));
  void flush();
}

/** The overview shows what the server holds, so what still waits here goes first. @param {HTMLFormElement} form */
async function handIn(form) {
  form.addEventListener("submit", (event) => {
    if (!Object.keys(unsent()).length) return;
    event.preventDefault();
    say(form.dataset.stillHere ?? "", "phone", "now");
    void flush().then((done) => done && location.reload());
  });
  if (!Object.keys(unsent()).length) return;
  sayKept("waiting");
  if (await flush()) location.reload();
}

/** Counted by a clock that nobody can set; the server decides anyway. */
function countDown() {
  const clock = document.querySelector("#clock");
  const figure = clock?.querySelector("b");
  if (!(clock instanceof HTMLElement) || !figure) return;
  const ends = performance.now() + Number(clock.dataset.seconds) * 1000;
  const tick = setInterval(() => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    figure.textContent = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : (clock.dataset.up ?? "");
    if (left) return;
    clearInterval(tick);
    clock.querySelector("span")?.remove();
  }, 1000);
}

/** Take up the form that is on the page now. */
function begin() {
  root = document.querySelector("#question, #hand-in, #over");
  if (!(root instanceof HTMLFormElement)) return;
  if (root.id === "question") question(root);
  else void handIn(root);
}

if (root instanceof HTMLFormElement) {
  begin();
  addEventListener("online", () => void flush());
  addEventListener("popstate", turned);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void flush());
  countDown();
} else if (root) {
  keep({});
  forget(attempt);
}
