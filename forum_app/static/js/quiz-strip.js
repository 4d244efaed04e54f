// @ts-check
/** The strip under the head of a quiz: where the answer is, and how much time is left. It never says more than is true. */

import { say } from "./quiz-words.js";
import { isDurable } from "./queue.js";

/** Sign and colour of each thing that can be said; a colour never stands alone. @type {Record<string, [string, string]>} */
const LOOKS = {
  none: ["note", ""], server: ["check", "ok"], phone: ["phone", ""], offline: ["offline", "now"], signin: ["alert", "now"],
  stranger: ["alert", "now"], loose: ["alert", "now"], late: ["clock", "now"], waiting: ["phone", "now"], refused: ["alert", "no"],
  count: ["check", ""],
};

/**
 * @param {{shown: {where: string, text: string} | undefined, why: string, left: number, note: string, saved: number, total: number}} now
 */
export function strip(now) {
  const kept = document.querySelector("#kept");
  const use = kept?.querySelector("use");
  const words = kept?.querySelector("span");
  if (!kept || !use || !words) return;
  const [name, text] = what(now);
  const [icon, kind] = LOOKS[name];
  if (words.textContent !== text) words.textContent = text;
  use.setAttribute("href", `${(use.getAttribute("href") ?? "").split("#")[0]}#${icon}`);
  kept.className = kind && `strip-${kind}`;
}

/** @param {Parameters<typeof strip>[0]} now @returns {[string, string]} */
function what({ shown, why, left, note, saved, total }) {
  if (note) return ["refused", note];
  if (shown?.where === "refused") return ["refused", shown.text];
  if (left && !isDurable()) return ["loose", say("loose")];
  if (left && why) return [why, say(why)];
  if (shown?.where === "phone") return ["phone", say("phone")];
  if (left) return ["waiting", say("waiting")];
  if (shown) return [shown.where, say(shown.where)];
  return ["count", say("count", { done: saved, total })];
}

/** The server decides; this only shows how it stands. @param {number | null} endsAt by the clock of this phone */
export function countDown(endsAt) {
  const clock = document.querySelector("#clock");
  const figure = clock?.querySelector("b");
  if (!(clock instanceof HTMLElement) || !figure || endsAt === null) return;
  const ends = performance.now() + (endsAt - Date.now());
  const tick = () => {
    const seconds = Math.max(0, Math.round((ends - performance.now()) / 1000));
    clock.querySelector("span")?.toggleAttribute("hidden", !seconds);
    figure.textContent = seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : say("up");
  };
  figure.removeAttribute("data-say");
  tick();
  setInterval(tick, 1000);
}
