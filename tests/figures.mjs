// Joins the figures of a run (target/figures/*.json) in target/figures.json,
// prints them as a table, and fails if one falls short.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const target = process.argv[2];
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
process.exit(figures.every((figure) => figure.holds) ? 0 : 1);
