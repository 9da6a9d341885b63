import { WORDS } from "./words.js";

/** Fewer rows are seen at a glance and need no filter. */
const FEW = 8;

/** Words as they are compared: without accents or capitals, a document number without its points. */
export const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/(\d)\.(?=\d)/g, "$1");

/** What a cell is sorted by: a number, a day or words, of what the server wrote for that or of what it says. */
export const sortKey = (cell) => {
  const text = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
  const day = /^(\d\d)\/(\d\d)\/(\d{4})\b/.exec(text);
  if (day) return `${day[3]}-${day[2]}-${day[1]}`;
  return /^-?\d[\d.]*(,\d+)?\s?%?$/.test(text) ? Number(text.replace(/[.\s%]/g, "").replace(",", ".")) : text;
};

export const compared = (one, other) => {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "es", { numeric: true, sensitivity: "base" });
};

/** Puts a button into each heading of a table whose column can be sorted; empty cells stay at the end. */
function sortable(table) {
  const [heads, ...more] = table.tHead?.rows ?? [];
  if (!heads || more.length) return;
  const plain = (head) => head.colSpan === 1 && !("acts" in head.dataset) && !head.querySelector("a, button, input");
  for (const head of [...heads.querySelectorAll("th")].filter((head) => plain(head) && head.textContent.trim())) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of heads.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      for (const body of table.tBodies) {
        const keyed = [...body.rows].map((row) => [sortKey(row.cells[head.cellIndex]), row]);
        keyed.sort(([a], [b]) => (a === "") - (b === "") || way * compared(a, b));
        body.append(...keyed.map(([, row]) => row));
      }
    });
  }
}

/** A box above a list that has no search of the server. */
function ownBox(list, found, label) {
  const bar = document.createElement("div");
  bar.className = "filter";
  const head = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  field.className = "input";
  field.autocomplete = "off";
  head.append(label, field);
  bar.append(head, found);
  (list.closest(".table-region") ?? list).before(bar);
  // Inside a form, Enter would send it.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  return field;
}

/** The search of the server above a list: it filters what the page has while one types, and sends as before. */
function searchBox(found) {
  const field = document.querySelector("main form.filters input[type=search]");
  found.className = "hint";
  field?.closest(".field").append(found);
  return field;
}

/**
 * Filters the rows of a list while somebody types, and sorts them where the page has them all. What is
 * ticked stays in sight, so that nobody is chosen unseen. A page has one box for its list.
 */
export function workableList(list) {
  const isTable = list.tagName === "TABLE";
  const rows = isTable ? [...list.tBodies].flatMap((body) => [...body.rows]) : [...list.children];
  if (rows.length < FEW) return;
  const paged = document.querySelector(".pager__here");
  if (isTable && !paged) sortable(list);
  const found = document.createElement("p");
  found.setAttribute("role", "status");
  const search = searchBox(found);
  const field = search ?? ownBox(list, found, paged ? WORDS.filterPage : WORDS.filter);
  const more = search ? WORDS.searchAll(search.form.querySelector("button").textContent.trim()) : "";
  const texts = new Map(rows.map((row) => [row, folded(row.textContent)]));
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const isChosen = row.querySelector("input[type=checkbox]:checked");
      row.hidden = !isChosen && !words.every((word) => texts.get(row).includes(word));
    }
    const count = rows.filter((row) => !row.hidden).length;
    found.textContent = words.length ? WORDS.found(count, rows.length) + more : "";
  });
}

/** Counts the boxes of a form that choose rows of a list, and adds one that chooses all in sight. */
export function chooseRows(form) {
  const boxes = [...form.elements].filter((one) => one.type === "checkbox");
  const corner = boxes[0]?.closest("table").tHead.rows[0].cells[0];
  if (!corner) return;
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  form.prepend(count);
  const tell = () => (count.textContent = WORDS.chosen(boxes.filter((one) => one.checked).length));
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", WORDS.all);
  all.addEventListener("change", () => {
    for (const one of boxes) if (!one.closest("tr").hidden) one.checked = all.checked;
    tell();
  });
  corner.className = "pick";
  corner.replaceChildren(all);
  for (const one of boxes) one.addEventListener("change", tell);
  addEventListener("pageshow", tell);
}
