import { says, typed } from "./marks.js";
import { WORDS } from "./words.js";

/** How long somebody rests after a choice, and while they write, before it is saved. */
const REST = 400;
const REST_WRITING = 8000;
const RETRY = 3000;
/** A network that takes longer will not answer. */
const PATIENCE = 10_000;

/** What the form would send now. */
const bodyOf = (form) => {
  const body = new URLSearchParams(new FormData(form));
  body.set("ir", "aqui");
  return body;
};

/** What a control says now is what the server has. */
const settle = (one) => {
  if (typeof says(one)[0] === "boolean") one.defaultChecked = one.checked;
  else if (one.tagName !== "SELECT") one.defaultValue = one.value;
  else for (const option of one.options) option.defaultSelected = option.selected;
};

/**
 * Saves the answer of a question as it is given: the form is sent as its own button would, and what the page that
 * comes back says of it is said here. Where that fails the buttons save as without this.
 */
export function saveAsGiven(form) {
  const line = form.querySelector("[data-saved]");
  let [resting, flight, isDue] = [0, null, false];
  const save = async (keepalive = false) => {
    clearTimeout(resting);
    const sent = bodyOf(form);
    isDue = false;
    line.textContent = WORDS.saving;
    try {
      const signal = AbortSignal.timeout?.(PATIENCE);
      const answer = await fetch(form.action, { method: "POST", body: sent, keepalive, signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const told = answer.ok && page.querySelector("form[data-save]");
      line.textContent = told ? told.querySelector("[data-saved]").textContent : WORDS.unsaved;
      if (!told) return;
      form.elements.visto.value = told.elements.visto.value;
      document.querySelector("[data-answered]").textContent = page.querySelector("[data-answered]").textContent;
      sent.set("visto", form.elements.visto.value);
      if (`${bodyOf(form)}` === `${sent}`) typed(form).forEach(settle);
    } catch {
      line.textContent = WORDS.unsavedOffline;
      isDue = true;
    }
  };
  // One at a time: each must know what the one before it was given as its number.
  const queue = (keepalive) => {
    if (flight) return void (isDue = true);
    flight = save(keepalive).finally(() => {
      flight = null;
      if (isDue && navigator.onLine) rest(RETRY);
    });
  };
  const rest = (pause) => {
    clearTimeout(resting);
    resting = setTimeout(queue, pause);
  };
  form.addEventListener("input", (event) => {
    isDue = true;
    rest(event.target.matches("textarea, input[type=text]") ? REST_WRITING : REST);
  });
  addEventListener("online", () => isDue && rest(REST));
  document.addEventListener("visibilitychange", () => document.hidden && isDue && queue(true));
  form.addEventListener("submit", (event) => {
    clearTimeout(resting);
    isDue = false;
    if (!flight) return;
    event.preventDefault();
    const { submitter } = event;
    flight.then(() => form.requestSubmit(submitter));
  });
}
