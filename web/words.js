// What the page says: states, times, amounts and troubles, in plain words.

export const STATUSES = {
  pending: "Waiting",
  running: "Researching",
  awaiting_plan: "Plan to approve",
  completed: "Report ready",
  failed: "No report",
  cancelled: "Cancelled",
};

/** What to do about an error of a job, by code; those that are not here speak for themselves. */
const ADVICE = {
  all_searches_failed:
    "Search engines turn away who asks often. Try again in some minutes, or name pages to read.",
  nothing_found: "Try other words, a wider span of time, or pages of your own.",
  budget_spent: "Ask again with a larger budget, or less deep.",
  plan_not_approved: "Ask again, and approve its questions within a day.",
  model_failed: "The language model may be back in a while.",
};

const dates = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const times = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const numbers = new Intl.NumberFormat("en");
const dollars = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  maximumSignificantDigits: 2,
});

/** Whether a worker has to do with it now or soon. */
export const isMoving = (status) => status === "pending" || status === "running";

/** Whether nothing follows that status. */
export const isFinished = (status) => !isMoving(status) && status !== "awaiting_plan";

/** `today, 09:12` or `24 November 2026, 09:12`, where the reader is. */
export function whenWords(iso) {
  const when = new Date(iso);
  const day = dates.format(when);
  return `${day === dates.format(new Date()) ? "today" : day}, ${times.format(when)}`;
}

/** `8 s`, `2 min 5 s`, `1 h 4 min`. */
export function durationWords(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `1 page`, `1,200 pages`. */
export const countWords = (count, one, more = `${one}s`) =>
  `${numbers.format(count)} ${count === 1 ? one : more}`;

/** `12 KB`, `3.4 MB`, as files are measured: in thousands. */
export function sizeWords(bytes) {
  if (bytes < 1_000_000) return `${numbers.format(Math.max(1, Math.round(bytes / 1_000)))} KB`;
  return `${numbers.format(Math.round(bytes / 100_000) / 10)} MB`;
}

/** US dollars, as far as they are worth telling. */
export const dollarWords = (amount) => dollars.format(amount);

/** What may help, or "". */
export const adviceWords = (code) => ADVICE[code] ?? "";

/** Why a call failed, and what to do. */
export function troubleWords(error) {
  const said = sentence(error.message);
  if (error.code === "rate_limited" || error.code === "too_many_pending") {
    const why =
      error.code === "rate_limited"
        ? "You asked often in a short time."
        : "Many questions wait already.";
    return `${why} Try again in ${durationWords(error.retryAfterSeconds)}.`;
  }
  if (error.code === "answer_late") {
    return `Looking took too long. Try again in ${durationWords(error.retryAfterSeconds)}.`;
  }
  if (error.status === 500) {
    const name = error.requestId ? ` Its log has it under ${error.requestId}.` : "";
    return `${said}${name}`;
  }
  return said;
}

/** `text`, beginning with a capital and ending with a full stop. */
export function sentence(text) {
  const trimmed = text.trim();
  if (!trimmed) return "";
  const begun = trimmed[0].toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
