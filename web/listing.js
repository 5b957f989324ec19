// The jobs there are, a page at a time, kept up to date while it is looked at.

import { announce } from "./announcing.js";
import { pause } from "./connection.js";
import { mayDelete } from "./dialogs.js";
import { byId, element, setFacts, setLink, setText, showRows, showText } from "./elements.js";
import { FindBox } from "./finding.js";
import { countWords, isFinished, isMoving, STATUSES, troubleWords, whenWords } from "./words.js";

const ON_A_PAGE = 10;
const BUSY_SECONDS = 2.5;
const CALM_SECONDS = 20;
const UNSEEN_SECONDS = 60;
const EXAMPLES = [
  "How do green roofs cool cities?",
  "What is known about microplastics in drinking water?",
  "Can sailing cargo ships cut the emissions of ocean freight?",
];
const NONE_OF = {
  pending: "Nothing waits.",
  running: "Nothing is being researched now.",
  awaiting_plan: "No plan waits for you.",
  completed: "No report is ready yet.",
  failed: "Nothing failed.",
  cancelled: "Nothing was cancelled.",
};
const NONE_WITH_WORDS = "Nothing here has these words.";
const NONE_YET_WITH_WORDS = "None of the newest has these words. “Older” looks further back.";

export class JobList {
  #service;
  #rows = new Map();
  #status = byId("filter").querySelector(":checked").value; // a browser may restore it
  #find = new FindBox(() => this.#begin());
  #isAsked = false;
  #cursors = [null];
  #next = null;
  #isBusy = false;
  #stop = new AbortController();

  /** `example(query)` puts a question into the form. */
  constructor(service, { example }) {
    this.#service = service;
    byId("filter").addEventListener("change", (event) => {
      this.#status = event.target.value;
      this.#begin();
    });
    byId("older").addEventListener("click", () => this.#turn([...this.#cursors, this.#next]));
    byId("newer").addEventListener("click", () => this.#turn(this.#cursors.slice(0, -1)));
    byId("examples").replaceChildren(
      ...EXAMPLES.map((query) => {
        const button = element("button", { type: "button", class: "link" }, query);
        button.addEventListener("click", () => example(query));
        return element("li", {}, button);
      }),
    );
  }

  /** Show the list, and keep it up to date until `close` is called. */
  open() {
    this.close();
    this.#stop = new AbortController();
    this.#keepUp(this.#stop.signal);
  }

  /** Stop asking. */
  close() {
    this.#stop.abort();
  }

  async #keepUp(signal) {
    try {
      for (;;) {
        await this.#load(signal);
        // To find words, the service reads many jobs.
        const seconds = this.#isBusy && !this.#find.text ? BUSY_SECONDS : CALM_SECONDS;
        await pause(document.hidden ? UNSEEN_SECONDS : seconds, signal);
      }
    } catch (error) {
      if (!signal.aborted) showText(byId("list-trouble"), troubleWords(error));
    }
  }

  async #load(signal) {
    const cursor = this.#cursors.at(-1);
    const asked = { status: this.#status, text: this.#find.text, cursor, limit: ON_A_PAGE, signal };
    const list = await this.#service.jobs(asked);
    signal.throwIfAborted();
    if (list.jobs.length === 0 && this.#cursors.length > 1 && !this.#find.text) {
      this.#cursors.pop();
      await this.#load(signal);
      return;
    }
    showText(byId("list-trouble"), "");
    this.#show(list);
  }

  /** Show what is asked for now, from the newest on, and tell how much that is. */
  #begin() {
    this.#isAsked = true;
    this.#turn([null], { stays: true });
  }

  /** Show another page, from its top. */
  #turn(cursors, { stays = false } = {}) {
    this.#cursors = cursors;
    this.open();
    if (!stays) byId("before-heading").focus();
  }

  #show(list) {
    this.#isBusy = list.jobs.some((job) => isMoving(job.status));
    this.#next = list.next_cursor;
    showRows(byId("jobs"), this.#rows, list.jobs, {
      key: (job) => job.job_id,
      make: (job) => this.#newRow(job),
      show: showRow,
    });
    byId("filter").hidden = list.total === 0;
    byId("find-form").hidden = list.total === 0;
    setText(byId("count"), this.#countOf(list));
    byId("empty").hidden = list.jobs.length > 0;
    byId("examples").hidden = list.total > 0;
    setText(byId("empty-words"), this.#emptyWords(list.total));
    this.#showPages();
    if (this.#isAsked) announce(byId(list.jobs.length > 0 ? "count" : "empty-words").textContent);
    this.#isAsked = false;
  }

  /** How many there are. Those with some words are known where all of them are shown. */
  #countOf({ total, filtered, jobs }) {
    if (total === 0) return "";
    const counted = countWords(total, "question");
    const isWhole = this.#cursors.length === 1 && this.#next === null;
    if (this.#find.text) return isWhole ? `${jobs.length} of ${counted}` : counted;
    return this.#status ? `${filtered} of ${counted}` : counted;
  }

  #emptyWords(total) {
    if (total === 0) return "Nothing yet. You could begin with one of these:";
    if (!this.#find.text) return NONE_OF[this.#status] ?? "";
    return this.#next === null ? NONE_WITH_WORDS : NONE_YET_WITH_WORDS;
  }

  #showPages() {
    const [newer, older] = [byId("newer"), byId("older")];
    newer.disabled = this.#cursors.length === 1;
    older.disabled = this.#next === null;
    byId("pages").hidden = newer.disabled && older.disabled;
  }

  #newRow(job) {
    const row = {
      item: element("li", { class: "job" }),
      title: element("a", { class: "job-title", dir: "auto", href: `#/jobs/${job.job_id}` }),
      facts: element("p", { class: "facts" }),
      open: element("a", { target: "_blank", rel: "noopener" }, "Open"),
      cancel: element("button", { type: "button", class: "link" }, "Cancel"),
      remove: element("button", { type: "button", class: "link" }, "Delete"),
    };
    row.cancel.addEventListener("click", () =>
      this.#act(row, "Cancelled.", () => this.#service.cancel(job.job_id)),
    );
    row.remove.addEventListener("click", () => this.#remove(row, job.job_id));
    const acts = element("p", { class: "job-acts" }, row.open, row.cancel, row.remove);
    row.item.append(row.title, row.facts, acts);
    return row;
  }

  async #remove(row, jobId) {
    if (!(await mayDelete(row.title.textContent))) return;
    await this.#act(row, "Deleted.", () => this.#service.remove(jobId));
    byId("before-heading").focus();
  }

  async #act(row, done, deed) {
    try {
      await deed();
      announce(done);
      this.open();
    } catch (error) {
      showText(byId("list-trouble"), troubleWords(error));
    }
  }
}

function showRow(row, job) {
  const title = job.title || job.query;
  setText(row.title, title);
  row.item.dataset.status = job.status;
  const ended = isFinished(job.status);
  const state =
    job.status === "running" ? `${STATUSES.running}, ${job.percent}%` : STATUSES[job.status];
  setFacts(row.facts, [state, whenWords(job.created_at), `${job.depth} depth`]);
  setLink(row.open, job.report_url);
  row.open.setAttribute("aria-label", `Open the report “${title}” in a new tab`);
  row.cancel.setAttribute("aria-label", `Cancel “${title}”`);
  row.remove.setAttribute("aria-label", `Delete “${title}”`);
  const hadFocus = document.activeElement === row.cancel;
  row.cancel.hidden = ended;
  row.remove.hidden = !ended;
  if (ended && hadFocus) row.title.focus();
}
