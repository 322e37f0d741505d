/** What `regrant explain` says of a text. The text itself, or a part of it that is worth anything, is never in it. */
import type { Config } from "../../config.js";
import type { Keys } from "../../secrets.js";
import type { RecordedEvent } from "../../store/audit-trail.js";
import type { Db } from "../../store/database.js";
import { durationInWords } from "../../views/texts/numbers.js";

/** What is asked with. */
export interface Asked {
  readonly config: Config;
  readonly db: Db;
  readonly keys: Keys;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** A log in JSON lines, where requests may be looked for. */
  readonly logLines: AsyncIterable<string> | null;
}

export interface Explanation {
  readonly kind:
    | "access_token"
    | "refresh_token"
    | "authorization_code"
    | "client_secret"
    | "resource_secret"
    | "sign_in"
    | "signing_key"
    | "session"
    | "user"
    | "request"
    | "unknown";
  /** What it is and whose, one phrase. */
  readonly what: string;
  /** Whether it does now what it is for; null where that is no question. */
  readonly works: boolean | null;
  /** Why, in sentences. */
  readonly why: string;
  /** What to do next. */
  readonly next: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Of its session or request, the oldest first. */
  readonly events: readonly RecordedEvent[];
}

/** How many events of a session are told. */
export const eventsTold = 8;

/** "2026-11-22 20:41:07 UTC (3 minutes ago)". */
export function moment(date: Date, nowMs: number): string {
  const seconds = (date.getTime() - nowMs) / 1000;
  const distance = durationInWords(Math.abs(seconds));
  const relative = seconds > 0 ? `in ${distance}` : `${distance} ago`;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC (${relative})`;
}
