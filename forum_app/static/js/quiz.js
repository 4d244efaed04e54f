// @ts-check
/**
 * A quiz on a phone: each tap is kept on the phone, sent at once, and the strip says where it is.
 * Without this file the page is a form that saves when it is turned.
 *
 * What is not yet on the server lies in localStorage under the attempt's id, one entry a question.
 */

/** @typedef {{choice: string, sequence: number, op: string}} Unsent */

const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
const root = document.querySelector("#question, #hand-in, #over");
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
 * @returns {Promise<"sent" | "later" | "signin" | string[]>} an array holds the server's refusal
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
    return told.saved ? "sent" : [told.text];
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
    } else if (!refused) sayKept("server");
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
  all[form.dataset.position ?? ""] = { choice: chosen(form), sequence: Number(counter.value), op: operationId() };
  counter.value = String(Number(counter.value) + 1);
  keep(all);
  refused = false;
  sayKept("phone");
  void flush();
}

/**
 * Turn the page only when the server has what was chosen here; otherwise stay and say so.
 * @param {SubmitEvent} event
 */
async function turn(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if (button?.name === "switch_lang" || refused) return;
  event.preventDefault();
  if (!(await flush())) return;
  const here = Number(form.dataset.position);
  if (button?.value === "previous" && here > 1) location.assign(address(form, here - 1));
  else if (here < Number(form.dataset.total)) location.assign(address(form, here + 1));
  else location.assign(address(form, "review"));
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

if (root instanceof HTMLFormElement) {
  if (root.id === "question") question(root);
  else void handIn(root);
  addEventListener("online", () => void flush());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void flush());
  countDown();
} else if (root) keep({});
