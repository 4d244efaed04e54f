// @ts-check
/**
 * What marking keeps on this phone, through the queue that all pages share (queue.js): the list of officers, every tap
 * until the server has answered for it, and photos. A phone that is closed or loses its battery loses nothing.
 */

import { drop, flush, handle, kept, newId, record, waiting, watch } from "./queue.js";

/** @typedef {{km: string, en: string}} Pair */
/** @typedef {{level: number, event: string | null, carried: boolean}} StandingMark */
/** @typedef {{marks: Record<string, StandingMark>, comment: string, comment_event: string | null, signed: boolean, conflicts: number}} Standing */
/** @typedef {{id: string, badge: string, code: string, name: Pair, group: number, blocked: string}} Officer */
/** @typedef {{id: string, name: Pair, critical: boolean, levels: Pair[]}} Criterion */
/** @typedef {{practical: string, second: boolean, title: Pair, task: Pair, limit_seconds: number, pass_tenths: number, criteria: Criterion[], phrases: Pair[], people: Officer[], standing: Record<string, Standing>}} Pack */
/** @typedef {{id: string, kind: string, practical: string, registration: string, criterion?: string, level?: number, text?: string, language?: string, seen?: string | null, second: boolean, refusal?: string}} Tap */
/** @typedef {{registration: string, refusal?: string}} Photo */
/** @typedef {{owner: string, sync: string, photo: string, key: string}} Place where a page sends, and under which key its copy lies */

const MOST = 100;
const NOBODY = "00000000-0000-0000-0000-000000000000";
let device = "";
/** @type {Record<string, Record<string, Standing>>} what the last answer said that the server holds, by practical */
let told = {};

/**
 * Make ready to send, and hear how far it is.
 * @param {(state: {left: number, why: string}) => void} heard
 */
export async function prepare(heard) {
  device = await record("marking-device", (old) => ({ value: old ?? newId() }));
  handle("marking", { most: MOST, pack: asSent, unpack, settle: keepStanding });
  handle("marking-photo", { most: 1 });
  watch(heard);
}

/** @param {import("./queue.js").Operation[]} operations */
function asSent(operations) {
  return { taps: operations.map((one) => ({ ...one.body, id: one.op, sequence: one.order ?? 0, made_at: one.at, device })) };
}

/** @param {any} answer @param {import("./queue.js").Operation[]} operations */
function unpack(answer, operations) {
  told = answer.standing ?? {};
  const outcomes = new Map((answer.taken ?? []).map((/** @type {any} */ one) => [one.id, one]));
  return operations.map(({ op }) => {
    const one = outcomes.get(op);
    if (!one) return { state: "again" };
    return one.outcome === "refused" ? { state: "refused", text: one.text } : { state: "kept" };
  });
}

/** The copy shows what the server holds now; once for all taps of a call. */
async function keepStanding() {
  const news = Object.entries(told);
  told = {};
  for (const [practical, standing] of news) {
    for (const part of ["", "second"]) {
      const key = keyOf(practical, part === "second");
      if (await findPack(key)) await record(key, (old) => ({ value: { ...old, standing } }));
    }
  }
}

/** @param {string} practical @param {boolean} second */
export const keyOf = (practical, second) => `marking/${practical}/${second ? "second" : ""}`;
/** @param {string} key @returns {Promise<Pack | undefined>} */
export const findPack = (key) => kept(key);
/** @param {string} key @param {Pack} pack */
export const keepPack = (key, pack) => record(key, () => ({ value: pack }));

/** Keep a tap and begin to send it. @param {Place} place @param {Omit<Tap, "id">} tap */
export async function keepTap(place, { kind, ...tap }) {
  await record("marking-last", () => ({
    value: Date.now(),
    operations: [{ kind: "marking", url: place.sync, owner: place.owner, body: { kind, ...tap } }],
  }));
}

/** Taps of this person that the server has not answered for, or has refused, in the order in which they were made. @param {Place} place @returns {Promise<Tap[]>} */
export async function listTaps(place) {
  const mine = (await waiting("marking")).filter((one) => one.owner === place.owner);
  return mine.map((one) => ({ ...one.body, id: one.op, ...(one.refused ? { refusal: one.refused } : {}) }));
}

/** @param {Tap} tap */
export const dropTap = (tap) => drop(tap.id);
export const send = () => flush();

/** Keep a photo, as text since a queue holds nothing else. @param {Place} place @param {string} officer @param {Blob} blob */
export async function keepPhoto(place, officer, blob) {
  const content = await asText(blob);
  const url = place.photo.replace(NOBODY, officer);
  await record("marking-last", () => ({
    value: Date.now(),
    operations: [{ kind: "marking-photo", url, owner: place.owner, body: { content } }],
  }));
}

/** Photos of an officer that are still here. @param {Place} place @param {string} officer @returns {Promise<Photo[]>} */
export async function listPhotos(place, officer) {
  const url = place.photo.replace(NOBODY, officer);
  return (await waiting("marking-photo")).filter((one) => one.url === url).map((one) => ({ registration: officer, refusal: one.refused }));
}

/** @param {Blob} blob @returns {Promise<string>} Base64 */
function asText(blob) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.readAsDataURL(blob);
  });
}

/** When an officer's time began on this phone, in milliseconds since 1970. @param {string} key @returns {Promise<number>} */
export const beganAt = (key) => record(`marking-began/${key}`, (old) => ({ value: old ?? Date.now() }));
