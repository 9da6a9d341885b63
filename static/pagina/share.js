import { WORDS } from "./words.js";

/** A place that holds buttons, with one that says for a moment that it did its work. */
function shareButton(holder, word, done, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = word;
  button.addEventListener("click", async () => {
    try {
      await act();
    } catch {
      // Whoever closes the sheet of the telephone shares nothing, and needs no word about it.
      return;
    }
    button.textContent = done;
    setTimeout(() => (button.textContent = word), 4000);
  });
  holder.append(button);
}

/**
 * Copies an address that the page shows, or its own, and hands it to what the telephone shares with. A secret one
 * is copied alone.
 */
export function shareable(shown) {
  const isOwn = shown.dataset.share === "pagina";
  const text = () => (isOwn ? location.origin + location.pathname : shown.href || shown.textContent.trim());
  const holder = document.createElement("div");
  holder.className = "actions";
  holder.setAttribute("role", "status");
  const { clipboard } = navigator;
  if (clipboard) shareButton(holder, WORDS.copy, WORDS.copied, () => clipboard.writeText(text()));
  if (navigator.share && shown.dataset.share !== "copiar")
    shareButton(holder, WORDS.share, WORDS.share, () => navigator.share({ title: document.title, url: text() }));
  if (isOwn) shown.append(holder);
  else shown.closest("p").after(holder);
}
