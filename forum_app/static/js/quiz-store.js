// @ts-check
/**
 * What a phone knows of one attempt, kept on the device and told to the server through the queue.
 *
 * Kept under `quiz:<attempt>`:
 *   device    a name made for this attempt alone; sequence   how far it has counted its taps
 *   page      the page whose server state is in `held`: a page shown from the phone says nothing new
 *   held      by question what the server holds; late   whether that came after the time was up
 *   mine      by question what was tapped here and the server has not answered for
 *   told      by question what the server said about it (quizzes that say it at once)
 *   refused   by question why it was not kept, in words
 */

import { drop, flush, forget, handle, kept, newId, record, waiting } from "./queue.js";

/** @typedef {{is_right: boolean, is_final: boolean, chosen: string[], right: Record<string, string[]>, feedback: Record<string, string>, source: Record<string, string>}} Verdict */
/** @typedef {{question: string, chosen: string[], late: boolean, told: Verdict | null}} Held */
/**
 * @typedef {{device: string, sequence: number, page: string, lang: string, endsAt: number | null,
 *   held: Record<string, string[]>, late: Record<string, boolean>, mine: Record<string, {chosen: string[], sequence: number}>,
 *   told: Record<string, Verdict>, refused: Record<string, string>, clock: string, handedIn: boolean, over: string}} State
 */

const ANSWER = "quiz-answer";
const HAND_IN = "quiz-hand-in";
const AT_ONCE = 50;

/** @param {string} attempt */
const keyOf = (attempt) => `quiz:${attempt}`;

/** @returns {State} */
const fresh = () => ({
  device: newId(), sequence: 0, page: "", lang: "", endsAt: null, held: {}, late: {}, mine: {}, told: {}, refused: {},
  clock: "", handedIn: false, over: "",
});

export class Attempt {
  /** @param {{attempt: string, owner: string, home: string}} names */
  constructor({ attempt, owner, home }) {
    this.attempt = attempt;
    this.owner = owner;
    this.home = home;
    this.state = fresh();
  }

  /**
   * Take up what is kept, and what this page says unless it was shown from the phone.
   * @param {string} page @param {Held[]} questions @param {number | null} seconds
   */
  async open(page, questions, seconds) {
    await this.change((state) => {
      if (state.page === page) return;
      Object.assign(state, { page, held: {}, late: {}, told: {}, endsAt: seconds === null ? null : Date.now() + seconds * 1000 });
      for (const { question, chosen, late, told } of questions) {
        state.held[question] = chosen;
        state.late[question] = late;
        if (told) state.told[question] = told;
      }
    });
  }

  /** @param {(state: State) => void | import("./queue.js").Given[]} act */
  async change(act) {
    this.state = await record(keyOf(this.attempt), (old) => {
      const state = { ...fresh(), ...(old ?? {}) };
      return { value: state, operations: act(state) || [] };
    });
  }

  /** What is on the device now: another tab may have written it. */
  async reread() {
    this.state = { ...fresh(), ...((await kept(keyOf(this.attempt))) ?? {}) };
  }

  /** @param {string} question @param {string[]} chosen @param {string} language @param {number} ms */
  async answer(question, chosen, language, ms) {
    await this.change((state) => {
      state.sequence += 1;
      state.mine[question] = { chosen, sequence: state.sequence };
      delete state.refused[question];
      const answer = { question, chosen, language, sequence: state.sequence, device: state.device, ms: Math.round(ms) };
      return [this.operation(ANSWER, "answers", { answer })];
    });
    void flush();
  }

  async handIn() {
    await this.change((state) => {
      state.handedIn = true;
      return [this.operation(HAND_IN, "hand-in", {})];
    });
    return flush();
  }

  /** @param {string} kind @param {string} tail @param {object} body */
  operation(kind, tail, body) {
    return { kind, url: `${this.home}/${tail}`, owner: this.owner, body: { attempt: this.attempt, ...body } };
  }

  /** What stands in a question, and where that is. @param {string} question */
  shown(question) {
    const { mine, held, late, refused, told } = this.state;
    const own = mine[question];
    const chosen = own ? own.chosen : (held[question] ?? []);
    const where = own ? "phone" : refused[question] ? "refused" : !chosen.length ? "none" : late[question] ? "late" : "server";
    return { chosen, where, text: refused[question] ?? "", told: own ? undefined : told[question] };
  }

  /** Nothing stays behind once it is over, but what the server has not answered for. */
  async leave() {
    const own = (await waiting()).filter((one) => one.body?.attempt === this.attempt);
    await Promise.all(own.filter((one) => one.refused).map((one) => drop(one.op)));
    if (own.every((one) => one.refused)) await forget(keyOf(this.attempt));
  }
}

handle(ANSWER, {
  most: AT_ONCE,
  pack: (operations, sentAt) => ({
    attempt: operations[0].body.attempt,
    sent_at: sentAt,
    answers: operations.map(({ at, body }) => ({ ...body.answer, answered_at: at })),
  }),
  unpack: (told, operations) => operations.map((_one, place) => ({ clock: told.clock ?? "", ...told.answers[place] })),
  settle: settleAnswer,
});

handle(HAND_IN, {
  pack: (operations) => ({ attempt: operations[0].body.attempt }),
  unpack: (told, operations) => operations.map(() => told),
  settle: async ({ body }, told) => {
    await settled(body.attempt, (state) => {
      state.over = told.state === "refused" ? (told.text ?? "") : "done";
    });
  },
});

/** @param {import("./queue.js").Operation} operation @param {any} told */
async function settleAnswer({ kind, url, owner, body }, told) {
  const { question, sequence, device } = body.answer;
  await settled(body.attempt, (state) => {
    const own = state.mine[question];
    const isNewest = own?.sequence === sequence && state.device === device;
    state.clock = told.clock ?? "";
    if (told.state === "renumber") return isNewest ? [again(state, { kind, url, owner, body })] : [];
    if (isNewest) delete state.mine[question];
    if (told.state === "refused" && isNewest) state.refused[question] = told.text ?? "";
    if (!told.holds) return [];
    state.held[question] = told.holds;
    state.late[question] = told.late;
    if (told.verdict) state.told[question] = told.verdict;
    return [];
  });
}

/** The storage of this phone was put back to an older state: it counts anew, as another device. @param {State} state @param {import("./queue.js").Given} given */
function again(state, given) {
  state.device = newId();
  state.sequence = 1;
  state.mine[given.body.answer.question].sequence = 1;
  return { ...given, body: { ...given.body, answer: { ...given.body.answer, device: state.device, sequence: 1 } } };
}

/** @param {string} attempt @param {(state: State) => void | import("./queue.js").Given[]} act */
async function settled(attempt, act) {
  await record(keyOf(attempt), (old) => {
    const state = { ...fresh(), ...(old ?? {}) };
    return { value: state, operations: act(state) || [] };
  });
}
