/** `node --import` this: on exit the process writes to the file in `LOADED` what it has loaded, one module a line. */
import { appendFileSync } from "node:fs";
import Module, { register } from "node:module";

const { LOADED } = process.env;
const hook = `import { appendFileSync } from "node:fs";
export const load = (url, context, next) => (appendFileSync(${JSON.stringify(LOADED)}, url + "\\n"), next(url, context));`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
process.on("exit", () => appendFileSync(LOADED, Object.keys(Module._cache).join("\n")));
