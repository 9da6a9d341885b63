import { WORDS } from "./words.js";

/** Where a step with the arrows leads in weeks of seven days; 0 for any other key. */
export const stepOf = (key) => ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 })[key] ?? 0;

/** «martes, 8 de diciembre». */
const daySaid = (day) =>
  new Date(day).toLocaleDateString("es-CO", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });

/**
 * Leads to the form that moves a session, with the day onto which it was dragged or that Shift and the arrows
 * reached. Nothing changes here: that form says what the session would meet, and asks.
 */
export function movable(month) {
  // A narrow screen shows a list, in which no day stands beside another.
  if (!matchMedia("(min-width: 60rem)").matches) return;
  const days = [...month.querySelectorAll("[data-day]")];
  const hint = document.createElement("p");
  hint.className = "note";
  hint.setAttribute("role", "status");
  hint.textContent = WORDS.movable;
  month.before(hint);
  let [link, at] = [null, -1];
  const aim = (place) => {
    at = place;
    days.forEach((day, other) => day.classList.toggle("month__day--aim", other === place));
    hint.textContent = place < 0 ? WORDS.movable : WORDS.movesTo(daySaid(days[place].dataset.day));
  };
  const end = () => {
    link = null;
    aim(-1);
  };
  const go = () => {
    const to = `${link.dataset.move}?fecha=${days[at].dataset.day}`;
    end();
    location.assign(to);
  };
  const under = (event) => days.indexOf(event.target.closest("[data-day]"));
  month.addEventListener("dragstart", (event) => (link = event.target.closest("[data-move]")));
  month.addEventListener("dragend", end);
  month.addEventListener("dragover", (event) => {
    if (!link || under(event) < 0) return;
    event.preventDefault();
    if (at !== under(event)) aim(under(event));
  });
  month.addEventListener("drop", (event) => {
    if (!link || under(event) < 0) return;
    event.preventDefault();
    aim(under(event));
    if (days[at].contains(link)) end();
    else go();
  });
  month.addEventListener("keydown", (event) => {
    const own = event.target.closest("[data-move]");
    if (!own) return;
    const step = event.shiftKey ? stepOf(event.key) : 0;
    if (step) {
      event.preventDefault();
      link = own;
      const next = (at < 0 ? days.findIndex((day) => day.contains(own)) : at) + step;
      if (days[next]) aim(next);
    } else if (at >= 0 && event.key === "Enter" && !days[at].contains(own)) {
      event.preventDefault();
      go();
    } else if (event.key === "Escape") end();
  });
  month.addEventListener("focusout", end);
}
