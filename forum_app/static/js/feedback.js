// @ts-check
/**
 * Feedback without a connection: what was sent stays on the phone and goes out by itself later.
 * Without this file the page is a plain form.
 *
 * What waits lies in localStorage under the account that wrote it: on a phone that two officers share, nothing goes
 * out under the other's receipt. It holds no name, and it is removed as soon as the server has answered.
 */

/** @typedef {{url: string, list: string, fields: [string, string][], at: number}} Waiting */

const DRAWER = "feedback:";
const box = document.querySelector("#feedback");

/** @param {string} owner @returns {Waiting[]} */
function waiting(owner) {
  try {
    return JSON.parse(localStorage.getItem(DRAWER + owner) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {string} owner @param {Waiting[]} all @returns {boolean} */
function keep(owner, all) {
  try {
    if (all.length) localStorage.setItem(DRAWER + owner, JSON.stringify(all));
    else localStorage.removeItem(DRAWER + owner);
    return true;
  } catch {
    return false;
  }
}

/** Say what became of it, in the page's own words. @param {string} name */
function say(name) {
  const line = box?.querySelector("p");
  if (!(box instanceof HTMLElement) || !(line instanceof HTMLElement)) return;
  line.textContent = box.dataset[name] ?? "";
  line.hidden = false;
}

/** @param {HTMLFormElement} form @returns {[string, string][]} */
function fieldsOf(form) {
  /** @type {[string, string][]} */
  const fields = [];
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.push([name, value]);
  return fields;
}

/**
 * Send with the network if there is one; keep it here if there is none.
 * @param {SubmitEvent} event
 */
async function submitted(event) {
  const form = event.currentTarget;
  const owner = box instanceof HTMLElement ? (box.dataset.owner ?? "") : "";
  // The language switch is a button of the form too: it wants the page again, not the answers taken.
  if (!(form instanceof HTMLFormElement) || event.submitter?.hasAttribute("name") || !owner) return;
  event.preventDefault();
  const body = new URLSearchParams(fieldsOf(form));
  try {
    const response = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (response.type === "opaqueredirect") location.assign(listOf());
    else form.submit();
  } catch {
    keepForLater(form, owner);
  }
}

function listOf() {
  return box instanceof HTMLElement ? (box.dataset.list ?? location.pathname) : location.pathname;
}

/** @param {HTMLFormElement} form @param {string} owner */
function keepForLater(form, owner) {
  const fields = fieldsOf(form).filter(([name]) => name !== "csrf_token" && name !== "filled_in");
  const one = { url: form.action, list: listOf(), fields, at: Date.now() };
  if (!keep(owner, [...waiting(owner).filter((other) => other.url !== one.url), one])) return form.submit();
  form.hidden = true;
  say("kept");
  box?.scrollIntoView({ block: "center" });
}

/** The page as the server has it now: whose sign-in this is, and a token that is still good. @param {string} list */
async function fresh(list) {
  const response = await fetch(list, { redirect: "manual" });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("#feedback");
  return found instanceof HTMLElement ? { owner: found.dataset.owner ?? "", token: found.dataset.token ?? "" } : null;
}

/** Send everything that waits for this account, one after the other. */
async function sendWaiting() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(DRAWER))) {
    const owner = key.slice(DRAWER.length);
    for (const one of waiting(owner)) {
      const now = await fresh(one.list);
      if (now?.owner !== owner) break;
      const done = await send(one, now.token);
      if (!done) return;
      keep(owner, waiting(owner).filter((other) => other.url !== one.url));
      say(done);
    }
  }
}

/** @param {Waiting} one @param {string} token */
async function send(one, token) {
  const body = new URLSearchParams([...one.fields, ["csrf_token", token], ["filled_in", String(one.at)]]);
  const response = await fetch(one.url, { method: "POST", body, redirect: "manual" });
  if (response.type === "opaqueredirect") return "sent";
  return response.status >= 400 && response.status < 500 ? "late" : "";
}

function sendQuietly() {
  // Still no connection: what waits goes on waiting.
  void sendWaiting().catch(() => undefined);
}

document.querySelector("#feedback-form")?.addEventListener("submit", (event) => {
  if (event instanceof SubmitEvent) void submitted(event);
});
addEventListener("online", sendQuietly);
sendQuietly();
