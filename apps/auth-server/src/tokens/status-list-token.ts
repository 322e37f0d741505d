/** Status list tokens. @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §5.1 */
import { type StatusListReference, wellKnown } from "@regrant/shared";
import { type ActiveKey, signJws } from "../keys/sign-jws.js";

/** How long a verifier goes without asking again. */
export const statusListTtlSeconds = 10;

/** No access token lives longer, so that a list outlives every outage that matters. */
const lifeSeconds = 86_400;

export const statusListUri = (issuer: string, number: number): string =>
  `${issuer}${wellKnown.statusLists}/${number}`;

export const signStatusList = (
  key: ActiveKey,
  input: { readonly uri: StatusListReference["uri"]; readonly issuedAtSeconds: number; readonly lst: string },
): Promise<string> =>
  signJws(key, "statuslist+jwt", {
    sub: input.uri,
    iat: input.issuedAtSeconds,
    exp: input.issuedAtSeconds + lifeSeconds,
    ttl: statusListTtlSeconds,
    status_list: { bits: 1, lst: input.lst },
  });
