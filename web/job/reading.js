// The pages that were read, as they come in, and afterwards folded away.

import { byId, element, setFacts, setLink, setText, showRows } from "../elements.js";
import { countWords, isMoving } from "../words.js";

const KINDS = {
  html: "web page",
  pdf: "PDF",
  docx: "Word",
  markdown: "Markdown",
  text: "plain text",
  csv: "table",
  xlsx: "Excel",
  pptx: "PowerPoint",
  odt: "OpenDocument",
  rtf: "RTF",
  epub: "EPUB",
  eml: "mail",
};

export class ReadList {
  #rows = new Map();
  #isMoving = null;

  constructor() {
    byId("read-list").replaceChildren();
  }

  /** Show what `job` has read so far. */
  show(job) {
    const sources = job.progress.sources ?? [];
    const details = byId("read");
    details.hidden = sources.length === 0;
    setText(byId("read-count"), countWords(sources.length, "page"));
    // Who opens or folds it has it so until the job has ended.
    if (this.#isMoving !== isMoving(job.status)) details.open = isMoving(job.status);
    this.#isMoving = isMoving(job.status);
    showRows(byId("read-list"), this.#rows, sources, {
      key: ({ url, title }) => url || title,
      make: newRow,
      show: () => {},
    });
  }
}

function newRow(source) {
  const { url, site, kind } = source;
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
  const facts = element("p", { class: "facts" });
  setFacts(facts, [host, site === host ? "" : site, KINDS[kind] ?? kind]);
  return { item: element("li", {}, sourceName(source), facts) };
}

/** The title of a source, as a link where it is on the web. */
export function sourceName({ url, title }) {
  const link = element("a", { target: "_blank", rel: "noopener", dir: "auto" }, title || url);
  setLink(link, url);
  return link.hidden ? element("span", { dir: "auto" }, title || url) : link;
}
