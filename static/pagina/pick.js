import { folded } from "./list.js";
import { WORDS } from "./words.js";

/** As many choices are read at a glance and need no search. */
const GLANCE = 15;

/** Whether a text has the beginning of each word that somebody looks for, accents or not. */
export const fits = (text, wanted) => {
  const words = folded(text).split(/[^\p{L}\p{N}]+/u);
  return folded(wanted).split(/\s+/).filter(Boolean).every((start) => words.some((word) => word.startsWith(start)));
};

/** A field in which somebody types what they look for, and a line that says how much was found. */
function searchField(name) {
  const field = document.createElement("input");
  field.type = "search";
  field.className = "input input--m";
  field.autocomplete = "off";
  field.placeholder = WORDS.look;
  field.setAttribute("aria-label", WORDS.lookIn(name));
  const found = document.createElement("p");
  found.className = "hint";
  found.setAttribute("role", "status");
  // Inside a form, Enter would send it.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  return { field, found };
}

const smallButton = (word) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = word;
  return button;
};

/** Narrows many boxes to those that somebody looks for, and marks all in sight. Marked ones stay in sight. */
export function searchableChecks(group) {
  const choices = [...group.querySelectorAll(".choice")];
  if (choices.length <= GLANCE) return;
  const { field, found } = searchField(group.querySelector("legend").textContent.trim());
  const bar = document.createElement("div");
  bar.className = "filter";
  const texts = new Map(choices.map((choice) => {
    const fold = choice.closest("details")?.querySelector("summary");
    return [choice, `${choice.textContent} ${fold?.textContent ?? ""}`];
  }));
  const only = smallButton(WORDS.onlyPdet);
  only.setAttribute("aria-pressed", "false");
  const folds = [...group.querySelectorAll("details")];
  const asDrawn = new Map(folds.map((fold) => [fold, fold.open]));
  const tell = () => {
    const isPdet = only.getAttribute("aria-pressed") === "true";
    const isNarrow = isPdet || Boolean(field.value.trim());
    const isFound = (choice) => fits(texts.get(choice), field.value) && (!isPdet || texts.get(choice).includes("PDET"));
    const matches = choices.filter(isFound);
    for (const choice of choices) choice.hidden = !matches.includes(choice) && !choice.querySelector("input").checked;
    for (const fold of folds) {
      const isSeen = fold.querySelector(".choice:not([hidden])");
      fold.hidden = !isSeen;
      fold.open = isNarrow ? Boolean(isSeen) : asDrawn.get(fold) || Boolean(fold.querySelector(":checked"));
    }
    found.textContent = isNarrow ? WORDS.found(matches.length, choices.length) : "";
  };
  const mark = (button, is) =>
    button.addEventListener("click", () => {
      for (const choice of choices) if (!choice.hidden) choice.querySelector("input").checked = is;
      group.dispatchEvent(new Event("input", { bubbles: true }));
      tell();
    });
  const [every, none] = [smallButton(WORDS.markSeen), smallButton(WORDS.unmarkSeen)];
  mark(every, true);
  mark(none, false);
  only.addEventListener("click", () => {
    only.setAttribute("aria-pressed", String(only.getAttribute("aria-pressed") !== "true"));
    tell();
  });
  field.addEventListener("input", tell);
  const hasPdet = choices.some((choice) => texts.get(choice).includes("PDET"));
  bar.append(field, ...(hasPdet ? [only] : []), every, none, found);
  group.querySelector("details, .choices__group, .choices__list").before(bar);
}

/** Narrows a long list of options to those that somebody looks for. The chosen one stays, as does what was drawn. */
export function searchableSelect(select) {
  const options = [...select.options];
  // Rows of a form have their lists many times over.
  if (options.length <= GLANCE || select.name.includes("[")) return;
  const { field, found } = searchField(select.labels[0]?.textContent.trim() ?? "");
  field.setAttribute("aria-controls", select.id);
  const shape = [...select.children].map((child) => [child, [...child.children]]);
  const text = (option) => `${option.text} ${option.parentElement?.label ?? ""}`;
  const texts = new Map(options.map((option) => [option, text(option)]));
  let matches = [];
  field.addEventListener("input", () => {
    const { value } = select;
    const isLooking = Boolean(field.value.trim());
    matches = options.filter((option) => option.value && fits(texts.get(option), field.value));
    const stays = (option) => option === options[0] || option.selected || option.defaultSelected || matches.includes(option);
    const kept = new Set(options.filter(stays));
    for (const [child, inner] of shape) if (inner.length) child.replaceChildren(...inner.filter((one) => kept.has(one)));
    select.replaceChildren(...shape.map(([child]) => child).filter((child) => child.children.length || kept.has(child)));
    select.value = value;
    const all = options.filter((option) => option.value).length;
    found.textContent = isLooking ? WORDS.found(matches.length, all) : "";
  });
  // Whoever leaves the field with one thing found wants it.
  field.addEventListener("change", () => {
    if (matches.length !== 1 || !field.value.trim()) return;
    select.value = matches[0].value;
    found.textContent = WORDS.picked(matches[0].text);
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
  });
  select.before(field);
  select.after(found);
}
