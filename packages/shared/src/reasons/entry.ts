/** One reason: the `error` code sent with it, and what it says to people. */
import type { ErrorCode } from "../error-codes.js";

export interface ReasonEntry {
  /** The `error` code sent with this reason. */
  readonly error: ErrorCode;
  readonly meaning: string;
  readonly remedy: string;
}

export const entry = (error: ErrorCode, meaning: string, remedy: string): ReasonEntry => ({
  error,
  meaning,
  remedy,
});
