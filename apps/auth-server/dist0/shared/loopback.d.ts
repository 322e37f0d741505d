/** This machine's own host names, and how to keep requests to them away from proxies. */
/** `hostname` as in `URL`. Names under `.localhost` are this machine too (RFC 6761 §6.3). */
export declare const isLoopbackHost: (hostname: string) => boolean;
type Environment = Record<string, string | undefined>;
/**
 * Add this machine to `NO_PROXY`, for this process and its children. With `HTTP_PROXY` set, Node.js ≥ 24
 * (`NODE_USE_ENV_PROXY`) and curl would send requests to localhost, including secrets, to a proxy that cannot answer
 * them.
 */
export declare function keepLoopbackFromProxies(env: Environment): void;
/**
 * With `HTTP_PROXY` set, Node.js ≥ 24 may send every request to a proxy, including those to this machine with their
 * tokens, which the proxy cannot answer.
 *
 * @throws Error naming the variables, before anything is sent
 */
export declare function checkNotProxied(url: URL): void;
export {};
