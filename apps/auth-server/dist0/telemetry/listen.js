/** A failed start that a setting can fix. The message says which. */
export class StartError extends Error {
    name = "StartError";
}
/** Connections that wait for the event loop; the system turns away one more, and its client comes again after a second. */
export const backlog = 4_096;
/** @param settings what the names of the two settings begin with @throws StartError */
export async function listen(app, host, port, settings = "") {
    try {
        await app.listen({ host, port, backlog });
    }
    catch (cause) {
        const why = reasonOf(cause, host, port, settings);
        throw why === undefined ? cause : new StartError(why, { cause });
    }
}
function reasonOf(cause, host, port, settings) {
    const { code = "" } = cause;
    const toListen = `cannot listen on ${host}, port ${port}`;
    const reasons = {
        EADDRINUSE: `${toListen}: another program uses the port. Stop it, or set ${settings}PORT.`,
        EACCES: `${toListen}: permission denied. Set ${settings}PORT to 1024 or above.`,
        EADDRNOTAVAIL: `${toListen}: this machine has no such address. Set ${settings}HOST to one it has, or to 0.0.0.0.`,
        EAFNOSUPPORT: `${toListen}: this machine does not support that address family. Set ${settings}HOST to an IPv4 address.`,
        ENOTFOUND: `${toListen}: the host name does not resolve. Set ${settings}HOST to an IP address.`,
        EAI_AGAIN: `${toListen}: the DNS lookup failed. Set ${settings}HOST to an IP address.`,
    };
    return reasons[code];
}
