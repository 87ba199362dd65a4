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
