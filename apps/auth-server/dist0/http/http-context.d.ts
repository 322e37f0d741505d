/** What this room needs of the process. */
import type { Reason } from "../shared/index.js";
import type { FastifyBaseLogger } from "fastify";
import type { Frame } from "./views/layout.js";
/** Why a request was refused, or left alone, before any endpoint looked at it. */
export type WhyRefused = "no_place" | "event_loop" | "too_many_incomplete" | "body_too_slow" | "client_gone";
export interface AdmissionMetrics {
    /** Token requests, pages and API calls whose work is under way. */
    requestsInFlight: number;
    /** Requests whose body has not come yet. */
    requestsIncomplete: number;
    /** By the thousand, at times, so that each is no more than an addition. */
    readonly refused: Record<WhyRefused, number>;
    countTokenRequest(grantType: string, outcome: Reason, count?: number): void;
}
export interface HttpContext {
    readonly config: {
        readonly issuer: string;
        readonly trustProxy: readonly string[];
        readonly maxConcurrentRequests: number;
        readonly registration: "off" | "token" | "open";
    };
    readonly frame: Frame;
    readonly metrics: AdmissionMetrics;
    readonly isAllowedOrigin: (origin: string) => Promise<boolean>;
    readonly stopping: AbortController;
    readonly log: Pick<FastifyBaseLogger, "warn">;
    readonly now: () => number;
}
