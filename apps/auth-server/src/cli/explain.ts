/** regrant explain: what a token or id is, whether it works, and what to do if it does not. */
import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { describeEvent } from "../audit/describe-event.js";
import { readConfig } from "../config.js";
import { deriveSecrets } from "../secrets.js";
import { askUnseen } from "./ask-password.js";
import { CommandError } from "./command-error.js";
import { explainText } from "./explain/explain-text.js";
import type { Explanation } from "./explain/explanation.js";
import { printFields, printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

export function explainCommand(): Command {
  return (
    new Command("explain")
      .argument(
        "[token]",
        "token or id; use standard input to keep it out of the shell history: regrant explain < file",
      )
      .option("--log <file>", "server log to search for a request; - reads standard input")
      .option("--json", "print one JSON object")
      // A code may start with a hyphen; as an unknown option it would be printed in the error.
      .allowUnknownOption()
      .action(async (argument: string | undefined, { log, json }: { log?: string; json?: true }) => {
        if (argument?.startsWith("--")) throw misunderstood("unknown option");
        const config = readConfig(process.env);
        const pasted = await readText(argument, log);
        const explanation = await withDatabase((db) => {
          const logLines = log === undefined ? null : linesOf(log);
          return explainText(
            { config, db, secrets: deriveSecrets(config.secrets), nowMs: Date.now(), logLines },
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
  if (log === "-")
    throw misunderstood("--log - reads the log from standard input; pass the request id as an argument");
  const pasted = process.stdin.isTTY
    ? await askUnseen("Token or id (not shown): ")
    : await text(process.stdin);
  if (pasted.trim() !== "") return pasted;
  throw misunderstood("nothing to explain; give a token or an id on standard input");
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
      `cannot read the log ${file} (${cause instanceof Error ? cause.message : cause})`,
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

/** How to say `works` for kinds that have words of their own. */
const verdicts: Partial<Record<Explanation["kind"], readonly [string, string]>> = {
  client: ["It is registered.", "It does not work."],
  request: ["It succeeded.", "It was refused."],
  session: ["It is open.", "It has ended."],
  signing_key: ["It is published.", ""],
  user: ["The user can sign in.", "The user cannot sign in."],
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
  console.log("\nLatest audit events:");
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
