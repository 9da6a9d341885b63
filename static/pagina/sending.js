import { WORDS } from "./words.js";

/** Says that a file is on its way: over a slow network a page stands still for a minute. */
export function tellSending(form) {
  const said = document.createElement("p");
  said.className = "note";
  said.setAttribute("role", "status");
  form.append(said);
  form.addEventListener("submit", () => {
    const has = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
    said.textContent = has ? WORDS.sending : "";
  });
  addEventListener("pageshow", () => (said.textContent = ""));
}
