// @ts-check
/**
 * A lesson on the reader's own device: terms open in place, a paragraph shows its other side, and the
 * page knows which sections were read. Everything stays on this device, and every link works without it.
 */

const KEY = `read:${location.pathname}`;

/** @returns {{done: string[], last: string}} */
function remembered() {
  try {
    return { done: [], last: "", ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { done: [], last: "" };
  }
}

/** @param {{done: string[], last: string}} state */
function remember(state) {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // A private window keeps nothing; the lesson can be read all the same.
  }
}

/**
 * Open or close the note of a term without leaving a step in the browser's history.
 * @param {HTMLAnchorElement} link
 */
function toggleTerm(link) {
  const note = document.querySelector(link.hash);
  const isOpen = note?.classList.toggle("is-open");
  link.setAttribute("aria-expanded", String(isOpen));
}

/**
 * Show the paragraph in the other language, or put it away again.
 * @param {HTMLAnchorElement} link
 */
async function togglePeek(link) {
  const shown = link.nextElementSibling;
  if (shown?.classList.contains("peeked")) {
    shown.toggleAttribute("hidden");
    link.setAttribute("aria-expanded", String(!shown.hasAttribute("hidden")));
    return;
  }
  const number = new URL(link.href).searchParams.get("peek");
  try {
    const answer = await fetch(`${location.pathname}/other/${number}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    link.insertAdjacentHTML("afterend", await answer.text());
    link.setAttribute("aria-expanded", "true");
  } catch {
    location.assign(link.href);
  }
}

/** @param {MouseEvent} event */
function onTap(event) {
  const link = event.target instanceof Element ? event.target.closest("a.term, a.peek") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.classList.contains("term")) toggleTerm(link);
  else togglePeek(link);
}

/**
 * Say in the contents what was read.
 * @param {HTMLElement} contents
 * @param {{done: string[], last: string}} state
 */
function showProgress(contents, state) {
  const links = [...contents.querySelectorAll("ol a")];
  const isDone = (/** @type {Element} */ link) => state.done.includes(link.getAttribute("href") ?? "");
  for (const link of links) link.classList.toggle("is-read", isDone(link));
  const count = links.filter(isDone).length;
  const words = (contents.dataset.words ?? "").replace("{done}", String(count)).replace("{total}", String(links.length));
  const place = contents.querySelector("[data-progress]");
  if (place && count > 0) place.textContent = words;
}

/**
 * Offer the way back to where the reader was.
 * @param {HTMLElement} contents
 * @param {string} last
 */
function offerResume(contents, last) {
  const target = [...contents.querySelectorAll("ol a")].find((link) => link.getAttribute("href") === last);
  const line = contents.querySelector("[data-resume]");
  const link = line?.querySelector("a");
  if (!target || !line || !link || location.hash) return;
  link.setAttribute("href", last);
  link.textContent = target.textContent;
  line.removeAttribute("hidden");
}

/** @param {HTMLElement} contents */
function follow(contents) {
  const state = remembered();
  const hrefs = [...contents.querySelectorAll("ol a")].map((link) => link.getAttribute("href") ?? "");
  if (state.last !== hrefs[0]) offerResume(contents, state.last);
  showProgress(contents, state);
  const seen = (/** @type {IntersectionObserverEntry[]} */ entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      const here = `#${entry.target.id}`;
      // A section counts as read when the next one is reached; the last one when it is seen.
      const place = hrefs.indexOf(here);
      const done = hrefs.slice(Math.max(place - 1, 0), place === hrefs.length - 1 ? place + 1 : place);
      state.done = [...new Set([...state.done, ...done])];
      state.last = here;
    }
    remember(state);
    showProgress(contents, state);
  };
  const observer = new IntersectionObserver(seen, { rootMargin: "0px 0px -50% 0px" });
  for (const href of hrefs) {
    const heading = document.querySelector(href);
    if (heading) observer.observe(heading);
  }
}

document.addEventListener("click", onTap);
for (const link of document.querySelectorAll("a.term, a.peek")) link.setAttribute("role", "button");
for (const link of document.querySelectorAll("a.term")) link.setAttribute("aria-expanded", "false");
const contents = document.querySelector("[data-toc]");
if (contents instanceof HTMLElement) follow(contents);
addEventListener("beforeprint", () => {
  for (const answer of document.querySelectorAll(".self details")) answer.setAttribute("open", "");
});
