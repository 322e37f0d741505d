/** What a function refuses, without HTTP around it. */
import { OAuthError, type Reason } from "@regrant/shared";
import { expect } from "vitest";

/** The OAuthError that it throws; whatever else it does is a failure. */
export async function refusalOf(run: () => unknown): Promise<OAuthError> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(OAuthError);
    return error as OAuthError;
  }
  throw new Error("nothing was refused");
}

/** As one line to compare: status, error, reason; and the challenge, where there is one. */
export async function refusalIn(run: () => unknown): Promise<string> {
  const { status, code, reason, headers } = await refusalOf(run);
  return [status, code, reason satisfies Reason, headers["www-authenticate"]].filter(Boolean).join(" ");
}
