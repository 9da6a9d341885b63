// Reads a GIFT file from standard input and prints its questions as JSON, as gift-pegjs (the grammar
// that GIFT editors use) understands them; a file that it does not understand ends with its
// complaint.
import { readFileSync } from "node:fs";
import { parse } from "gift-pegjs";

console.log(JSON.stringify(parse(readFileSync(0, "utf8"))));
