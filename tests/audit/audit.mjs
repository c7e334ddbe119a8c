/** `make audit`: the built site, looked at by real tools in a browser. Exit 1 = findings, 2 = something is missing. */

import { resolve } from "node:path";

import { LOOKS, axe } from "./axe.mjs";
import { told } from "./finding.mjs";
import { chosen, lighthouse } from "./lighthouse.mjs";
import { htmlValidate, nu } from "./markup.mjs";
import { Missing, needNode, program } from "./missing.mjs";
import { openPage } from "./opening.mjs";
import { each } from "./parallel.mjs";
import { serve } from "./server.mjs";
import { readSite } from "./site.mjs";
import { tool } from "./tool.mjs";

const AT_ONCE = 2;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** Findings of all tools, in the order in which they are told. */
async function audit(site, chromium, java) {
  const server = await serve(site);
  const { default: puppeteer } = await tool("puppeteer-core");
  const browser = await puppeteer.launch({ executablePath: chromium, args: [...FLAGS, ...server.flags] });
  try {
    const markup = Promise.all([nu(site, java), htmlValidate(site)]);
    const complaints = [];
    const violations = await each(site.pages, AT_ONCE, async (name) => {
      const opened = await openPage(browser, site, name);
      const found = await axe(opened.page, name);
      complaints.push(...opened.complaints());
      await opened.close();
      return found;
    });
    const shortcomings = await lighthouse(browser, site, server);
    const [checked, validated] = await markup;
    const all = site.pages.length + site.fragments.length;
    return [
      ["Nu HTML checker", `${all} files`, checked],
      ["html-validate", `${all} files`, validated],
      ["axe-core", `${site.pages.length} pages, each in up to ${LOOKS} modes`, violations],
      ["content security policy", `${site.pages.length} pages`, complaints],
      ["Lighthouse", `${chosen(site).length} pages`, shortcomings],
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

async function main() {
  needNode();
  const [folder] = process.argv.slice(2);
  if (!folder) {
    throw new Missing("which folder? node tests/audit/audit.mjs build/site");
  }
  const chromium = program("CHROMIUM", ["chromium", "chromium-browser"], "Debian: apt install chromium");
  const java = program("JAVA", ["java"], "the Nu HTML checker needs it; Debian: apt install default-jre-headless");
  const results = await audit(readSite(resolve(folder)), chromium, java);
  for (const [name, , findings] of results) {
    told(name, findings).forEach((lines) => console.log(lines));
  }
  for (const [name, looked, findings] of results) {
    console.log(`${name}: ${looked}, ${findings.length} finding${findings.length === 1 ? "" : "s"}`);
  }
  return results.some(([, , findings]) => findings.length) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Missing)) {
    throw error;
  }
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
