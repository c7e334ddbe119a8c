/** The site as it was built: its address, its pages and what hosts send with them. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Missing } from "./missing.mjs";

const TOP = fileURLToPath(new URL("../../", import.meta.url));
const HOSTING = "import json; from scripts.output.hosting.site import HEADERS, TYPES; print(json.dumps([HEADERS, TYPES]))";

/** Read the folder. Names of pages are relative to it, in order. */
export function readSite(folder) {
  if (!existsSync(join(folder, "manifest.json"))) {
    throw new Missing(`there is no site in ${folder}; run: make build`);
  }
  const files = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll("\\", "/")).sort();
  const html = files.filter((name) => name.endsWith(".html"));
  const robots = join(folder, "..", "hosting", "robots.txt");
  const python = process.env.PYTHON ?? join(TOP, ".venv", "bin", "python");
  const [headers, types] = JSON.parse(execFileSync(python, ["-c", HOSTING], { cwd: TOP, encoding: "utf-8" }));
  return {
    folder,
    base: new URL(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf-8")).base_url),
    pages: html.filter((name) => !isFragment(name)),
    fragments: html.filter(isFragment),
    /** For the root of the host: most sites are only a part of one. */
    robots: existsSync(robots) ? readFileSync(robots) : null,
    headers: Object.fromEntries(headers),
    types: Object.fromEntries(types),
    text: (name) => readFileSync(join(folder, name), "utf-8"),
  };
}

/** Whether a file is the inside of a page, for pages of others. */
function isFragment(name) {
  return name.endsWith(".fragment.html");
}
