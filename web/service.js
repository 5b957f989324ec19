// The API. Calls that find nobody there, or a part away, wait and are made again.

import { pause } from "./connection.js";

const WAIT_SECONDS = 20;
const PATIENCE_SECONDS = 20;
const FILE_SECONDS = 600;
const AWAY = "The service can’t be reached.";
const REPORT_ADDRESSES = ["report_url"];
/** A 503 of these codes says that too much is asked at once, and not that a part is away. */
const TOO_MUCH = ["too_many_pending", "answer_late"];
const GATEWAY_ERRORS = [502, 504];

/** What the service refused: `code` and `detail` after RFC 9457, `faults` by field. */
export class Problem extends Error {
  constructor({ status, headers, told }) {
    super(told.detail || told.title || `The service answered ${status}.`);
    this.status = status;
    this.code = told.code ?? "";
    this.faults = Array.isArray(told.errors) ? told.errors : [];
    this.requestId = told.request_id ?? "";
    this.retryAfterSeconds = Number(headers.get("Retry-After")) || 1;
  }
}

/** Where the API is, as `config.json` beside the page says; else where the page came from. */
export async function serviceAddress(connection) {
  for (;;) {
    let answer;
    try {
      answer = await fetch("config.json", { signal: AbortSignal.timeout(PATIENCE_SECONDS * 1000) });
    } catch {
      await connection.lost(AWAY);
      continue;
    }
    connection.found();
    const told = answer.ok ? await answer.json().catch(() => ({})) : {};
    return new URL(`${told.api || "."}/`, document.baseURI).href.replace(/\/+$/, "");
  }
}

export class Service {
  #base;
  #connection;
  #keys;

  /** `keys.current` is the key or ""; `keys.ask(refused)` gives another, or rejects. */
  constructor(base, connection, keys) {
    this.#base = base;
    this.#connection = connection;
    this.#keys = keys;
  }

