/** A server on loopback that stands in for the site's host: its headers, its types, its path, its robots.txt. */

import { createServer as plain } from "node:http";
import { createServer as secure } from "node:https";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

import { certificate } from "./certificate.mjs";

/** Browsers ask every host for it, whatever the page says; the site does not own the root of its host. */
export const OF_THE_HOST = "/favicon.ico";

/**
 * Start it. `flags` make Chromium take it for the host of the site, and find no other host; `headers`, which go with
 * every answer, may be changed on the way.
 */
export async function serve(site) {
  const isSecure = site.base.protocol === "https:";
  const { key, cert, digest } = isSecure ? certificate() : {};
  const state = { headers: site.headers };
  const answer = (request, response) => respond(site, state.headers, request, response);
  const server = isSecure ? secure({ key, cert }, answer) : plain(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const port = site.base.port || (isSecure ? 443 : 80);
  const rules = `MAP ${site.base.hostname}:${port} 127.0.0.1:${server.address().port}, MAP * ~NOTFOUND`;
  return Object.assign(state, {
    flags: [`--host-resolver-rules=${rules}`, ...(digest ? [`--ignore-certificate-errors-spki-list=${digest}`] : [])],
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

async function respond(site, always, request, response) {
  const path = decodeURIComponent(new URL(request.url, site.base).pathname);
  const type = site.types[extname(path).slice(1) || "html"] ?? "application/octet-stream";
  const headers = { ...always, "Content-Type": `${type}; charset=utf-8` };
  try {
    const body = await find(site, path);
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : body);
  } catch {
    response.writeHead(404, { ...headers, "Content-Type": "text/plain; charset=utf-8" }).end("not here\n");
  }
}

async function find(site, path) {
  if (path === OF_THE_HOST) {
    return "";
  }
  if (path === "/robots.txt" && site.robots) {
    return site.robots;
  }
  const start = decodeURIComponent(site.base.pathname);
  if (!path.startsWith(start)) {
    throw new Error(`${path} is not of the site`);
  }
  return readFile(join(site.folder, normalize(`/${path.slice(start.length)}`), path.endsWith("/") ? "index.html" : ""));
}
