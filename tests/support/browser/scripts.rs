//! What the tests run inside a page. These go through the driver, so they
//! work where the page's own scripts are off or forbidden.

/// The first visible control or button whose words are `arguments[0]`:
/// exactly, or else beginning with them, or else holding them; what the page is about before what
/// stands on every page.
/// `arguments[1]` is "field" or "press".
pub const FIND: &str = r#"
const [wanted, kind] = arguments;
const clean = text => (text || '').replace(/\s+/g, ' ').trim();
const visible = element => element.type === 'radio' || element.type === 'checkbox' || element.type === 'file'
  ? element.getClientRects().length > 0 || [...(element.labels || [])].some(l => l.getClientRects().length > 0)
  : element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
const byId = ids => clean((ids || '').split(/\s+/).map(id => document.getElementById(id)?.textContent).join(' '));
const names = element => kind === 'field'
  ? [element.getAttribute('aria-label'), byId(element.getAttribute('aria-labelledby')),
     ...[...(element.labels || [])].map(label => label.textContent)]
  : [element.getAttribute('aria-label'), byId(element.getAttribute('aria-labelledby')),
     element.textContent, element.tagName === 'INPUT' ? element.value : ''];
const all = [...document.querySelectorAll(kind === 'field'
  ? 'input:not([type=hidden]):not([type=submit]), select, textarea'
  : 'a[href], button, input[type=submit], summary, [role=button]')].filter(visible)
  .sort((one, other) => Boolean(other.closest('main')) - Boolean(one.closest('main')));
const fits = test => all.find(element => names(element).map(clean).some(name => name && test(name)));
return fits(name => name === wanted) || fits(name => name.startsWith(wanted)) || fits(name => name.includes(wanted)) || null;
"#;

/// Whether pressing `arguments[0]` leads to another page: "elsewhere", "nowhere", or "perhaps" where
/// the page has a script that may decide. The module of all pages leads nowhere.
pub const LEADS: &str = r#"
const pressed = arguments[0];
if ([...document.scripts].some(script => !script.src.includes('/estatico/pagina.js'))) return 'perhaps';
const link = pressed.closest('a[href]');
if (link) {
  const same = link.href.split('#')[0] === location.href.split('#')[0] && link.getAttribute('href').includes('#');
  const here = /^https?:$/.test(link.protocol) && !link.hasAttribute('download') && link.target !== '_blank';
  return here && !same ? 'elsewhere' : 'nowhere';
}
if (pressed.matches('summary')) return 'nowhere';
if (!pressed.matches('button, input')) return 'perhaps';
// The table of the builder is arranged on the page, but for what the server has to say.
if (/^(agregar|repetir|deshacer|quitar-\d+)$/.test(pressed.value)) return 'perhaps';
const form = pressed.type === 'submit' && !pressed.matches(':disabled') ? pressed.form : null;
return form && (form.noValidate || pressed.formNoValidate || form.checkValidity()) ? 'elsewhere' : 'nowhere';
"#;

/// Whether `arguments[0]` has the focus; for a radio button, whether any
/// button of its group has.
pub const FOCUSED: &str = r#"
const wanted = arguments[0], active = document.activeElement;
return active === wanted || (wanted.type === 'radio' && active?.type === 'radio'
  && active.name === wanted.name && active.form === wanted.form);
"#;

/// Whether exactly `arguments[0]` has the focus.
pub const HAS_FOCUS: &str = "return document.activeElement === arguments[0];";

/// What has the focus, in a few words, for a failure's message.
pub const FOCUS_NAME: &str = r#"
const a = document.activeElement;
if (!a || a === document.body) return '(the page)';
const name = a.getAttribute('aria-label') || a.labels?.[0]?.textContent || a.textContent || a.value || a.id;
return `${a.tagName.toLowerCase()} «${name.replace(/\s+/g, ' ').trim().slice(0, 60)}»`;
"#;

/// Puts a day or an hour in a field as the browser's own calendar does.
pub const PICK: &str = r#"
const [field, value] = arguments;
field.focus();
field.value = value;
for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
"#;

