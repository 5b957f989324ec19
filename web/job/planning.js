// The plan of a job: shown, changed and approved, before anything is read.

import { announce } from "../announcing.js";
import { byId, element, setText, showText } from "../elements.js";
import { countWords, troubleWords, whenWords } from "../words.js";

const APPROVE = "Research this plan";
const APPROVING = "Sending…";
const EMPTY = "Ask one question at least.";
const MAX_QUESTIONS = 10;
const MAX_CHARACTERS = 200;
const MAX_CLARIFICATION_CHARACTERS = 500;

export class PlanForm {
  #service;
  #jobId = "";
  #sending = null;

  constructor(service) {
    this.#service = service;
    byId("plan-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#approve();
    });
    byId("plan-form").addEventListener("input", () => this.#showFault(""));
    byId("plan-add").addEventListener("click", () => this.#add());
    byId("plan-clarification").maxLength = MAX_CLARIFICATION_CHARACTERS;
  }

  /** Forget the plan of the job before. */
  open() {
    this.close();
    this.#jobId = "";
  }

  /** Wait for no answer any more. */
  close() {
    this.#sending?.abort();
  }

  /** Show the plan of `job` while it waits. What was changed meanwhile stays as it is. */
  show(job) {
    const waits = job.status === "awaiting_plan";
    byId("plan").hidden = !waits;
    if (!waits || this.#jobId === job.job_id) return;
    this.#jobId = job.job_id;
    const { questions, clarifying_question: asked, kept_until: until } = job.plan;
    byId("plan-questions").replaceChildren(...questions.map((text) => this.#item(text)));
    this.#number();
    setText(byId("plan-until"), `It waits for you until ${whenWords(until)}.`);
    byId("plan-vague").hidden = !asked;
    setText(byId("plan-asked"), asked);
    byId("plan-clarification").value = "";
    showText(byId("plan-trouble"), "");
    this.#showFault("");
    announce(`Plan to approve: ${countWords(questions.length, "question")}.`);
  }

  #item(text) {
    const box = element("textarea", { rows: "1", dir: "auto", maxlength: String(MAX_CHARACTERS) });
    box.value = text;
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) event.preventDefault(); // one line each
    });
    const button = element("button", { type: "button", class: "quiet" }, "Remove");
    const item = element("li", {}, box, button);
    button.addEventListener("click", () => this.#remove(item));
    return item;
  }

  #add() {
    const item = this.#item("");
    byId("plan-questions").append(item);
    this.#number();
    item.querySelector("textarea").focus();
  }

  #remove(item) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.#number();
    announce("Removed.");
    (next?.querySelector("textarea") ?? byId("plan-add")).focus();
  }

  /** What a screen reader calls each box and its button; and whether there is room for more. */
  #number() {
    const items = [...byId("plan-questions").children];
    items.forEach((item, at) => {
      item.querySelector("textarea").setAttribute("aria-label", `Question ${at + 1}`);
      item.querySelector("button").setAttribute("aria-label", `Remove question ${at + 1}`);
    });
    byId("plan-add").disabled = items.length >= MAX_QUESTIONS;
  }

  async #approve() {
    if (this.#sending) return;
    const boxes = [...byId("plan-questions").querySelectorAll("textarea")];
    const typed = boxes.map((box) => box.value.trim());
    const questions = typed.filter((text) => /[\p{L}\p{N}]/u.test(text));
    showText(byId("plan-trouble"), "");
    this.#showFault(questions.length === 0 ? EMPTY : "");
    if (questions.length === 0) {
      (boxes[0] ?? byId("plan-add")).focus();
      return;
    }
    const clarification = byId("plan-clarification").value.trim();
    await this.#send({ questions, clarification });
  }

  async #send(approval) {
    const sending = new AbortController();
    this.#sending = sending;
    this.#showSending(true);
    try {
      await this.#service.approve(this.#jobId, approval, sending.signal);
      byId("job-heading").focus({ preventScroll: true });
    } catch (error) {
      if (!sending.signal.aborted) showText(byId("plan-trouble"), troubleWords(error));
    } finally {
      this.#sending = null;
      this.#showSending(false);
    }
  }

  #showSending(isSending) {
    setText(byId("plan-send"), isSending ? APPROVING : APPROVE);
    byId("plan-send").setAttribute("aria-disabled", String(isSending));
  }

  #showFault(words) {
    setText(byId("plan-fault"), words);
  }
}
