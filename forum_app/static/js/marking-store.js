// @ts-check
/**
 * What marking keeps on this phone: the list of officers, every tap until the server has it, photos, and a name
 * that the phone gave itself. IndexedDB, since a phone that is closed or loses its battery must lose nothing.
 */

/** @typedef {{km: string, en: string}} Pair */
/** @typedef {{level: number, event: string | null, carried: boolean}} StandingMark */
/** @typedef {{marks: Record<string, StandingMark>, comment: string, comment_event: string | null, signed: boolean, conflicts: number}} Standing */
/** @typedef {{id: string, badge: string, code: string, name: Pair, group: number, blocked: string}} Officer */
/** @typedef {{id: string, name: Pair, critical: boolean, levels: Pair[]}} Criterion */
/** @typedef {{key: string, practical: string, second: boolean, title: Pair, task: Pair, limit_seconds: number, pass_tenths: number, criteria: Criterion[], phrases: Pair[], people: Officer[], standing: Record<string, Standing>}} Pack */
/** @typedef {{sequence: number, id: string, kind: string, practical: string, registration: string, criterion?: string, level?: number, text?: string, language?: string, seen?: string | null, second: boolean, made_at: number, refusal?: string}} Tap */
/** @typedef {{id: string, practical: string, registration: string, blob: Blob, refusal?: string}} Photo */

const NAME = "marking";
const VERSION = 1;
/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("packs", { keyPath: "key" });
      db.createObjectStore("taps", { keyPath: "sequence", autoIncrement: true });
      db.createObjectStore("photos", { keyPath: "id" });
      db.createObjectStore("names");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return opened;
}

/**
 * One transaction; done when it is on the disk.
 * @template T
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function within(store, mode, act) {
  const db = await database();
  return new Promise((done, fail) => {
    const transaction = db.transaction(store, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
  });
}

/** crypto.randomUUID needs a secure origin; a hotel's own network has none. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The name of this phone, made once. @returns {Promise<string>} */
export async function deviceName() {
  const found = await within("names", "readonly", (store) => store.get("device"));
  if (found) return String(found);
  const made = freshId();
  await within("names", "readwrite", (store) => store.put(made, "device"));
  return made;
}

/** @param {string} key @returns {Promise<Pack | undefined>} */
export const findPack = (key) => within("packs", "readonly", (store) => store.get(key));
/** @param {Pack} pack */
export const keepPack = (pack) => within("packs", "readwrite", (store) => store.put(pack));

/** Keep a tap. Its number counts all taps of this phone. @param {Omit<Tap, "sequence">} tap @returns {Promise<Tap>} */
export async function keepTap(tap) {
  const sequence = Number(await within("taps", "readwrite", (store) => store.add(tap)));
  return { ...tap, sequence };
}

/** @returns {Promise<Tap[]>} everything that is not settled, in the order of the taps */
export const listTaps = () => within("taps", "readonly", (store) => store.getAll());
/** @param {Tap} tap */
export const changeTap = (tap) => within("taps", "readwrite", (store) => store.put(tap));
/** @param {number} sequence */
export const dropTap = (sequence) => within("taps", "readwrite", (store) => store.delete(sequence));

/** @param {Photo} photo */
export const keepPhoto = (photo) => within("photos", "readwrite", (store) => store.put(photo));
/** @returns {Promise<Photo[]>} */
export const listPhotos = () => within("photos", "readonly", (store) => store.getAll());
/** @param {string} id */
export const dropPhoto = (id) => within("photos", "readwrite", (store) => store.delete(id));

/** When an officer's time began on this phone, in milliseconds since 1970. @param {string} key @returns {Promise<number>} */
export async function beganAt(key) {
  const found = await within("names", "readonly", (store) => store.get(`began:${key}`));
  if (found) return Number(found);
  const now = Date.now();
  await within("names", "readwrite", (store) => store.put(now, `began:${key}`));
  return now;
}
