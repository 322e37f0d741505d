/** What tokens are signed with: the algorithms that APIs have chosen for access tokens, and clients for ID tokens. */
import type { SigningAlgorithm } from "@regrant/shared";
import type { Db } from "../database/database.js";

/** Every server asks every few seconds. Served by clients_id_token_alg, which the default is not in: it is always in use. */
export async function findAlgorithmsInUse(db: Db): Promise<readonly SigningAlgorithm[]> {
  const { rows } = await db.query<{ alg: SigningAlgorithm }>(
    `select signing_alg as alg from resources
     union
     select id_token_signed_response_alg from clients where id_token_signed_response_alg <> 'RS256'`,
  );
  return rows.map(({ alg }) => alg);
}