  /** Have a question researched; sent again, the same `idempotencyKey` makes no second job. */
  async submit(body, idempotencyKey, signal) {
    return (await this.#call("research", sending("POST", body, signal, idempotencyKey))).told;
  }

  /** Send a file where the service says; what names it in the `sources` of a question. */
  async upload(file, signal) {
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ name: file.name }), signal };
    const { told } = await this.#call("uploads", init);
    const form = new FormData();
    for (const [name, value] of Object.entries(told.fields)) form.append(name, value);
    form.append("file", file, "file");
    const address = told.url.startsWith("/") ? this.#base + told.url : told.url;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(FILE_SECONDS * 1000)]);
    const post = { method: "POST", body: form, credentials: "omit", signal: patience };
    const answer = await fetch(address, post).catch((error) => {
      if (signal.aborted) throw error;
      return null;
    });
    if (answer?.ok) return told.source;
    const why = answer ? parsed(await answer.text()).detail : "";
    const detail = why || "It could not be sent; try again";
    const { status, headers: given } = answer ?? { status: 0, headers: new Headers() };
    throw new Problem({ status, headers: given, told: { detail: `${file.name}: ${detail}` } });
  }

  /** The job and its tag; with `tag`, once it is another, or null when that takes too long. */
  async status(jobId, { tag, waits, signal }) {
    const headers = tag ? { "If-None-Match": tag } : {};
    const wait = tag && waits ? `?wait=${WAIT_SECONDS}` : "";
    const answer = await this.#call(`status/${encodeURIComponent(jobId)}${wait}`, {
      headers,
      signal,
    });
    if (answer.status === 304) return null;
    return { job: this.#located(answer.told), tag: answer.headers.get("ETag") ?? "" };
  }

  /** A page of jobs, newest first: of a status, and with all words of `text`, where these are. */
  async jobs({ status, text, cursor, limit, signal }) {
    const asked = new URLSearchParams({ limit });
    if (status) asked.set("status", status);
    if (text) asked.set("q", text);
    if (cursor) asked.set("cursor", cursor);
    const { told } = await this.#call(`jobs?${asked}`, { signal });
    return { ...told, jobs: told.jobs.map((job) => this.#located(job)) };
  }

  /** What the sources of a job's report say to a question. */
  async ask(jobId, question, signal) {
    const init = sending("POST", { question }, signal);
    return (await this.#call(`research/${encodeURIComponent(jobId)}/ask`, init)).told;
  }

  /** Have the questions of a plan researched; sending it twice does no harm. */
  async approve(jobId, approval, signal) {
    const init = sending("PUT", approval, signal);
    await this.#call(`research/${encodeURIComponent(jobId)}/plan`, init);
  }

  /** Have a question researched again and again; sent again, the same key makes no second watch. */
  async watch(body, idempotencyKey, signal) {
    return (await this.#call("watches", sending("POST", body, signal, idempotencyKey))).told;
  }

  /** The watches there are, oldest first. */
  async watches(signal) {
    return (await this.#call("watches", { signal })).told;
  }

  /** Remove a watch. One that is gone already is fine. */
  async unwatch(watchId) {
    await this.#call(`watches/${encodeURIComponent(watchId)}`, { method: "DELETE" }, [404]);
  }

  /** Cancel a job. One that has ended meanwhile is left as it is. */
  async cancel(jobId) {
    await this.#call(`jobs/${encodeURIComponent(jobId)}/cancel`, { method: "POST" }, [409]);
  }

  /** Delete a job that has ended. One that is gone already is fine. */
  async remove(jobId) {
    await this.#call(`jobs/${encodeURIComponent(jobId)}`, { method: "DELETE" }, [404]);
  }

  /** `job`, where the paths of its report are addresses below the service's. */
  #located(job) {
    const located = { ...job };
    for (const name of REPORT_ADDRESSES) {
      if (job[name]?.startsWith("/")) located[name] = this.#base + job[name];
    }
    located.files = Object.fromEntries(
      Object.entries(job.files ?? {}).map(([form, address]) => [
        form,
        address.startsWith("/") ? this.#base + address : address,
      ]),
    );
    return located;
  }

  /** The answer, if its status is a success, 304 or one that is `fine`. Raises `Problem`. */
  async #call(path, init, fine = []) {
    for (;;) {
      const key = this.#keys.current;
      const answer = await this.#send(path, init, key);
      if (!answer) await this.#connection.lost(AWAY, init.signal);
      else if (answer.isOk || answer.status === 304 || fine.includes(answer.status)) return answer;
      else await this.#recover(new Problem(answer), key, init);
    }
  }

  /** Return when the call may be made again, or raise `problem`. */
  async #recover(problem, key, init) {
    const isFirm = init.method === "POST";
    if (problem.status === 401) await this.#keys.ask(key);
    else if (problem.status === 429 && !isFirm) await pause(problem.retryAfterSeconds, init.signal);
    else if (problem.status === 503 && !TOO_MUCH.includes(problem.code)) {
      await this.#connection.lost(problem.message, init.signal);
    } else throw problem;
  }

  /** The answer, or null where nobody gave one. */
  async #send(path, init, key) {
    const timeout = AbortSignal.timeout((WAIT_SECONDS + PATIENCE_SECONDS) * 1000);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const headers = key ? { ...init.headers, "X-API-Key": key } : init.headers;
    try {
      const answer = await fetch(`${this.#base}/${path}`, {
        ...init,
        headers,
        signal,
        cache: "no-store",
        credentials: "omit",
      });
      const text = await answer.text();
      if (GATEWAY_ERRORS.includes(answer.status)) return null;
      if (answer.status !== 503) this.#connection.found();
      return {
        status: answer.status,
        isOk: answer.ok,
        headers: answer.headers,
        told: parsed(text),
      };
    } catch (error) {
      if (init.signal?.aborted) throw error;
      return null;
    }
  }
}

/** The options of a call that sends `body`; with a key, the service takes it once. */
function sending(method, body, signal, idempotencyKey) {
  const once = idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {};
  const headers = { "Content-Type": "application/json", ...once };
  return { method, headers, body: JSON.stringify(body), signal };
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** 128 random bits. `crypto.randomUUID` is missing where a page came over plain HTTP. */
export function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
