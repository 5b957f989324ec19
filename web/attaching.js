// Files of one's own: which are chosen, and sending them before the question that names them.

import { byId, element, setText } from "./elements.js";
import { sizeWords } from "./words.js";

export const MAX_FILES = 25;
export const MAX_BYTES = 20_000_000;
/** The pause lets a form that is reset empty its fields first. */
const AFTER_RESET_MS = 0;

export class Files {
  #service;
  #input = byId("files");
  #list = byId("chosen");
  /** What names a file that was sent and that no question has taken yet. */
  #sent = new WeakMap();

  constructor(service) {
    this.#service = service;
    this.#input.addEventListener("change", () => this.#show());
    this.#input.form.addEventListener("reset", () => setTimeout(() => this.#show(), AFTER_RESET_MS));
    this.#show(); // a browser may restore what was chosen
  }

  /** What names the files in a question's `sources`; `telling(words)` is called before each. */
  async send(telling, signal) {
    const files = [...this.#input.files];
    const names = [];
    for (const [place, file] of files.entries()) {
      if (!this.#sent.has(file)) {
        telling(`Sending file ${place + 1} of ${files.length}…`);
        this.#sent.set(file, await this.#service.upload(file, signal));
      }
      names.push(this.#sent.get(file));
    }
    return names;
  }

  /** The next question sends them anew: a job has taken them, or they are gone. */
  forget() {
    this.#sent = new WeakMap();
  }

  #show() {
    const files = [...this.#input.files];
    this.#list.hidden = files.length === 0;
    this.#list.replaceChildren(
      ...files.map((file) => {
        const name = element("span", { dir: "auto" });
        setText(name, file.name);
        return element("li", {}, name, ` ${sizeWords(file.size)}`);
      }),
    );
  }
}
