// @ts-check
/**
 * Marking on a phone, with or without a connection: one officer, one criterion, one thumb. Every tap is on this phone's
 * disk before the page turns; the server gets it when it can be reached. The address after # says what is shown.
 *
 * A badge that is scanned opens its officer.
 */

import { redrawn } from "./marking-photo.js";
import { criterionSheet, inLanguage, part, rowSheet, sentence, sheet, summarySheet, whoSheet } from "./marking-sheets.js";
import { findOfficer, following, officersOf, openPlaces, resultOf, viewOf } from "./marking-state.js";
import { beganAt, dropTap, findPack, keepPack, keepPhoto, keepTap, keyOf, listPhotos, listTaps, prepare, send } from "./marking-store.js";
import { listenForBadges, showTimer } from "./marking-surroundings.js";
import { isDurable } from "./queue.js";
import { keepPage, register } from "./sw-pages.js";

/** @typedef {import("./marking-store.js").Pack} Pack */
/** @typedef {import("./marking-store.js").Tap} Tap */
/** @typedef {import("./marking-store.js").Officer} Officer */

const SHOWN_MS = 180;
const root = /** @type {HTMLElement} */ (document.querySelector("#marking"));
const dock = /** @type {HTMLElement} */ (document.querySelector("#dock"));
const state = /** @type {HTMLElement} */ (document.querySelector("#state"));
const practical = root.dataset.practical ?? "";
const isSecond = root.dataset.part === "second";
const here = {
  owner: root.dataset.owner ?? "",
  sync: root.dataset.sync ?? "",
  photo: root.dataset.photo ?? "",
  key: keyOf(practical, isSecond),
};
/** @type {Pack | undefined} */
let pack;
/** @type {Tap[]} */
let taps = [];
let group = Number(root.dataset.group);
let byFinger = false;
/** @type {Map<string, string>} comments that were kept a moment ago, by officer */
const said = new Map();

/** Where the data is, in words and with a drawing. @param {string} name @param {string} icon @param {string} kind */
function say(name, icon, kind = "") {
  const use = state.querySelector("use");
  const words = state.querySelector("span > span");
  if (words) words.textContent = state.dataset[name] ?? "";
  use?.setAttribute("href", `${(use.getAttribute("href") ?? "").split("#")[0]}#${icon}`);
  state.className = `strip${kind && ` strip-${kind}`}`;
}

/** @param {Officer} officer */
const view = (officer) => viewOf(/** @type {Pack} */ (pack), taps, officer.id);

/* ---- what is shown ---- */

function draw() {
  if (!pack) return;
  const [id, step] = location.hash.slice(1).split("/");
  const officer = pack.people.find((one) => one.id === id && !one.blocked);
  if (id.startsWith("group-")) group = Number(id.slice("group-".length));
  if (!officer) drawList(pack);
  else if (step === "sum" || (!step && !openPlaces(pack, view(officer)).length)) void drawSummary(pack, officer);
  else drawCriterion(pack, officer, Number(step) || openPlaces(pack, view(officer))[0]);
  if (!officer) showTimer(null, 0, "");
  scrollTo(0, 0);
}

/** @param {Node[]} sheets */
function show(...sheets) {
  root.replaceChildren(...sheets);
  const page = document.querySelector("main");
  if (page instanceof HTMLElement && document.activeElement === document.body) page.focus({ preventScroll: true });
}

/** @param {Pack} found */
function drawList(found) {
  const made = sheet("list");
  const people = officersOf(found, group);
  part(made, "rows").append(...people.map((one) => rowSheet(one, view(one), found.criteria.length)));
  const count = part(made, "count");
  const open = people.filter((one) => !one.blocked && !view(one).signed).length;
  count.textContent = people.length ? sentence(count.dataset.text, { n: open }) : (root.dataset.none ?? "");
  for (const chip of made.querySelectorAll("nav a")) {
    const isHere = chip.getAttribute("href")?.endsWith(`#group-${group}`);
    if (isHere) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  made.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = root.querySelector("#badge");
    if (field instanceof HTMLInputElement) jump(field.value);
  });
  show(made);
  dock.replaceChildren();
  where("");
}

/** @param {string} text where among the officers */
function where(text) {
  const place = document.querySelector("#where");
  if (place) place.textContent = text || inLanguage(/** @type {Pack} */ (pack).title);
  const back = document.querySelector("#back");
  if (back instanceof HTMLAnchorElement) {
    back.dataset.list ??= back.href;
    back.href = text ? `#group-${group}` : back.dataset.list;
  }
}

/** The chosen group as its chip says it; empty for everybody. */
function groupName() {
  return group ? (sheet("list").querySelector(`nav a[href$="#group-${group}"]`)?.textContent ?? "") : "";
}

