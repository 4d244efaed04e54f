// @ts-check
/**
 * What a page does better with JavaScript. Every page works without this file.
 */

/** Put the reader where the errors are said, as a page that is drawn again starts at its top. */
function focusErrors() {
  const summary = document.querySelector("[data-errors]");
  if (summary instanceof HTMLElement) summary.focus();
}

/**
 * A second tap on a slow line must not send a form twice. The button keeps its words; the server
 * would recognise the repeated operation id anyway.
 * @param {SubmitEvent} event
 */
function sendOnce(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.classList.add("is-sent");
  // A download leaves the page where it is; its form must become usable again.
  setTimeout(unlockForms, 8000);
}

/** Coming back with the browser's own button finds forms that can be sent again. */
function unlockForms() {
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
  for (const button of document.querySelectorAll(".is-sent")) button.classList.remove("is-sent");
}

/**
 * Copy the text of the element a button names, and say so on the button.
 * @param {HTMLElement} button
 */
async function copyText(button) {
  const source = document.querySelector(button.dataset.copy ?? "");
  if (!source) return;
  const text = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source.value : (source.textContent ?? "");
  if (!(await wroteToClipboard(text.trim()))) selectText(source);
  else sayDone(button);
}

/**
 * The clipboard needs a secure origin; in a hotel's own network there may be none.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function wroteToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Element} source */
function selectText(source) {
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) source.select();
  else getSelection()?.selectAllChildren(source);
}

/** @param {HTMLElement} button */
function sayDone(button) {
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset.done ?? before;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (label.textContent = before), 3000);
}

/** @param {Event} event */
function clicked(event) {
  const target = event.target instanceof Element ? event.target : null;
  const copy = target?.closest("[data-copy]");
  if (copy instanceof HTMLElement) void copyText(copy);
  if (target?.closest("[data-print]")) print();
}

/**
 * A filter that is a list sends itself; its button stays for those without JavaScript.
 * @param {Event} event
 */
function changed(event) {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.hasAttribute("data-autosubmit")) field.form?.requestSubmit();
}

/** Buttons that need JavaScript are hidden until it runs; buttons that replace it are hidden afterwards. */
function showOwnButtons() {
  for (const button of document.querySelectorAll("[data-copy][hidden], [data-print][hidden]")) button.removeAttribute("hidden");
  for (const button of document.querySelectorAll("[data-without-js]")) button.setAttribute("hidden", "");
}

/** On a narrow screen the chosen tab may stand outside the strip. */
function showCurrentTab() {
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

showOwnButtons();
showCurrentTab();
focusErrors();
addEventListener("submit", sendOnce);
addEventListener("click", clicked);
addEventListener("change", changed);
addEventListener("pageshow", unlockForms);
