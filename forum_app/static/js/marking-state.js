// @ts-check
/**
 * What a trainer sees of an officer: what the server holds, with the taps of this phone laid over it. No page here.
 */

/** @typedef {import("./marking-store.js").Pack} Pack */
/** @typedef {import("./marking-store.js").Tap} Tap */
/** @typedef {import("./marking-store.js").Officer} Officer */
/** @typedef {{level: number, event: string | null, carried: boolean}} Seen */
/** @typedef {{levels: Map<string, Seen>, comment: string, commentEvent: string | null, signed: "" | "server" | "phone", refusals: Tap[], conflicts: number}} View */

/**
 * @param {Pack} pack
 * @param {Tap[]} taps
 * @param {string} officer
 * @returns {View}
 */
export function viewOf(pack, taps, officer) {
  const held = pack.standing[officer];
  /** @type {View} */
  const view = {
    levels: new Map(Object.entries(held?.marks ?? {})),
    comment: held?.comment ?? "",
    commentEvent: held?.comment_event ?? null,
    signed: held?.signed ? "server" : "",
    refusals: [],
    conflicts: held?.conflicts ?? 0,
  };
  for (const tap of taps) {
    if (tap.practical !== pack.practical || tap.registration !== officer) continue;
    if (tap.refusal) view.refusals.push(tap);
    else layOver(view, tap);
  }
  return view;
}

/** @param {View} view @param {Tap} tap */
function layOver(view, tap) {
  if (tap.kind === "level") view.levels.set(tap.criterion ?? "", { level: tap.level ?? 0, event: tap.id, carried: false });
  else if (tap.kind === "comment") {
    view.comment = tap.text ?? "";
    view.commentEvent = tap.id;
  } else view.signed ||= "phone";
}

/** Places (from 1) of criteria without a level. @param {Pack} pack @param {View} view */
export function openPlaces(pack, view) {
  return pack.criteria.flatMap((criterion, index) => (view.levels.has(criterion.id) ? [] : [index + 1]));
}

/**
 * The same rule as on the server (assessments/rules/levels.py), so that a trainer without a connection sees the result.
 * @param {Pack} pack
 * @param {View} view
 * @returns {{result: "passed" | "not-yet" | "incomplete", decisive: import("./marking-store.js").Criterion[]}}
 */
export function resultOf(pack, view) {
  if (openPlaces(pack, view).length) return { result: "incomplete", decisive: [] };
  const levels = pack.criteria.map((criterion) => view.levels.get(criterion.id)?.level ?? 0);
  const seen = levels.filter((level) => level > 0);
  const decisive = pack.criteria.filter((criterion, index) => criterion.critical && levels[index] <= 1);
  const isHigh = seen.length > 0 && seen.reduce((sum, level) => sum + level, 0) * 10 >= pack.pass_tenths * seen.length;
  return { result: isHigh && !decisive.length ? "passed" : "not-yet", decisive };
}

/** The officers of a group, in the order of their badges; 0 is everybody. @param {Pack} pack @param {number} group */
export function officersOf(pack, group) {
  return pack.people.filter((one) => !group || one.group === group);
}

/**
 * Who comes next: the first after this one, around the end, who is neither signed off nor anybody else's.
 * @param {Pack} pack
 * @param {Tap[]} taps
 * @param {number} group
 * @param {string} officer
 * @returns {Officer | undefined}
 */
export function following(pack, taps, group, officer) {
  const people = officersOf(pack, group);
  const here = people.findIndex((one) => one.id === officer);
  const order = [...people.slice(here + 1), ...people.slice(0, Math.max(here, 0))];
  return order.find((one) => !one.blocked && !viewOf(pack, taps, one.id).signed);
}

/**
 * The officer of a scanned badge (its code, perhaps inside an address) or of a typed badge number.
 * @param {Pack} pack
 * @param {string} typed
 * @returns {Officer | undefined}
 */
export function findOfficer(pack, typed) {
  const latin = typed.replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0)).toUpperCase();
  const piece = latin.split(/[^0-9A-Z]+/).filter(Boolean).at(-1) ?? "";
  const byCode = pack.people.find((one) => one.code === piece);
  return byCode ?? (/^\d{1,4}$/.test(piece) ? pack.people.find((one) => Number(one.badge) === Number(piece)) : undefined);
}
