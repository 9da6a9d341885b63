// Reads a page from standard input and prints one line per finding.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const judge = new HtmlValidate(
  new StaticConfigLoader({
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // How the templates are laid out is nobody's business but ours.
      "no-trailing-whitespace": "off",
      "attribute-boolean-style": "off",
      "void-style": "off",
      "long-title": "off",
    },
  }),
);
const report = await judge.validateString(readFileSync(0, "utf8"));
for (const page of report.results) {
  for (const found of page.messages) {
    console.log(`${found.line}:${found.column} ${found.ruleId}: ${found.message} (${found.selector ?? ""})`);
  }
}
