/** Two readers of the markup: the Nu HTML checker of the W3C, and html-validate. */

import { execFile } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { fileOf, tool } from "./tool.mjs";

const BEFORE = '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Page</title></head>\n<body>\n';
const AFTER = "</body>\n</html>\n";

/** What the Nu checker tells of every page and fragment, warnings too, in one run. */
export async function nu(site, java) {
  const folder = mkdtempSync(join(tmpdir(), "audit-"));
  const names = documents(site).map(({ name, text }) => {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return name;
  });
  const options = ["-jar", fileOf("vnu-jar/build/dist/vnu.jar"), "--format", "json", "--exit-zero-always", "--stdout"];
  try {
    const said = await run(java, [...options, ...names], folder);
    const start = pathToFileURL(`${folder}/`).href.replace(/^file:\/+/, "");
    return JSON.parse(said).messages.map((message) => ({
      page: decodeURI(message.url ?? "").replace(/^file:\/+/, "").replace(start, ""),
      mode: "",
      rule: message.subType ?? message.type,
      element: message.extract ?? "",
      message: message.message,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(program, words, cwd) {
  return new Promise((resolve, reject) => {
    execFile(program, words, { cwd, maxBuffer: 2 ** 28 }, (error, out) => (error ? reject(error) : resolve(out)));
  });
}

const PRESETS = ["html-validate:recommended", "html-validate:a11y", "html-validate:document"];
const RULES = {
  // Digests are for what comes from other hosts; nothing does.
  "require-sri": ["error", { target: "crossorigin" }],
};

/** What html-validate tells of every page and fragment. No rule is switched off. */
export async function htmlValidate(site) {
  const { HtmlValidate, StaticConfigLoader } = await tool("html-validate");
  const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: PRESETS, rules: RULES }));
  const found = [];
  for (const { name, text } of documents(site)) {
    const { results } = await validator.validateString(text, name);
    for (const { ruleId, message, selector } of results.flatMap((result) => result.messages)) {
      found.push({ page: name, mode: "", rule: ruleId, element: selector ?? "", message });
    }
  }
  return found;
}

/** Every page as it is, every fragment in the smallest page there is. */
function documents(site) {
  return [
    ...site.pages.map((name) => ({ name, text: site.text(name) })),
    ...site.fragments.map((name) => ({ name, text: BEFORE + site.text(name) + AFTER })),
  ];
}
