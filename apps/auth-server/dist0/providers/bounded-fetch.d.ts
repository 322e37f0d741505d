import type { CustomFetch } from "openid-client";
/** Of one request. */
export declare const requestSeconds = 4;
/** The message has nothing private in it, and nothing of the answer. */
export declare class ProviderUnreachable extends Error {
    readonly name = "ProviderUnreachable";
}
/** Whether this is behind an error of a library that was given `boundedFetch`. */
export declare function unreachableBehind(error: unknown): ProviderUnreachable | null;
/** @param allowLoopback for development: http on this machine */
export declare const boundedFetch: (allowLoopback: boolean) => CustomFetch;
