// One job: followed while it runs, and shown as it ended.

import { announce } from "./announcing.js";
import { pause } from "./connection.js";
import { mayDelete } from "./dialogs.js";
import { byId, element, moveTo, setFacts, setLink, setText, showText } from "./elements.js";
import { eventItems, StageList } from "./stages.js";
import {
  adviceWords, countWords, dollarWords, durationWords, isFinished, sentence, STATUSES,
  troubleWords, whenWords,
} from "./words.js";

const BETWEEN_LOOKS_SECONDS = 0.4;
const UNSEEN_SECONDS = 5;
const LONG_CHARACTERS = 110;

export class JobView {
  #service;
  #leave;
  #again;
  #job = null;
  #stages = null;
  #heardAt = 0;
  #stop = new AbortController();

  /** `leave()` goes to the list; `again(job)` to the form, filled. */
  constructor(service, { leave, again }) {
    this.#service = service;
    this.#leave = leave;
    this.#again = again;
    byId("job-cancel").addEventListener("click", () => this.#cancel());
    byId("job-delete").addEventListener("click", () => this.#delete());
    byId("job-again").addEventListener("click", () => this.#again(this.#job));
  }

  /** Show the job and follow it until it has ended or `close` is called. */
  open(jobId) {
    this.close();
    this.#stop = new AbortController();
    this.#job = null;
    this.#stages = new StageList();
    this.#clear();
    moveTo(byId("job-heading"));
    this.#follow(jobId, this.#stop.signal);
  }

  /** Stop following. */
  close() {
    this.#stop.abort();
  }

  async #follow(jobId, signal) {
    const ticking = setInterval(() => this.#tick(), 1000);
    try {
      let tag = "";
      while (!this.#job || !isFinished(this.#job.status)) {
        const answer = await this.#service.status(jobId, { tag, waits: !document.hidden, signal });
        signal.throwIfAborted();
        if (answer) {
          tag = answer.tag;
          this.#show(answer.job);
        }
        await pause(document.hidden ? UNSEEN_SECONDS : BETWEEN_LOOKS_SECONDS, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      clearInterval(ticking);
    }
  }

  #clear() {
    setText(byId("job-heading"), "…");
    byId("job-heading").className = "";
    setText(byId("job-status"), "");
    setFacts(byId("job-facts"), []);
    for (const id of [
      "job-asked", "job-trouble", "job-error", "job-progress", "findings", "warnings", "log",
      "job-open", "job-cancel", "job-again", "job-markdown", "job-json", "job-delete",
    ]) byId(id).hidden = true;
  }

  #show(job) {
    const before = this.#job;
    this.#job = job;
    this.#heardAt = performance.now();
    const ended = isFinished(job.status);
    byId("job").dataset.status = job.status;
    setText(byId("job-status"), STATUSES[job.status]);
    this.#showHeading(job);
    this.#tick();
    this.#showActs(job, ended);
    this.#showProgress(job);
    showText(byId("job-trouble"), "");
    if (ended) this.#showEnd(job);
    if (before && before.status !== job.status) this.#tellChange(job);
  }

  #showHeading(job) {
    const title = job.result?.title || job.query;
    const heading = byId("job-heading");
    setText(heading, title);
    heading.classList.toggle("long", title.length > LONG_CHARACTERS);
    setText(byId("job-query"), job.query);
    byId("job-asked").hidden = title.trim() === job.query.trim();
    const state = job.status === "running" ? `${job.progress.percent}%` : STATUSES[job.status];
    document.title = `${state} · ${title}`;
  }

  /** The facts; of a job that runs, its time grows between answers. */
  #tick() {
    const job = this.#job;
    if (!job) return;
    setFacts(byId("job-facts"), [...resultFacts(job), timeFact(job, this.#heardAt), `${job.depth} depth`,
      `asked ${whenWords(job.created_at)}`]);
  }

  #showActs(job, ended) {
    const hadFocus = document.activeElement === byId("job-cancel");
    setLink(byId("job-open"), job.report_url);
    setLink(byId("job-markdown"), job.report_markdown_url);
    setLink(byId("job-json"), job.report_json_url);
    byId("job-cancel").hidden = ended;
    byId("job-delete").hidden = !ended;
    byId("job-again").hidden = !ended;
    if (ended && hadFocus) byId("job-heading").focus();
  }

  #showProgress(job) {
    const { percent, stage } = job.progress;
    const stopped = isFinished(job.status) && job.status !== "completed" && stage !== null;
    byId("job-progress").hidden = isFinished(job.status) && !stopped;
    const bar = byId("job-percent");
    bar.hidden = stopped;
    bar.value = percent;
    this.#stages.show(job);
  }

  #showEnd(job) {
    const findings = job.result?.key_findings ?? [];
    byId("findings").hidden = findings.length === 0;
    byId("findings-list").replaceChildren(...findings.map((text) => element("li", { dir: "auto" }, text)));
    byId("warnings").hidden = job.warnings.length === 0;
    byId("warnings-list").replaceChildren(...job.warnings.map((text) => element("li", { dir: "auto" }, text)));
    byId("job-error").hidden = job.status === "completed";
    setText(byId("job-error-words"), endWords(job));
    showText(byId("job-error-code"), adviceWords(job.error?.code));
    byId("log").hidden = job.progress.events.length === 0;
    byId("log-list").replaceChildren(...eventItems(job.progress.events));
  }

  #tellChange(job) {
    announce(job.error ? `${STATUSES[job.status]}. ${sentence(job.error.message)}` : `${STATUSES[job.status]}.`);
  }

  #fail(error) {
    if (!this.#job) {
      const isGone = error.code === "job_not_found";
      setText(byId("job-heading"), isGone ? "There is no such report" : "This can’t be shown");
      document.title = byId("job-heading").textContent;
      showText(byId("job-trouble"), isGone ? "It may have been deleted, or its address was cut short." : troubleWords(error));
    } else {
      const isGone = error.code === "job_not_found";
      showText(byId("job-trouble"), isGone ? "This was deleted meanwhile." : troubleWords(error));
    }
  }

  async #cancel() {
    await this.#act(byId("job-cancel"), () => this.#service.cancel(this.#job.job_id));
  }

  async #delete() {
    const job = this.#job;
    if (!(await mayDelete(job.result?.title || job.query))) return;
    await this.#act(byId("job-delete"), async () => {
      await this.#service.remove(job.job_id);
      announce("Deleted.");
      this.#leave();
    });
  }

  /** Do it once, however often the button is pressed meanwhile. */
  async #act(button, deed) {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      await deed();
    } catch (error) {
      showText(byId("job-trouble"), troubleWords(error));
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }
}

function resultFacts(job) {
  if (!job.result) return [];
  const { claims, sources_cited: cited, sources_read: read, words } = job.result;
  const cost = job.cost?.total.usd ?? null;
  return [
    `${countWords(claims, "statement")} from ${cited} of ${countWords(read, "page")} read`,
    countWords(words, "word"),
    cost === null ? "" : dollarWords(cost),
  ];
}

/** By the service's clock: the reader's may be another. */
function timeFact(job, heardAt) {
  if (!job.started_at) return "";
  const started = Date.parse(job.started_at);
  if (job.completed_at) return `took ${durationWords((Date.parse(job.completed_at) - started) / 1000)}`;
  const since = Date.parse(job.updated_at) - started + (performance.now() - heardAt);
  return durationWords(since / 1000);
}

function endWords(job) {
  if (job.status === "cancelled") return "This was cancelled before there was a report.";
  return job.error ? sentence(job.error.message) : "";
}
