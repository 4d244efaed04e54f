// @ts-check
/** What is said on the screens of a quiz: headings, the overview, and what the server said about an answer. */

import { language, say } from "./quiz-words.js";

/** @typedef {ReturnType<import("./quiz-store.js").Attempt["shown"]>} Shown */

/** A sheet has no headings of its own, since a page has one. @param {HTMLElement} main */
export function headings(main) {
  for (const one of main.querySelectorAll("div.q, div.h1")) {
    const heading = document.createElement("h1");
    heading.className = one.classList.contains("q") ? "q" : "";
    heading.append(...one.childNodes);
    one.replaceWith(heading);
  }
}

/**
 * The overview before handing in: which questions have an answer, and where it is.
 * @param {HTMLElement} body @param {Shown[]} answers
 */
export function overview(body, answers) {
  const open = answers.flatMap(({ chosen }, place) => (chosen.length ? [] : [place + 1]));
  const line = document.createElement("p");
  line.textContent = open.length ? say(open.length > 1 ? "missing" : "missing_one", { numbers: open.join(", ") }) : say("complete");
  if (open.length) line.className = "notice notice-now";
  body.querySelector("[data-missing]")?.append(line);
  body.querySelectorAll("ol.ledger > li").forEach((row, place) => {
    const { where, told } = answers[place];
    const said = row.querySelector("[data-state]");
    if (said) said.textContent = told && !told.is_final ? say("again") : say({ none: "open", phone: "on_phone", late: "late" }[where] ?? "answered");
    said?.classList.add(where === "none" ? "cap-now" : "soft");
    row.classList.toggle("is-now", where === "none");
  });
}

/** @param {HTMLElement} fields @param {Shown} shown */
export function verdict(fields, { told, where }) {
  const box = fields.querySelector("[data-verdict]");
  if (!box) return;
  const lines = told ? saidOf(told) : where === "phone" ? [["soft", say("needs_server")]] : [];
  const paragraphs = lines.map(([kind, text]) => Object.assign(document.createElement("p"), { className: kind, textContent: text }));
  const frame = Object.assign(document.createElement("div"), { className: `said said-${told ? (told.is_right ? "right" : "wrong") : "wait"}` });
  frame.setAttribute("role", "status");
  frame.append(...paragraphs);
  box.replaceChildren(...(lines.length ? [frame] : []));
}

/** @param {import("./quiz-store.js").Verdict} told @returns {string[][]} */
function saidOf(told) {
  const lang = language();
  const lines = [["said-word", told.is_right ? say("right") : say(told.is_final ? "wrong" : "not_yet")]];
  if (told.is_final && !told.is_right) lines.push(["", `${say("right_answer")}: ${told.right[lang].join(" · ")}`]);
  const other = lang === "km" ? "en" : "km";
  const feedback = told.feedback[lang] || told.feedback[other];
  const source = told.source[lang] || told.source[other];
  if (feedback) lines.push(["", feedback]);
  if (source) lines.push(["small soft", `${say("source")} ${source}`]);
  return lines;
}
