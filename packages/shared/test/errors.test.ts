import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { OAuthError, reasons, statusOf } from "../src/index.js";

describe("errors (RFC 6749 §5.2)", () => {
  it("gives each code its one status [errors-1]", () => {
    expect(new OAuthError("invalid_grant", "dead", { reason: "refresh_token_expired" }).status).toBe(400);
    expect(new OAuthError("invalid_client", "who", { reason: "client_unknown" }).status).toBe(401);
    expect(new OAuthError("temporarily_unavailable", "away", { reason: "database_unavailable" }).status).toBe(
      503,
    );
  });

  it("keeps the cause out of the message", () => {
    const error = new OAuthError("server_error", "Something failed.", {
      reason: "unforeseen",
      cause: new Error("why"),
    });
    expect(error.message).toBe("Something failed.");
    expect(error.cause).toEqual(new Error("why"));
  });
});

describe("instanceof", () => {
  const error = new OAuthError("invalid_grant", "dead", { reason: "refresh_token_expired" });

  it("knows another copy's errors", async () => {
    const copy = "../src/errors.js?copy";
    const other: { OAuthError: typeof OAuthError } = await import(copy);
    expect(other.OAuthError).not.toBe(OAuthError);
    expect(error instanceof other.OAuthError).toBe(true);
  });

  it("takes nothing else for one, and tells subclasses apart", () => {
    class Narrower extends OAuthError {}
    expect(error instanceof Narrower).toBe(false);
    expect(new Narrower("invalid_grant", "dead", { reason: "refresh_token_expired" })).toBeInstanceOf(
      Narrower,
    );
    for (const value of [null, undefined, "text", {}, new Error("dead"), { ...error }])
      expect((value as unknown) instanceof OAuthError).toBe(false);
  });
});

describe("the table of reasons", () => {
  it.each(Object.entries(reasons))(
    "%s belongs to a known code and tells what to do [errors-2]",
    (reason, entry) => {
      expect(reason).toMatch(/^[a-z_]+$/);
      expect(Object.keys(statusOf)).toContain(entry.error);
      expect(entry.meaning).toMatch(/\.$/);
      expect(entry.remedy.length).toBeGreaterThan(10);
    },
  );

  it("is what docs/errors.md says", () => {
    const script = fileURLToPath(new URL("../../../scripts/errors-doc.mjs", import.meta.url));
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
  });
});
