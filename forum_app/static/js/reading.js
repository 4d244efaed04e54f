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
 * The note of a term beside its paragraph. A note is sent once a lesson, so a later section gets a copy of it.
 * @param {HTMLAnchorElement} link
 */
function noteOf(link) {
  const block = link.closest("[id^=b]");
  const note = document.getElementById(link.hash.slice(1));
  if (!block || !note || block.contains(note)) return note;
  const known = block.querySelector(`[data-copy="${note.id}"]`);
  if (known) return known;
  const copy = /** @type {HTMLElement} */ (note.cloneNode(true));
  copy.removeAttribute("id");
  copy.classList.remove("is-open");
  copy.dataset.copy = note.id;
  block.append(copy);
  return copy;
}

/**
 * Open or close the note of a term without leaving a step in the browser's history.
 * @param {HTMLAnchorElement} link
 */
function toggleTerm(link) {
  const isOpen = noteOf(link)?.classList.toggle("is-open") ?? false;
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
 * The links of the contents, and the anchor that each leads to, whether its leaf is here or not.
 * @param {HTMLElement} contents
 */
function linksOf(contents) {
  return /** @type {HTMLAnchorElement[]} */ ([...contents.querySelectorAll("ol a")]);
}

/**
 * Say in the contents what was read.
 * @param {HTMLElement} contents
 * @param {{done: string[], last: string}} state
 */
function showProgress(contents, state) {
  const links = linksOf(contents);
  const isDone = (/** @type {HTMLAnchorElement} */ link) => state.done.includes(link.hash);
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
  const target = linksOf(contents).find((one) => one.hash === last);
  const line = contents.querySelector("[data-resume]");
  const link = line?.querySelector("a");
  if (!target || !line || !link || location.hash) return;
  link.setAttribute("href", target.getAttribute("href") ?? last);
  link.textContent = target.textContent;
  line.removeAttribute("hidden");
}

/** @param {HTMLElement} contents */
function follow(contents) {
  const state = remembered();
  const hrefs = linksOf(contents).map((link) => link.hash);
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

/**
 * Say to a screen reader that these links open something here.
 * @param {ParentNode} place
 */
function dress(place) {
  for (const link of place.querySelectorAll("a.term, a.peek")) link.setAttribute("role", "button");
  for (const link of place.querySelectorAll("a.term")) link.setAttribute("aria-expanded", "false");
}

/**
 * A piece of the lesson, without the notes that the page holds already.
 * @param {string} html
 */
function pieceOf(html) {
  const piece = document.createRange().createContextualFragment(html);
  for (const note of piece.querySelectorAll(".side > [id]")) {
    if (document.getElementById(note.id)) note.remove();
  }
  for (const side of piece.querySelectorAll(".side:empty")) side.remove();
  dress(piece);
  return piece;
}

/** Fetch the other leaves of the lesson, one after the other, and put each where the link to it stands. */
async function fetchLeaves() {
  for (let next = document.querySelector("[data-leaf]"); next; next = document.querySelector("[data-leaf]")) {
    const answer = await fetch(next.getAttribute("data-leaf") ?? "", { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return; // the link stays, and opens the leaf as a page
    next.replaceWith(pieceOf(await answer.text()));
  }
}

/** The whole lesson is here: the contents lead within the page, and to where the address points. */
function joinLeaves() {
  for (const link of document.querySelectorAll(".toc ol a")) {
    const { hash } = /** @type {HTMLAnchorElement} */ (link);
    if (document.getElementById(hash.slice(1))) link.setAttribute("href", hash);
  }
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && scrollY === 0) target.scrollIntoView();
}

async function start() {
  dress(document);
  const beginning = document.querySelector("[data-from-start]");
  if (beginning) {
    location.replace(`${beginning.getAttribute("data-from-start")}${location.hash}`);
    return;
  }
  await fetchLeaves().catch(() => {});
  joinLeaves();
  const contents = document.querySelector("[data-toc]");
  if (contents instanceof HTMLElement) follow(contents);
}

document.addEventListener("click", onTap);
addEventListener("beforeprint", () => {
  for (const answer of document.querySelectorAll(".self details")) answer.setAttribute("open", "");
});
start();
