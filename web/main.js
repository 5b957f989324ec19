// The start: which view the address names, and what they tell each other.
//
// `#/` is the form with the list, `#/jobs/{job_id}` one job. A reload comes back to either.

import { Form } from "./asking.js";
import { Connection } from "./connection.js";
import { Keys } from "./dialogs.js";
import { byId, moveTo } from "./elements.js";
import { JobView } from "./job/following.js";
import { Keyboard } from "./keyboard.js";
import { JobList } from "./listing.js";
import { Service, serviceAddress } from "./service.js";
import { WatchList } from "./watching.js";

const TITLE = "Content research";
const JOB = /^#\/jobs\/([0-9]{8}-[0-9]{6}-[0-9a-f]{16,32})$/;

const connection = new Connection();
const base = await serviceAddress(connection);
const service = new Service(base, connection, new Keys());
const watches = new WatchList(service);
const form = new Form(service, { taken: goTo, watched: () => watches.added() });
const list = new JobList(service, { example: (query) => form.fill(query) });
const view = new JobView(service, { leave: () => goTo(""), again, taken: goTo });

function goTo(jobId) {
  window.location.hash = jobId ? `#/jobs/${jobId}` : "#/";
}

/** Go to the form and the list, and then do `deed`. */
function atHome(deed) {
  if (!byId("home").hidden) {
    deed();
    return;
  }
  goTo("");
  window.addEventListener("hashchange", deed, { once: true });
}

function again(job) {
  atHome(() => form.fill(job.query, job.depth));
}

/** Go to the first of these that is shown. */
function focusOn(...ids) {
  const shown = ids.map(byId).find((each) => each.checkVisibility());
  shown?.focus();
}

/** Whether nobody has gone anywhere while the page waited for its address. */
function isFocusFree() {
  return document.activeElement === document.body;
}

function route({ isFirst }) {
  const jobId = JOB.exec(window.location.hash)?.[1];
  byId("home").hidden = Boolean(jobId);
  byId("job").hidden = !jobId;
  byId("another").hidden = !jobId;
  if (jobId) {
    list.close();
    watches.close();
    view.open(jobId);
    return;
  }
  view.close();
  list.open();
  watches.open();
  document.title = TITLE;
  if (!isFirst) moveTo(byId("ask-heading"));
  else if (isFocusFree() && matchMedia("(pointer: fine)").matches) byId("query").focus();
}

byId("reference").href = `${base}/docs`;
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
window.addEventListener("hashchange", () => route({ isFirst: false }));
route({ isFirst: true });
new Keyboard({
  "/": () => atHome(() => focusOn("query")),
  h: () => atHome(() => focusOn("find", "before-heading")),
  o: () => {
    if (byId("job-open").checkVisibility()) byId("job-open").click();
  },
  a: () => focusOn("report-question"),
});
