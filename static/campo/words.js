/** Words, times and numbers as a person reads them. Times are those of Colombia wherever the phone is. */

/** The five states in the order of every roll-call: what is sent, the word on the button. */
export const STATES = [
  ["present", "Presente"],
  ["late", "Tarde"],
  ["absent", "Ausente"],
  ["excused", "Excusa"],
  ["dispensed", "Dispensado"],
];

/** @param {string} state */
export const label = (state) => STATES.find(([code]) => code === state)?.[1] ?? state;

const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
  new Intl.DateTimeFormat("es-CO", { timeZone: "America/Bogota", ...options });
const clock = format({ hour: "numeric", minute: "2-digit", hour12: true });
const short = format({ day: "2-digit", month: "2-digit", year: "numeric" });
const long = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** «9:42 a. m.», whose spaces do not break at the end of a line. @param {string | number} at */
export const time = (at) => clock.format(new Date(at)).replace(/\s/g, "\u00a0");

/** «20/11/2026»: what two moments of one day have in common. @param {string | number} at */
export const day = (at) => short.format(new Date(at));

/** «viernes 20 de noviembre de 2026». @param {string | number} at */
export const longDay = (at) => long.format(new Date(at)).replace(",", "");

/** «8:00 a. m. a 12:00 p. m.», as the server writes it. @param {string} from @param {string} to */
export const span = (from, to) =>
  `${time(from)} a ${time(to)}${day(from) === day(to) ? "" : " del día siguiente"}`;

/** The time alone for today, with its date in words, as all dates here, for any other day. @param {string} at @param {number} now */
export const moment = (at, now) => (day(at) === day(now) ? time(at) : `${longDay(at)}, ${time(at)}`);

/** «1 registro», «3 registros». @param {number} n @param {string} one @param {string} [many] */
export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("es-CO")} ${n === 1 ? one : many}`;

/** A name without capitals, accents or doubled spaces, as the server compares names. @param {string} text */
export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

/** Whether every typed word is somewhere in a folded name. @param {string} folded @param {string} typed */
export const finds = (folded, typed) => fold(typed).split(" ").every((word) => folded.includes(word));

/** How far off a clock is: «2 horas adelantado». @param {number} skew milliseconds ahead of the server */
export function offBy(skew) {
  const minutes = Math.round(Math.abs(skew) / 60_000);
  const much =
    minutes < 120 ? count(minutes, "minuto")
    : minutes < 2880 ? count(Math.round(minutes / 60), "hora")
    : count(Math.round(minutes / 1440), "día");
  return `${much} ${skew > 0 ? "adelantado" : "atrasado"}`;
}

/** What the person will recognise this phone by in the list of devices. */
export function ownLabel() {
  const agent = navigator.userAgent;
  const find = (/** @type {[RegExp, string][]} */ known, /** @type {string} */ other) =>
    known.find(([sign]) => sign.test(agent))?.[1] ?? other;
  const what = find(
    [[/Android/, "Android"], [/iPhone/, "iPhone"], [/iPad/, "iPad"], [/Windows/, "Windows"], [/Mac OS/, "Mac"], [/Linux/, "Linux"]],
    "Dispositivo",
  );
  const browser = find([[/Edg/, "Edge"], [/OPR|Opera/, "Opera"], [/Firefox|FxiOS/, "Firefox"], [/Chrome|CriOS/, "Chrome"], [/Safari/, "Safari"]], "navegador");
  return `${what}, ${browser}`;
}
