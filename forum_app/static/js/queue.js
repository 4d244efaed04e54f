// @ts-check
/**
 * What people do without a connection, kept on the device until the server has it. One queue for everything.
 *
 *   import { record, add, handle, flush, waiting, watch, kept, forget } from "./queue.js";
 *
 * An operation is `{op, kind, url, owner, at, body}`: `op` is an id made on the device, `url` where it is posted,
 * `owner` the account that did it (it is only ever sent while that account is signed in), `at` milliseconds since 1970
 * by the device's own clock, `body` what the kind of work needs. Operations are sent in the order in which they were made,
 * those for one address that follow each other in one call. They survive a reload, a closed browser and a dead battery,
 * and are sent again until the server has said what became of them, so a server must know an `op` that it has seen.
 *
 *   await record(key, (old) => ({ value, operations: [{ kind, url, owner, body }] }));
 *       Change what is kept under `key` and queue operations, both or neither. Resolves when it is on the disk.
 *   await add({ kind, url, owner, body });      The same without anything beside it.
 *   await kept(key);  await forget(key);        Read or drop what is kept under a key.
 *   await waiting(kind);                        Operations of this kind that the server has not answered for, oldest first.
 *   handle(kind, { most, pack, settle });       How a kind is sent; see Handler below. Call it once, before `flush`.
 *   await flush();                              Send what waits; answers `{left, why}`. Runs by itself when the line is back.
 *   watch((state) => ...);                      Hear `{left, why}` after every change; `why` is "" or one of
 *                                               "offline", "signin" (nobody is signed in), "stranger" (somebody else is).
 *   isDurable();                                False where the browser lets us keep nothing: say so on the page.
 *
 * Unless a kind packs its own, the server gets `{"sent_at": ms, "operations": [{"op", "kind", "at", ...body}]}` and
 * answers `{"operations": [{"op", "state": "kept" | "refused" | "again", "text"}]}`. A whole call that is refused
 * (a 4xx with `{"text"}`) refuses each of its operations; 413 is tried again in halves. "refused" operations stay on
 * the device, unsent, until the page that knows what to say about them calls `drop(op)`.
 */

import { drop, refuse, waiting, write } from "./queue-store.js";

export { drop, forget, isDurable, kept, newId, waiting } from "./queue-store.js";

/** @typedef {{op: string, kind: string, url: string, owner: string, at: number, body: any, order?: number, refused?: string}} Operation */
/** @typedef {{kind: string, url: string, owner: string, body: any}} Given */
/** @typedef {{state: string, text?: string, [more: string]: any}} Told */
/**
 * @typedef {object} Handler
 * @property {number} [most] operations in one call, 50 unless said
 * @property {(operations: Operation[], sentAt: number) => any} [pack] the body of a call
 * @property {(told: any, operations: Operation[]) => Told[]} [unpack] what the answer says of each, in the same order
 * @property {(operation: Operation, told: Told) => void | Promise<void>} [settle] after the server has answered for it
 */

const RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000, 60000];
const PATIENCE_MS = 20000;
const MOST = 50;

/** @type {Map<string, Handler>} */
const handlers = new Map();
/** @type {((state: {left: number, why: string}) => void)[]} */
const watchers = [];
let tries = 0;
/** Why nothing went the last time; kept until something goes. */
let reason = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Promise<{left: number, why: string}> | undefined} */
let running;
let isAskedAgain = false;
/** @type {{account: string, token: string} | undefined} */
let ticket;

/**
 * @param {string} key
 * @param {(old: any) => {value: any, operations?: Given[]}} change must not wait
 * @returns {Promise<any>} the new value
 */
export async function record(key, change) {
  const value = await write(key, change);
  await tell();
  return value;
}

/** @param {Given} given */
export async function add(given) {
  await record("last", () => ({ value: Date.now(), operations: [given] }));
}

/** @param {string} kind @param {Handler} handler */
export function handle(kind, handler) {
  handlers.set(kind, handler);
}

/** @param {(state: {left: number, why: string}) => void} watcher */
export function watch(watcher) {
  watchers.push(watcher);
}

async function tell() {
  const left = (await waiting()).filter((operation) => !operation.refused && handlers.has(operation.kind)).length;
  const state = { left, why: left ? reason : "" };
  for (const watcher of watchers) watcher(state);
  return state;
}

/**
 * Send what waits, one run at a time on this device. What is added during a run goes with it or right after it.
 * @returns {Promise<{left: number, why: string}>}
 */
export function flush() {
  if (running) isAskedAgain = true;
  running ??= alone(sendAll).finally(() => {
    running = undefined;
    if (isAskedAgain && !reason) void flush();
    isAskedAgain = false;
  });
  return running;
}

