// What a report does where scripts run: choose a part, sort tables, show shares or counts. Without it everything is on the page as well.
"use strict";
(function () {
  for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;

  // Shares, counts or both.
  for (const input of document.querySelectorAll("input[name=show]")) {
    input.addEventListener("change", function () { document.documentElement.dataset.show = input.value; });
    if (input.checked) document.documentElement.dataset.show = input.value;
  }

  // One part of several.
  for (const select of document.querySelectorAll("select[data-choice]")) {
    const parts = document.querySelectorAll('[data-part="' + select.dataset.choice + '"]');
    const show = function () {
      for (const part of parts) part.hidden = select.value !== "all" && part.id !== select.value;
    };
    select.addEventListener("change", show);
    show();
  }

  // The numbers of a mark, where a pointer or the keyboard is. Arrow keys go from mark to mark, Escape closes.
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  document.body.append(tip);
  const say = function (mark) {
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = Math.max(8, left) + window.scrollX + "px";
    tip.style.top = box.bottom + 6 + window.scrollY + "px";
  };
  const hush = function () { tip.hidden = true; };
  // A narrow chart with the same marks as the wide one leaves their texts to that.
  for (const figure of document.querySelectorAll(".chart")) {
    const texts = figure.querySelectorAll(".chart-wide g > title");
    const marks = figure.querySelectorAll(".chart-narrow g");
    if (figure.querySelector(".chart-narrow g > title") !== null || texts.length !== marks.length) continue;
    marks.forEach(function (mark, place) { mark.prepend(texts[place].cloneNode(true)); });
  }
  for (const chart of document.querySelectorAll(".chart svg")) {
    const marks = Array.from(chart.querySelectorAll("g > title")).map(function (title) {
      const mark = title.parentNode;
      mark.dataset.tip = title.textContent;
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", title.textContent);
      mark.setAttribute("tabindex", "-1");
      title.remove();
      return mark;
    });
    if (marks.length === 0) continue;
    chart.setAttribute("role", "group");
    marks[0].setAttribute("tabindex", "0");
    marks.forEach(function (mark, place) {
      mark.addEventListener("pointerenter", function () { say(mark); });
      mark.addEventListener("pointerleave", hush);
      mark.addEventListener("focus", function () { say(mark); });
      mark.addEventListener("blur", hush);
      mark.addEventListener("keydown", function (event) {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === "Escape") hush();
        if (step === undefined || marks[place + step] === undefined) return;
        event.preventDefault();
        mark.setAttribute("tabindex", "-1");
        marks[place + step].setAttribute("tabindex", "0");
        marks[place + step].focus();
      });
    });
  }

  // Tables by any column: first the largest numbers, or words from A; then the other way round. What is not shown stays last.
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const headings = table.tHead.rows[0].cells;
    for (const heading of headings) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", function () { sort(table, headings, heading); });
    }
  }

  function sort(table, headings, heading) {
    const column = heading.cellIndex;
    const isNumber = heading.classList.contains("number");
    const before = heading.getAttribute("aria-sort");
    const descends = before === null ? isNumber : before === "ascending";
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descends ? "descending" : "ascending");
    const rows = Array.from(table.tBodies[0].rows).map(function (row, place) {
      const cell = row.cells[column];
      const key = isNumber ? (cell.dataset.key === undefined ? null : Number(cell.dataset.key)) : cell.textContent;
      return { row: row, key: key, place: place };
    });
    rows.sort(function (a, b) {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
      const order = isNumber ? a.key - b.key : a.key.localeCompare(b.key, "en");
      return (descends ? -order : order) || a.place - b.place;
    });
    for (const entry of rows) table.tBodies[0].append(entry.row);
  }
})();
