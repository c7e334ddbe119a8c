/** What the machine must have: found, or named with a remedy. */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NODE = [18, 19];

/** Something that is not there; the message says how to get it. */
export class Missing extends Error {}

/** Path of a program: what the variable of the environment says, or the first of the names in PATH. */
export function program(variable, names, remedy) {
  const said = process.env[variable];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const places = said ? [said] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = places.find(isProgram) ?? (said && folders.map((folder) => join(folder, said)).find(isProgram));
  if (!found) {
    throw new Missing(`${said ? `${variable}=${said} is not a program` : `there is no ${names[0]}`}; ${remedy}`);
  }
  return found;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Refuse a Node that the tools do not run on. */
export function needNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new Missing(`the audit needs Node ${NODE.join(".")} or later; this is ${process.versions.node}`);
  }
}