/// In which order this browser writes the parts of a moment.
pub const DATE_ORDER: &str = r#"
const digits = '2-digit';
return new Intl.DateTimeFormat(undefined, { year: 'numeric', month: digits, day: digits, hour: digits, minute: digits })
  .formatToParts(new Date(2006, 0, 2, 15, 4)).map(part => part.type).filter(type => type !== 'literal');
"#;

/// Words of the chosen option of a list.
pub const CHOSEN: &str =
    "return arguments[0].selectedOptions[0]?.textContent.replace(/\\s+/g, ' ').trim() ?? '';";

/// Runs axe and hands back one readable sentence per finding and place. All rules judge a page once.
/// The same page at another width is judged by the rules in `arguments[0]`, and by all rules in what
/// this width shows and the earlier ones did not. What axe cannot judge by itself begins with «doubt».
pub const AXE: &str = r#"
const widthRules = arguments[0], done = arguments[arguments.length - 1];
const markup = document.documentElement.outerHTML;
const shown = [...document.querySelectorAll('*')].filter(e => e.checkVisibility({ visibilityProperty: true }));
const known = window.formacionJudged?.markup === markup ? window.formacionJudged.shown : null;
window.formacionJudged = { markup, shown: new Set([...(known ?? []), ...shown]) };
const run = async (context, options) => {
  const wanted = { resultTypes: ['violations', 'incomplete'], rules: { 'target-size': { enabled: true } } };
  const { violations, incomplete } = await axe.run(context, { ...wanted, ...options });
  return [...violations, ...incomplete.map(found => ({ ...found, id: `doubt ${found.id}` }))];
};
const judge = async () => {
  if (!known) return run(document, {});
  const again = await run(document, { runOnly: { type: 'rule', values: widthRules } });
  const fresh = new Set(shown.filter(e => !known.has(e)));
  const outermost = [...fresh].filter(e => !fresh.has(e.parentElement));
  return outermost.length ? [...again, ...await run({ include: outermost }, {})] : again;
};
judge().then(
  all => done(all.flatMap(found => found.nodes.map(node =>
    `${found.id} (${found.impact}): ${found.help} — ${node.target.join(' ')} — ${(node.failureSummary || '').replace(/\s+/g, ' ').trim()}`))),
  error => done([`axe did not run: ${error}`]));
"#;

/// The rules of axe whose answer may differ at another width of the same page.
pub const WIDTH_RULES: [&str; 4] =
    ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

/// Cells of tables of which a part lies off the screen, in a few words.
pub const CUT: &str = r#"
const edge = document.documentElement.clientWidth;
return [...document.querySelectorAll('td, th')]
  .filter(cell => cell.checkVisibility({ visibilityProperty: true }))
  .filter(cell => { const box = cell.getBoundingClientRect(); return box.width > 1 && (box.right > edge + 1 || box.left < -1); })
  .map(cell => `a cell is cut: «${cell.textContent.replace(/\s+/g, ' ').trim().slice(0, 40)}»`);
"#;

/// How far below the upper edge of the page its heading begins.
pub const HEADING: &str = "return Math.round(document.querySelector('h1')?.getBoundingClientRect().top + scrollY) || null;";

/// Elements that reach past the right edge of the screen, when the page can
/// be scrolled sideways. What scrolls inside a box of its own may be wide, unless
/// the box does not hold it: an absolute element belongs to a positioned one.
pub const SIDEWAYS: &str = r#"
const edge = document.documentElement.clientWidth;
const wide = document.scrollingElement.scrollWidth;
if (wide <= edge) return [];
const boxed = element => { let free = getComputedStyle(element).position === 'absolute';
  for (let e = element.parentElement; e && e !== document.documentElement && e !== document.body; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (free && style.position === 'static') continue;
    if (style.overflowX !== 'visible') return true;
    free = style.position === 'absolute'; }
  return false; };
const found = [...document.body.querySelectorAll('*')]
  .filter(e => e.getBoundingClientRect().right > edge + 1 && !boxed(e))
  .map(e => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${e.getAttribute('class') || ''} reaches ${Math.round(e.getBoundingClientRect().right)} of ${edge} px`)
  .slice(0, 20);
return found.length ? found : [`something is ${wide} px wide, of ${edge}`];
"#;
