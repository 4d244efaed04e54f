// @ts-check
/** The sheets of the marking page: templates that the server wrote, filled with one officer. Nothing is decided here. */

/** @typedef {import("./marking-store.js").Pack} Pack */
/** @typedef {import("./marking-store.js").Officer} Officer */
/** @typedef {import("./marking-store.js").Pair} Pair */
/** @typedef {import("./marking-state.js").View} View */

const lang = /** @type {"km" | "en"} */ (document.documentElement.lang);
const other = lang === "km" ? "en" : "km";

/** @param {Pair} pair */
export const inLanguage = (pair) => pair[lang] || pair[other];

/** A copy of a template's content. @param {string} name @returns {DocumentFragment} */
export function sheet(name) {
  const template = document.querySelector(`#t-${name}`);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template ${name}`);
  return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
}

/** The element that carries this data attribute. @param {ParentNode} within @param {string} name @returns {HTMLElement} */
export function part(within, name) {
  const found = within.querySelector(`[data-${name}]`);
  if (!(found instanceof HTMLElement)) throw new Error(`no part ${name}`);
  return found;
}

/** A sentence of the page with its figure in place. @param {string | undefined} text @param {Record<string, string | number>} values */
export function sentence(text, values) {
  return Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, String(value)), text ?? "");
}

/** @param {number} level */
export function levelWord(level) {
  return part(sheet("words"), `word-${level}`).getAttribute(`data-word-${level}`) ?? "";
}

/** Both names: the reader's script first. @param {ParentNode} within @param {Officer} officer */
function fillNames(within, officer) {
  const [first, second] = [part(within, "name"), part(within, "other")];
  first.textContent = inLanguage(officer.name);
  first.lang = officer.name[lang] ? lang : other;
  second.textContent = officer.name[lang] ? officer.name[other] : "";
  second.lang = other;
  part(within, "badge").textContent = officer.badge;
}

/** @param {Officer} officer @returns {DocumentFragment} */
export function whoSheet(officer) {
  const made = sheet("who");
  fillNames(made, officer);
  return made;
}

/**
 * @param {Officer} officer
 * @param {View} view
 * @param {number} total
 * @returns {DocumentFragment}
 */
export function rowSheet(officer, view, total) {
  const made = sheet("row");
  fillNames(made, officer);
  const state = part(made, "state");
  state.textContent = sentence(state.dataset[stateOf(officer, view)], { n: view.levels.size, t: total });
  const row = made.querySelector("li");
  if (view.signed && !view.conflicts && !view.refusals.length) row?.classList.add("is-past");
  const link = made.querySelector("a");
  if (officer.blocked || !link) link?.removeAttribute("href");
  else link.href = `#${officer.id}`;
  return made;
}

/** @param {Officer} officer @param {View} view */
function stateOf(officer, view) {
  if (officer.blocked) return officer.blocked;
  if (view.conflicts) return "conflict";
  if (view.refusals.length) return "refused";
  if (view.signed) return view.signed === "phone" ? "unsent" : "signed";
  return view.levels.size ? "part" : "waiting";
}

/**
 * @param {Pack} pack
 * @param {View} view
 * @param {number} place
 * @returns {DocumentFragment}
 */
export function criterionSheet(pack, view, place) {
  const made = sheet("criterion");
  const criterion = pack.criteria[place - 1];
  part(made, "number").textContent = String(place);
  part(made, "total").textContent = ` / ${pack.criteria.length}`;
  part(made, "name").textContent = inLanguage(criterion.name);
  part(made, "critical").hidden = !criterion.critical;
  const ticks = part(made, "ticks");
  pack.criteria.forEach((one, index) => {
    const tick = document.createElement("i");
    if (index + 1 === place) tick.className = "here";
    else if (view.levels.has(one.id)) tick.className = "done";
    ticks.append(tick);
  });
  const chosen = view.levels.get(criterion.id)?.level;
  for (const input of made.querySelectorAll("input")) {
    const level = Number(input.value);
    input.checked = level === chosen;
    const describing = input.parentElement?.querySelector(".v > span");
    if (describing && level) describing.textContent = inLanguage(criterion.levels[level - 1]);
  }
  return made;
}

/**
 * @param {Pack} pack
 * @param {View} view
 * @param {{result: string, decisive: import("./marking-store.js").Criterion[]}} result
 * @param {string} officer
 * @returns {DocumentFragment}
 */
export function summarySheet(pack, view, result, officer) {
  const made = sheet("summary");
  const rows = part(made, "rows");
  pack.criteria.forEach((criterion, index) => rows.append(summaryRow(criterion, view, `#${officer}/${index + 1}`)));
  const said = part(made, "result");
  said.textContent = said.getAttribute(`data-${result.result}`);
  const decisive = part(made, "decisive");
  decisive.hidden = !result.decisive.length;
  decisive.textContent = result.decisive.map((one) => sentence(decisive.dataset.text, { n: inLanguage(one.name) })).join(" ");
  const comment = made.querySelector("textarea");
  if (comment) comment.value = view.comment;
  const refused = part(made, "refused");
  refused.hidden = !view.refusals.length;
  const words = refused.querySelector("p");
  if (words) words.textContent = [...new Set(view.refusals.map((tap) => tap.refusal))].join(" ");
  part(made, "differ").hidden = !view.conflicts;
  if (view.signed) for (const field of made.querySelectorAll("textarea")) field.readOnly = true;
  return made;
}

/** @param {import("./marking-store.js").Criterion} criterion @param {View} view @param {string} address */
function summaryRow(criterion, view, address) {
  const made = sheet("summary-row");
  const level = view.levels.get(criterion.id)?.level;
  part(made, "name").textContent = inLanguage(criterion.name);
  part(made, "critical").hidden = !criterion.critical;
  part(made, "level").textContent = level ? String(level) : level === 0 ? "–" : "";
  const word = part(made, "word");
  word.textContent = level === undefined ? (word.dataset.open ?? "") : levelWord(level);
  const link = made.querySelector("a");
  if (view.signed) link?.removeAttribute("href");
  else if (link) link.href = address;
  if (level === undefined) made.querySelector("li")?.classList.add("is-now");
  return made;
}
