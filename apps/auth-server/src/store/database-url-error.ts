/** What is wrong with DATABASE_URL, as the rest of a sentence that begins with its name. Shows nothing that may be secret. */
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";
}
