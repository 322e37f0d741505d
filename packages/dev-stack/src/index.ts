/** A real PostgreSQL and both servers, for development, tests and the bench. */
export { type BffApp, type BffAppOptions, serveBffApp } from "./bff-app.js";
export { type BrowserApp, serveBrowserApp } from "./browser-app.js";
export type { Demo } from "./demo.js";
export {
  type McpServer,
  mcpClientId,
  mcpServerUrl,
  registerMcpServer,
  serveMcpServer,
} from "./mcp-server.js";
export { freePort } from "./ports.js";
export { type Postgres, type PostgresOptions, startPostgres } from "./postgres/start.js";
export { startThrowAwayPostgres } from "./postgres/throw-away.js";
export { type RegrantResult, regrantInThread } from "./regrant-in-thread.js";
export { makeSecrets } from "./secrets.js";
export type { ServerProcess } from "./server-process.js";
export { type Stack, startStack } from "./stack.js";
export type { StackOptions, StackPart, StackPorts } from "./stack-options.js";
export { openTerminal } from "./terminal.js";
export { sendForm, type Visit, visit } from "./user-agent.js";
export { walkTheLoop } from "./walkthrough/walk.js";
