// Draws the ten steps of the demonstration's tour as somebody sees them, at 360 and 1280 pixels.
//
//   node benches/pictures.mjs target/release/formacion                    into docs/pictures/tour
//   node benches/pictures.mjs target/release/formacion folder --whole     whole pages, with all their colours
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Server, cleanUp } from "../tests/exploits/server.mjs";
import { Browser, enter, until } from "./browser.mjs";
import { smaller } from "./png.mjs";

// What the steps are called in the names of their pictures, in the order of the tour.
const STEPS = ["day", "cohort", "list", "code", "progress", "certificate", "municipality", "department", "needs", "open-data"];
const TALLEST = { 360: 1280, 1280: 1000 };
const WIDTHS = [360, 1280];

const isWhole = process.argv.includes("--whole");
const [program, folder = "docs/pictures/tour"] = process.argv.slice(2).filter((word) => word !== "--whole");
if (!program || !existsSync(program)) {
  console.error("which program? node benches/pictures.mjs target/release/formacion");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const server = await Server.start(resolve(program));
const product = `http://127.0.0.1:${server.port}`;
const browser = await Browser.start();
let heaviest = 0;
try {
  await browser.visit(product);
  const steps = await browser.script(
    `return [...document.querySelectorAll(".tour > li")].map((step) => ({
       mail: step.querySelector("[name=correo]")?.value ?? null,
       href: step.querySelector("[name=destino]")?.value ?? step.querySelector("a").getAttribute("href"),
     }))`,
  );
  if (steps.length !== STEPS.length) throw new Error(`the tour has ${steps.length} steps`);
  for (const [index, { mail, href }] of steps.entries()) {
    if (mail) await enter(browser, product, mail);
    else await browser.devtools("Network.clearBrowserCookies");
    for (const width of WIDTHS) {
      await browser.width(width);
      await browser.visit(product + href);
      await until(browser, "return document.readyState === 'complete' && document.fonts.status === 'loaded'");
      const drawn = await browser.picture(isWhole ? 12_000 : TALLEST[width]);
      const picture = isWhole ? drawn : smaller(drawn);
      const name = `${String(index + 1).padStart(2, "0")}-${STEPS[index]}-${width}.png`;
      writeFileSync(join(folder, name), picture);
      heaviest = Math.max(heaviest, picture.length);
      console.log(`${name}  ${href}  ${(picture.length / 1000).toFixed(0)} kB`);
    }
  }
} finally {
  await browser.stop();
  await server.stop("SIGTERM");
  cleanUp();
}
console.log(`the heaviest is ${(heaviest / 1000).toFixed(0)} kB`);
