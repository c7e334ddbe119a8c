/** The tools of package.json, from build/npm-audit/: nothing is installed beside the tests. */

import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const FOLDER = new URL("../../build/npm-audit/", import.meta.url);
const require = createRequire(FOLDER);

/** What a package gives to those who import it. */
export async function tool(name) {
  return import(pathToFileURL(require.resolve(name)).href);
}

/** Path of a file of a package. */
export function fileOf(path) {
  return fileURLToPath(new URL(`node_modules/${path}`, FOLDER));
}
