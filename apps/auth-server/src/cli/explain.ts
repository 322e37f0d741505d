/** regrant explain: what a token or an id is, whether it works, and what to do where it does not. */
import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { describeEvent } from "../administration/audit.js";
import { readConfig } from "../config.js";
import { deriveKeys } from "../secrets.js";
import { askUnseen } from "./ask-password.js";
import { CommandError } from "./command-error.js";
import { explainText } from "./explain/explain-text.js";
import type { Explanation } from "./explain/explanation.js";
import { printFields, printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

export function explainCommand(): Command {
  return (
    new Command("explain")
      .description("say what a token, a secret or an id is, whether it works, and why not; changes nothing")
      .argument("[token]", "better given on standard input, which no shell keeps: regrant explain < file")
      .option("--log <file>", "the server's log, to find a request in; - for standard input")
      .option("--json", "print one JSON object")
      // A code may begin with a hyphen. Taken for an option it would be refused, and shown.
      .allowUnknownOption()
      .action(async (argument: string | undefined, { log, json }: { log?: string; json?: true }) => {
        if (argument?.startsWith("--")) throw misunderstood("there is no such option");
        const config = readConfig(process.env);
        const pasted = await readText(argument, log);
        const explanation = await withDatabase((db) => {
          const logLines = log === undefined ? null : linesOf(log);
          return explainText(
            { config, db, keys: deriveKeys(config.secrets), nowMs: Date.now(), logLines },
            pasted,
          );
        });
        if (json) return printJson(toJson(explanation));
        print(explanation);
      })
  );
}

async function readText(argument: string | undefined, log: string | undefined): Promise<string> {
  if (argument !== undefined && argument !== "-") return argument;
  if (log === "-") throw misunderstood("standard input is the log already: give the request id beside it");
  const pasted = process.stdin.isTTY
    ? await askUnseen("Token or id (not shown): ")
    : await text(process.stdin);
  if (pasted.trim() !== "") return pasted;
  throw misunderstood("there is nothing to explain: give a token or an id on standard input");
}

const misunderstood = (message: string) => new CommandError(message, { exitCode: 2 });

async function* linesOf(file: string): AsyncIterable<string> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  try {
    let rest = "";
    for await (const chunk of input.setEncoding("utf8")) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    yield rest;
  } catch (cause) {
    throw new CommandError(
      `the log ${file} cannot be read (${cause instanceof Error ? cause.message : cause})`,
      {
        cause,
      },
    );
  }
}

const toJson = (explanation: Explanation) => ({
  ...explanation,
  facts: Object.fromEntries(
    Object.entries(explanation.facts).map(([name, value]) => [name.replaceAll(" ", "_"), value]),
  ),
  events: explanation.events.map(describeEvent),
});

/** What `works` is called, of what has a word of its own for it. */
const verdicts: Partial<Record<Explanation["kind"], readonly [string, string]>> = {
  client: ["It is registered.", "It does not work."],
  request: ["It was answered.", "It was refused."],
  session: ["It is open.", "It is over."],
  signing_key: ["It is published.", ""],
  user: ["It may sign in.", "It is disabled."],
};

function verdictOf({ kind, works }: Explanation): string {
  const [yes, no] = verdicts[kind] ?? ["It works.", "It does not work."];
  return works === null ? "" : ` ${works ? yes : no}`;
}

function print(explanation: Explanation): void {
  const { what, why, next, facts, events } = explanation;
  console.log(`${what}.${verdictOf(explanation)}\n`);
  console.log(`  ${why}`);
  console.log(`  → ${next}`);
  if (Object.keys(facts).length > 0) {
    console.log();
    printFields(facts);
  }
  if (events.length === 0) return;
  console.log("\nFrom the audit, the last events:");
  printTable(
    events.map(({ at, event, reason, address, requestId }) => ({
      at: at.toISOString(),
      event,
      reason,
      address,
      request: requestId,
    })),
    "",
  );
}
