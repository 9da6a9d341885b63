import { says } from "./marks.js";
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
 */
export function livePlan(table) {
  const form = table.closest("form");
  const total = form.querySelector("[data-total]");
  const asDrawn = total?.textContent;
  const holidays = new Map(table.dataset.holidays.split(";").map((day) => [day.slice(0, 10), day.slice(11)]));
  const [course, midnight] = ["version", "medianoche"].map((name) => form.elements.namedItem(name));
  const drawn = [...table.tBodies[0].rows].filter((row) => row.querySelector("input[type=date]"));
  const rows = drawn.map((row) => {
    const controls = [...row.querySelectorAll("input[type=date], input[type=time]")];
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.setAttribute("role", "status");
    controls[0].after(hint);
    const next = row.nextElementSibling;
    return { row, controls, hint, notes: next?.matches(".plan__notes") ? next : null };
  });
  const tell = () => {
    const spans = rows.map(({ controls }) => spanOf(...controls.map((one) => one.value), midnight.checked));
    rows.forEach(({ row, controls, hint, notes }, place) => {
      const touched = isTouched([...controls, midnight]);
      const [day, clash] = [controls[0].value, earlierClash(spans, place)];
      const meets = clash >= 0 && (touched || isTouched(rows[clash].controls));
      const said = [
        touched && day && new Date(day).toLocaleDateString("es-CO", { weekday: "long", timeZone: "UTC" }),
        touched && holidays.get(day),
        meets && WORDS.meets(clash + 1),
      ];
      hint.textContent = said.filter(Boolean).join(". ");
      hint.hidden = !hint.textContent;
      const weekday = row.cells[0].querySelector(".hint");
      if (weekday) weekday.hidden = touched;
      if (notes) notes.hidden = touched;
      row.classList.toggle("plan__noted", Boolean(notes) && !touched);
    });
    if (!total) return;
    const isAnother = isTouched([course]);
    const text = planSaid(spans.filter(Boolean), isAnother ? 0 : Number(table.dataset.hours));
    const touched = isTouched([course, midnight, ...rows.flatMap(({ controls }) => controls)]);
    total.querySelector("p").textContent = touched ? text : asDrawn;
  };
  form.addEventListener("input", tell);
  addEventListener("pageshow", tell);
}
