/**
 * Makes pages that are whole without it more comfortable: it keeps marks that a form has not sent yet, counts
 * what is marked, filters and sorts the rows of a list that are on the page, shows a password that is typed
 * and makes photos small before they are sent. It asks
 * the server for nothing and leaves nothing in the browser but the memory of a tab, which ends with it
 * and when its reader leaves.
 */

const WORDS = {
  one: "Recuperamos un cambio que no se había guardado. Revíselo y guarde.",
  many: (count) => `Recuperamos ${count} cambios que no se habían guardado. Revíselos y guarde.`,
  marked: (count, total) => `${count} de ${total} con registro`,
  show: "Mostrar",
  hide: "Ocultar",
  lost: "Sin red. Esta página vuelve sola cuando la red regrese.",
  smaller: "La foto se redujo para que llegue antes.",
  filter: "Filtrar al escribir",
  filterPage: "Filtrar al escribir, solo en esta página",
  found: (count, total) => `${count} de ${total}`,
  chosen: (count) => (count === 1 ? "1 elegida" : `${count} elegidas`),
  all: "Elegir todas las que se ven",
};

/** The controls of a form that hold what somebody typed. */
const typed = (form) =>
  [...form.elements].filter((one) => one.name && !["hidden", "submit", "button", "file", "password"].includes(one.type));

/** What a control says now, and what it said when the server drew it. */
const says = (one) => {
  if (one.type === "radio" || one.type === "checkbox") return [one.checked, one.defaultChecked];
  if (one.tagName !== "SELECT") return [one.value, one.defaultValue];
  const drawn = [...one.options].find((option) => option.defaultSelected) ?? one.options[0];
  return [one.value, drawn?.value ?? ""];
};

const put = (one, value) => {
  if (typeof value === "boolean") one.checked = value;
  else one.value = value;
};

/** Names a control among those of its form; radios of one group differ by their value. */
const key = (one) => (typeof says(one)[0] === "boolean" ? `${one.name}=${one.value}` : one.name);

/** Whether a control holds a choice, a number, a day or an hour: free text is kept nowhere. */
const isMark = (one) =>
  one.inputMode === "numeric" || one.inputMode === "decimal" || !(one.tagName === "TEXTAREA" || one.type === "text");

/** What differs from what the server drew: the name, what was drawn and what was typed. */
const changes = (form, counts = () => true) =>
  typed(form)
    .filter(counts)
    .map((one) => [key(one), ...says(one).toReversed()])
    .filter(([, drawn, now]) => drawn !== now);

/** How many answers changed; a group of radios is one. */
const answers = (changed) => new Set(changed.map(([name]) => name.split("=")[0])).size;

/** Asks before somebody leaves what is not saved; a form that the server sent back is not saved either. */
function guardUnsaved(form) {
  let leaving = false;
  const isSent = "unsaved" in form.dataset || document.querySelector(".error-summary");
  form.addEventListener("submit", () => (leaving = true));
  for (const link of form.querySelectorAll("[data-discard]")) link.addEventListener("click", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && (isSent || changes(form).length)) event.preventDefault();
  });
}

/** What this tab remembers until it is closed or its reader leaves; nothing where the browser forbids it. */
const memory = (() => {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
})();

/**
 * Keeps the marks that are not saved while the tab is open. Whoever comes back to the form, after a save
 * that failed too, finds them again, but for what the server has drawn otherwise since, and for what
 * another account left there.
 */
function keepUnsaved(form) {
  const place = `${form.dataset.keep} ${form.action}`;
  const kept = JSON.parse(memory?.getItem(place) ?? "[]");
  const controls = new Map(typed(form).filter(isMark).map((one) => [key(one), one]));
  const fresh = kept.filter(([name, drawn]) => controls.has(name) && says(controls.get(name))[1] === drawn);
  for (const [name, , value] of fresh) put(controls.get(name), value);
  const found = answers(fresh);
  const notice = form.querySelector("[data-kept]");
  if (found && notice) {
    notice.querySelector("p").prepend(found === 1 ? WORDS.one : WORDS.many(found), " ");
    notice.hidden = false;
  }
  const note = (marks) => {
    if (marks.length) memory?.setItem(place, JSON.stringify(marks));
    else memory?.removeItem(place);
  };
  const noteAll = () => note(changes(form, isMark));
  form.addEventListener("input", noteAll);
  form.addEventListener("submit", noteAll);
  for (const link of form.querySelectorAll("[data-discard]")) link.addEventListener("click", () => note([]));
  noteAll();
}

/** Says how many groups of radios of a form have an answer. */
function countMarked(line) {
  const form = line.closest("form");
  const tell = () => {
    const radios = typed(form).filter((one) => one.type === "radio");
    const marked = (list) => new Set(list.map((one) => one.name)).size;
    line.textContent = WORDS.marked(marked(radios.filter((one) => one.checked && one.value)), marked(radios));
    line.hidden = false;
  };
  form.addEventListener("input", tell);
  form.addEventListener("reset", () => setTimeout(tell));
  tell();
}

