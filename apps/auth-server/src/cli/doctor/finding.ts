/** A finding of `regrant doctor`: severity, message and remedy. */

export interface Finding {
  /** Stable, for programs. */
  readonly check: string;
  readonly severity: "ok" | "warning" | "error";
  readonly message: string;
  /** Null if there is nothing to do. */
  readonly remedy: string | null;
}

export const ok = (check: string, message: string): Finding => ({
  check,
  severity: "ok",
  message,
  remedy: null,
});

/** It works, but may cause trouble. */
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
