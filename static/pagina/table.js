const DAY = 24 * 60;
const MOST = 60;
/** Days after a session on which it is repeated: enough for the most sessions, one a week. */
const MOST_DAYS = 1000;

/** Of minutes since 1970: the day and the hour as controls write them, and the weekday from Monday, which is 1. */
export const written = (minutes) => {
  const at = new Date(minutes * 60_000);
  return { day: at.toISOString().slice(0, 10), hour: at.toISOString().slice(11, 16), weekday: at.getUTCDay() || 7 };
};

/**
 * The spans with which one comes again after its day: on these weekdays, or its own, without holidays and without
 * hours that are taken, until there are `many` in all or the minutes of the course are complete. `null` where the
 * server has to say why not.
 */
export const repeats = (span, taken, { weekdays, many, minutes, isHoliday }) => {
  const length = span[1] - span[0];
  let missing = minutes - taken.reduce((all, [starts, ends]) => all + ends - starts, 0);
  const needed = many ? many - taken.length : Math.ceil(missing / length);
  if (!(needed > 0) || needed + taken.length > MOST) return null;
  const more = [];
  for (let days = 1; days <= MOST_DAYS && more.length < needed; days += 1) {
    const starts = span[0] + days * DAY;
    const { day, weekday } = written(starts);
    const isWanted = weekdays.length ? weekdays.includes(weekday) : days % 7 === 0;
    const meets = taken.some((other) => starts < other[1] && other[0] < starts + length);
    if (!isWanted || meets || isHoliday(day)) continue;
    const ends = starts + (many ? length : Math.min(length, missing));
    missing -= ends - starts;
    more.push([starts, ends]);
  }
  return more.length === needed ? more : null;
};

const controlsOf = (row) => [...row.querySelectorAll("input, select")];

/** Gives a row the number that it has now, in its controls and in what is said of it. */
const number = (row, at) => {
  const before = row.cells[0].firstChild;
  before.textContent = before.textContent.replace(/\d+/, at + 1);
  for (const one of row.querySelectorAll("[id], [name], [aria-label], [aria-describedby], button .unseen")) {
    for (const name of ["id", "name", "aria-describedby"])
      if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/\[\d+\]/g, `[${at}]`));
    const label = one.getAttribute("aria-label");
    if (label) one.setAttribute("aria-label", label.replace(/\d+$/, at + 1));
    if (one.matches(".unseen")) one.textContent = one.textContent.replace(/\d+$/, at + 1);
    if (one.matches("button")) one.value = `quitar-${at}`;
  }
};

/** Adds, repeats, takes away and brings back rows of a table on the page. What it cannot do, the button asks the server. */
export function arrange(table, { rowsNow, spanIn, holidays, isAnother, tell }) {
  const form = table.closest("form");
  const body = table.tBodies[0];
  const bar = form.querySelector("[data-undo]");
  // Where the browser cannot read a day or an hour, the server arranges the rows.
  const isWhole = (row) => row.matches(".plan__notes") || row.querySelectorAll("input[type=date], input[type=time]").length === 3;
  if (!bar || ![...body.rows].every(isWhole)) return;
  const [asDrawn, states] = [bar.hidden, []];
  const state = () => [[...body.rows], rowsNow().flatMap(controlsOf).map((one) => [one, one.value])];
  let last = state();
  const show = () => {
    rowsNow().forEach(number);
    bar.hidden = asDrawn && !states.length;
    last = state();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const change = (rows) => {
    states.push(last);
    body.replaceChildren(...rows);
    show();
  };
  const withNotes = (row) => [row, ...(row.nextElementSibling?.matches(".plan__notes") ? [row.nextElementSibling] : [])];
  const copyOf = (row, [starts, ends]) => {
    const copy = row.cloneNode(true);
    copy.classList.remove("plan__noted");
    copy.querySelectorAll("[role=status], .error").forEach((one) => one.remove());
    const [froms, tos] = [controlsOf(row), controlsOf(copy)];
    tos.forEach((one, at) => {
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
      one.value = one.type === "url" ? "" : froms[at].value;
    });
    const [day, from, to] = tos;
    [day.value, from.value, to.value] = [written(starts).day, written(starts).hour, written(ends).hour];
    return copy;
  };
  const whole = () => [...body.rows];
  const acts = {
    agregar() {
      const rows = rowsNow();
      const span = rows.length < MOST && rows.length && spanIn(rows.at(-1));
      return span && [...whole(), copyOf(rows.at(-1), span.map((at) => at + 7 * DAY))];
    },
    repetir() {
      const [rows, typed] = [rowsNow(), (name) => form.elements.namedItem(name).value.trim()];
      const [which, many] = [typed("repite") || rows.length, typed("repite_total")];
      const row = /^\d+$/.test(which) && rows[which - 1];
      const spans = rows.map(spanIn);
      // Without the hours of the course, or with a row that cannot be read, the server says what is missing.
      if (!row || spans.includes(null) || !/^\d*$/.test(many) || (!many && (isAnother() || !table.dataset.hours))) return null;
      const more = repeats(spans[which - 1], spans, {
        weekdays: [...form.querySelectorAll("[name=repite_dias]:checked")].map((one) => Number(one.value)),
        many: Number(many),
        minutes: Number(table.dataset.hours) * 60,
        isHoliday: (day) => holidays.has(day),
      });
      // Holidays of later years are known to the server alone.
      const known = [...holidays.keys()].at(-1)?.slice(0, 4);
      if (!more || more.some(([starts]) => written(starts).day.slice(0, 4) > known)) return null;
      const pieces = rows.map((one, at) => [spans[at][0], withNotes(one)]);
      const added = more.map((span) => [span[0], [copyOf(row, span)]]);
      return [...pieces, ...added].sort(([one], [other]) => one - other).flatMap(([, all]) => all);
    },
    quitar(button) {
      const gone = withNotes(button.closest("tr"));
      // The last row goes with its table, which the server takes away.
      return rowsNow().length > 1 && whole().filter((row) => !gone.includes(row));
    },
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=hacer]");
    if (!button) return;
    if (button.value === "deshacer" && states.length) {
      event.preventDefault();
      const [rows, values] = states.pop();
      body.replaceChildren(...rows);
      for (const [one, value] of values) one.value = value;
      show();
      if (bar.hidden) form.querySelector("button[value=agregar]").focus();
      return;
    }
    const rows = acts[button.value.split("-")[0]]?.(button);
    if (!rows) return;
    event.preventDefault();
    change(rows);
    if (!button.isConnected) (rowsNow().at(-1)?.querySelector("button") ?? bar).focus();
  });
  // What is typed in a row is a change too, told when its control is left.
  body.addEventListener("change", () => {
    states.push(last);
    last = state();
    bar.hidden = false;
    tell();
  });
}
