// Building and finding elements. Text is only ever set as text.

/** The element with that id, which the page must have. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** A new element; `attributes` are set as they are, `children` are elements or text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Set an element's text when it is another, so that nothing is read out or selected in vain. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Set an element's text, and hide it where there is none. */
export function showText(target, text) {
  setText(target, text);
  target.hidden = !text;
}

/** Facts in a row, as spans. */
export function setFacts(target, facts) {
  const told = facts.filter(Boolean);
  if (target.dataset.told === told.join("\n")) return;
  target.dataset.told = told.join("\n");
  target.replaceChildren(...told.map((fact) => element("span", {}, fact)));
}

/** Point a link at `address` if that is one of the web, and hide it otherwise. */
export function setLink(link, address) {
  const isWeb = /^https?:\/\//i.test(address ?? "");
  link.hidden = !isWeb;
  if (isWeb) link.href = address;
  else link.removeAttribute("href");
}

/** Have `list` show `items` in their order, each as a row that `make` makes and `show` fills. Rows
 * stay the elements they are, so that nobody loses the place; `rows` holds them by key.
 */
export function showRows(list, rows, items, { key, make, show }) {
  const wanted = new Set(items.map(key));
  for (const [name, row] of rows) {
    if (wanted.has(name)) continue;
    row.item.remove();
    rows.delete(name);
  }
  items.forEach((item, at) => {
    const name = key(item);
    const row = rows.get(name) ?? make(item);
    rows.set(name, row);
    if (list.children[at] !== row.item) list.insertBefore(row.item, list.children[at] ?? null);
    show(row, item);
  });
}

/** Show a heading's view from its top, and have a screen reader start there. */
export function moveTo(heading) {
  window.scrollTo({ top: 0, behavior: "instant" });
  heading.focus({ preventScroll: true });
}
