// What a screen reader says without being asked: few words, and only when something changed.

import { byId } from "./elements.js";

/** Have `words` read out after whatever is being read. */
export function announce(words) {
  const announcer = byId("announcer");
  // The same words again are no change, and would not be read.
  announcer.textContent = announcer.textContent === words ? `${words}\u00a0` : words;
}
