/**
 * What the container `demo` of docker-compose.yml runs: makes the demo data once, on the database of `DATABASE_URL`.
 * What is secret goes to `.data/demo.json` alone.
 */
import { keepDemo } from "../demo.js";
import { runRegrantJson } from "../regrant-command.js";
import { stackFiles } from "../running-stack.js";

let last: Promise<unknown> = Promise.resolve();
const { RESOURCE = "http://localhost:4001", BROWSER_APP = "http://localhost:4002" } = process.env;

await keepDemo(stackFiles.demo, { resource: RESOURCE, browserApp: BROWSER_APP }, regrant);

/** One command at a time: everything else starts in this very moment too. */
function regrant<T>(args: readonly string[], input = ""): Promise<T> {
  const result = last.then(() => runRegrantJson<T>(args, { env: {}, input }));
  last = result;
  return result;
}

console.log("The demo data is there: not for production.");
