/** This machine's own host names, and how to keep requests to them away from proxies. */
/** `hostname` as in `URL`. Names under `.localhost` are this machine too (RFC 6761 §6.3). */
export const isLoopbackHost = (hostname) => /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
const loopbackNames = ["localhost", ".localhost", "127.0.0.1", "[::1]"];
/**
 * Add this machine to `NO_PROXY`, for this process and its children. With `HTTP_PROXY` set, Node.js ≥ 24
 * (`NODE_USE_ENV_PROXY`) and curl would send requests to localhost, including secrets, to a proxy that cannot answer
 * them.
 */
export function keepLoopbackFromProxies(env) {
    for (const name of ["NO_PROXY", "no_proxy"]) {
        const named = (env[name] ?? "").split(/[\s,]+/).filter((part) => part !== "");
        const missing = loopbackNames.filter((host) => !named.includes(host));
        if (!named.includes("*"))
            env[name] = [...named, ...missing].join(",");
    }
}
/**
 * With `HTTP_PROXY` set, Node.js ≥ 24 may send every request to a proxy, including those to this machine with their
 * tokens, which the proxy cannot answer.
 *
 * @throws Error naming the variables, before anything is sent
 */
export function checkNotProxied(url) {
    const { process } = globalThis;
    const env = process?.env ?? {};
    const honours = env.NODE_USE_ENV_PROXY === "1" ||
        (process?.execArgv ?? []).includes("--use-env-proxy") ||
        (env.NODE_OPTIONS ?? "").includes("--use-env-proxy");
    const proxy = ["http_proxy", "HTTP_PROXY"].find((name) => env[name]);
    if (!honours || proxy === undefined || !isLoopbackHost(url.hostname))
        return;
    const exempt = (env.no_proxy ?? env.NO_PROXY ?? "").split(/[\s,]+/);
    if (exempt.includes("*") || exempt.includes(url.hostname) || exempt.includes(url.host))
        return;
    throw new Error(`${proxy} is set, so requests to ${url.origin} would go through the proxy. Add ${url.hostname} to NO_PROXY`);
}
