/** Lets Node.js find a script of another app as a browser does: the `static` folders of all apps are one address. */

import { existsSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const FOLDERS = ["geoportal", "proposals/heatmap", "proposals/planning", "proposals/residents", "proposals/review", "stops/signs"];

/** Node.js asks here before it looks for a file. */
export function resolve(specifier, context, next) {
  const { href } = new URL(specifier, context.parentURL ?? import.meta.url);
  const [, inside] = href.split("/static/");
  if (!specifier.startsWith(".") || !inside || existsSync(fileURLToPath(href))) return next(specifier, context);
  const places = FOLDERS.map((folder) => new URL(`../../${folder}/static/${inside}`, import.meta.url));
  return next(places.find((place) => existsSync(fileURLToPath(place)))?.href ?? specifier, context);
}

// The hook runs in a thread of its own, which reads this file again.
if (isMainThread) register(import.meta.url);
