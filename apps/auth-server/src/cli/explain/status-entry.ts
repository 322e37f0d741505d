/** What the status lists say of an access token, as APIs that poll them see it. */
import type { AccessTokenClaims } from "@regrant/shared";
import type { Db } from "../../database/database.js";
import { createShuffle } from "../../status-lists/shuffle.js";
import { findList } from "../../status-lists/status-lists.sql.js";

export interface StatusEntry {
  readonly isRevoked: boolean;
  /** "entry 93842 of https://auth.example.com/status/0, not revoked". */
  readonly told: string;
}

/** Null if the token refers to none. */
export async function findStatusEntry(db: Db, { status }: AccessTokenClaims): Promise<StatusEntry | null> {
  if (status === undefined) return null;
  const { idx, uri } = status.status_list;
  const number = Number(/\/(\d{1,9})$/.exec(uri)?.[1]);
  const list = Number.isInteger(number) ? await findList(db, number) : null;
  const entry = `entry ${idx} of ${uri}`;
  if (list === null) return { isRevoked: false, told: `${entry}, a list that is not in this database` };
  const placeOf = createShuffle(list.seed);
  const isRevoked = list.revoked.some((position) => placeOf(position) === idx);
  return { isRevoked, told: `${entry}, ${isRevoked ? "revoked" : "not revoked"}` };
}
