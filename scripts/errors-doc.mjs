#!/usr/bin/env node
// Writes docs/errors.md from the table of reasons in packages/shared, or with --check says whether it is true.
import { readFileSync, writeFileSync } from "node:fs";
import { reasons } from "../packages/shared/dist/index.js";

const file = new URL("../docs/errors.md", import.meta.url);

const head = `# Why a request is refused

Made from \`packages/shared/src/reasons/\` by \`node scripts/errors-doc.mjs\`; edit there, not here.

Each refusal carries three things: \`error\` (the standard's code), \`error_description\` (one sentence, safe to show) and
\`error_uri\`, which ends in the **reason**: one stable id for each way of failing. The same id stands in the log line of the
request (\`reason\`) and in the metric \`regrant_token_requests_total\`. The authorization server serves each entry at
\`/errors/<reason>\`.

What a client should do depends on \`error\` alone:

| \`error\` | status | what a client does |
| --- | --- | --- |
| \`invalid_grant\` | 400 | The grant or token is dead for good: discard it and sign in again. |
| \`invalid_client\` | 401 | Stop: the client's credentials are wrong, and someone must correct them. |
| \`invalid_request\`, \`invalid_scope\`, \`invalid_target\`, \`unauthorized_client\`, \`unsupported_grant_type\` | 400 | Stop: the request is wrong. The refresh token was not used up. |
| \`invalid_token\` | 401 | Refresh once, then repeat the request. |
| \`insufficient_scope\` | 403 | Ask for more scope. |
| \`too_many_requests\` | 429 | Keep the tokens; wait for \`Retry-After\`. |
| \`temporarily_unavailable\` | 503 | Keep the tokens; repeat after \`Retry-After\`. Refreshes are safe to repeat. |
| \`server_error\` | 500 | Keep the tokens, try again later, and report \`x-request-id\`. |
`;

const entries = Object.entries(reasons).map(
  ([reason, { error, meaning, remedy }]) => `## ${reason}\n\n\`${error}\`: ${meaning}\n\n${remedy}\n`,
);
const document = [head, ...entries].join("\n");

if (!process.argv.includes("--check")) writeFileSync(file, document);
else if (readFileSync(file, "utf8") !== document) {
  console.error("docs/errors.md is not what the table of reasons says; run: node scripts/errors-doc.mjs");
  process.exitCode = 1;
}
