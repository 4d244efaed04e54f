// @ts-check
/** A quiz that is over: what still waits on this phone is sent, then nothing of it stays behind. */

import { Attempt } from "./quiz-store.js";
import { flush, waiting } from "./queue.js";
import { forgetPages } from "./sw-pages.js";

const over = document.querySelector("#over");
const attempt = over instanceof HTMLElement ? (over.dataset.attempt ?? "") : "";

async function leave() {
  const before = (await waiting()).filter((one) => one.body?.attempt === attempt && !one.refused).length;
  if (before) await flush();
  const left = (await waiting()).filter((one) => one.body?.attempt === attempt && !one.refused).length;
  await new Attempt({ attempt, owner: "", home: "" }).leave();
  if (!left) await forgetPages(`quiz-${attempt}`);
  if (before && !left) location.reload(); // late answers are counted on the page
}

if (attempt) void leave();