/** Two tabs must not send the same things at once; where there are no locks the server sorts it out. @param {() => Promise<any>} run */
function alone(run) {
  return navigator.locks ? navigator.locks.request("forum-queue", run) : run();
}

async function sendAll() {
  clearTimeout(timer);
  const strangers = new Set();
  let why = "";
  for (let batch = await nextBatch(strangers); batch.length; batch = await nextBatch(strangers)) {
    why = await sendBatch(batch);
    if (why === "stranger") strangers.add(batch[0].owner);
    else if (why) break;
  }
  reason = why || (strangers.size ? "stranger" : "");
  if (reason === "offline") again();
  else tries = 0;
  return tell();
}

/** The oldest operations that go to one address together. @param {Set<string>} strangers @returns {Promise<Operation[]>} */
async function nextBatch(strangers) {
  const ready = (await waiting()).filter((one) => !one.refused && handlers.has(one.kind) && !strangers.has(one.owner));
  const [first] = ready;
  if (!first) return [];
  const most = handlers.get(first.kind)?.most ?? MOST;
  const end = ready.findIndex((one) => one.url !== first.url || one.kind !== first.kind || one.owner !== first.owner);
  return ready.slice(0, Math.min(end < 0 ? ready.length : end, most));
}

/** @param {Operation[]} batch @returns {Promise<string>} why it did not go on, or nothing */
async function sendBatch(batch) {
  const may = await permission(batch[0].owner);
  if (may) return may;
  const handler = handlers.get(batch[0].kind) ?? {};
  const sentAt = Date.now();
  const body = handler.pack ? handler.pack(batch, sentAt) : plainBody(batch, sentAt);
  const response = await post(batch[0].url, body);
  if (!response) return "offline";
  if (response.status === 413 && batch.length > 1) return halves(batch);
  const told = await readJson(response);
  if (!told) return unreadable(response);
  tries = 0;
  reason = "";
  await settleAll(batch, response.ok ? (handler.unpack ?? plainAnswer)(told, batch) : batch.map(() => ({ state: "refused", ...told })));
  return "";
}

/** @param {Operation[]} batch @param {number} sentAt */
function plainBody(batch, sentAt) {
  return { sent_at: sentAt, operations: batch.map(({ op, kind, at, body }) => ({ op, kind, at, ...body })) };
}

/** @param {any} told @param {Operation[]} batch @returns {Told[]} */
function plainAnswer(told, batch) {
  const byOp = new Map((told.operations ?? []).map((/** @type {any} */ one) => [one.op, one]));
  return batch.map(({ op }) => byOp.get(op) ?? { state: "again" });
}

/** @param {Operation[]} batch @returns {Promise<string>} */
async function halves(batch) {
  const middle = Math.ceil(batch.length / 2);
  return (await sendBatch(batch.slice(0, middle))) || sendBatch(batch.slice(middle));
}

/** @param {Operation[]} batch @param {Told[]} told */
async function settleAll(batch, told) {
  for (const [place, operation] of batch.entries()) {
    const answer = told[place];
    if (answer.state === "refused") await refuse(operation, answer.text ?? "");
    else if (answer.state !== "again") await drop(operation.op);
    await handlers.get(operation.kind)?.settle?.(operation, answer);
  }
}

/** @param {string} url @param {any} body @returns {Promise<Response | null>} */
async function post(url, body) {
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": ticket?.token ?? "" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.status >= 500 || response.status === 429 ? null : response;
  } catch {
    return null;
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function readJson(response) {
  if (response.type === "opaqueredirect" || !(response.headers.get("content-type") ?? "").includes("json")) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** A page came back instead of an answer: the sign-in has ended, or the token is from another one. @param {Response} response */
function unreadable(response) {
  const hadTicket = ticket;
  ticket = undefined;
  return response.status === 400 && hadTicket ? "offline" : "signin";
}

/** Nobody sends somebody else's work. @param {string} owner @returns {Promise<string>} */
async function permission(owner) {
  if (!ticket) {
    try {
      const response = await fetch("/queue/ticket", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!response.ok) return "offline";
      ticket = await response.json();
    } catch {
      return "offline";
    }
  }
  if (!ticket?.account) {
    ticket = undefined;
    return "signin";
  }
  return ticket.account === owner ? "" : "stranger";
}

/** Try again, later each time, and not with the whole hall at once. */
function again() {
  const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
  tries += 1;
  timer = setTimeout(() => void flush(), wait * (0.75 + Math.random() / 2));
}

addEventListener("online", () => {
  tries = 0;
  void flush();
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void flush());
