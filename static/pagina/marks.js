import { WORDS } from "./words.js";

/** The controls of a form that hold what somebody typed. */
export const typed = (form) =>
  [...form.elements].filter((one) => one.name && !["hidden", "submit", "button", "file", "password"].includes(one.type));

/** What a control says now, and what it said when the server drew it. */
export const says = (one) => {
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
export function guardUnsaved(form) {
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
export function keepUnsaved(form) {
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

/** Forgets what the tab remembers when its reader leaves. */
export const forget = (form) => form.addEventListener("submit", () => memory?.clear());

/** Says how many groups of radios of a form have an answer. */
export function countMarked(line) {
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
