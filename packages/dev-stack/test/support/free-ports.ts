import { freePort } from "../../src/index.js";
import { isFree } from "../../src/ports.js";

/** A port that is free together with the three behind it. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if ((await isFree(port + 1)) && (await isFree(port + 2)) && (await isFree(port + 3))) return port;
  }
}
