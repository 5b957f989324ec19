// What was typed, read into the body of a new job. Faults are told in words, by field.

import { MAX_BYTES, MAX_FILES } from "./attaching.js";
import { sizeWords } from "./words.js";

const MAX_QUERY_CHARACTERS = 2000;
const MAX_ADDRESSES = 50;
const MAX_ADDRESS_CHARACTERS = 2000;
const DOMAIN = /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/;
const LANGUAGE = /^([a-z]{2,3})(-([a-z]{2}))?$/i;

/** A field that can't be used as it is. */
class Fault extends Error {}

/** How each field of the form is read; those that come back undefined are not sent. */
const READERS = {
  query: (fields) => question(fields.query.value),
  depth: (fields) => fields.depth.value,
  max_words: (fields) => number(fields.max_words, "words", { whole: true, needed: true }),
  every: (fields) => fields.every.value || undefined,
  style: (fields) => (fields.style.value === "analyst" ? undefined : fields.style.value),
  sources: (fields) => some(lines(fields.sources.value), address),
  files: (fields) => checkFiles(fields),
  search_web: (fields) => (namesSources(fields) && fields.search_web.checked ? true : undefined),
  search: (fields) => (searchesWeb(fields) ? places(fields.search) : undefined),
  language: (fields) => language(fields.language.value),
  max_results: (fields) => number(fields.max_results, "pages", { whole: true }),
  since: (fields) => day(fields.since),
  until: (fields) => day(fields.until),
  allow: (fields) => some(names(fields.allow.value), domain),
  deny: (fields) => some(names(fields.deny.value), domain),
  budget_usd: (fields) => number(fields.budget_usd, "dollars", {}),
  confirm_plan: (fields) => attended(fields, fields.confirm_plan),
  clarify: (fields) => attended(fields, fields.clarify),
  include_news: (fields) => (fields.include_news.checked ? undefined : false),
  include_images: (fields) => (fields.include_images.checked ? undefined : false),
  embed_images: (fields) =>
    fields.include_images.checked && fields.embed_images.checked ? true : undefined,
  include_videos: (fields) => (fields.include_videos.checked ? undefined : false),
};

/** The body for the API, and the faults: a map of words by the field's name. */
export function readForm(form) {
  const read = {};
  const faults = new Map();
  for (const [name, reader] of Object.entries(READERS)) {
    try {
      read[name] = reader(form.elements);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.set(name, error.message);
    }
  }
  if (read.since && read.until && read.since > read.until) {
    faults.set("until", "This is before the other day.");
  }
  const { allow, deny, ...body } = read;
  if (allow || deny) body.domains = { allow, deny };
  return { body, faults };
}

/** The field of the form that the API means with a path such as `domains.allow.0`. */
export function fieldNamed(path) {
  const parts = path.split(".");
  return parts[0] === "domains" ? parts[1] : parts[0];
}

function question(text) {
  const asked = text.trim();
  if (!/[\p{L}\p{N}]/u.test(asked)) throw new Fault("Type a question first.");
  const length = [...asked].length;
  if (length > MAX_QUERY_CHARACTERS) {
    throw new Fault(
      `That is ${length.toLocaleString("en")} characters; at most 2,000 can be asked at once.`,
    );
  }
  return asked;
}

/** What somebody has to wait for is chosen for what is asked once; a watch goes on by itself. */
const attended = ({ every }, box) => (box.checked && !every.value ? true : undefined);

/** Whether pages or files are named, in place of the web or beside it. */
export const namesSources = ({ sources, files }) =>
  sources.value.trim() !== "" || files.files.length > 0;

const searchesWeb = (fields) => !namesSources(fields) || fields.search_web.checked;

/** Files are sent before the question, and are no part of what is typed. */
function checkFiles({ files, every }) {
  const chosen = [...files.files];
  if (chosen.length > MAX_FILES)
    throw new Fault(`These are ${chosen.length}; at most ${MAX_FILES} can be read.`);
  if (chosen.length > 0 && every.value) throw new Fault("What is watched reads no files.");
  for (const { name, size } of chosen) {
    if (size > MAX_BYTES)
      throw new Fault(`“${shortened(name)}” has ${sizeWords(size)}; at most 20 MB can be read.`);
    if (size === 0) throw new Fault(`“${shortened(name)}” is empty.`);
  }
}

/** Where to search; undefined for what is usual. */
function places(boxes) {
  const chosen = [...boxes].filter((box) => box.checked).map((box) => box.value);
  return chosen.length === 0 || chosen.join() === "web" ? undefined : chosen;
}

function number(input, what, { whole, needed }) {
  const [least, most] = [Number(input.min), Number(input.max)];
  const range = `${least.toLocaleString("en")} to ${most.toLocaleString("en")} ${what}`;
  if (input.value === "" && !input.validity.badInput && !needed) return undefined;
  const value = input.valueAsNumber;
  const fits = value >= least && value <= most && (!whole || Number.isInteger(value)) && value > 0;
  if (!fits) throw new Fault(`This can be ${least === 0 ? `more than ${range}` : range}.`);
  return value;
}

function day(input) {
  if (input.validity.badInput) throw new Fault("There is no such day.");
  return input.value || undefined;
}

function language(text) {
  const typed = text.trim();
  if (!typed) return undefined;
  const found = LANGUAGE.exec(typed);
  if (!found) throw new Fault("This can be a code such as en, or pt-BR.");
  return found[3] ? `${found[1].toLowerCase()}-${found[3].toUpperCase()}` : found[1].toLowerCase();
}

const lines = (text) => text.split(/\s+/).filter(Boolean);
const names = (text) => text.split(/[\s,;]+/).filter(Boolean);

/** All of `typed`, read and each once; undefined where there are none. */
function some(typed, reader) {
  const read = [...new Set(typed.map(reader))];
  if (read.length > MAX_ADDRESSES)
    throw new Fault(`These are ${read.length}; at most 50 can be named.`);
  return read.length ? read : undefined;
}

function address(typed) {
  const url = parsed(typed);
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.password) {
    throw new Fault(`“${shortened(typed)}” is no address of a page.`);
  }
  if (url.href.length > MAX_ADDRESS_CHARACTERS)
    throw new Fault(`“${shortened(typed)}” is too long.`);
  return url.href;
}

/** A site's name; the address of one of its pages will do. */
function domain(typed) {
  const name = parsed(typed)?.hostname.replace(/\.$/, "") ?? "";
  if (!DOMAIN.test(name)) throw new Fault(`“${shortened(typed)}” is no name of a site.`);
  return name;
}

function parsed(typed) {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  return URL.canParse(whole) ? new URL(whole) : null;
}

const shortened = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
