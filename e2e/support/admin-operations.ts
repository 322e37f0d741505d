/** A valid request for each operation of the admin API, generated from its OpenAPI document. */
import { bearer, type GoodRequest, good, type Pairs } from "./good-requests.js";
import type { Random } from "./random.js";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Values for members and parameters whose schema says too little, and ids that exist. */
export type Values = Readonly<Record<string, unknown>>;

const costly = new Set(["createUser", "updateUser"]);
/** What the other requests are about would be gone. */
const destructive = new Set(["deleteUser", "deleteClient", "deleteResource"]);

export function adminRequests(
  random: Random,
  { paths }: OpenApi,
  token: string,
  values: Values,
): GoodRequest[] {
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      if (destructive.has(operation.operationId)) return [];
      const own = valuesAt(template, values);
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(own[name])));
      const query = (operation.parameters ?? [])
        .filter(
          (parameter) => parameter.in === "query" && random.oneIn(3 - Number(parameter.name === "cursor")),
        )
        .map(({ name, schema }) => [name, String(sample(random, name, schema, own))] as const);
      const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
      const isConditional = operation.parameters?.some(({ name }) => name.toLowerCase() === "if-match");
      const headers: Pairs = [
        ...bearer(token),
        ...(isConditional ? ([["if-match", "*"]] as const) : []),
        ...(schema ? ([["content-type", "application/json"]] as const) : []),
      ];
      const body = schema ? { json: sample(random, "", schema, own) } : null;
      return good("problem", `${method.toUpperCase()} ${path}`, {
        ...{ query, headers, body },
        ...(costly.has(operation.operationId) && { costly: true }),
      });
    }),
  );
}

/** `{id}` depends on the address, and a cursor on its list. */
const valuesAt = (template: string, values: Values): Values => ({
  ...values,
  cursor: values[`cursor of ${template}`],
  id: template.includes("/users/") ? values.user : values.session,
});

function sample(random: Random, name: string, schema: Schema, values: Values): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.properties) return sampleObject(random, schema, values);
  if (Object.hasOwn(values, name)) {
    const value = values[name];
    return typeof value === "function" ? value() : value;
  }
  if (schema.enum) return schema.enum[random.int(schema.enum.length)];
  if (schema.items) return [sample(random, `${name}[]`, schema.items, values)];
  const types = [schema.type ?? "object"].flat();
  const type = types[random.int(types.length)];
  if (type === "integer") return (schema.minimum ?? 0) + random.int(50);
  if (type === "boolean") return random.oneIn(2);
  if (type === "null") return null;
  return type === "object" ? {} : "words";
}

/** All required members, and half of the others. */
function sampleObject(random: Random, { properties = {}, required = [] }: Schema, values: Values): object {
  const members = Object.entries(properties).filter(([name]) => required.includes(name) || random.oneIn(2));
  return Object.fromEntries(members.map(([name, schema]) => [name, sample(random, name, schema, values)]));
}
