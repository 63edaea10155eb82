// Sorts and searches the table of policies. The page is whole without it: the rows stand in the order of what matters.
(() => {
  "use strict";
  const body = document.querySelector("table.policies tbody");
  if (!body) return;
  const rows = [...body.rows], place = new Map(rows.map((row, number) => [row, number]));
  const weights = ["s-critical", "s-material", "s-minor", "s-cosmetic"];
  const moment = (row, of) => row.querySelector(of + " time")?.dateTime ?? "";
  const keys = {
    name: row => row.querySelector(".who").textContent.trim().toLowerCase(),
    weight: row => weights.findIndex(name => row.classList.contains(name)) + 1 || weights.length + 1,
    date: row => moment(row, ".date"),
    checked: row => (row.classList.contains("s-failing") ? "0" : "1") + moment(row, ".state"),
  };
  // Dates are asked for newest first, everything else in the order of the alphabet or of weight.
  const downwards = { date: true };

  const sort = (head, name) => {
    const before = head.getAttribute("aria-sort"), key = keys[name];
    const descending = before ? before === "ascending" : Boolean(downwards[name]);
    body.closest("table").querySelectorAll("th[aria-sort]").forEach(one => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const known = new Map(rows.map(row => [row, key(row)])), sign = descending ? -1 : 1;
    const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
    body.append(...[...rows].sort((a, b) => sign * compare(known.get(a), known.get(b)) || place.get(a) - place.get(b)));
  };
  document.querySelectorAll("th[data-sort]").forEach(head => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, head.dataset.sort));
  });

  const find = document.getElementById("find"), tag = document.getElementById("tag");
  const nothing = document.querySelector(".nothing");
  const words = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const tags = new Map(rows.map(row => [row, [...row.querySelectorAll(".who .topic")].map(one => one.textContent)]));
  const filter = () => {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      row.hidden = !wanted.every(word => words.get(row).includes(word)) || Boolean(tag?.value && !tags.get(row).includes(tag.value));
    }
    // Rows that the choice above leaves out are hidden by the style sheet, so the page itself is asked.
    nothing.classList.toggle("shown", rows.every(row => row.offsetParent === null));
  };
  find.addEventListener("input", filter);
  tag?.addEventListener("change", filter);
  document.querySelectorAll("input[name=show]").forEach(one => one.addEventListener("change", filter));
  document.querySelector(".find").hidden = false;
  filter();
})();
