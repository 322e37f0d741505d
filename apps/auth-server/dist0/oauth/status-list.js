/**
 * The status lists: which sessions are revoked, for APIs that verify offline. Anybody may read them: an index says nothing to
 * whoever does not have the token.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §8
 */
import { wellKnown } from "../shared/index.js";
import Negotiator from "negotiator";
import { addVary } from "../http/send-page.js";
import { listNumbers } from "../status-lists/status-lists.sql.js";
import { statusListTtlSeconds, statusListUri } from "../tokens/status-list-token.js";
export function statusListEndpoint(app, { config, db, statusLists }) {
    const { issuer } = config;
    // A shared cache would add its own age to the time until a revocation is seen.
    const cacheControl = `max-age=${statusListTtlSeconds}, private`;
    app.get(wellKnown.statusLists, async (_request, reply) => {
        const numbers = await listNumbers(db);
        const uris = numbers.map((number) => statusListUri(issuer, number));
        return reply.header("cache-control", cacheControl).send({ status_lists: uris });
    });
    app.get(`${wellKnown.statusLists}/:number`, async (request, reply) => {
        const { number } = request.params;
        const list = /^(0|[1-9]\d{0,8})$/.test(number) ? await statusLists.find(Number(number)) : null;
        if (list === null)
            return reply.callNotFound();
        const isCompressed = new Negotiator(request).encoding(["gzip", "identity"]) === "gzip";
        addVary(reply, "Accept-Encoding");
        if (isCompressed)
            reply.header("content-encoding", "gzip");
        return reply
            .header("cache-control", cacheControl)
            .type("application/statuslist+jwt")
            .send(isCompressed ? list.gzip : list.plain);
    });
}
//# sourceMappingURL=status-list.js.map