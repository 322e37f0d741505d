/** What tokens are signed with: the algorithms that APIs have chosen for access tokens, and clients for ID tokens. */
import type { SigningAlgorithm } from "@regrant/shared";
import type { Db } from "../database/database.js";
import { listSigningAlgorithms } from "../resources/resources.sql.js";
import { listIdTokenAlgorithms } from "./clients.sql.js";

/** Every server asks every few seconds: one after the other, so that this takes one connection. */
export async function findAlgorithmsInUse(db: Db): Promise<readonly SigningAlgorithm[]> {
  const ofResources = await listSigningAlgorithms(db);
  return [...new Set([...ofResources, ...(await listIdTokenAlgorithms(db))])];
}
