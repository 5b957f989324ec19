// The two questions the page asks back: for a key, and whether to delete.

import { byId, setText } from "./elements.js";

const STORED_AS = "content-research-key";
const FORGET = "Forget the key";
const MISSING = "Type or paste the key.";
const UNSENDABLE = "A key has no spaces, and no letters beyond a to z.";
const REFUSED = "The service does not know this key.";
const REPORT_GOES = "The report goes, and with it the copies of the pages it stands on.";

/** The user would not give a key. */
export class NoKey extends Error {
  constructor() {
    super("The service answers only those who have a key.");
    this.code = "no_key";
  }
}

/** The key: asked for when it is needed, and kept by this tab alone. */
export class Keys {
  #asking = null;

  constructor() {
    byId("other-key").addEventListener("click", () => {
      sessionStorage.removeItem(STORED_AS);
      window.location.reload(); // without a key, the first call asks for one
    });
    this.#show(this.current ? FORGET : "");
  }

  /** The key, or "". */
  get current() {
    return sessionStorage.getItem(STORED_AS) ?? "";
  }

  /** Ask for a key in place of the one that was `refused`, unless that happened meanwhile. */
  async ask(refused) {
    if (this.current !== refused) return;
    this.#asking ??= this.#ask(refused).finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #ask(refused) {
    const dialog = byId("key-dialog");
    const input = byId("key");
    setFault(input, refused ? REFUSED : "");
    const key = await new Promise((resolve) => {
      byId("key-form").onsubmit = (event) => {
        event.preventDefault();
        const typed = input.value.trim();
        const fault = !typed ? MISSING : /^[!-~]+$/.test(typed) ? "" : UNSENDABLE;
        setFault(input, fault);
        if (!fault) resolve(typed);
      };
      byId("key-without").onclick = () => resolve("");
      dialog.oncancel = () => resolve("");
      dialog.showModal();
      input.select();
    });
    dialog.close();
    input.value = "";
    if (!key) {
      this.#show("Enter a key");
      throw new NoKey();
    }
    sessionStorage.setItem(STORED_AS, key);
    this.#show(FORGET);
  }

  #show(offer) {
    setText(byId("other-key"), offer);
    byId("other-key").hidden = !offer;
  }
}

/** Whether the user wants a job gone, or what `words` tell of. */
export async function mayDelete(query, words = REPORT_GOES) {
  const dialog = byId("delete-dialog");
  setText(byId("delete-query"), query);
  setText(byId("delete-words"), words);
  const answer = await new Promise((resolve) => {
    byId("delete-yes").onclick = () => resolve(true);
    byId("delete-no").onclick = () => resolve(false);
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
    byId("delete-no").focus();
  });
  dialog.close();
  return answer;
}

function setFault(input, fault) {
  setText(byId("key-fault"), fault);
  input.setAttribute("aria-invalid", String(Boolean(fault)));
}
