/** Checks settings that are valid but unwise. */
import ipaddr from "ipaddr.js";
import { ConfigError, readConfig } from "../../config.js";
import { error, ok, warning } from "./finding.js";
/** The settings, or what is wrong with them. */
export function readSettings(env) {
    try {
        return readConfig(env);
    }
    catch (cause) {
        if (!(cause instanceof ConfigError))
            throw cause;
        // An introduction, then one line per problem.
        return cause.message
            .split("\n")
            .slice(1)
            .map((line) => error("setting_wrong", line.trim(), "Correct it, and run regrant doctor again."));
    }
}
export const settingsChecks = [
    () => ok("settings_read", "All settings are valid."),
    ({ refreshRetrySeconds }) => refreshRetrySeconds > 0
        ? ok("retry_window", `A client that loses a response can repeat the refresh for ${refreshRetrySeconds} seconds.`)
        : warning("retry_window", "REFRESH_RETRY_SECONDS is 0: a client that loses a response, or refreshes in two tabs, is signed out as if its token had been stolen.", "Set it to 30."),
    ({ managementHost, managementPort, isContained }) => {
        const where = `${managementHost}:${managementPort}`;
        if (isContained && ["0.0.0.0", "::"].includes(managementHost)) {
            return ok("management_host", `Health and metrics have no login, and are on ${where} of this container, for whoever checks it from outside: publish no port for them.`);
        }
        return isPrivate(managementHost)
            ? ok("management_host", `Health and metrics are on ${where}, which is not public.`)
            : warning("management_host", `Health and metrics need no login and are on ${where}: anyone who can reach this machine can read them.`, "Set MANAGEMENT_HOST to 127.0.0.1 or an internal address.");
    },
    ({ host, issuer }) => {
        const { hostname } = new URL(issuer);
        const isOneLoopback = host === "127.0.0.1" || host === "::1";
        if (hostname !== "localhost" || !isOneLoopback)
            return ok("loopback_names", `HOST (${host}) is consistent with ISSUER.`);
        return warning("loopback_names", `ISSUER uses localhost, which is both ::1 and 127.0.0.1, but HOST is only ${host}: programs that try the other address first fail.`, "Set HOST to localhost, which listens on both.");
    },
];
/** A loopback or private address; a name other than localhost counts as neither. */
export function isPrivate(host) {
    if (host === "localhost")
        return true;
    if (!ipaddr.isValid(host))
        return false;
    return ["loopback", "private", "uniqueLocal", "linkLocal"].includes(ipaddr.process(host).range());
}
//# sourceMappingURL=settings.js.map