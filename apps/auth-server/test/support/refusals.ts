/** Refusals thrown by functions, without HTTP. */
import { OAuthError } from "@regrant/shared";
import { expect } from "vitest";

/** RFC 6749 §5.2, for error_description; and never empty. */
export const description = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

/** The OAuthError that it throws; anything else is a failure. */
export async function refusalOf(run: () => unknown): Promise<OAuthError> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(OAuthError);
    expect((error as OAuthError).message).toMatch(description);
    return error as OAuthError;
  }
  throw new Error("nothing was refused");
}

/** For comparison in one line: status, error, reason and, if present, the challenge. */
export async function refusalIn(run: () => unknown): Promise<string> {
  const { status, code, reason, headers } = await refusalOf(run);
  return [status, code, reason, headers["www-authenticate"]].filter(Boolean).join(" ");
}
