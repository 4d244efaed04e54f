// @ts-check
/**
 * The other questions of a quiz, fetched ahead, so that a lost connection does not stop anybody.
 *
 * A page fetched ahead is only shown when the server cannot be reached; otherwise the page comes from the
 * server, which knows best. What was chosen meanwhile is laid over it from this tab's own notes.
 */

const GAP_MS = 700;
const FIRST_MS = 1500;

/** @param {HTMLElement} form */
const shelf = (form) => `quiz:${form.dataset.attempt}:${document.documentElement.lang}`;
/** @param {HTMLElement} form */
const notes = (form) => `quiz:${form.dataset.attempt}:chosen`;

/** @param {string} key @returns {string} */
function read(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} key @param {string} value */
function write(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // No room or not allowed: then this tab needs the connection to turn a page.
  }
}

/** @param {HTMLElement} form @returns {Record<string, {choice: string, sequence: number}>} */
function chosenSoFar(form) {
  return JSON.parse(read(notes(form)) || "{}");
}

/**
 * Note a choice, so that the page looks right when it is shown without the server.
 * @param {HTMLElement} form
 * @param {{choice: string, sequence: number}} made
 */
export function note(form, made) {
  write(notes(form), JSON.stringify({ ...chosenSoFar(form), [form.dataset.position ?? ""]: made }));
}

/** A page fetched before the last tap counts too low; this tab knows better. @param {HTMLElement} form */
export function lastSequence(form) {
  return chosenSoFar(form)[form.dataset.position ?? ""]?.sequence ?? 0;
}

/**
 * Fetch what is not here yet, slowly and at a random moment: a whole hall opens its quiz at once.
 * @param {HTMLElement} form
 * @param {(place: number) => string} address
 */
export function fetchAhead(form, address) {
  setTimeout(() => void fetchAll(form, address), FIRST_MS + Math.random() * 4000);
}

/** @param {HTMLElement} form @param {(place: number) => string} address */
async function fetchAll(form, address) {
  for (let place = 1; place <= Number(form.dataset.total); place += 1) {
    const key = `${shelf(form)}:${place}`;
    if (!form.isConnected || String(place) === form.dataset.position || read(key)) continue;
    try {
      const response = await fetch(address(place), { redirect: "manual" });
      if (!response.ok) return;
      write(key, await response.text());
    } catch {
      return;
    }
    await new Promise((done) => setTimeout(done, GAP_MS));
  }
}

/**
 * Show a question without the server. False when it was not fetched.
 * @param {HTMLElement} form
 * @param {number} place
 */
export function show(form, place) {
  const text = read(`${shelf(form)}:${place}`);
  if (!text) return false;
  keepThisOne(form);
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const part of ["main", "nav.dock"]) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceWith(document.adoptNode(fresh));
  }
  document.title = page.title;
  layOver();
  scrollTo(0, 0);
  document.querySelector("main")?.focus();
  return true;
}

/** The way back leads here too. @param {HTMLElement} form */
function keepThisOne(form) {
  const key = `${shelf(form)}:${form.dataset.position}`;
  if (!read(key)) write(key, document.documentElement.outerHTML);
}

/** What was chosen since the page was fetched: its radio, and its tick in the count. */
function layOver() {
  const form = document.querySelector("#question");
  if (!(form instanceof HTMLElement)) return;
  const chosen = chosenSoFar(form);
  const here = chosen[form.dataset.position ?? ""]?.choice;
  for (const input of form.querySelectorAll("input[name=choice]")) {
    if (input instanceof HTMLInputElement && here) input.checked = input.value === here;
  }
  document.querySelectorAll("main .ticks i").forEach((tick, index) => {
    if (chosen[index + 1] && !tick.classList.contains("here")) tick.classList.add("done");
  });
}

/** Nothing of a quiz stays behind once it is over. @param {string} attempt */
export function forget(attempt) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(`quiz:${attempt}:`)) sessionStorage.removeItem(key);
}
