import { freePort } from "../../src/index.js";
import { isFree } from "../../src/ports.js";

/** A port that is free together with the two behind it. */
export async function freeTriple(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if ((await isFree(port + 1)) && (await isFree(port + 2))) return port;
  }
}
