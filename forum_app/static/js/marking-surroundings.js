// @ts-check
/** What goes on around the marking page: badges that are scanned, and the time that an officer takes. */

const SCANNER_MS = 80;
const SHORTEST_CODE = 6;

/**
 * A scanner at the USB port types a code within a moment and ends with Enter, wherever the page stands; a camera sends
 * the event `badge` with what it read. A single digit from 0 to 4 is a level.
 * @param {(code: string) => void} jump
 * @param {(digit: string) => void} choose
 */
export function listenForBadges(jump, choose) {
  let typed = "";
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLTextAreaElement) return;
    if (event.target instanceof HTMLInputElement && event.target.id === "badge") return;
    const now = performance.now();
    if (now - last > SCANNER_MS) typed = "";
    last = now;
    if (event.key === "Enter" && typed.length >= SHORTEST_CODE) {
      event.preventDefault();
      jump(typed);
    } else if (event.key.length === 1) typed += event.key;
    if (/^[0-4]$/.test(event.key)) setTimeout(() => typed === event.key && choose(event.key), SCANNER_MS + 10);
  });
  document.addEventListener("badge", (event) => event instanceof CustomEvent && jump(String(event.detail)));
}

let timer = 0;

/**
 * Count up from when the officer's sheet was opened; going over the limit is said and never punished.
 * @param {number | null} since milliseconds since 1970
 * @param {number} limitSeconds
 * @param {string} over
 */
export function showTimer(since, limitSeconds, over) {
  clearInterval(timer);
  const shown = document.querySelector("#timer");
  if (!shown) return;
  const tick = () => {
    const seconds = since ? Math.max(0, Math.floor((Date.now() - since) / 1000)) : 0;
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    shown.textContent = since ? `${text}${seconds > limitSeconds ? ` ${over}` : ""}` : "";
  };
  tick();
  if (since) timer = window.setInterval(tick, 1000);
}
