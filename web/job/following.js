// One job: followed while it runs, cancelled, asked again, deleted.

import { announce } from "../announcing.js";
import { pause } from "../connection.js";
import { mayDelete } from "../dialogs.js";
import { byId, moveTo, setText, showText } from "../elements.js";
import { randomName } from "../service.js";
import { isFinished, sentence, STATUSES, troubleWords } from "../words.js";
import { PlanForm } from "./planning.js";
import { ReportQuestions } from "./questioning.js";
import { ReadList } from "./reading.js";
import { showFacts, showJob, showNothing } from "./showing.js";
import { StageList } from "./stages.js";

const BETWEEN_LOOKS_SECONDS = 0.4;
const UNSEEN_SECONDS = 5;

export class JobView {
  #service;
  #leave;
  #taken;
  #job = null;
  #stages = null;
  #read = null;
  #heardAt = 0;
  #stop = new AbortController();
  #plan;
  #questions;

  /** `leave()` goes to the list; `again(job)` to the form, filled; `taken(jobId)` to that job. */
  constructor(service, { leave, again, taken }) {
    this.#service = service;
    this.#leave = leave;
    this.#taken = taken;
    this.#plan = new PlanForm(service);
    this.#questions = new ReportQuestions(service);
    byId("job-cancel").addEventListener("click", () => this.#cancel());
    byId("job-delete").addEventListener("click", () => this.#delete());
    byId("job-since").addEventListener("click", () => this.#followUp());
    byId("job-again").addEventListener("click", () => again(this.#job));
  }

  /** Show the job and follow it until it has ended or `close` is called. */
  open(jobId) {
    this.close();
    this.#stop = new AbortController();
    this.#job = null;
    this.#stages = new StageList();
    this.#read = new ReadList();
    showNothing();
    this.#plan.open();
    this.#questions.open(jobId);
    moveTo(byId("job-heading"));
    this.#follow(jobId, this.#stop.signal);
  }

  /** Stop following. */
  close() {
    this.#stop.abort();
    this.#plan.close();
    this.#questions.close();
  }

  async #follow(jobId, signal) {
    const ticking = setInterval(() => this.#tick(), 1000);
    try {
      let tag = "";
      while (!this.#job || !isFinished(this.#job.status)) {
        // Out of sight nothing waits: a browser has few connections, and tabs share them.
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

  #show(job) {
    const before = this.#job;
    this.#job = job;
    this.#heardAt = performance.now();
    this.#stages.show(job);
    this.#read.show(job);
    showJob(job); // what is told last is heard: an answer rather than the stage it came in
    this.#plan.show(job);
    this.#tick();
    if (!before || before.status === job.status || job.status === "awaiting_plan") return;
    const why = job.error ? ` ${sentence(job.error.message)}` : "";
    announce(`${STATUSES[job.status]}.${why}`);
  }

  #tick() {
    if (this.#job) showFacts(this.#job, this.#heardAt);
  }

  #fail(error) {
    const isGone = error.code === "job_not_found";
    if (this.#job) {
      showText(byId("job-trouble"), isGone ? "This was deleted meanwhile." : troubleWords(error));
      return;
    }
    const heading = isGone ? "There is no such report" : "This can’t be shown";
    const why = "It may have been deleted, or its address was cut short.";
    setText(byId("job-heading"), heading);
    showText(byId("job-trouble"), isGone ? why : troubleWords(error));
    document.title = heading;
  }

  async #cancel() {
    await this.#act(byId("job-cancel"), () => this.#service.cancel(this.#job.job_id));
  }

  /** Have the same researched again, and compared with this report. */
  async #followUp() {
    const { job_id: jobId, query } = this.#job;
    await this.#act(byId("job-since"), async () => {
      const body = { query, follow_up_of: jobId };
      const taken = await this.#service.submit(body, randomName(), this.#stop.signal);
      this.#taken(taken.job_id);
    });
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
