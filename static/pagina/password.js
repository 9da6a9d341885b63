import { WORDS } from "./words.js";

/** Lets whoever types a password read it. */
export function showable(field) {
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
