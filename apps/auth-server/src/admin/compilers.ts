/** How the admin API uses its schemas; no other route has any. Fastify's own way takes longer than all else at a server's start. */
import type { FastifyInstance } from "fastify";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { faultsOf } from "../administration/faults.js";
import { InvalidRequest } from "./problems.js";

/** For a server as a whole: Fastify's own are not even loaded. */
export const noCompilers = { buildValidator: needless, buildSerializer: needless };
function needless(): never {
  throw new Error("only routes of the admin API may have schemas");
}

/** Each schema when it is first needed. */
export function compileSchemas(app: FastifyInstance): void {
  // Bodies are validated as they are; path and query parameters are text and converted first.
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => (value: unknown) => {
    const read = httpPart === "body" ? value : Value.Default(schema, Value.Convert(schema, value));
    const faults = faultsOf(schema, read);
    return faults.length === 0 ? { value: read } : { error: new InvalidRequest(faults) };
  });
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
}