/** @param {Pack} found @param {Officer} officer */
function place(found, officer) {
  const people = officersOf(found, group);
  const index = people.findIndex((one) => one.id === officer.id);
  where(`${groupName() || inLanguage(found.title)} – ${index + 1} / ${people.length}`);
  void beganAt(`${found.practical}:${officer.id}`).then((since) => showTimer(since, found.limit_seconds, root.dataset.over ?? ""));
}

/** @param {Pack} found @param {Officer} officer @param {number} here */
function drawCriterion(found, officer, here) {
  const made = criterionSheet(found, view(officer), here);
  const criterion = found.criteria[here - 1];
  const form = part(made, "levels");
  const isCarried = view(officer).levels.get(criterion.id)?.carried || Boolean(view(officer).signed);
  for (const input of form.querySelectorAll("input")) input.disabled = isCarried;
  form.addEventListener("pointerdown", () => (byFinger = true));
  form.addEventListener("keydown", () => (byFinger = false));
  form.addEventListener("click", (event) => event.target instanceof HTMLInputElement && byFinger && void tapped(event.target, true));
  form.addEventListener("change", (event) => event.target instanceof HTMLInputElement && !byFinger && void tapped(event.target, false));

  /** @param {HTMLInputElement} input @param {boolean} goOn */
  async function tapped(input, goOn) {
    const seen = view(officer).levels.get(criterion.id);
    const level = Number(input.value);
    if (seen?.level !== level) await record(officer, { kind: "level", criterion: criterion.id, level, seen: seen?.event ?? null });
    if (goOn) setTimeout(() => go(officer, view(officer).levels.size === found.criteria.length ? "sum" : nextOpen(found, officer, here)), SHOWN_MS);
  }
  show(whoSheet(officer), made);
  drawDock("nextText", {}, here > 1 ? () => go(officer, here - 1) : () => history.back(), () =>
    go(officer, here < found.criteria.length ? here + 1 : "sum"),
  );
  place(found, officer);
}

/** The next criterion without a level, around the end. @param {Pack} found @param {Officer} officer @param {number} here */
function nextOpen(found, officer, here) {
  const open = openPlaces(found, view(officer));
  return open.find((one) => one > here) ?? open[0] ?? "sum";
}

/** @param {Pack} found @param {Officer} officer */
async function drawSummary(found, officer) {
  const seen = view(officer);
  const made = summarySheet(found, seen, resultOf(found, seen), officer.id);
  const plain = part(made, "plain");
  if (plain instanceof HTMLAnchorElement) plain.href = (root.dataset.plainPage ?? "").replace(/0{8}-0{4}-0{4}-0{4}-0{12}/, officer.id);
  const comment = /** @type {HTMLTextAreaElement} */ (made.querySelector("textarea"));
  comment.addEventListener("change", () => void keepComment(officer, comment.value));
  if (!seen.signed) part(made, "phrases").append(...found.phrases.map((phrase) => phraseButton(phrase, comment, officer)));
  const photo = /** @type {HTMLInputElement} */ (made.querySelector("input[type=file]"));
  photo.addEventListener("change", () => photo.files?.[0] && void takePhoto(officer, photo.files[0]));
  part(made, "photo-field").hidden = Boolean(seen.signed);
  show(whoSheet(officer), made);
  void countPhotos(officer);
  const next = following(found, taps, group, officer.id);
  const onward = () => (next ? go(next, "") : (location.hash = `group-${group}`));
  const isDone = !openPlaces(found, seen).length;
  const label = seen.signed ? (next ? "goNext" : "list") : !isDone ? "nextText" : next ? "signNext" : "sign";
  drawDock(label, { n: next?.badge ?? "" }, () => (seen.signed ? (location.hash = `group-${group}`) : go(officer, found.criteria.length)), async () => {
    if (seen.signed) return onward();
    if (!isDone) return go(officer, openPlaces(found, seen)[0]);
    await keepComment(officer, comment.value);
    await sign(officer);
    return onward();
  });
  place(found, officer);
}

/** @param {import("./marking-store.js").Pair} phrase @param {HTMLTextAreaElement} comment @param {Officer} officer */
function phraseButton(phrase, comment, officer) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-s";
  button.textContent = inLanguage(phrase);
  button.addEventListener("click", () => {
    if (!comment.value.includes(inLanguage(phrase))) comment.value = `${comment.value.trimEnd()} ${inLanguage(phrase)}`.trim();
    void keepComment(officer, comment.value);
  });
  return button;
}

/**
 * @param {string} label
 * @param {Record<string, string>} values
 * @param {() => void} back
 * @param {() => void} next
 */
