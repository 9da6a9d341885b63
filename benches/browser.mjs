// A headless Chromium that chromedriver drives, for what is measured or drawn from outside.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--hide-scrollbars",
  "--lang=es",
  "--window-size=1280,900",
];

export class Browser {
  // Starts the driver on a free port and one browser with a profile of its own.
  static async start() {
    const browser = new Browser();
    browser.folder = mkdtempSync(join(tmpdir(), "formacion-browser-"));
    browser.driver = spawn("chromedriver", ["--port=0"], {
      // A group of its own: the browsers end with it.
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, HOME: browser.folder, TMPDIR: browser.folder, LANGUAGE: "es", LANG: "es_CO.UTF-8" },
    });
    const port = await new Promise((done, failed) => {
      let said = "";
      browser.driver.once("error", failed);
      browser.driver.once("exit", () => failed(new Error(`chromedriver ended: ${said}`)));
      browser.driver.stdout.on("data", (part) => {
        said += part;
        const found = said.match(/started successfully on port (\d+)/);
        if (found) done(found[1]);
      });
    });
    browser.url = `http://127.0.0.1:${port}/session`;
    const options = { args: [...ARGUMENTS, `--user-data-dir=${join(browser.folder, "profile")}`] };
    const session = await browser.send("", { capabilities: { alwaysMatch: { "goog:chromeOptions": options } } });
    browser.url += `/${session.sessionId}`;
    return browser;
  }

  async send(path, body) {
    const answer = await fetch(this.url + path, { method: "POST", body: JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  }

  visit(url) {
    return this.send("/url", { url });
  }

  // Runs a script in the page; the content policy does not hold for it.
  script(script, ...args) {
    return this.send("/execute/sync", { script, args });
  }

  devtools(cmd, params = {}) {
    return this.send("/goog/cdp/execute", { cmd, params });
  }

  // The screen of a telephone below 600 pixels, of a desk above.
  async width(width, height = width < 600 ? 740 : 900) {
    const screen = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
    await this.devtools("Emulation.setDeviceMetricsOverride", screen);
    this.screen = width;
  }

  // The page as a PNG, from its top to at most so many pixels: on a screen as high as that, at whose foot a
  // telephone's menu stands.
  async picture(tallest) {
    const { cssContentSize } = await this.devtools("Page.getLayoutMetrics");
    const height = Math.min(Math.ceil(cssContentSize.height), tallest);
    await this.width(this.screen, height);
    const clip = { x: 0, y: 0, width: this.screen, height, scale: 1 };
    const shot = await this.devtools("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip });
    return Buffer.from(shot.data, "base64");
  }

  stop() {
    try {
      process.kill(-this.driver.pid, "SIGTERM");
    } catch {
      // It ended before.
    }
    return new Promise((done) => setTimeout(done, 500)).then(() =>
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 }),
    );
  }
}

// Enters as an account of the demonstration, by its button.
export async function enter(browser, server, mail) {
  await browser.visit(`${server}/ingresar`);
  await browser.devtools("Network.clearBrowserCookies");
  await browser.visit(`${server}/ingresar`);
  const pressed = await browser.script(
    "const button = document.querySelector(`button[name=correo][value='${arguments[0]}']`); button?.click(); return button !== null;",
    mail,
  );
  if (!pressed) throw new Error(`the demonstration has no account ${mail}`);
  await until(browser, "return document.querySelector('.who') !== null");
}

// Waits until a script says yes.
export async function until(browser, script, ...args) {
  for (let tries = 0; tries < 200; tries++) {
    if (await browser.script(script, ...args).catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`it never came true: ${script}`);
}
