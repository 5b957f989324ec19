// What one job looks like: its heading, its facts, and how it ended.

import { announce } from "../announcing.js";
import { byId, element, setFacts, setLink, setText, showText } from "../elements.js";
import {
  adviceWords,
  countWords,
  dollarWords,
  durationWords,
  isFinished,
  isMoving,
  sentence,
  STATUSES,
  whenWords,
} from "../words.js";
import { sourceName } from "./reading.js";
import { eventItems } from "./stages.js";

const LONG_CHARACTERS = 110;
const NOT_FOUND = "The sources read do not say.";
const FORMAT_NAMES = {
  pdf: "PDF",
  docx: "Word",
  md: "Markdown",
  json: "JSON",
  bib: "BibTeX",
  ris: "RIS",
  "csl.json": "CSL-JSON",
};

/** Show nothing of any job yet. */
export function showNothing() {
  setText(byId("job-heading"), "…");
  setText(byId("job-status"), "");
  setFacts(byId("job-facts"), []);
  for (const part of byId("job").querySelectorAll("[data-part]")) part.hidden = true;
  delete byId("answer").dataset.told;
}

/** Show the job, all but its stages and its facts. */
export function showJob(job) {
  setText(byId("job-status"), STATUSES[job.status]);
  showHeading(job);
  showActs(job);
  showProgress(job);
  showAnswer(job);
  showText(byId("job-trouble"), "");
  if (isFinished(job.status)) showEnd(job);
}

/** Show the facts of a job that was heard of at `heardAt`; while it runs, its time grows. */
export function showFacts(job, heardAt) {
  setFacts(byId("job-facts"), [
    ...resultFacts(job),
    timeFact(job, heardAt),
    `${job.depth} depth`,
    `asked ${whenWords(job.created_at)}`,
  ]);
}

function showHeading(job) {
  const title = job.result?.title || job.query;
  const heading = byId("job-heading");
  setText(heading, title);
  heading.classList.toggle("long", title.length > LONG_CHARACTERS);
  setText(byId("job-query"), job.query);
  byId("job-asked").hidden = title.trim() === job.query.trim();
  const state = job.status === "running" ? `${job.progress.percent}%` : STATUSES[job.status];
  document.title = `${state} · ${title}`;
}

function showActs(job) {
  const ended = isFinished(job.status);
  const hadFocus = document.activeElement === byId("job-cancel");
  setLink(byId("job-open"), job.report_url);
  showFiles(job.files ?? {});
  byId("job-cancel").hidden = ended;
  byId("job-delete").hidden = !ended;
  byId("job-again").hidden = !ended;
  byId("job-since").hidden = !job.report_url;
  if (ended && hadFocus) byId("job-heading").focus();
}

/** The report in its other forms, each a link. */
function showFiles(files) {
  const links = Object.entries(FORMAT_NAMES).flatMap(([form, name]) => {
    if (!files[form]) return [];
    const link = element("a", { class: "quiet", target: "_blank", rel: "noopener" }, name);
    setLink(link, files[form]);
    return link.hidden ? [] : [link];
  });
  byId("job-files").hidden = links.length === 0;
  byId("job-files").replaceChildren(element("span", { id: "job-files-name" }, "Download"), ...links);
}

/** The stages stay where a job was stopped, and go where its report is. */
function showProgress(job) {
  const isOpen = isMoving(job.status);
  const isStopped = isFinished(job.status) && job.status !== "completed" && job.progress.stage !== null;
  byId("job-progress").hidden = !isOpen && !isStopped;
  byId("job-percent").hidden = !isOpen;
  byId("job-percent").value = job.progress.percent;
}

/** The answer stands here as soon as it is verified, before its report is made. */
function showAnswer(job) {
  const parts = job.progress.answer ?? [];
  byId("answer").hidden = parts.length === 0;
  showTexts("findings", job.result?.key_findings ?? []);
  const read = job.progress.sources ?? [];
  const told = JSON.stringify(parts);
  if (byId("answer").dataset.told === told) return; // what someone has marked in it stays marked
  byId("answer").dataset.told = told;
  if (isMoving(job.status) && parts.length > 0) announce(answerWords(parts));
  byId("answer-parts").replaceChildren(
    ...parts.flatMap(({ part, sentences, sources }) => [
      ...(parts.length > 1 ? [element("h3", { dir: "auto" }, part)] : []),
      element("p", { dir: "auto" }, sentences.join(" ") || NOT_FOUND),
      ...citedOf((sources ?? []).flatMap((number) => read[number - 1] ?? [])),
    ]),
  );
}

/** The sources of an answer, in a list; none where it has none. */
function citedOf(sources) {
  const items = sources.map((source) => element("li", {}, sourceName(source)));
  return items.length > 0 ? [element("ul", { class: "cited" }, ...items)] : [];
}

const answerWords = (parts) =>
  `Answer: ${parts.map(({ sentences }) => sentences.join(" ") || NOT_FOUND).join(" ")}`;

function showEnd(job) {
  showTexts("warnings", job.warnings);
  byId("questions").hidden = !job.report_url;
  byId("job-error").hidden = job.status === "completed";
  setText(byId("job-error-words"), endWords(job));
  showText(byId("job-error-code"), adviceWords(job.error?.code));
  byId("log").hidden = job.progress.events.length === 0;
  byId("log-list").replaceChildren(...eventItems(job.progress.events));
}

function showTexts(id, texts) {
  byId(id).hidden = texts.length === 0;
  const items = texts.map((text) => element("li", { dir: "auto" }, text));
  byId(`${id}-list`).replaceChildren(...items);
}

function resultFacts(job) {
  if (!job.result) return [];
  const { claims, sources_cited: cited, sources_read: read, words } = job.result;
  const cost = job.cost?.total.usd ?? null;
  return [
    `${countWords(claims, "statement")} from ${cited} of ${countWords(read, "page")} read`,
    countWords(words, "word"),
    cost === null ? "" : dollarWords(cost),
  ];
}

/** By the service's clock: the reader's may be another. */
function timeFact(job, heardAt) {
  if (!job.started_at) return "";
  const started = Date.parse(job.started_at);
  const until = Date.parse(job.completed_at ?? job.updated_at);
  if (job.status === "awaiting_plan") return "";
  if (job.completed_at) return `took ${durationWords((until - started) / 1000)}`;
  return durationWords((until - started + performance.now() - heardAt) / 1000);
}

function endWords(job) {
  if (job.status === "cancelled") return "This was cancelled before there was a report.";
  return job.error ? sentence(job.error.message) : "";
}
