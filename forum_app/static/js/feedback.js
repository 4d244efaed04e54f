// @ts-check
/**
 * Feedback without a connection: a form that is sent waits in the phone's queue and goes out by itself.
 * Without this file the page is a plain form.
 *
 * The queue keeps an officer's forms apart from those of anybody else who signs in on the phone, and removes each as
 * soon as the server has it.
 */

import { add, drop, flush, handle, isDurable, waiting } from "./queue.js";

const KIND = "feedback";
const box = document.querySelector("#feedback");
const form = document.querySelector("#feedback-form");

/** Say what became of it, in the page's own words or the server's. @param {string} text */
function say(text) {
  const line = box?.querySelector("p");
  if (!(line instanceof HTMLElement)) return;
  line.textContent = text;
  line.hidden = false;
  box?.scrollIntoView({ block: "center" });
}

/** @param {string} name */
const words = (name) => (box instanceof HTMLElement ? (box.dataset[name] ?? "") : "");

/** What was chosen and written, by question. @param {HTMLFormElement} given @returns {Record<string, number | string>} */
function answersOf(given) {
  /** @type {Record<string, number | string>} */
  const answers = {};
  for (const [name, value] of new FormData(given)) {
    if (!name.startsWith("q-") || typeof value !== "string" || !value.trim()) continue;
    const isFace = given.querySelector(`input[type=radio][name="${name}"]`) !== null;
    answers[name.slice(2)] = isFace ? Number(value) : value;
  }
  return answers;
}

/** @param {SubmitEvent} event */
async function submitted(event) {
  // The language switch is a button of the form too: it wants the page again, not the answers taken.
  if (!(form instanceof HTMLFormElement) || event.submitter?.hasAttribute("name")) return;
  const answers = answersOf(form);
  if (!Object.keys(answers).length) return; // the server says in words what is missing
  event.preventDefault();
  const url = form.dataset.send ?? "";
  await add({ kind: KIND, url, owner: words("owner"), body: { answers } });
  form.hidden = true;
  await flush();
  const mine = (await waiting(KIND)).filter((one) => one.url === url);
  if (!mine.length) location.assign(words("list"));
  else if (!mine.some((one) => one.refused)) say(words(isDurable() ? "kept" : "fleeting"));
}

handle(KIND, {
  settle: async (operation, told) => {
    if (told.state !== "refused") return say(words("sent"));
    await drop(operation.op);
    if (form instanceof HTMLFormElement) form.hidden = false;
    say(told.text ?? "");
  },
});
form?.addEventListener("submit", (event) => {
  if (event instanceof SubmitEvent) void submitted(event);
});
void flush();
