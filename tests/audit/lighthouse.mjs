/** Lighthouse: accessibility, best practices and search engines, 100 each, on pages of some languages. */

import { tool } from "./tool.mjs";

const UNSCORED = ["notApplicable", "manual", "informative"];
const CATEGORIES = ["accessibility", "best-practices", "seo"];
/** Latin in both lengths, right to left, and two scripts without blanks; others follow where one is not there. */
const LANGUAGES = ["en", "de", "ar", "ja", "th"];

/** One page to a language, as many as there are in LANGUAGES, and of pages that search engines are shown. */
export function chosen(site) {
  const byLanguage = new Map();
  for (const name of site.pages) {
    const [language, rest] = name.split("/");
    if (rest && !byLanguage.has(language) && !site.text(name).includes('<meta name="robots" content="noindex">')) {
      byLanguage.set(language, name);
    }
  }
  const languages = new Set([...LANGUAGES, ...byLanguage.keys()]);
  return [...languages].map((language) => byLanguage.get(language)).filter(Boolean).slice(0, LANGUAGES.length);
}

/** Of the policy. Lighthouse fetches robots.txt as if the page did, which `default-src 'none'` rightly forbids. */
const NOTHING = "default-src 'none'";

/** What keeps a page from 100, one page after the other: Lighthouse holds one run to a process. */
export async function lighthouse(browser, site, server) {
  const { default: run } = await tool("lighthouse");
  server.headers = eased(site.headers);
  const found = [];
  for (const name of chosen(site)) {
    const page = await browser.newPage();
    const flags = { onlyCategories: CATEGORIES, output: "json", logLevel: "silent", throttlingMethod: "provided" };
    const { lhr } = await run(new URL(name, site.base).href, flags, undefined, page);
    found.push(...short(lhr).map((finding) => ({ page: name, mode: "", ...finding })));
    await page.close();
  }
  return found;
}

function eased(headers) {
  const policy = headers["Content-Security-Policy"];
  return { ...headers, "Content-Security-Policy": policy.replace(NOTHING, `${NOTHING}; connect-src 'self'`) };
}

function short({ categories, audits, runtimeError }) {
  const found = runtimeError ? [{ rule: runtimeError.code, element: "", message: runtimeError.message }] : [];
  for (const { id, score, auditRefs } of Object.values(categories)) {
    if (score === 1) {
      continue;
    }
    for (const { id: rule, weight } of auditRefs) {
      const audit = audits[rule];
      if (weight > 0 && audit.score !== 1 && !UNSCORED.includes(audit.scoreDisplayMode)) {
        const items = audit.details?.items?.length ? audit.details.items : [{}];
        for (const item of items) {
          const element = item.node?.selector ?? (Object.keys(item).length ? JSON.stringify(item) : "");
          const why = audit.explanation ?? audit.errorMessage ?? item.node?.explanation ?? "";
          found.push({ rule: `${id}/${rule}`, element, message: `${audit.title} ${why}`.trim() });
        }
      }
    }
    found.push({ rule: id, element: "", message: `the score is ${Math.floor((score ?? 0) * 100)}, not 100` });
  }
  return found;
}
