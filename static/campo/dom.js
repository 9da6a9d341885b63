/** Building pages without ever turning data into markup. */

/**
 * A node. What comes from people enters as text only; attributes that begin with `on` are listeners.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return node;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** Writes only what changed: a live region that is written again is read again. @param {Element} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * A labelled field, as the forms of every other page write it.
 * @param {string} id @param {string} words @param {Record<string, unknown>} [attributes] @param {string} [hint]
 */
export function field(id, words, attributes = {}, hint = "") {
  const error = h("p", { class: "error", id: `${id}-error`, hidden: true });
  const described = hint ? `${id}-hint ${id}-error` : `${id}-error`;
  const input = h("input", { class: "input", id, autocomplete: "off", "aria-describedby": described, ...attributes });
  const node = h(
    "div", { class: "field" },
    h("label", { for: id }, words),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    error, input,
  );
  /** Shows what is wrong beside the field; an empty text takes it away. @param {string} text */
  const refuse = (text) => {
    error.hidden = !text;
    say(error, text);
    node.classList.toggle("field--error", Boolean(text));
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  return { node, input, refuse };
}

/**
 * One answer of several, as big buttons: radios, so that arrows and screen readers know them.
 * @param {string} name @param {string} legend @param {string[][]} choices @param {string} [chosen]
 */
export function segments(name, legend, choices, chosen) {
  const radios = choices.map(([value, word]) =>
    h("label", { class: "segment" }, h("input", { type: "radio", name, value, checked: value === chosen }), h("span", {}, word)));
  return h("fieldset", { class: "segments" }, h("legend", { class: "unseen" }, legend), ...radios);
}

/** @param {string} tone @param {string} word */
export const tag = (tone, word) => h("span", { class: `tag tag--${tone}` }, word);
