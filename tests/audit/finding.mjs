/** What a tool found: {page, mode, rule, element, message}; "" where it has none. */

/** Lines for a person: what is the same on several pages or in several modes is told once, with all of them. */
export function told(tool, findings) {
  const groups = new Map();
  for (const { page, mode, rule, element, message } of findings) {
    const key = JSON.stringify([rule, element, message]);
    const group = groups.get(key) ?? { rule, element, message, pages: new Set(), modes: new Set() };
    group.pages.add(page);
    group.modes.add(mode);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rule, element, message, pages, modes }) =>
    [
      `${[...pages][0]}: error: ${message.replaceAll(/\s+/g, " ")} [${tool}: ${rule}]`,
      ...line("element", [element]),
      ...line("modes", [...modes]),
      ...(pages.size > 1 ? line(`${pages.size} pages`, [...pages]) : []),
    ].join("\n"),
  );
}

function line(word, values) {
  const said = values.filter(Boolean).join(", ").replaceAll(/\s+/g, " ");
  return said ? [`    ${word.padEnd(9)} ${said}`] : [];
}
