// @ts-check
/**
 * Sends a form with files and shows how far it is. What was typed and chosen stays in the page whatever happens.
 * Without this file the form is an ordinary one.
 */

const box = document.querySelector("[data-upload]");
const form = box?.closest("form");
/** @type {XMLHttpRequest | undefined} */
let sending;

/** @param {string} name @returns {string} */
function sentence(name) {
  return box instanceof HTMLElement ? (box.dataset[name] ?? "") : "";
}

/**
 * @param {string} text
 * @param {number | undefined} percent
 */
function show(text, percent) {
  if (!box) return;
  box.removeAttribute("hidden");
  const words = box.querySelector("[data-words]");
  const count = box.querySelector("[data-count]");
  if (words && words.textContent !== text) words.textContent = text;
  if (count) count.textContent = percent === undefined ? "" : `${percent} %`;
  box.querySelector("rect")?.setAttribute("width", String(percent ?? 0));
  box.querySelector("[data-stop]")?.toggleAttribute("hidden", !sending);
}

/**
 * Put the server's errors, or one sentence, at the top of the page.
 * @param {DocumentFragment | string} what
 */
function complain(what) {
  forgetErrors();
  const main = document.querySelector("main");
  if (typeof what === "string") show(what, undefined);
  else {
    box?.setAttribute("hidden", "");
    main?.prepend(what);
    const summary = document.querySelector("[data-errors]");
    if (summary instanceof HTMLElement) summary.focus();
  }
}

/** Errors of the last try say nothing about this one. */
function forgetErrors() {
  for (const old of document.querySelectorAll("[data-errors]")) old.remove();
}

/** The first chosen file that the server would refuse for its size. Minutes of wifi are spared. */
function tooLarge() {
  const most = Number(sentence("mostMb")) * 1024 * 1024;
  for (const field of form?.querySelectorAll("input[type=file]") ?? []) {
    if (field instanceof HTMLInputElement && field.files && field.files[0] && field.files[0].size > most) return field;
  }
  return undefined;
}

/** @param {string} html @returns {DocumentFragment | undefined} */
function errorsIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelector("[data-errors]") ?? page.querySelector("main");
  if (!found?.textContent?.trim()) return undefined;
  const fragment = document.createDocumentFragment();
  const kept = document.createElement("section");
  kept.className = "errors";
  kept.setAttribute("role", "alert");
  kept.setAttribute("tabindex", "-1");
  kept.setAttribute("data-errors", "");
  for (const child of [...found.childNodes]) kept.append(document.importNode(child, true));
  for (const title of kept.querySelectorAll("h1")) {
    const smaller = document.createElement("h2");
    smaller.textContent = title.textContent;
    title.replaceWith(smaller);
  }
  fragment.append(kept);
  return fragment;
}

/** @param {XMLHttpRequest} request */
function answered(request) {
  sending = undefined;
  release();
  const to = request.getResponseHeader("HX-Redirect");
  if (to) location.assign(to);
  else if (request.status >= 400) complain(errorsIn(request.responseText) ?? sentence("lost"));
  else form?.submit(); // the sign-in ended meanwhile: the ordinary way carries the form through it
}

/** @param {string} name */
function broken(name) {
  sending = undefined;
  release();
  show(sentence(name), undefined);
}

function release() {
  form?.removeAttribute("data-sent");
  for (const button of document.querySelectorAll(".is-sent")) button.classList.remove("is-sent");
}

/** @param {ProgressEvent} event */
function went(event) {
  const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : undefined;
  if (event.loaded === event.total) show(sentence("checking"), 100);
  else show(sentence("sending"), percent);
}

/** @param {SubmitEvent} event */
function submitted(event) {
  if (!form || event.submitter?.getAttribute("formaction") || event.submitter?.getAttribute("name")) return;
  event.preventDefault();
  if (sending) return;
  forgetErrors();
  const large = tooLarge();
  if (large) {
    show(sentence("large"), undefined);
    large.focus();
    return;
  }
  send(form, event.submitter);
}

/**
 * @param {HTMLFormElement} filled
 * @param {HTMLElement | null} button
 */
function send(filled, button) {
  const request = new XMLHttpRequest();
  sending = request;
  request.open("POST", filled.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", went);
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => broken("lost"));
  request.addEventListener("abort", () => broken("stopped"));
  button?.classList.add("is-sent");
  request.send(new FormData(filled));
  show(sentence("sending"), 0);
}

form?.addEventListener("submit", submitted);
box?.querySelector("[data-stop]")?.addEventListener("click", () => sending?.abort());
