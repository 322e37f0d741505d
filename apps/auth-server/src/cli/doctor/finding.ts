/** What `regrant doctor` finds: how bad, what, and what to do about it. */

export interface Finding {
  /** Stable, for programs. */
  readonly check: string;
  readonly severity: "ok" | "warning" | "error";
  /** What is so, in plain words. */
  readonly message: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const ok = (check: string, message: string): Finding => ({
  check,
  severity: "ok",
  message,
  remedy: null,
});

/** It works, and will hurt some day or somebody. */
export const warning = (check: string, message: string, remedy: string): Finding => ({
  check,
  severity: "warning",
  message,
  remedy,
});

/** It does not work, or is not safe. */
export const error = (check: string, message: string, remedy: string): Finding => ({
  check,
  severity: "error",
  message,
  remedy,
});
