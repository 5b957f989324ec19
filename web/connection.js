// Whether the service can be reached. While it can't, every call waits here for the next attempt,
// so that there is one attempt at a time, and one banner.

import { announce } from "./announcing.js";
import { byId } from "./elements.js";

const PAUSES_SECONDS = [1, 2, 4, 8, 15];
const GOOD_NEWS_SECONDS = 4;

export class Connection {
  #attempts = 0;
  #attempt = null;
  #begin = () => {};
  #timer = 0;

  constructor() {
    byId("banner-now").addEventListener("click", () => this.#begin());
    window.addEventListener("online", () => this.#begin());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#begin();
    });
  }

  /** Say why a call failed, and return when it may be tried again. Rejects when `signal` aborts. */
  async lost(why, signal) {
    if (this.#attempts === 0) announce(`${why} Trying again.`);
    this.#show(`${why} Trying again…`, { isBack: false });
    this.#attempt ??= new Promise((resolve) => {
      const seconds = PAUSES_SECONDS[Math.min(this.#attempts, PAUSES_SECONDS.length - 1)];
      this.#attempts += 1;
      this.#begin = () => {
        clearTimeout(this.#timer);
        this.#attempt = null;
        this.#begin = () => {};
        resolve();
      };
      this.#timer = setTimeout(() => this.#begin(), seconds * 1000);
    });
    await unlessAborted(this.#attempt, signal);
  }

  /** Say that a call was answered. */
  found() {
    if (this.#attempts === 0) return;
    this.#attempts = 0;
    this.#begin();
    announce("The service is back.");
    this.#show("The service is back.", { isBack: true });
    setTimeout(() => {
      if (this.#attempts === 0) byId("banner").hidden = true;
    }, GOOD_NEWS_SECONDS * 1000);
  }

  #show(words, { isBack }) {
    const banner = byId("banner");
    byId("banner-words").textContent = words;
    byId("banner-now").hidden = isBack;
    banner.classList.toggle("back", isBack);
    banner.hidden = false;
  }
}

/** Wait `seconds`, or until `document` is shown again. Rejects when `signal` aborts. */
export function pause(seconds, signal) {
  let wake = () => {};
  const paused = new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    wake = () => {
      if (document.hidden) return;
      clearTimeout(timer);
      resolve();
    };
    document.addEventListener("visibilitychange", wake);
  });
  return unlessAborted(paused, signal).finally(() => {
    document.removeEventListener("visibilitychange", wake);
  });
}

function unlessAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
