/** The architecture as rules: `npm run lint` checks every import against them. docs/architecture.md says what each room is for. */

/** apps/auth-server/src from the top down. A room imports from the floors below it, and from no room of its own floor. */
const floors = [
  ["cli"],
  ["server.ts"],
  ["app.ts", "failure.ts", "listen.ts"],
  ["jobs", "management.ts", "create-context.ts", "admin", "account", "reset", "sign-up"],
  ["login"],
  ["oauth"],
  ["context.ts"],
  ["metrics.ts"],
  ["client-documents", "trusted-issuers"],
  ["clients", "factors", "mailed-links", "providers"],
  ["users"],
  ["resources"],
  ["deletion"],
  ["assertions"],
  ["codes"],
  ["sessions", "consents"],
  ["logout-notices", "status-lists"],
  ["tokens"],
  ["keys"],
  ["administration"],
  ["mail"],
  ["audit"],
  ["config.ts"],
  ["http"],
  ["database", "guarded-fetch"],
  ["background.ts", "bounds.ts", "identity-scopes.ts", "sealing.ts"],
  ["secrets.ts"],
];

const source = "^apps/auth-server/src/";
const within = (rooms) => `${source}(${rooms.map((room) => room.replace(".", "\\.")).join("|")})(/|$)`;

const downwards = floors.flatMap((floor, index) => [
  ...(index === 0
    ? []
    : [
        {
          name: `${floor.join("-")}-imports-only-from-below`,
          severity: "error",
          from: { path: within(floor) },
          to: { path: within(floors.slice(0, index).flat()) },
        },
      ]),
  ...floor
    .filter(() => floor.length > 1)
    .map((room) => ({
      name: `${room}-needs-no-neighbour`,
      severity: "error",
      from: { path: within([room]) },
      to: { path: within(floor.filter((other) => other !== room)) },
    })),
]);

export default {
  forbidden: [
    ...downwards,
    {
      name: "every-file-has-a-room",
      severity: "error",
      from: { path: source, pathNot: within(floors.flat()) },
      to: {},
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "apps-never-import-each-other",
      severity: "error",
      from: { path: "^apps/([^/]+)/src/" },
      to: { path: "^apps/([^/]+)/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-never-import-apps",
      severity: "error",
      from: { path: "^packages/(bff|client|shared|telemetry|verifier)/src/" },
      to: { path: "^apps/" },
    },
    {
      name: "shared-does-no-input-and-output",
      severity: "error",
      from: { path: "^packages/shared/src/" },
      to: { path: "^(node:)?(fs|net|http|https|http2|tls|dns|child_process|worker_threads)(/|$)" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/" },
  },
};
