import { says } from "./marks.js";
import { arrange } from "./table.js";
import { WORDS } from "./words.js";

const MINUTE = 60_000;

/** When a session begins and ends, in minutes; `null` while its row cannot be read. */
export const spanOf = (day, from, to, crosses) => {
  const [starts, end] = [from, to].map((hour) => Date.parse(`${day}T${hour}:00Z`) / MINUTE);
  const ends = crosses && end <= starts ? end + 24 * 60 : end;
  return ends > starts ? [starts, ends] : null;
};

/** «40 horas», «1 hora y 30 minutos». */
export const hoursSaid = (minutes) => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours && WORDS.hours(hours), (rest || !hours) && WORDS.minutes(rest)].filter(Boolean).join(" y ");
};

/** How spans add up, to the hours of the course where they are known. */
export const planSaid = (spans, course) => {
  const sum = spans.reduce((all, [starts, ends]) => all + ends - starts, 0);
  const said = WORDS.sessions(spans.length, hoursSaid(sum));
  if (!course) return `${said}.`;
  const missing = course * 60 - sum;
  if (!missing) return `${said}, ${WORDS.exactly}`;
  const much = hoursSaid(Math.abs(missing));
  return `${said}: ${missing > 0 ? WORDS.missing(much, hoursSaid(course * 60)) : WORDS.beyond(much, hoursSaid(course * 60))}`;
};

/** The place of the first earlier span that meets the one at `place`; −1 where none does. */
export const earlierClash = (spans, place) => {
  const own = spans[place];
  return spans.findIndex((other, at) => at < place && own && other && own[0] < other[1] && other[0] < own[1]);
};

const isTouched = (controls) => controls.some((one) => says(one)[0] !== says(one)[1]);

/**
 * Adds up the sessions of a table while they are typed, and says in each changed row whether its day is a holiday
 * and whether it meets another of the table. What the server noted about a changed row is out of date, and goes.
 * Rows are added, repeated, taken away and brought back without asking the server, which judges them at the end.
 */
export function livePlan(table) {
  const form = table.closest("form");
  const total = form.querySelector("[data-total]");
  const asDrawn = total?.textContent;
  const holidays = new Map(table.dataset.holidays.split(";").map((day) => [day.slice(0, 10), day.slice(11)]));
  const [course, midnight] = ["version", "medianoche"].map((name) => form.elements.namedItem(name));
  const body = table.tBodies[0];
  const rowsNow = () => [...body.rows].filter((row) => row.querySelector("input[type=date]"));
  const drawn = rowsNow();
  const hints = new WeakMap();
  const hintOf = (row) => {
    if (!hints.has(row)) {
      const hint = document.createElement("p");
      hint.className = "hint";
      hint.setAttribute("role", "status");
      row.querySelector("input[type=date]").after(hint);
      hints.set(row, hint);
    }
    return hints.get(row);
  };
  const hoursOf = (row) => [...row.querySelectorAll("input[type=date], input[type=time]")];
  const spanIn = (row) => spanOf(...hoursOf(row).map((one) => one.value), midnight.checked);
  const tell = () => {
    const rows = rowsNow();
    const spans = rows.map(spanIn);
    const isArranged = rows.length !== drawn.length || rows.some((row, at) => row !== drawn[at]);
    const isNew = (row) => !drawn.includes(row) || isTouched([...hoursOf(row), midnight]);
    rows.forEach((row, place) => {
      const [touched, hint, day] = [isNew(row), hintOf(row), hoursOf(row)[0].value];
      const clash = earlierClash(spans, place);
      const meets = clash >= 0 && (isArranged || touched || isNew(rows[clash]));
      const said = [
        touched && day && new Date(day).toLocaleDateString("es-CO", { weekday: "long", timeZone: "UTC" }),
        touched && holidays.get(day),
        meets && WORDS.meets(clash + 1),
      ];
      hint.textContent = said.filter(Boolean).join(". ");
      hint.hidden = !hint.textContent;
      const weekday = row.cells[0].querySelector(".hint");
      if (weekday) weekday.hidden = touched;
      const next = row.nextElementSibling;
      const notes = next?.matches(".plan__notes") ? next : null;
      if (notes) {
        // What names another row by its number may name a wrong one now.
        for (const own of notes.querySelectorAll("[data-own]")) own.hidden = isArranged;
        notes.hidden = touched || !notes.querySelector("li:not([hidden])");
      }
      row.classList.toggle("plan__noted", Boolean(notes) && !notes.hidden);
    });
    if (!total) return;
    const isAnother = isTouched([course]);
    const text = planSaid(spans.filter(Boolean), isAnother ? 0 : Number(table.dataset.hours));
    const touched = isArranged || isTouched([course, midnight, ...rows.flatMap(hoursOf)]);
    total.querySelector("p").textContent = touched ? [text, isArranged && WORDS.unlooked].filter(Boolean).join(" ") : asDrawn;
  };
  form.addEventListener("input", tell);
  addEventListener("pageshow", tell);
  arrange(table, { rowsNow, spanIn, holidays, isAnother: () => isTouched([course]), tell });
}
