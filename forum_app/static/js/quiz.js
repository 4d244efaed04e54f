// @ts-check
/**
 * A quiz on a phone. The whole quiz lies in the page in both languages, so that neither turning a page nor switching
 * the language needs the server; each answer is kept on the phone at once and sent through the queue, and the strip says
 * where it is. Without this file every page is a plain form.
 *
 * quiz-store.js keeps and sends, quiz-fields.js knows the fields, quiz-words.js the languages,
 * quiz-screens.js what is said on a screen, quiz-strip.js the strip.
 */

import { enhance, lock, moved, put, read } from "./quiz-fields.js";
import { Attempt } from "./quiz-store.js";
import { headings, overview, verdict } from "./quiz-screens.js";
import { countDown, strip } from "./quiz-strip.js";
import { language, learn, part, remember, say, screens, speak } from "./quiz-words.js";
import { flush, watch } from "./queue.js";
import { keepPage, register } from "./sw-pages.js";

const TYPING_MS = 1500;
const asItCame = `<!doctype html>\n${document.documentElement.outerHTML}`;
const player = document.querySelector("#player");
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const dock = /** @type {HTMLElement} */ (document.querySelector("nav.dock"));
const names = player instanceof HTMLElement ? player.dataset : {};
const attempt = new Attempt({ attempt: names.attempt ?? "", owner: names.owner ?? "", home: names.home ?? "" });
const isJudged = names.behaviour === "judged";
/** Where we are: the number of a question, "review" or "handed-in". */
let here = "1";
let shownAt = performance.now();
let why = "";
let left = 0;
let note = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
/** Case files that were folded away or opened by hand. @type {Map<string, boolean>} */
const cases = new Map();

/** @param {string} place */
const screenAt = (place) => screens()[Number(place) - 1];
const question = () => screenAt(here)?.dataset.question ?? "";
const form = () => /** @type {HTMLElement | null} */ (main.querySelector("#question"));
/** @param {HTMLElement} screen */
const stateOf = (screen) => attempt.shown(screen.dataset.question ?? "");

/** @param {string} place @param {boolean} [isNew] whether it is a step forward in the browser's own history */
function show(place, isNew = false) {
  here = attempt.state.handedIn && !attempt.state.over ? "handed-in" : place;
  shownAt = performance.now();
  note = "";
  const body = part(`[data-place="${here}"]`);
  if (here === "review") overview(body, screens().map(stateOf));
  main.replaceChildren(...body.childNodes);
  if (screenAt(here)) dress();
  headings(main);
  steps();
  document.title = `${screenAt(here) ? say("here", { here }) : say("review")} – ${say("title")}`;
  if (isNew) history.pushState({ here }, "", here === "handed-in" ? attempt.home : `${attempt.home}/${here}`);
  if (isNew) scrollTo(0, 0);
  if (isNew) main.focus();
  refresh();
}

/** Make a form of what the sheet gives and put in what was answered. */
function dress() {
  const made = document.createElement("form");
  made.id = "question";
  made.noValidate = true;
  const who = main.lastElementChild;
  made.append(...[...main.children].filter((one) => one !== who));
  main.prepend(made);
  enhance(made);
  const { chosen, told } = stateOf(screenAt(here));
  put(made, told && !told.is_final ? [] : chosen);
  const file = made.querySelector("details.case");
  if (file instanceof HTMLDetailsElement) {
    file.open = cases.get(file.dataset.case ?? "") ?? file.open;
    file.addEventListener("toggle", () => cases.set(file.dataset.case ?? "", file.open));
  }
}

/** The buttons under the thumb that fit the place. */
function steps() {
  const all = part("[data-dock]");
  const wanted = stepsAt().map((go) => all.querySelector(`[data-go="${go}"]`));
  dock.replaceChildren(...wanted.filter((one) => one !== null));
  dock.setAttribute("aria-label", say("dock"));
  dock.hidden = !wanted.length;
}

/** @returns {string[]} */
function stepsAt() {
  if (here === "handed-in") return [];
  if (here === "review") return ["previous", "hand-in"];
  const back = here === "1" ? [] : ["previous"];
  const { where, told } = stateOf(screenAt(here));
  const now = read(form() ?? main);
  const isJudgedAsItIs = told !== undefined && (told.is_final || !now.length || now.join("\n") === told.chosen.join("\n"));
  if (isJudged && where !== "phone" && !isJudgedAsItIs) return [...back, "answer"];
  return [...back, nextPlace() === "review" ? "review" : "next"];
}

/** The question after this one; in a quiz that asks again until it is right, the next that is not. @returns {string} */
function nextPlace() {
  const total = screens().length;
  if (names.mastery === undefined) return Number(here) < total ? String(Number(here) + 1) : "review";
  const order = [...screens().slice(Number(here)), ...screens().slice(0, Number(here) - 1)];
  const isOpen = (/** @type {HTMLElement} */ screen) => !stateOf(screen).told?.is_final && stateOf(screen).where !== "phone";
  return order.find(isOpen)?.dataset.place ?? "review";
}

/** @param {string} go */
function step(go) {
  keepTyped();
  if (go === "previous") show(here === "review" ? String(screens().length) : String(Number(here) - 1), true);
  else if (go === "hand-in") void handIn();
  else if (go === "answer") void check();
  else show(nextPlace(), true);
}

/** What is in the fields is an answer: keep it, unless it is kept already. */
async function keep() {
  const fields = form();
  if (!fields || isJudged || attempt.state.handedIn) return;
  const chosen = read(fields);
  const before = attempt.shown(question()).chosen;
  if (chosen.join("\n") === before.join("\n")) return;
  await attempt.answer(question(), chosen, language(), performance.now() - shownAt);
  refresh();
}

