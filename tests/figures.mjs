// Joins the figures of a run (target/figures/*.json) in target/figures.json, prints them as a table,
// and fails if one falls short.
//
//   node tests/figures.mjs target            what there is, of a part of the tests
//   node tests/figures.mjs target --whole    of all of them: a promise that lost its figure fails too
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

// What is promised: P1 to P42. A figure may name a part of one («P8-signed»).
const PROMISES = Array.from({ length: 42 }, (_, index) => `P${index + 1}`);

// Promises that no test shows yet, and why. Whoever writes the figure takes its line away.
const MISSING = {
  P4: "nothing makes a backup or restores one",
  P16: "nothing exports or erases what is kept of a person",
  P17: "the history has no chain, and no test goes through all changing routes",
  P21: "no database of a past release is kept to upgrade",
  P27: "measured by hand: benches/",
  P37: "tests run one instance",
  P38: "holds when this list is empty",
  P39: "measured by hand on an idle machine",
  P40: "no test begins an organisation from an empty database",
  P41: "no test sends the mail of a country",
  P42: "no test upgrades behind the proxy that is shipped",
};

const target = process.argv[2];
const isWhole = process.argv.includes("--whole");
const complaints = [];

const folder = join(target, "figures");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
const figures = names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
const number = (id) => Number(id.replace(/\D/g, "")) || 0;
figures.sort(
  (a, b) =>
    number(a.id) - number(b.id) || a.database.localeCompare(b.database) || a.how.localeCompare(b.how),
);
const whole = join(target, "figures.json");
writeFileSync(`${whole}.part`, JSON.stringify(figures, null, 2) + "\n");
renameSync(`${whole}.part`, whole);

const rows = figures.map((f) => [f.id, f.database, String(f.value), f.unit, f.holds ? "holds" : "FALLS SHORT", f.how]);
const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
for (const row of rows) {
  console.log("  " + row.map((cell, column) => (column < 5 ? cell.padEnd(widths[column]) : cell)).join("  "));
}
console.log(`  ${figures.length} figures`);

const promise = (id) => id.split("-")[0];
for (const figure of figures) {
  // Other words measure a requirement («R57-kills») or an aim of ours («import»).
  if (/^P\d/.test(figure.id) && !PROMISES.includes(promise(figure.id))) complaints.push(`${figure.id} is no promise: P1 to P${PROMISES.length}`);
  if (typeof figure.value !== "number") complaints.push(`${figure.id} has no value: ${figure.how}`);
  if (figure.holds !== true) complaints.push(`${figure.id} falls short: ${figure.how}`);
}

if (isWhole) {
  const shown = new Set(figures.map((figure) => promise(figure.id)));
  console.log(`  ${PROMISES.filter((id) => shown.has(id)).length} of ${PROMISES.length} promises have a figure; not yet:`);
  for (const [id, reason] of Object.entries(MISSING)) {
    if (shown.has(id)) complaints.push(`${id} has a figure: take it off the list of missing ones in tests/figures.mjs`);
    else console.log(`  ${id.padEnd(4)} ${reason}`);
  }
  for (const id of PROMISES) {
    if (!shown.has(id) && !(id in MISSING)) complaints.push(`${id} lost its figure: the test that wrote it is gone or did not run`);
  }
  complaints.push(...figuresThatCannotFallShort());
}

for (const complaint of complaints) console.log(`  FAILED ${complaint}`);
process.exit(complaints.length === 0 ? 0 : 1);

// Calls of `figure(id, value, unit, holds, how)` in the sources that hold whatever was measured.
function figuresThatCannotFallShort() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const found = [];
  const folders = [root];
  while (folders.length > 0) {
    const folder = folders.pop();
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const isForeign = entry.name.startsWith(".") || ["target", "node_modules"].includes(entry.name);
      if (entry.isDirectory() && !isForeign) folders.push(path);
      if (!entry.isFile() || !entry.name.endsWith(".rs")) continue;
      const text = readFileSync(path, "utf8");
      for (const call of text.matchAll(/\bfigure\(\s*"P\d/g)) {
        const [id, , , holds] = argumentsOf(text, text.indexOf("(", call.index) + 1);
        if (holds !== "true") continue;
        const line = text.slice(0, call.index).split("\n").length;
        found.push(`${relative(root, path)}:${line}: the figure of ${id.replaceAll('"', "")} holds whatever was measured`);
      }
    }
  }
  return found;
}

// The arguments of a call as they are written, from behind its parenthesis.
function argumentsOf(text, start) {
  const found = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
    } else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter) && depth-- === 0) {
      found.push(text.slice(from, at).trim());
      break;
    } else if (letter === "," && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found;
}
