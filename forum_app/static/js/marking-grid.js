// @ts-check
/** The grid of marks from paper: a digit fills the cell and goes on, arrows move. Without this file, Tab does. */

const LEVELS = /^[0-4–-]$/;
const KHMER_ZERO = 0x17e0;
const STEPS = new Map([
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
  ["Enter", [1, 0]],
]);
const rows = [...document.querySelectorAll(".grid-cells tbody tr")].map((row) => [...row.querySelectorAll("input")]);

/** @param {EventTarget | null} cell @returns {[number, number] | null} */
function placeOf(cell) {
  for (const [row, cells] of rows.entries()) {
    const column = cells.findIndex((one) => one === cell);
    if (column >= 0) return [row, column];
  }
  return null;
}

/** @param {number} row @param {number} column */
function goTo(row, column) {
  const width = rows[0]?.length ?? 0;
  const cell = column >= width ? rows[row + 1]?.[0] : column < 0 ? rows[row - 1]?.[width - 1] : rows[row]?.[column];
  cell?.focus();
  cell?.select();
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  const place = placeOf(event.target);
  if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = STEPS.get(event.key);
  if (step) {
    event.preventDefault();
    goTo(place[0] + step[0], place[1] + step[1]);
    return;
  }
  const code = event.key.charCodeAt(0) - KHMER_ZERO;
  const key = event.key.length === 1 && code >= 0 && code <= 9 ? String(code) : event.key;
  if (key.length !== 1 || !(event.target instanceof HTMLInputElement) || event.target.readOnly) return;
  event.preventDefault();
  if (!LEVELS.test(key)) return;
  event.target.value = key;
  goTo(place[0], place[1] + 1);
}

document.querySelector(".grid-cells")?.addEventListener("keydown", (event) => event instanceof KeyboardEvent && keyed(event));
