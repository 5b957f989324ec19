// The watches there are: questions that are researched again, daily or weekly.

import { announce } from "./announcing.js";
import { pause } from "./connection.js";
import { mayDelete } from "./dialogs.js";
import { byId, element, setFacts, setText, showRows, showText } from "./elements.js";
import { countWords, troubleWords, whenWords } from "./words.js";

const LOOK_SECONDS = 60;
const RHYTHMS = { daily: "Each day", weekly: "Each week" };
const REPORTS_STAY = "It is not researched again. The reports that there are stay.";

export class WatchList {
  #service;
  #rows = new Map();
  #stop = new AbortController();

  constructor(service) {
    this.#service = service;
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

  /** Show that a watch was made. */
  async added() {
    announce("It is watched from now on.");
    await this.#change(() => {});
    if (!byId("watched").hidden) byId("watched-heading").focus();
  }

  async #keepUp(signal) {
    try {
      for (;;) {
        await this.#load(signal);
        await pause(LOOK_SECONDS, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#tell(error);
    }
  }

  async #load(signal) {
    const { watches } = await this.#service.watches(signal);
    signal.throwIfAborted();
    showText(byId("watch-trouble"), "");
    byId("watched").hidden = watches.length === 0;
    setText(byId("watch-count"), countWords(watches.length, "question"));
    showRows(byId("watches"), this.#rows, watches, {
      key: (watch) => watch.watch_id,
      make: (watch) => this.#newRow(watch),
      show: showRow,
    });
  }

  #newRow(watch) {
    const row = {
      item: element("li", { class: "job" }),
      title: element("p", { class: "job-title", dir: "auto" }, watch.query),
      facts: element("p", { class: "facts" }),
      last: element("a", {}, "Last report"),
      remove: element("button", { type: "button", class: "link" }, "Remove"),
    };
    row.last.setAttribute("aria-label", `Last report on “${watch.query}”`);
    row.remove.setAttribute("aria-label", `Remove the watch “${watch.query}”`);
    row.remove.addEventListener("click", () => this.#remove(watch));
    const acts = element("p", { class: "job-acts" }, row.last, row.remove);
    row.item.append(row.title, row.facts, acts);
    return row;
  }

  async #remove(watch) {
    if (!(await mayDelete(watch.query, REPORTS_STAY))) return;
    if (await this.#change(() => this.#service.unwatch(watch.watch_id))) announce("Removed.");
    byId(byId("watched").hidden ? "before-heading" : "watched-heading").focus();
  }

  /** Whether `deed` was done, and is shown. */
  async #change(deed) {
    try {
      await deed();
      await this.#load(this.#stop.signal);
    } catch (error) {
      this.#tell(error);
      return false;
    }
    return true;
  }

  /** Where none is shown, the list of jobs tells what is wrong. */
  #tell(error) {
    if (!byId("watched").hidden) showText(byId("watch-trouble"), troubleWords(error));
  }
}

function showRow(row, watch) {
  const isDue = new Date(watch.next_at) <= new Date();
  const next = isDue ? "due now" : `next ${whenWords(watch.next_at)}`;
  setFacts(row.facts, [RHYTHMS[watch.every] ?? watch.every, next]);
  row.last.hidden = !watch.last_job_id;
  if (watch.last_job_id) row.last.href = `#/jobs/${watch.last_job_id}`;
}
