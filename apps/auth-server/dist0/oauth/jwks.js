/**
 * The published keys, served from memory, so that verifiers get them while the database is away.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
import { wellKnown } from "../shared/index.js";
import { jwksMaxAgeSeconds } from "../keys/life-cycle.js";
export function jwksEndpoint(app, { keyRing }) {
    app.get(wellKnown.jwks, (_request, reply) => {
        return reply.header("cache-control", `public, max-age=${jwksMaxAgeSeconds}`).send(keyRing.jwks);
    });
}
//# sourceMappingURL=jwks.js.map