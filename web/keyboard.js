// Keys of one letter, where nobody types, and the list of them. They can be turned off, for those
// who speak to their browser, or hit keys by mistake (WCAG 2.1.4).

import { byId } from "./elements.js";

const STORED_AS = "content-research-keys";
const OFF = "off";
const TYPED_IN = "textarea, select, input:not([type='radio'], [type='checkbox'])";

export class Keyboard {
  #acts;

  /** `acts` has what each key does, by its letter. `?` shows the list. */
  constructor(acts) {
    this.#acts = { ...acts, "?": () => byId("keys-dialog").showModal() };
    byId("keys-open").addEventListener("click", this.#acts["?"]);
    byId("keys-close").addEventListener("click", () => byId("keys-dialog").close());
    byId("keys-on").checked = localStorage.getItem(STORED_AS) !== OFF;
    byId("keys-on").addEventListener("change", () => {
      if (byId("keys-on").checked) localStorage.removeItem(STORED_AS);
      else localStorage.setItem(STORED_AS, OFF);
    });
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event) {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return; // it has its own, and Escape closes it
    const box = event.target.closest?.(TYPED_IN);
    if (box) {
      leave(box, event);
      return;
    }
    const act = Object.hasOwn(this.#acts, event.key) && this.#acts[event.key];
    if (!act || !byId("keys-on").checked) return;
    event.preventDefault(); // the letter is not typed where the key leads to
    act();
  }
}

/** Escape leaves a box, so that keys can be used; one that finds is emptied by it first. */
function leave(box, event) {
  if (event.key === "Escape" && !(box.type === "search" && box.value)) box.blur();
}
