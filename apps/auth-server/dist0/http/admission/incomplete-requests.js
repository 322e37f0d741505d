import proxyAddr from "@fastify/proxy-addr";
import { hostOf } from "../address-prefix.js";
import { addressOf, createTrust } from "../origin.js";
/** Milliseconds. A body follows its headers within a round trip, or a few if packets are lost. */
const patience = 2_000;
const sweepInterval = 250;
/**
 * A thousand people behind one address have fewer than a hundred incomplete requests at a time: small bodies arrive
 * with the headers, others within milliseconds. Behind a balancer that TRUST_PROXY does not name, everybody shares
 * its address.
 */
const most = { overall: 1_000, byAddress: 250 };
/** `onLate` receives each request that ran out of time, `onCount` their number. */
export function createIncompleteRequests(trustProxy, onLate, onCount) {
    const isTrusted = createTrust(trustProxy);
    const byRequest = new Map(); // oldest first
    const byAddress = new Map();
    let sweeping;
    const remove = (request) => {
        const incomplete = byRequest.get(request);
        if (incomplete === undefined)
            return;
        byRequest.delete(request);
        onCount(byRequest.size);
        const others = (byAddress.get(incomplete.address) ?? 1) - 1;
        if (others === 0)
            byAddress.delete(incomplete.address);
        else
            byAddress.set(incomplete.address, others);
        if (byRequest.size > 0)
            return;
        clearInterval(sweeping);
        sweeping = undefined;
    };
    const sweep = () => {
        const tooEarly = performance.now() - patience;
        for (const [request, { response, since }] of byRequest) {
            if (since > tooEarly)
                return;
            remove(request);
            onLate(request, response);
        }
    };
    return {
        add(request, response) {
            const { socket } = request;
            const address = hostOf(addressOf({ ip: proxyAddr(request, isTrusted), socket }));
            const others = byAddress.get(address) ?? 0;
            if (byRequest.size >= most.overall || others >= most.byAddress)
                return false;
            byAddress.set(address, others + 1);
            byRequest.set(request, { response, since: performance.now(), address });
            onCount(byRequest.size);
            request.once("close", () => remove(request));
            sweeping ??= setInterval(sweep, sweepInterval).unref();
            return true;
        },
        delete: remove,
    };
}
//# sourceMappingURL=incomplete-requests.js.map