// The box for words of what was asked before.

import { byId } from "./elements.js";

const TYPING_MS = 250;

export class FindBox {
  #found;
  #timer = 0;
  /** What is looked for; "" for nothing. */
  text = byId("find").value.trim(); // a browser may restore it

  /** `found()` is called once other words are looked for, not for each letter. */
  constructor(found) {
    this.#found = found;
    byId("find").addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#take(), TYPING_MS);
    });
    byId("find-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take();
    });
  }

  #take() {
    clearTimeout(this.#timer);
    const text = byId("find").value.trim();
    if (text === this.text) return;
    this.text = text;
    this.#found();
  }
}
