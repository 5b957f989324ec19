// Questions about a report that is ready, answered from its own sources.

import { announce } from "../announcing.js";
import { byId, element, setText, showText } from "../elements.js";
import { sentence, troubleWords } from "../words.js";
import { sourceName } from "./reading.js";

const ASK = "Ask";
const ASKING = "Looking…";
const MAX_CHARACTERS = 500;
const EMPTY = "Type a question first.";
const NEARBY = "What they say near it:";

export class ReportQuestions {
  #service;
  #jobId = "";
  #asking = null;

  constructor(service) {
    this.#service = service;
    byId("report-ask").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    byId("report-question").addEventListener("input", () => this.#showFault(""));
    byId("report-question").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      byId("report-ask").requestSubmit();
    });
  }

  /** Begin with a job; nothing was asked about its report yet. */
  open(jobId) {
    this.close();
    this.#jobId = jobId;
    byId("report-ask").reset();
    byId("report-answers").replaceChildren();
    showText(byId("report-ask-trouble"), "");
    this.#showFault("");
  }

  /** Wait for no answer any more. */
  close() {
    this.#asking?.abort();
  }

  async #ask() {
    if (this.#asking) return;
    const question = byId("report-question").value.trim();
    const fault = faultOf(question);
    this.#showFault(fault);
    showText(byId("report-ask-trouble"), "");
    if (fault) {
      byId("report-question").focus();
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    this.#showAsking(true);
    try {
      const answer = await this.#service.ask(this.#jobId, question, asking.signal);
      asking.signal.throwIfAborted();
      byId("report-answers").prepend(answered(answer));
      byId("report-ask").reset();
      announce(`Answered. ${answer.answer.map(firstWords).join(" ")}`);
    } catch (error) {
      if (!asking.signal.aborted) showText(byId("report-ask-trouble"), troubleWords(error));
    } finally {
      this.#asking = null;
      this.#showAsking(false);
    }
  }

  #showAsking(isAsking) {
    setText(byId("report-send"), isAsking ? ASKING : ASK);
    byId("report-send").setAttribute("aria-disabled", String(isAsking));
  }

  #showFault(words) {
    setText(byId("report-question-fault"), words);
    byId("report-question").setAttribute("aria-invalid", String(Boolean(words)));
  }
}

function faultOf(question) {
  if (!/[\p{L}\p{N}]/u.test(question)) return EMPTY;
  const length = [...question].length;
  if (length <= MAX_CHARACTERS) return "";
  return `That is ${length.toLocaleString("en")} characters; at most ${MAX_CHARACTERS} can be asked.`;
}

const firstWords = (part) => sentence(part.claims[0]?.text ?? part.message);

/** An answer: what was asked, and to each part what its sources say. */
function answered({ question, answer, sources, warnings }) {
  const known = new Map(sources.map((source) => [source.id, source]));
  return element(
    "article",
    { class: "answered" },
    element("h3", { dir: "auto" }, question),
    ...answer.flatMap((part) => partOf(part, known, answer.length > 1)),
    ...warnings.map((warning) => element("p", { class: "hint" }, sentence(warning))),
  );
}

function partOf({ part, claims, message, nearby }, sources, isNamed) {
  return [
    ...(isNamed ? [element("h4", { dir: "auto" }, part)] : []),
    ...(message ? [element("p", { dir: "auto" }, message)] : []),
    ...claims.flatMap((claim) => claimOf(claim, sources)),
    ...(nearby.length > 0 ? [element("p", { class: "hint" }, NEARBY)] : []),
    ...nearby.flatMap((claim) => claimOf(claim, sources)),
  ];
}

function claimOf({ text, citations }, sources) {
  const items = citations.map((citation) => citationOf(citation, text, sources));
  return [element("p", { dir: "auto" }, text), element("ul", { class: "cited" }, ...items)];
}

/** Where a statement is from and, where it is put in other words there, these. */
function citationOf({ source, quote }, text, sources) {
  const { published, ...named } = sources.get(source);
  const day = published ? `, ${published}` : "";
  const item = element("li", {}, sourceName(named), day);
  if (quote !== text) item.append(": ", element("q", { dir: "auto" }, quote));
  return item;
}
