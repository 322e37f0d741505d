import type { FastifyPluginCallback } from "fastify";
export interface TracingOptions {
    /** The collector's base URL, as in OTEL_EXPORTER_OTLP_ENDPOINT; spans are sent to `/v1/traces` below it. */
    readonly endpoint: string;
    /** OTEL_SERVICE_NAME overrides it. */
    readonly serviceName: string;
}
export interface Tracing {
    /** Register it before everything to be traced. */
    readonly plugin: FastifyPluginCallback;
    /** Send what is left. Resolves even if the collector does not answer. */
    stop(): Promise<void>;
}
/**
 * Start tracing. A span has the method, route and status, joins the caller's trace (W3C Trace Context), and leaves
 * out the URL, whose query may hold secrets.
 */
export declare function startTracing({ endpoint, serviceName }: TracingOptions): Promise<Tracing>;
