import { WORDS } from "./words.js";

/** What weights add up to; of `whole` where they must, which is told as well. */
export const sumSaid = (weights, whole) => {
  const sum = weights.reduce((all, one) => all + one, 0);
  return [sum, whole ? WORDS.percents(sum, whole - sum) : WORDS.weights(sum)];
};

/** Says what the weights of a form add up to while they are typed; a row whose name is erased has none. */
export function runningSum(line) {
  const form = line.closest("form");
  const whole = Number(line.dataset.of ?? 0);
  const isWeight = (one) => one.name?.startsWith(line.dataset.sum) && one.matches("[type=number], [inputmode=numeric]");
  const counts = (one) => one.closest("fieldset")?.querySelector("input[type=text]")?.value !== "";
  const tell = () => {
    const weights = [...form.elements].filter((one) => isWeight(one) && counts(one)).map((one) => Number(one.value) || 0);
    const [sum, text] = sumSaid(weights, whole);
    line.textContent = text;
    line.classList.toggle("error", Boolean(whole && sum) && sum !== whole);
    line.hidden = false;
  };
  form.addEventListener("input", tell);
  addEventListener("pageshow", tell);
}
