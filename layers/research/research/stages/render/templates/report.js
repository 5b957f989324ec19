"use strict";
// Shows a citation beside the words that cite it. Without this script, or where the browser has no
// popovers, a citation is a link to its quote under Sources.
(() => {
  const card = document.getElementById("card");
  if (!card || !card.showPopover) return;
  const inner = card.querySelector(".card-body");
  const number = card.querySelector(".card-number");
  const verdict = card.querySelector(".card-verdict");
  const narrow = window.matchMedia("(max-width: 40rem)");
  const gap = 10;
  const minMargin = 320;
  let cite = null;
  let pressed = null;

  const fill = () => {
    const note = document.getElementById(cite.hash.slice(1));
    const source = document.getElementById("source-" + note.dataset.source);
    const copies = [source.querySelector(".source-heading"), note.querySelector(".note-body")];
    inner.replaceChildren(...copies.map((part) => part.cloneNode(true)));
    number.textContent = card.dataset.source + " " + note.dataset.source;
    verdict.textContent = cite.closest(".claim").dataset.verdict;
    card.scrollTop = 0;
  };

  // In the margin where it is wide enough, else below the mark or above the claim; on a phone, at
  // the foot. Returns how far to scroll for the mark, or the end of the card, to be in sight.
  const place = () => {
    card.style.left = card.style.top = card.style.width = "";
    const at = cite.getBoundingClientRect();
    if (narrow.matches) return Math.max(0, at.bottom + gap - card.getBoundingClientRect().top);
    const column = cite.closest("main").getBoundingClientRect();
    const page = document.documentElement.clientWidth;
    const toLeft = document.documentElement.dir === "rtl";
    const margin = toLeft ? column.left : page - column.right;
    const beside = margin >= minMargin;
    if (beside) card.style.width = Math.min(card.offsetWidth, margin - 4 * gap) + "px";
    const { offsetWidth: width, offsetHeight: height } = card;
    const above = cite.closest(".claim").getBoundingClientRect().top - gap - height;
    let hidden = 0;
    let left = at.left + at.width / 2 - width / 2;
    let top = at.bottom + gap;
    if (beside) {
      left = toLeft ? column.left - width - 2.5 * gap : column.right + 2.5 * gap;
      top = Math.max(gap, Math.min(at.top - 4 * gap, window.innerHeight - height - gap));
    } else if (top + height + gap > window.innerHeight) {
      if (above >= gap) top = above;
      else hidden = top + height + gap - window.innerHeight;
    }
    card.style.left = Math.max(gap, Math.min(left, page - width - gap)) + window.scrollX + "px";
    card.style.top = top + window.scrollY + "px";
    return hidden;
  };

  const show = (target) => {
    if (card.matches(":popover-open")) card.hidePopover();
    cite = target;
    fill();
    cite.focus({ preventScroll: true });
    // After the paragraph or the table, so that the next Tab goes into the card.
    cite.closest("p, ul, .side-by-side").after(card);
    card.showPopover();
    cite.setAttribute("aria-expanded", "true");
    window.scrollBy(0, place());
    card.focus({ preventScroll: true });
  };

  card.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed" && cite) cite.setAttribute("aria-expanded", "false");
  });
  for (const mark of document.querySelectorAll(".cite")) {
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-haspopup", "dialog");
    mark.setAttribute("aria-expanded", "false");
    mark.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      // The browser has closed the card by now, as for any press outside of it.
      if (pressed !== mark) show(mark);
      pressed = null;
    });
    mark.addEventListener("pointerdown", () => {
      pressed = cite === mark && card.matches(":popover-open") ? mark : null;
    });
    mark.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      show(mark);
    });
  }
  window.addEventListener("resize", () => {
    if (card.matches(":popover-open")) place();
  });
})();
