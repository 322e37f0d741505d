import { freePort } from "../../src/index.js";
import { isFree } from "../../src/ports.js";

/** A port that is free together with the four behind it. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const port = await freePort();
    const behind = await Promise.all([1, 2, 3, 4].map((each) => isFree(port + each)));
    if (behind.every((isFreeToo) => isFreeToo)) return port;
  }
}
