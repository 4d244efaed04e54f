// @ts-check
/** The fields of one question: reading an answer out of them, putting one in, moving steps. Fits quizzes/_fields.html. */

/** @param {ParentNode} form @param {string} name @returns {(HTMLInputElement | HTMLSelectElement)[]} */
const named = (form, name) => [...form.querySelectorAll(`[name=${name}]`)].filter((one) => one instanceof HTMLInputElement || one instanceof HTMLSelectElement);

/** @param {ParentNode} form @returns {HTMLElement[]} */
const rowsOf = (form) => /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".steps li")]);

/** @param {HTMLInputElement | HTMLSelectElement} field */
const isTick = (field) => field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox");

/**
 * What is answered now, as the server keeps it; empty: nothing.
 * @param {HTMLElement} form
 * @returns {string[]}
 */
export function read(form) {
  const rows = rowsOf(form);
  if (rows.length) return form.classList.contains("is-kept") ? rows.map((row) => row.dataset.key ?? "") : [];
  return named(form, "choice")
    .filter((field) => !isTick(field) || /** @type {HTMLInputElement} */ (field).checked)
    .map((field) => field.value.trim())
    .filter(Boolean);
}

/** @param {HTMLElement} form @param {string[]} chosen */
export function put(form, chosen) {
  const rows = rowsOf(form);
  if (rows.length) putSteps(form, rows, chosen);
  const fields = named(form, "choice");
  for (const field of fields) {
    if (isTick(field)) /** @type {HTMLInputElement} */ (field).checked = chosen.includes(field.value);
    else if (field instanceof HTMLSelectElement) field.value = chosen.find((pair) => [...field.options].some((option) => option.value === pair)) ?? "";
    else field.value = chosen[0] ?? "";
  }
}

/** @param {HTMLElement} form @param {HTMLElement[]} rows @param {string[]} chosen */
function putSteps(form, rows, chosen) {
  const list = form.querySelector(".steps");
  for (const key of chosen) {
    const row = rows.find((one) => one.dataset.key === key);
    if (row) list?.append(row);
  }
  form.classList.toggle("is-kept", chosen.length > 0);
  number(form);
}

/** Show arrows in place of numbers to choose. @param {HTMLElement} form */
export function enhance(form) {
  form.classList.toggle("is-moving", rowsOf(form).length > 0);
  for (const part of form.querySelectorAll("[data-moving]")) part.removeAttribute("hidden");
  for (const part of form.querySelectorAll("[data-without-moving], .steps select")) part.setAttribute("hidden", "");
  number(form);
}

/** @param {HTMLElement} form */
function number(form) {
  const rows = rowsOf(form);
  rows.forEach((row, place) => {
    const figure = row.querySelector(".num");
    if (figure) figure.textContent = String(place + 1);
    row.querySelector("[data-move=up]")?.toggleAttribute("disabled", place === 0);
    row.querySelector("[data-move=down]")?.toggleAttribute("disabled", place === rows.length - 1);
  });
}

/**
 * A click on an arrow or on "this is my order". True when the answer has changed.
 * @param {HTMLElement} form
 * @param {Element} target
 */
export function moved(form, target) {
  const button = target.closest("[data-move], [data-keep-order]");
  const row = button?.closest("li");
  if (!(button instanceof HTMLElement)) return false;
  if (button.dataset.move === "up") row?.previousElementSibling?.before(row);
  if (button.dataset.move === "down") row?.nextElementSibling?.after(row);
  for (const one of rowsOf(form)) one.classList.toggle("moved", one === row);
  form.classList.add("is-kept");
  number(form);
  const goal = button.hasAttribute("disabled") ? row?.querySelector("[data-move]:not([disabled])") : button;
  if (goal instanceof HTMLElement) goal.focus();
  return true;
}

/** Nothing can be changed any more. @param {HTMLElement} form @param {boolean} isLocked */
export function lock(form, isLocked) {
  for (const field of form.querySelectorAll("input, select, [data-move], [data-keep-order]")) field.toggleAttribute("disabled", isLocked);
  if (!isLocked) number(form);
}
