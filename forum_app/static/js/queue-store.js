// @ts-check
/**
 * Where queue.js keeps things: one database of the browser with two stores, `kept` (a value under a key) and
 * `operations` (in the order in which they were made). Where the browser keeps nothing they live as long as the page.
 */

/** @typedef {import("./queue.js").Operation} Operation */
/** @typedef {{kind: string, url: string, owner: string, body: any}} Given */

const DATABASE = "forum";

/** @type {Promise<IDBDatabase | null> | undefined} */
let opening;
/** Gone with the page, and said so. @type {{kept: Map<string, any>, operations: Map<string, Operation>}} */
const memory = { kept: new Map(), operations: new Map() };
let durable = true;
let counted = 0;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase | null>} */
function open() {
  opening ??= new Promise((resolve) => {
    /** @type {IDBOpenDBRequest} */
    let request;
    try {
      request = indexedDB.open(DATABASE, 1);
    } catch {
      resolve(null);
      return;
    }
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("operations", { keyPath: "order", autoIncrement: true }).createIndex("op", "op", { unique: true });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => resolve(null);
  });
  return opening.then((database) => {
    durable = database !== null;
    return database;
  });
}

/**
 * Run `act` on both stores; resolves when everything is on the disk.
 * @template T
 * @param {IDBDatabase} database
 * @param {IDBTransactionMode} mode
 * @param {(kept: IDBObjectStore, operations: IDBObjectStore) => Promise<T>} act
 * @returns {Promise<T>}
 */
async function within(database, mode, act) {
  const transaction = database.transaction(["kept", "operations"], mode, { durability: "strict" });
  const finished = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const result = await act(transaction.objectStore("kept"), transaction.objectStore("operations"));
  await finished;
  return result;
}

/** crypto.randomUUID needs a secure origin; a hotel's own network has none. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {Given} given @returns {Operation} */
const made = (given) => ({ op: newId(), at: Date.now(), ...given });

/**
 * @param {string} key
 * @param {(old: any) => {value: any, operations?: {kind: string, url: string, owner: string, body: any}[]}} change must not wait
 * @returns {Promise<any>} the new value
 */
export async function write(key, change) {
  const database = await open();
  if (!database) return writeInMemory(key, change);
  const value = await within(database, "readwrite", async (shelf, operations) => {
    const changed = change(await done(shelf.get(key)));
    shelf.put(changed.value, key);
    for (const given of changed.operations ?? []) operations.add(made(given));
    return changed.value;
  });
  return value;
}

/** @param {string} key @param {(old: any) => any} change */
async function writeInMemory(key, change) {
  const changed = change(memory.kept.get(key));
  memory.kept.set(key, changed.value);
  for (const given of changed.operations ?? []) {
    const operation = { ...made(given), order: ++counted };
    memory.operations.set(operation.op, operation);
  }
  return changed.value;
}

/** @param {string} key @returns {Promise<any>} undefined when nothing is kept */
export async function kept(key) {
  const database = await open();
  return database ? within(database, "readonly", (shelf) => done(shelf.get(key))) : memory.kept.get(key);
}

/** @param {string} key */
export async function forget(key) {
  const database = await open();
  memory.kept.delete(key);
  if (database) await within(database, "readwrite", (shelf) => done(shelf.delete(key)));
}

/** @param {string} [kind] @returns {Promise<Operation[]>} refused ones included */
export async function waiting(kind) {
  const database = await open();
  const all = database ? await within(database, "readonly", (_shelf, operations) => done(operations.getAll())) : [...memory.operations.values()];
  return kind ? all.filter((operation) => operation.kind === kind) : all;
}

/** Let go of an operation. @param {string} op */
export async function drop(op) {
  const database = await open();
  memory.operations.delete(op);
  if (!database) return;
  await within(database, "readwrite", async (_shelf, operations) => {
    const order = await done(operations.index("op").getKey(op));
    if (order !== undefined) await done(operations.delete(order));
  });
}

/** @param {Operation} operation @param {string} text */
export async function refuse(operation, text) {
  const database = await open();
  const marked = { ...operation, refused: text || "refused" };
  if (database) await within(database, "readwrite", (_shelf, operations) => done(operations.put(marked)));
  else memory.operations.set(operation.op, marked);
}

/** False where the browser keeps nothing for us (some private windows). */
export const isDurable = () => durable;
