/** Status list tokens. @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §5.1 */
import { wellKnown } from "../shared/index.js";
import { signJws } from "../keys/sign-jws.js";
/** How long a verifier goes without asking again. */
export const statusListTtlSeconds = 10;
/** No access token lives longer, so that a list outlives every outage that matters. */
const lifeSeconds = 86_400;
export const statusListUri = (issuer, number) => `${issuer}${wellKnown.statusLists}/${number}`;
export const signStatusList = (key, input) => signJws(key, "statuslist+jwt", {
    sub: input.uri,
    iat: input.issuedAtSeconds,
    exp: input.issuedAtSeconds + lifeSeconds,
    ttl: statusListTtlSeconds,
    status_list: { bits: 1, lst: input.lst },
});
//# sourceMappingURL=status-list-token.js.map