// @ts-check
/** The two languages of a quiz: both lie in the page, so switching asks nobody. */

const NAMES = /** @type {Record<string, string[]>} */ ({ km: ["ខ្មែរ", "ខ្មែរ"], en: ["English", "EN"] });

/** @type {Map<string, HTMLElement>} */
const sheets = new Map();
/** @type {Map<string, Map<string, string>>} */
const words = new Map();

/** @param {HTMLElement} player */
export function learn(player) {
  for (const template of player.querySelectorAll("template")) {
    const sheet = template.content.firstElementChild;
    if (!(sheet instanceof HTMLElement)) continue;
    const lang = template.dataset.sheet ?? "km";
    sheets.set(lang, sheet);
    const said = [...sheet.querySelectorAll("[data-word]")].map((one) => /** @type {[string, string]} */ ([one.getAttribute("data-word"), one.textContent]));
    words.set(lang, new Map(said));
  }
}

export const language = () => document.documentElement.lang;

/** @param {string} name @param {Record<string, string | number>} [values] */
export function say(name, values = {}) {
  const text = words.get(language())?.get(name) ?? "";
  return text.replace(/\{(\w+)\}/g, (_all, key) => String(values[key] ?? ""));
}

/** The screens of the quiz in the language of the page. @returns {HTMLElement[]} */
export function screens() {
  return /** @type {HTMLElement[]} */ ([...(sheets.get(language())?.querySelectorAll("[data-question]") ?? [])]);
}

/** A part of the sheet, ready to be put into the page. @param {string} selector @returns {HTMLElement} */
export function part(selector) {
  const found = sheets.get(language())?.querySelector(selector);
  return /** @type {HTMLElement} */ (document.importNode(/** @type {Node} */ (found), true));
}

/** Say everything around the questions in this language. @param {string} lang */
export function speak(lang) {
  if (!sheets.has(lang)) return;
  document.documentElement.lang = lang;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.getAttribute("data-say") ?? "");
  put(".skip", "skip");
  put(".head .tag-sample", "sample");
  const other = lang === "km" ? "en" : "km";
  const button = document.querySelector(".head .lang");
  if (!(button instanceof HTMLElement)) return;
  button.lang = other;
  button.setAttribute("aria-label", NAMES[other][0]);
  if (button instanceof HTMLButtonElement) button.value = other;
  button.querySelectorAll("span").forEach((span, place) => (span.textContent = NAMES[other][place]));
}

/** @param {string} selector @param {string} name */
function put(selector, name) {
  const found = document.querySelector(selector);
  if (found) found.textContent = say(name);
}

/** Let the server remember the language for the next page; without a connection this page does. @param {string} lang */
export function remember(lang) {
  fetch(`/queue/ticket?lang=${lang}`, { cache: "no-store" }).catch(() => undefined);
}