function drawDock(label, values, back, next) {
  const made = sheet("dock");
  const words = part(made, "label");
  words.textContent = sentence(words.dataset[label], values);
  part(made, "previous").addEventListener("click", back);
  part(made, "next").addEventListener("click", next, { once: true });
  dock.replaceChildren(made);
}

/** @param {Officer} officer @param {string | number} step */
function go(officer, step) {
  location.hash = step ? `${officer.id}/${step}` : officer.id;
}

/* ---- what is kept ---- */

/** @param {Officer} officer @param {Partial<Tap> & {kind: string}} what */
async function record(officer, what) {
  try {
    await keepTap(here, { practical, registration: officer.id, second: isSecond, ...what });
  } catch {
    say("full", "alert", "no");
    return;
  }
  taps = await listTaps(here);
  if (isDurable()) say("kept", "phone", "ok");
  else say("full", "alert", "no");
  void send();
}

/** @param {Officer} officer @param {string} text */
async function keepComment(officer, text) {
  const seen = view(officer);
  if (text.trim() === seen.comment || seen.signed || said.get(officer.id) === text) return;
  said.set(officer.id, text); // leaving the field and signing may come in the same moment
  const language = document.documentElement.lang;
  await record(officer, { kind: "comment", text: text.trim(), language, seen: seen.commentEvent });
}

/** A new sign-off takes the place of what was refused before. @param {Officer} officer */
async function sign(officer) {
  for (const old of view(officer).refusals) await dropTap(old);
  await record(officer, { kind: "sign" });
}

/** @param {Officer} officer @param {File} file */
async function takePhoto(officer, file) {
  const blob = await redrawn(file, Number(root.dataset.side));
  const error = part(root, "photo-error");
  error.hidden = Boolean(blob);
  error.textContent = error.dataset.text ?? "";
  if (!blob) return;
  await keepPhoto(here, officer.id, blob);
  await countPhotos(officer);
  void send();
}

/** @param {Officer} officer */
async function countPhotos(officer) {
  const mine = await listPhotos(here, officer.id);
  const shown = root.querySelector("[data-photo-kept]");
  if (!(shown instanceof HTMLElement)) return;
  shown.hidden = !mine.length;
  shown.textContent = mine.find((photo) => photo.refusal)?.refusal ?? sentence(shown.dataset.text, { n: mine.length });
}

/* ---- what is sent ---- */

/** After every change of the queue: what is here, what is there. @param {{left: number, why: string}} queue */
async function heard({ left, why }) {
  const shown = document.querySelector("#pending");
  if (shown) shown.textContent = left ? sentence(state.dataset.waiting, { n: left }) : "";
  const before = signature();
  taps = await listTaps(here);
  pack = (await findPack(here.key)) ?? pack;
  if (why) say(why === "offline" ? "offline" : "signin", why === "offline" ? "offline" : "alert", "now");
  else if (!left && pack) say("sent", "check", "ok");
  const isList = !root.querySelector("[data-levels], textarea");
  if (isList && before !== signature()) draw();
}

const signature = () => taps.map((tap) => tap.id + (tap.refusal ?? "")).join();

/** The newest list from the server, or the one that is kept here. */
async function begin() {
  await prepare((queue) => void heard(queue));
  pack = await findPack(here.key);
  taps = await listTaps(here);
  if (pack) draw();
  await fetchPack();
  draw();
  void send();
  await register();
  const isKept = await keepPage(`skills-${practical}-${isSecond ? "second" : "first"}`, location.pathname);
  root.dataset.onPhone = isKept ? "yes" : "no";
}

async function fetchPack() {
  try {
    const response = await fetch(root.dataset.pack ?? "", { redirect: "manual" });
    if (!response.ok) throw new Error("no list");
    pack = /** @type {Pack} */ (await response.json());
    await keepPack(here.key, pack);
    say("ready", "check", "ok");
  } catch {
    say("offline", "offline", "now");
    if (!pack) root.textContent = root.dataset.noCopy ?? "";
  }
}

/** Open the officer of a badge. @param {string} typed */
function jump(typed) {
  const found = pack && findOfficer(pack, typed);
  const error = root.querySelector("[data-found]");
  if (found && !found.blocked) go(found, "");
  else if (error instanceof HTMLElement) {
    error.hidden = false;
    error.textContent = root.dataset.notFound ?? "";
  }
}

/** @param {string} key */
function chooseByKey(key) {
  const input = root.querySelector(`[data-levels] input[value="${key}"]`);
  if (!(input instanceof HTMLInputElement) || input.disabled) return;
  byFinger = true;
  input.click();
}

addEventListener("hashchange", draw);
listenForBadges(jump, chooseByKey);
void begin();
