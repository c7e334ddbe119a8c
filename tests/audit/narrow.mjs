/** Whether a page fits a narrow screen (WCAG 1.4.10). Runs in the page. */

/** Elements that stick out of a page so wide; a table or a listing may, within something made to scroll. */
export function stickingOut(width) {
  const rule = "reflow";
  const { scrollWidth } = document.documentElement;
  const whole = { rule, element: "html", message: `the page scrolls sideways: it is ${scrollWidth} px wide` };
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const mayScroll = (element) => {
    const wide = element.closest("table, pre");
    for (let up = wide; up && up !== document.body; up = up.parentElement) {
      if (scrolls(up)) {
        return true;
      }
    }
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right, width: size } = element.getBoundingClientRect();
    return size > 0 && (left < -0.5 || right > width + 0.5) && !mayScroll(element);
  });
  const name = (element) =>
    `${element.parentElement.localName} > ${element.localName}` + (element.id ? `#${element.id}` : "");
  return [
    ...(scrollWidth > width ? [whole] : []),
    ...out
      .filter((element) => !out.includes(element.parentElement))
      .map((element) => ({ rule, element: name(element), message: `sticks out of a page ${width} px wide` })),
  ];
}
