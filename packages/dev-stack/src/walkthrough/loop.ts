/** What the walk-through walks through. */
import type { Demo } from "../demo.js";

export interface Loop {
  readonly issuer: string;
  /** The resource server's URL. */
  readonly resource: string;
  readonly demo: Demo;
  /** Ends the wait for the access token's expiry, and with it the walk. */
  readonly abort?: AbortSignal;
}
