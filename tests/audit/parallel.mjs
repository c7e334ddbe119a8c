/** Some at a time, in order. */

/** Do something with each, at most `most` at once; what came back, in one list. */
export async function each(values, most, work) {
  const found = [];
  const rest = values.entries();
  const worker = async () => {
    for (const [number, value] of rest) {
      found[number] = await work(value);
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return found.flat();
}
