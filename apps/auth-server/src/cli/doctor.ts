/** regrant doctor: finds what is wrong with an installation, or soon will be, and says what to do. */
import { parseUrl } from "@regrant/shared";
import { Command } from "commander";
import { CommandError } from "./command-error.js";
import { type Area, examine } from "./doctor/examine.js";
import { printJson } from "./output.js";

const progressAfterMs = 2_000;

export function doctorCommand(): Command {
  return new Command("doctor")
    .option("--issuer-url <url>", "address of the issuer from here, if its own name does not lead there")
    .option("--json", "print one JSON object")
    .action(async ({ issuerUrl, json }: { issuerUrl?: string; json?: true }) => {
      const reach = checkUrl(issuerUrl);
      const waiting = setTimeout(
        () => console.error("Waiting a few seconds for the database and the issuer …"),
        progressAfterMs,
      );
      const areas = await examine(process.env, reach).finally(() => clearTimeout(waiting));
      const count = (severity: string) =>
        areas.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity).length;
      if (json) printJson({ findings: areas.flatMap(flatten) });
      else print(areas, `Errors: ${count("error")}. Warnings: ${count("warning")}. Passed: ${count("ok")}.`);
      if (count("error") > 0) throw new CommandError("the checks found errors");
    });
}

/** @throws {CommandError} if it is not an http origin */
function checkUrl(url: string | undefined): string | null {
  if (url === undefined) return null;
  const origin = url.replace(/\/$/, "");
  if (/^https?:/.test(url) && parseUrl(url)?.origin === origin) return origin;
  throw new CommandError(`--issuer-url must be an address like http://127.0.0.1:4000, without a path`, {
    exitCode: 2,
  });
}

const flatten = ({ area, findings }: Area) =>
  findings.map((finding) => ({ area: area.toLowerCase(), ...finding }));

const signs = { ok: "✓", warning: "!", error: "✗" } as const;

function print(areas: readonly Area[], summary: string): void {
  for (const { area, findings } of areas) {
    if (findings.length === 0) continue;
    console.log(area);
    for (const { severity, message, remedy } of findings) {
      console.log(`  ${signs[severity]} ${message}`);
      if (remedy !== null) console.log(`      → ${remedy}`);
    }
  }
  console.log(`\n${summary}`);
}
