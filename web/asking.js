// The form: what is asked, and what came of sending it.

import { announce } from "./announcing.js";
import { Files } from "./attaching.js";
import { byId, setText, showText } from "./elements.js";
import { fieldNamed, namesSources, readForm } from "./form.js";
import { randomName } from "./service.js";
import { sentence, troubleWords } from "./words.js";

const SEND = "Research this";
const WATCH = "Watch this";
const SENDING = "Sending…";

export class Form {
  #service;
  #taken;
  #watched;
  #form = byId("ask");
  #files;
  #sending = null;
  #sent = { body: "", key: "" };

  /** `taken(jobId)` is called when a job was taken, and `watched()` when a watch was made. */
  constructor(service, { taken, watched }) {
    this.#service = service;
    this.#taken = taken;
    this.#watched = watched;
    this.#files = new Files(service);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#form.addEventListener("input", (event) => this.#showFault(event.target.name, ""));
    byId("unsend").addEventListener("click", () => this.#sending?.abort());
    byId("query").addEventListener("keydown", (event) => this.#sendOnEnter(event));
    byId("sources").addEventListener("input", () => this.#offerWeb());
    byId("files").addEventListener("change", () => this.#offerWeb());
    for (const choice of this.#form.elements.depth) {
      choice.addEventListener("change", () => this.#explainDepth());
    }
    for (const choice of this.#form.elements.every) {
      choice.addEventListener("change", () => this.#showSending(false));
    }
    byId("more").addEventListener("change", () => this.#countOptions());
    this.#offerWeb();
    this.#explainDepth();
    this.#countOptions();
    this.#showSending(false); // a browser may restore what was chosen
  }

  /** Put a question into the form, to be sent or changed. */
  fill(query, depth) {
    byId("query").value = query;
    if (depth) this.#form.elements.depth.value = depth;
    this.#explainDepth();
    this.#showFault("query", "");
    byId("query").focus();
  }

  /** Enter sends, as in any box for a question; with Shift it begins a line. */
  #sendOnEnter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  /** The next question is a new one: no option of the last one lies hidden in the fold. */
  #clear() {
    this.#form.reset();
    byId("more").open = false;
    this.#offerWeb();
    this.#explainDepth();
    this.#countOptions();
  }

  /** What is chosen in the fold is told beside its name: it counts when it is folded, too. */
  #countOptions() {
    const count = [...byId("more").querySelectorAll("input, textarea")].filter(isChosen).length;
    setText(byId("more-count"), count > 0 ? `${count} chosen` : "");
  }

  #offerWeb() {
    byId("search_web-row").hidden = !namesSources(this.#form.elements);
  }

  #explainDepth() {
    const depth = this.#form.elements.depth.value;
    for (const hint of this.#form.querySelectorAll("[data-depth]"))
      hint.hidden = hint.dataset.depth !== depth;
  }

  async #send() {
    if (this.#sending) return;
    const { body, faults } = readForm(this.#form);
    showText(byId("ask-trouble"), "");
    if (this.#showFaults(faults)) return;
    this.#sending = new AbortController();
    this.#showSending(true);
    try {
      const { signal } = this.#sending;
      const uploads = await this.#files.send((words) => setText(byId("send"), words), signal);
      if (uploads.length > 0) body.sources = [...(body.sources ?? []), ...uploads];
      const key = this.#keyFor(body);
      const taken = await (body.every
        ? this.#service.watch(body, key, signal)
        : this.#service.submit(body, key, signal));
      this.#sent = { body: "", key: "" };
      this.#files.forget();
      this.#clear();
      if (body.every) this.#watched();
      else this.#taken(taken.job_id);
    } catch (error) {
      if (error.code === "upload_not_found") this.#files.forget();
      if (!this.#sending.signal.aborted) this.#fail(error);
    } finally {
      this.#sending = null;
      this.#showSending(false);
    }
  }

  /** The same for the same question until it was taken, so that sending twice asks once. */
  #keyFor(body) {
    const text = JSON.stringify(body);
    if (this.#sent.body !== text) this.#sent = { body: text, key: randomName() };
    return this.#sent.key;
  }

  #showSending(isSending) {
    const send = this.#form.elements.every.value ? WATCH : SEND;
    byId("attended").disabled = send === WATCH; // nobody is there to approve
    setText(byId("send"), isSending ? SENDING : send);
    byId("send").setAttribute("aria-disabled", String(isSending));
    byId("unsend").hidden = !isSending;
  }

  #fail(error) {
    const faults = new Map();
    const others = [];
    for (const { field, message } of error.faults ?? []) {
      const name = fieldNamed(field);
      if (document.getElementById(`${name}-fault`)) faults.set(name, sentence(message));
      else others.push(sentence(`${field}: ${message}`));
    }
    if (faults.size > 0 && others.length === 0) this.#showFaults(faults);
    else showText(byId("ask-trouble"), [troubleWords(error), ...others].join(" "));
  }

  /** Whether there are any; the first one gets the focus. */
  #showFaults(faults) {
    for (const place of this.#form.querySelectorAll(".fault")) {
      const name = place.id.replace(/-fault$/, "");
      this.#showFault(name, faults.get(name) ?? "");
    }
    const first = this.#form.querySelector("[aria-invalid='true']");
    if (!first) return false;
    if (byId("more").contains(first)) byId("more").open = true;
    first.focus();
    announce([...faults.values()].join(" "));
    return true;
  }

  #showFault(name, words) {
    const place = document.getElementById(`${name}-fault`);
    if (!place) return;
    setText(place, words);
    byId(name).setAttribute("aria-invalid", String(Boolean(words)));
  }
}

/** Whether a field is not as it was; of a choice of several, the one that is chosen. */
function isChosen(field) {
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}
