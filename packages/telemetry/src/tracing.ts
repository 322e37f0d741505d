/** OpenTelemetry: one span for each request, sent to a collector. Nothing of it is loaded unless there is one. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyPluginCallback } from "fastify";

/** A process that ends waits for a collector no longer than this. */
const stopMs = 1_000;

export interface TracingOptions {
  /** The collector's base URL, as in OTEL_EXPORTER_OTLP_ENDPOINT; spans go to `/v1/traces` under it. */
  readonly endpoint: string;
  /** Unless OTEL_SERVICE_NAME says otherwise. */
  readonly serviceName: string;
}

export interface Tracing {
  /** Registered before everything that is to be traced. */
  readonly plugin: FastifyPluginCallback;
  /** Send what is left. Resolves whether or not the collector answers. */
  stop(): Promise<void>;
}

/**
 * Start tracing. A span carries method, route and status, takes part in the caller's trace (W3C Trace Context), and
 * has no address as it was sent: a query string can hold what is nobody's business.
 */
export async function startTracing({ endpoint, serviceName }: TracingOptions): Promise<Tracing> {
  const [{ default: otel }, { OTLPTraceExporter }, resources, sdk] = await Promise.all([
    import("@fastify/otel"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace-node"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` });
  const provider = new sdk.NodeTracerProvider({
    resource: resources
      .resourceFromAttributes({ "service.name": serviceName })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  provider.register();
  const instrumentation = new otel.FastifyOtelInstrumentation({
    instrumentHooks: false,
    instrumentHandler: false,
    recordExceptions: false,
    requestHook(span, { method, routeOptions }) {
      const route = routeOptions.url ?? "unknown";
      span.updateName(`${method} ${route}`).setAttribute("url.path", route);
    },
  });
  instrumentation.setTracerProvider(provider);
  return {
    plugin: instrumentation.plugin(),
    stop: () => Promise.race([provider.shutdown(), sleep(stopMs, undefined, { ref: false })]),
  };
}
