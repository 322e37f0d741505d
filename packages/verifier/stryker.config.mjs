import { options } from "../../scripts/stryker-options.mjs";

/** Without what runs when a module is loaded (a constant, a message): each such mutant needs every test, and they are a third. */
export default { ...options, mutate: ["src/**/*.ts"], ignoreStatic: true };
