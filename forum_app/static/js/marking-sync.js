// @ts-check
/**
 * Sends what this phone keeps: taps in batches, each with an id of its own, then photos. An answer that got lost
 * does no harm, since the server knows an id that it has seen.
 */

import { changeTap, deviceName, dropPhoto, dropTap, findPack, keepPack, keepPhoto, listPhotos, listTaps } from "./marking-store.js";

const MOST = 100;
const TIMEOUT_MS = 30000;

/** @typedef {{practical: string, sync: string, photo: string, token: string}} Addresses */

/**
 * @param {Addresses} to
 * @returns {Promise<"sent" | "later" | "signin">}
 */
export async function sendAll(to) {
  for (;;) {
    const waiting = (await listTaps()).filter((tap) => !tap.refusal).slice(0, MOST);
    if (!waiting.length) break;
    const told = await post(to.sync, to.token, { body: JSON.stringify({ taps: await asSent(waiting) }), type: "application/json" });
    if (typeof told === "string") return told;
    if (!Array.isArray(told.taken)) return "later";
    await settle(waiting, /** @type {any} */ (told));
  }
  return sendPhotos(to);
}

/** @param {import("./marking-store.js").Tap[]} taps */
async function asSent(taps) {
  const device = await deviceName();
  return taps.map(({ refusal: _refusal, ...tap }) => ({ ...tap, device }));
}

/**
 * @param {import("./marking-store.js").Tap[]} sent
 * @param {{taken: {id: string, outcome: string, text: string}[], standing: Record<string, Record<string, any>>}} told
 */
async function settle(sent, told) {
  const outcomes = new Map(told.taken.map((one) => [one.id, one]));
  // The copy first, then the taps: who looks in between sees a tap twice, never not at all.
  for (const [practical, standing] of Object.entries(told.standing)) {
    for (const key of [`${practical}/`, `${practical}/second`]) {
      const pack = await findPack(key);
      if (pack) await keepPack({ ...pack, standing });
    }
  }
  for (const tap of sent) {
    const outcome = outcomes.get(tap.id);
    if (outcome?.outcome === "refused") await changeTap({ ...tap, refusal: outcome.text });
    else if (outcome) await dropTap(tap.sequence);
  }
}

/** @param {Addresses} to @returns {Promise<"sent" | "later" | "signin">} */
async function sendPhotos(to) {
  for (const photo of await listPhotos()) {
    if (photo.refusal || photo.practical !== to.practical) continue;
    const body = new FormData();
    body.set("photo", photo.blob, "photo.jpg");
    const address = to.photo.replace("00000000-0000-0000-0000-000000000000", photo.registration);
    const told = await post(address, to.token, { body, photoId: photo.id });
    if (typeof told === "string") return told;
    if (told.saved) await dropPhoto(photo.id);
    else await keepPhoto({ ...photo, refusal: String(told.text) });
  }
  return "sent";
}

/**
 * @param {string} address
 * @param {string} token
 * @param {{body: BodyInit, type?: string, photoId?: string}} what
 * @returns {Promise<"later" | "signin" | Record<string, any>>} what the server says, or why there is no answer
 */
async function post(address, token, what) {
  /** @type {Record<string, string>} */
  const headers = { "X-CSRFToken": token };
  if (what.type) headers["Content-Type"] = what.type;
  if (what.photoId) headers["X-Photo-Id"] = what.photoId;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(address, { method: "POST", redirect: "manual", headers, body: what.body, signal });
    if (response.type === "opaqueredirect") return "signin";
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    if (!isJson) return response.status === 400 || response.status === 403 ? "signin" : "later";
    return await response.json();
  } catch {
    return "later";
  }
}
