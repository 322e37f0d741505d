/** OpenTelemetry: one span per request, sent to a collector. Nothing is loaded without one. */
import { setTimeout as sleep } from "node:timers/promises";
/** How long an ending process waits for the collector. */
const stopMs = 1_000;
/**
 * Start tracing. A span has the method, route and status, joins the caller's trace (W3C Trace Context), and leaves
 * out the URL, whose query may hold secrets.
 */
export async function startTracing({ endpoint, serviceName }) {
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
