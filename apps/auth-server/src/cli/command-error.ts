/** A command that cannot be carried out, told in words that name the fix. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** 1 could not be done, 2 was not understood. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { readonly exitCode?: 1 | 2; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}
