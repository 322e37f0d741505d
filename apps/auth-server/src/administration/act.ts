/** What every act of an administrator has in common, by the API or the command line. */
import type { Actor } from "../audit/actor.js";
import { InvalidInput } from "./faults.js";

export interface Act {
  /** Who does it. */
  readonly by: Actor;
  /** Sees what there is, under its lock, before anything is changed; throws where it has to stay. */
  readonly check?: (current: object) => void;
}

type Members = Readonly<Record<string, unknown>>;

/** What an audit event says of a change: the members that differ, and what they were and are. */
export function changesBetween(before: Members, after: Members): { changed: string[] } & Members {
  const changed = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (from: Members) => Object.fromEntries(changed.map((name) => [name, from[name]]));
  return { changed, from: pick(before), to: pick(after) };
}

/** The value that was sent, null included; otherwise what it is now. */
export const sentOr = <T>(sent: T | undefined, otherwise: T): T => (sent === undefined ? otherwise : sent);

/** A page of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  /** The `nextCursor` of the page before; absent for the first. */
  readonly cursor?: string | undefined;
}

/** Is it a time as `toISOString` writes it? `Date.parse` takes far more, February 30 among it; PostgreSQL does not. */
export const isTime = (text: string): boolean =>
  /^[1-9]\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/** A page's key that is a time, to the microsecond, and an id. */
export const isTimeKey = (key: string): boolean => {
  const [, at = ""] = /^(\S{23})\d{3}Z [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(key) ?? [];
  return isTime(`${at}Z`);
};

/**
 * One page. `list` is asked for one more than the page has; `keyOf` is what the next page goes on after.
 *
 * A list goes on after a key and not after a number of items, so what is inserted meanwhile moves nothing.
 */
export async function pageOf<T>(
  { limit, cursor }: PageRequest,
  list: (after: string | null, limit: number) => Promise<T[]>,
  keyOf: (item: T) => string,
  isKey = (key: string): boolean => !key.includes("\0"), // in no key, and PostgreSQL would not take it
): Promise<Page<T>> {
  const after = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString();
  if (after !== null && !isKey(after)) {
    const message = "has to be the next_cursor of the page before";
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