/** Moves through a grid of cells with the keys of a spreadsheet, and takes what was copied from one. */
function gridKeys(table) {
  const rows = () => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);
  const placeOf = (cell) => {
    const all = rows();
    const row = all.findIndex((cells) => cells.includes(cell));
    return { all, row, column: row < 0 ? -1 : all[row].indexOf(cell) };
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    const { all, row, column } = placeOf(cell);
    if (row < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const atStart = cell.selectionEnd === 0;
    const atEnd = cell.selectionStart === cell.value.length;
    const to = {
      Enter: [row + (event.shiftKey ? -1 : 1), column],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowLeft: atStart && [row, column - 1],
      ArrowRight: atEnd && [row, column + 1],
    }[event.key];
    const next = to && all[to[0]]?.[to[1]];
    if (event.key === "Enter" || next) event.preventDefault();
    next?.focus();
    next?.select();
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\n\t]/.test(text)) return;
    const { all, row, column } = placeOf(event.target);
    if (row < 0) return;
    event.preventDefault();
    text.split("\n").forEach((line, down) =>
      line.split("\t").forEach((value, right) => {
        const cell = all[row + down]?.[column + right];
        if (!cell) return;
        cell.value = value.trim();
        cell.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    );
  });
}

/** Fewer rows are seen at a glance and need no filter. */
const FEW = 8;

/** Words as they are compared: without accents or capitals, a document number without its points. */
const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/(\d)\.(?=\d)/g, "$1");

/** What a cell is sorted by: a number, a day or words, of what the server wrote for that or of what it says. */
const sortKey = (cell) => {
  const text = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
  const day = /^(\d\d)\/(\d\d)\/(\d{4})\b/.exec(text);
  if (day) return `${day[3]}-${day[2]}-${day[1]}`;
  return /^-?\d[\d.]*(,\d+)?\s?%?$/.test(text) ? Number(text.replace(/[.\s%]/g, "").replace(",", ".")) : text;
};

const compared = (one, other) => {
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

/**
 * Filters the rows of a list while somebody types, and sorts them where the page has them all. What is
 * ticked stays in sight, so that nobody is chosen unseen.
 */
function workableList(list) {
  const isTable = list.tagName === "TABLE";
  const rows = isTable ? [...list.tBodies].flatMap((body) => [...body.rows]) : [...list.children];
  if (rows.length < FEW) return;
  const paged = document.querySelector(".pager__here");
  if (isTable && !paged) sortable(list);
  const bar = document.createElement("div");
  bar.className = "filter";
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  field.className = "input";
  field.autocomplete = "off";
  label.append(paged ? WORDS.filterPage : WORDS.filter, field);
  const found = document.createElement("p");
  found.setAttribute("role", "status");
  bar.append(label, found);
  (list.closest(".table-region") ?? list).before(bar);
  const texts = new Map(rows.map((row) => [row, folded(row.textContent)]));
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const isChosen = row.querySelector("input[type=checkbox]:checked");
      row.hidden = !isChosen && !words.every((word) => texts.get(row).includes(word));
    }
    found.textContent = words.length ? WORDS.found(rows.filter((row) => !row.hidden).length, rows.length) : "";
  });
  // Inside a form, Enter would send it.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

/** Counts the boxes of a form that choose rows of a list, and adds one that chooses all in sight. */
function chooseRows(form) {
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

/** Lets whoever types a password read it. */
function showable(field) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--link";
  button.setAttribute("aria-controls", field.id);
  const label = field.labels?.[0]?.textContent.trim() ?? "";
  const say = () => {
    const word = field.type === "password" ? WORDS.show : WORDS.hide;
    button.textContent = word;
    button.setAttribute("aria-label", `${word}: ${label}`);
  };
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    say();
  });
  field.form?.addEventListener("submit", () => (field.type = "password"));
  say();
  field.after(button);
}

/** The longest side of a photo that is sent, and how many bytes need no help. */
const SIDE = 2400;
const SMALL = 800_000;

/** The photo as a smaller JPEG; itself where that would not be smaller. */
async function smaller(photo) {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= photo.size) return photo;
  return new File([blob], photo.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
}

/** Makes a chosen photo small while its form is filled, since the network of a village is slow. */
function shrinkPhotos(field) {
  const note = document.createElement("p");
  note.className = "hint";
  note.setAttribute("role", "status");
  field.after(note);
  field.addEventListener("change", async () => {
    note.textContent = "";
    const [photo] = field.files;
    if (!photo?.type.startsWith("image/") || photo.size <= SMALL) return;
    const small = await smaller(photo).catch(() => photo);
    if (small === photo || field.files[0] !== photo) return;
    const chosen = new DataTransfer();
    chosen.items.add(small);
    field.files = chosen.files;
    note.textContent = WORDS.smaller;
  });
}

/**
 * Asks for a page of something under way again when its time comes and the server can be reached: on the
 * wall of a room, an error page of the browser would stay. Until then the page says that there is no network.
 */
function comeAgain(root) {
  const seconds = Number(root.dataset.again);
  const lost = document.createElement("p");
  lost.className = "lost";
  lost.setAttribute("role", "status");
  const ask = () => {
    const probe = new Image();
    probe.onload = () => location.reload();
    probe.onerror = () => {
      lost.textContent = WORDS.lost;
      if (!lost.isConnected) document.body.append(lost);
      setTimeout(ask, 5000);
    };
    probe.src = `/estatico/icon.svg?${Date.now()}`;
  };
  setTimeout(ask, seconds * 1000);
}

const each = (selector, help) => document.querySelectorAll(selector).forEach(help);
each('form[action="/salir"]', (form) => form.addEventListener("submit", () => memory?.clear()));
each("form[data-keep]", keepUnsaved);
each("form[data-keep], form[data-guard]", guardUnsaved);
each("[data-marked]", countMarked);
each("html[data-again]", comeAgain);
each("table[data-grid]", gridKeys);
each("[data-list]", workableList);
each("form[data-choose]", chooseRows);
each("input[type=password]", showable);
each('input[type=file][accept*="image/jpeg"]:not([accept*="svg"])', shrinkPhotos);
