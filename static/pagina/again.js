import { WORDS } from "./words.js";

/**
 * Asks for a page of something under way again when its time comes and the server can be reached: on the
 * wall of a room, an error page of the browser would stay. Until then the page says that there is no network.
 */
export function comeAgain(root) {
  const seconds = Number(root.dataset.again);
  const lost = document.createElement("p");
  lost.className = "lost";
  lost.setAttribute("role", "status");
  const ask = () => {
    const probe = new Image();
    probe.onload = () => location.reload();
    probe.onerror = () => {
      lost.textContent = WORDS.lost;
      if (!lost.isConnected) document.body.append(lost);
      setTimeout(ask, 5000);
    };
    probe.src = `/estatico/icon.svg?${Date.now()}`;
  };
  setTimeout(ask, seconds * 1000);
}
