/** Open a page as a reader does, and note what it should not do: break the policy, complain, ask for something else. */

import { OF_THE_HOST } from "./server.mjs";

/** The listener in the page tells it with its place. */
const TOLD_ALREADY = "ContentSecurityPolicyIssue";

/** Load a page of the site in a window of its own; `complaints()` tells what happened since. */
export async function openPage(browser, site, name) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const icon = new URL(OF_THE_HOST, site.base).href;
  const found = [];
  const note = (rule, element, message) => found.push({ page: name, mode: "", rule, element, message });

  page.on("console", (said) => note("console", said.location().url ?? "", said.text()));
  page.on("pageerror", (error) => note("script", "", String(error)));
  page.on("requestfailed", (request) => note("request", request.url(), request.failure()?.errorText ?? "failed"));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.base.href) && request.url() !== icon) {
      note("elsewhere", request.url(), "asks for something outside the site");
    }
  });
  page.on("response", (response) => {
    if (!response.ok()) {
      note("response", response.url(), `the answer is ${response.status()}`);
    }
  });
  await page.exposeFunction("auditViolation", (rule, element, message) => note(rule, element, message));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      globalThis.auditViolation(
        violatedDirective,
        `${sourceFile}:${lineNumber}`,
        `the Content Security Policy forbids ${blockedURI}`,
      ),
    );
  });
  const session = await page.createCDPSession();
  session.on("Audits.issueAdded", ({ issue }) => {
    if (issue.code !== TOLD_ALREADY) {
      note("issue", JSON.stringify(issue.details), issue.code);
    }
  });
  await session.send("Audits.enable");

  const answer = await page.goto(new URL(name.split("/").map(encodeURIComponent).join("/"), site.base).href);
  const policy = site.headers["Content-Security-Policy"];
  if (!policy || answer.headers()["content-security-policy"] !== policy) {
    note("header", "Content-Security-Policy", "the policy did not arrive with the page");
  }
  return { page, complaints: () => found, close: () => context.close() };
}
