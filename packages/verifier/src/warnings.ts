/** What an operator has to put right, said once a minute however often it happens. */
import { parseUrl } from "@regrant/shared";

export type Warn = (message: string) => void;

export interface Warnings {
  readonly keysFailed: (message: string) => void;
  readonly statusListFailed: (message: string) => void;
  /** A token was refused that names another issuer. `iss` may be anybody's text. */
  readonly otherIssuer: (iss: string) => void;
}

const everyMilliseconds = 60_000;

export function createWarnings(issuer: string, keysUrl: URL, now: () => number, warn: Warn): Warnings {
  const atMostOnceAMinute = (): Warn => {
    let saidAt = Number.NEGATIVE_INFINITY;
    return (message) => {
      const elapsed = now() - saidAt;
      if (elapsed >= 0 && elapsed < everyMilliseconds) return; // negative: the clock was set back
      saidAt = now();
      warn(`@regrant/verifier: ${message}`);
    };
  };
  const ofKeys = atMostOnceAMinute();
  const ofLists = atMostOnceAMinute();
  const ofIssuer = atMostOnceAMinute();
  return {
    keysFailed: (message) =>
      ofKeys(
        `cannot fetch the keys of ${issuer} from ${keysUrl}: ${message}. Check issuer and jwksUrl, and that this API can reach them.`,
      ),
    statusListFailed: (message) =>
      ofLists(`cannot fetch a status list, so ended sessions may go unnoticed: ${message}`),
    otherIssuer: (iss) =>
      ofIssuer(
        `refused a token of ${originOf(iss)}; this API trusts only ${issuer}, letter for letter. If the token is a good one, correct issuer.`,
      ),
  };
}

/** No more of it, for whoever sends a token chooses the text. */
function originOf(iss: string): string {
  const url = iss.length <= 255 ? parseUrl(iss) : null;
  if (url === null || url.origin === "null") return "another issuer";
  return iss === url.origin ? url.origin : `an issuer under ${url.origin}`;
}
