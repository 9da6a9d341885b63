import { says, typed } from "./marks.js";

/** Whether the values of a control hold one of those wanted; an empty one wants that nothing is chosen. */
export const isWanted = (values, wanted) =>
  wanted.split("|").some((one) => (one ? values.includes(one) : values.every((value) => !value)));

/**
 * Shows fields only while what they belong to is chosen: `data-when="campo=uno|otro"`. What has an error or was
 * typed stays in sight, so that nothing is sent unseen.
 */
export function revealWhen(block) {
  const form = block.closest("form");
  const [name, wanted] = block.dataset.when.split("=");
  const isTyped = (one) => block.contains(one) && says(one)[0] !== says(one)[1];
  const tell = () => {
    const applies = isWanted(new FormData(form).getAll(name), wanted);
    block.hidden = !applies && !block.querySelector(".error") && !typed(form).some(isTyped);
  };
  form.addEventListener("input", tell);
  addEventListener("pageshow", tell);
  tell();
}
