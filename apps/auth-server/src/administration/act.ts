/** Common to every administrative act, by API or command line. */
import type { Actor } from "../audit/actor.js";
import { InvalidInput } from "./faults.js";

export interface Act {
  /** Who acts. */
  readonly by: Actor;
  /** Called with the current state, under its lock, before any change; throws to prevent it. */
  readonly check?: (current: object) => void;
}

type Members = Readonly<Record<string, unknown>>;

/** The detail of an audit event: which members changed, from what to what. */
export function changesBetween(before: Members, after: Members): { changed: string[] } & Members {
  const changed = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (from: Members) => Object.fromEntries(changed.map((name) => [name, from[name]]));
  return { changed, from: pick(before), to: pick(after) };
}

/** The value sent, including null; otherwise the current one. */
export const sentOr = <T>(sent: T | undefined, otherwise: T): T => (sent === undefined ? otherwise : sent);

/** A page of a list; `nextCursor` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  /** The `nextCursor` of the previous page; absent for the first. */
  readonly cursor?: string | undefined;
}

/** Is it a time as `toISOString` writes it? `Date.parse` accepts more, such as February 30, which PostgreSQL rejects. */
export const isTime = (text: string): boolean =>
  /^[1-9]\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/** A page key of a time, to the microsecond, and an id. */
export const isTimeKey = (key: string): boolean => {
  const [, at = ""] = /^(\S{23})\d{3}Z [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(key) ?? [];
  return isTime(`${at}Z`);
};

/**
 * One page. `list` fetches one more item than the page has; `keyOf` is where the next page starts.
 *
 * Pages start after a key, not an offset, so items inserted in between shift nothing.
 */
export async function pageOf<T>(
  { limit, cursor }: PageRequest,
  list: (after: string | null, limit: number) => Promise<T[]>,
  keyOf: (item: T) => string,
  isKey = (key: string): boolean => !key.includes("\0"), // no key has a NUL, and PostgreSQL rejects it
): Promise<Page<T>> {
  const after = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString();
  if (after !== null && !isKey(after)) {
    const message = "must be the next_cursor of the previous page";
    throw new InvalidInput([{ pointer: "/cursor", message }], "parameter_invalid");
  }
  const found = await list(after, limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      found.length > limit && last !== undefined ? Buffer.from(keyOf(last)).toString("base64url") : null,
  };
}

/** Something registered, with the secret that was made for it. */
export interface WithSecret<T, S = string> {
  readonly item: T;
  /** Shown once; only its hash is stored. */
  readonly secret: S;
}
