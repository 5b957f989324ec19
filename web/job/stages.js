// The stages of a run, as a list that fills.

import { announce } from "../announcing.js";
import { byId, element, setText } from "../elements.js";
import { countWords } from "../words.js";

/** In running order: the name, what it does, and what it counts. */
const STAGES = {
  search: ["Search", "finds pages about the question", "search", "searches"],
  plan: ["Plan", "decides what the report must answer", "question"],
  read: ["Read", "fetches the pages and finds their text", "page"],
  index: ["Index", "cuts the texts into passages", "passage"],
  select: ["Select", "picks the passages that answer", "question"],
  write: ["Write", "puts the report together", "statement"],
  verify: ["Verify", "looks up every quote where it came from", "statement"],
  render: ["Finish", "makes the files", "file"],
};
const NAMES = Object.keys(STAGES);
/** What the stage where a job is looks like, by the job's status. */
const HERE = { running: "now", failed: "stopped", cancelled: "stopped" };

export class StageList {
  #rows = new Map();
  #counts = new Map();
  #furthest = 0;
  #current = "";

  constructor() {
    for (const name of NAMES) {
      const [title, purpose] = STAGES[name];
      const row = {
        item: element("li", { class: "stage" }),
        state: element("span", { class: "unseen" }),
        count: element("span", { class: "stage-count" }),
        news: element("p", { class: "stage-news", dir: "auto" }, purpose),
      };
      const top = element("p", { class: "stage-top" });
      top.append(element("span", { class: "stage-name" }, title), row.state, row.count);
      row.item.append(top, row.news);
      this.#rows.set(name, row);
    }
    byId("stages").replaceChildren(...[...this.#rows.values()].map((row) => row.item));
  }

  /** Show where `job` is. Rounds go back; what was done once stays done. */
  show(job) {
    const { stage, done, total, events } = job.progress;
    if (total > 0) this.#counts.set(stage, [done, total]);
    const reached = reachedBy(job.progress);
    this.#furthest = Math.max(this.#furthest, reached);
    const current = done < total ? NAMES.indexOf(stage) : reached;
    const last = new Map(events.map((event) => [event.stage, event.message]));
    NAMES.forEach((name, at) => {
      const state = at === current ? HERE[job.status] : at < this.#furthest ? "done" : "ahead";
      this.#showRow(name, state ?? "ahead", last.get(name));
    });
    this.#tell(job.status === "running" ? NAMES[current] : "");
  }

  #tell(name) {
    if (name && name !== this.#current) announce(`${STAGES[name][0]}: ${STAGES[name][1]}.`);
    this.#current = name;
  }

  #showRow(name, state, news) {
    const row = this.#rows.get(name);
    row.item.dataset.state = state;
    if (state === "now") row.item.setAttribute("aria-current", "step");
    else row.item.removeAttribute("aria-current");
    setText(
      row.state,
      { now: ", now", done: ", done", stopped: ", stopped here", ahead: "" }[state],
    );
    if (news && state !== "ahead") setText(row.news, news);
    const [done, total] = this.#counts.get(name) ?? [0, 0];
    const [, , one, more] = STAGES[name];
    const counted = countWords(total, one, more);
    setText(row.count, total === 0 ? "" : done === total ? counted : `${done} of ${counted}`);
  }
}

/** The stage that goes on, as the percentage tells: every stage has an equal share of it. A stage
 * reports what it has done, so the last one that did is not the one that works now.
 */
function reachedBy({ percent }) {
  const stages = ((percent + 0.99) * NAMES.length) / 100; // percentages are rounded down
  return Math.min(NAMES.length - 1, Math.floor(stages));
}

/** What happened, line by line, oldest first. */
export function eventItems(events) {
  return events.map((event) => {
    const name = STAGES[event.stage]?.[0] ?? event.stage;
    const told = element("span", { class: "log-words", dir: "auto" }, event.message);
    return element("li", {}, element("span", { class: "log-stage" }, name), told);
  });
}