function keepTyped() {
  clearTimeout(typing);
  void keep();
}

/** The answer is given for good: the server says whether it is right. */
async function check() {
  const fields = form();
  const chosen = fields ? read(fields) : [];
  note = chosen.length ? "" : say("choose_first");
  if (chosen.length) await attempt.answer(question(), chosen, language(), performance.now() - shownAt);
  steps();
  refresh();
}

async function handIn() {
  await attempt.handIn();
  await attempt.reread();
  if (!isOver()) show("handed-in");
}

/** True when the server says that the attempt is over: then its page tells more than we can. */
function isOver() {
  const { over } = attempt.state;
  if (over) location.assign(`${attempt.home}/result`);
  return Boolean(over);
}

/** Everything on the page that follows from what is kept and what was sent. */
function refresh() {
  const fields = form();
  const shown = screenAt(here) ? stateOf(screenAt(here)) : undefined;
  if (fields && shown) {
    const isDone = Boolean(shown.told?.is_final) || (isJudged && shown.where === "phone");
    lock(fields, isDone || attempt.state.handedIn);
    if (isJudged) verdict(fields, shown);
    ticks(fields);
  }
  const saved = screens().filter((screen) => ["server", "late"].includes(stateOf(screen).where)).length;
  strip({ shown, why, left, note: note || attempt.state.clock, saved, total: screens().length });
}

/** @param {HTMLElement} fields */
function ticks(fields) {
  fields.querySelectorAll(".ticks i").forEach((tick, place) => {
    const isDone = stateOf(screens()[place]).chosen.length > 0;
    if (!tick.classList.contains("here")) tick.classList.toggle("done", isDone);
  });
}

/** The page in the other language, with what was just typed in it. @param {string} lang */
async function switchTo(lang) {
  keepTyped();
  const draft = form();
  const chosen = draft ? read(draft) : null;
  await attempt.change((state) => void (state.lang = lang));
  speak(lang);
  remember(lang);
  show(here);
  const fields = form();
  if (fields && chosen?.length) put(fields, chosen);
  steps();
}

/** Where the address says we are. */
function placeOfAddress() {
  const last = location.pathname.split("/").at(-1) ?? "";
  return last === "review" || screenAt(last) ? last : (screens().find((screen) => !stateOf(screen).chosen.length)?.dataset.place ?? "1");
}

function listen() {
  main.addEventListener("change", () => (isJudged ? steps() : keepTyped()));
  main.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLInputElement) || ["radio", "checkbox"].includes(event.target.type)) return;
    clearTimeout(typing);
    typing = setTimeout(() => (isJudged ? steps() : void keep()), TYPING_MS);
  });
  main.addEventListener("submit", (event) => {
    event.preventDefault();
    step(stepsAt().at(-1) ?? "next");
  });
  addEventListener("click", clicked);
  addEventListener("popstate", () => show(placeOfAddress()));
  watch((state) => {
    ({ why, left } = state);
    void attempt.reread().then(() => isOver() || told());
  });
}

/** The server has answered: what it said may change the buttons, and the fields where another phone was later. */
function told() {
  const fields = form();
  if (fields && screenAt(here)) {
    const { chosen, where, told: verdictNow } = stateOf(screenAt(here));
    const isElsewhere = where === "server" && !isJudged && !fields.contains(document.activeElement);
    if (isElsewhere && read(fields).join("\n") !== chosen.join("\n")) put(fields, chosen);
    if (verdictNow || isJudged) steps();
  }
  refresh();
}

/** @param {MouseEvent} event */
function clicked(event) {
  const target = event.target instanceof Element ? event.target : null;
  const go = target?.closest("[data-go]");
  const lang = target?.closest(".head .lang");
  const row = target?.closest("ol.ledger a");
  const fields = form();
  if (go instanceof HTMLElement) step(go.dataset.go ?? "");
  else if (lang instanceof HTMLElement) {
    event.preventDefault();
    void switchTo(lang.lang);
  } else if (row instanceof HTMLAnchorElement && here === "review") {
    event.preventDefault();
    show(row.pathname.split("/").at(-1) ?? "1", true);
  } else if (fields && target && moved(fields, target)) {
    if (isJudged) steps();
    else keepTyped();
  }
}

async function begin() {
  learn(/** @type {HTMLElement} */ (player));
  const seconds = Number(document.querySelector("#clock")?.getAttribute("data-seconds") ?? NaN);
  await attempt.open(names.page ?? "", screens().map(heldOf), Number.isNaN(seconds) ? null : seconds);
  if (isOver()) return;
  const { lang } = attempt.state;
  if (lang && lang !== language()) speak(lang);
  listen();
  show(placeOfAddress());
  countDown(attempt.state.endsAt);
  void flush();
  setTimeout(() => void save(), 1000);
}

/** @param {HTMLElement} screen */
function heldOf({ dataset }) {
  return {
    question: dataset.question ?? "",
    chosen: JSON.parse(dataset.chosen ?? "[]"),
    late: dataset.late !== undefined,
    told: dataset.told ? JSON.parse(dataset.told) : null,
  };
}

/** From now on a reload needs no connection. */
async function save() {
  if (!(await register())) return;
  await keepPage(`quiz-${attempt.attempt}`, `${attempt.home}/`, asItCame);
  await keepPage(`quiz-${attempt.attempt}`, attempt.home, asItCame);
}

if (player) void begin();
else if (new URLSearchParams(location.search).has("plain")) location.replace(location.pathname);
