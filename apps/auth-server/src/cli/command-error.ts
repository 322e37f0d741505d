/** A command failed; the message names the fix. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** 1: failed. 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { readonly exitCode?: 1 | 2; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}
