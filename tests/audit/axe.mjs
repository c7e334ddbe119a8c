/** axe-core on an open page, in every mode that a reader may have, with each <details> closed and opened. */

import { tool } from "./tool.mjs";
import { stickingOut } from "./narrow.mjs";

const WIDE = { width: 1024, height: 800 };
const NARROW = { width: 320, height: 640 };
const MODES = [
  { name: "light", features: { "prefers-color-scheme": "light" } },
  { name: "dark", features: { "prefers-color-scheme": "dark" } },
  { name: "320 px", size: NARROW },
  { name: "print", media: "print" },
  { name: "forced colours", features: { "forced-colors": "active" } },
  { name: "more contrast", features: { "prefers-contrast": "more" } },
];

const OPTIONS = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  // Off until it is asked for, though it is of WCAG 2.2 AA.
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};

/** Findings of all modes. The page is left in the last one, with every <details> open. */
export async function axe(page, name) {
  const { default: engine } = await tool("axe-core");
  await page.evaluate(engine.source);
  const session = await page.createCDPSession();
  const found = [];
  for (const isOpen of [false, true]) {
    if (isOpen && !(await page.evaluate(open))) {
      break;
    }
    for (const mode of MODES) {
      await emulate(session, mode);
      const place = { page: name, mode: mode.name + (isOpen ? " with <details> open" : "") };
      found.push(...(await violations(page)).map((finding) => ({ ...place, ...finding })));
      if (mode.size === NARROW) {
        found.push(...(await page.evaluate(stickingOut, NARROW.width)).map((finding) => ({ ...place, ...finding })));
      }
    }
  }
  await session.detach();
  return found;
}

/** How often axe looks at a page at most. */
export const LOOKS = MODES.length * 2;

function open() {
  const closed = document.querySelectorAll("details:not([open])");
  closed.forEach((details) => {
    details.open = true;
  });
  return closed.length;
}

async function emulate(session, { size = WIDE, media = "", features = {} }) {
  await session.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 1, mobile: false });
  await session.send("Emulation.setEmulatedMedia", {
    media,
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
  const wanted = Object.entries(features).map((feature) => `(${feature.join(": ")})`);
  for (const query of media ? [media] : [...wanted, `(width: ${size.width}px)`]) {
    const { result } = await session.send("Runtime.evaluate", { expression: `matchMedia("${query}").matches` });
    if (!result.value) {
      throw new Error(`the browser does not emulate ${query}`);
    }
  }
}

async function violations(page) {
  const { violations: rules } = await page.evaluate((options) => globalThis.axe.run(document, options), OPTIONS);
  return rules.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({
      rule: id,
      element: target.flat().join(" "),
      message: `${help}: ${failureSummary.split("\n").slice(1).join(" ").replaceAll(/\s+/g, " ").trim()}`,
    })),
  );
}
