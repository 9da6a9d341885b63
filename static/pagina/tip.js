/** What a picture says of the shape under a finger: the nearest title that is not the whole picture's. */
export const titleOf = (shape, picture) => {
  for (let one = shape; one && one !== picture; one = one.parentElement) {
    const title = [...one.children].find((child) => child.tagName.toLowerCase() === "title");
    if (title) return title.textContent;
  }
  return "";
};

/** Shows by touch what a mouse reads over the shapes of a picture. Shapes that are links lead on instead. */
export function touchTip(picture) {
  if (!picture.querySelector(":scope * > title")) return;
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  picture.addEventListener("pointerup", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("a")) return;
    tip.textContent = titleOf(event.target, picture);
    if (!tip.textContent) return tip.remove();
    document.body.append(tip);
    const edge = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(event.pageX - tip.offsetWidth / 2, edge))}px`;
    tip.style.top = `${Math.max(0, event.pageY - tip.offsetHeight - 16)}px`;
  });
  addEventListener("scroll", () => tip.remove(), { passive: true });
  addEventListener("keydown", (event) => event.key === "Escape" && tip.remove());
}
