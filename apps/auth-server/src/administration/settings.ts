/**
 * The settings of clients and APIs. Each is one entry: its member in the admin API with its schema, its column, its initial
 * value, its help text and its command-line option. SQL, representation, checks, options and documentation follow from it.
 */
import { parseScope } from "@regrant/shared";
import { type TUnsafe, Type } from "typebox";
import { scope as scopeSchema } from "./schemas.js";

export interface Setting<Value, Wire = Value, Name extends string = string> {
  /** The member of the admin API. */
  readonly name: Name;
  /** Null where its values are in a table of their own. */
  readonly column: string | null;
  readonly schema: TUnsafe<Wire>;
  readonly initial: Value;
  readonly help: string;
  /** Null where the command has options of its own for it. */
  readonly option: SettingOption | null;
  readonly toWire: (value: Value) => Wire;
  readonly fromWire: (wire: Wire) => Value;
}

export interface SettingOption {
  /** As commander reads them: `--first-party`, `--scope <scope>`. */
  readonly flags: string;
  readonly isList?: boolean;
  readonly choices?: readonly string[];
  /** Whole numbers, both ends among them. */
  readonly range?: readonly [from: number, to: number];
  /** What null is written as. */
  readonly nullWord?: "default" | "none" | "";
}

// biome-ignore lint/suspicious/noExplicitAny: settings of any values
export type Settings = Readonly<Record<string, Setting<any, any>>>;
/** What the server works with, by the names of the entries. */
export type ValuesOf<S extends Settings> = { readonly [K in keyof S]: S[K]["initial"] };
/** What the admin API shows and takes, by member. */
export type MembersOf<S extends Settings> = {
  [K in keyof S as S[K]["name"]]: S[K]["schema"]["~unsafe"];
};

interface Common {
  readonly help: string;
  /** Where it is not the member's name. */
  readonly column?: string | null;
}

const plain = <Value, const Name extends string>(
  name: Name,
  { help, column = name }: Common,
  schema: object,
  initial: Value,
  option: SettingOption | null,
): Setting<Value, Value, Name> => ({
  name,
  column,
  schema: Type.Unsafe<Value>({ description: `${capitalized(help)}.`, ...schema }),
  initial,
  help,
  option,
  toWire: (value) => value,
  fromWire: (wire) => wire,
});

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const flagOf = (name: string) => `--${name.replaceAll("_", "-")}`;

/** No control characters, and no lone surrogates (Cs): JSON can write them, but they are no text that could be kept. */
const shortTextPattern = "^[^\\p{Cc}\\p{Cs}]{1,200}$";
export const shortText = (help: string) => ({
  type: "string",
  pattern: shortTextPattern,
  description: `1 to 200 characters, ${help}`,
});

export const text = <const Name extends string>(name: Name, common: Common & { readonly flags: string }) =>
  plain<string, Name>(name, common, shortText(common.help), "", { flags: common.flags });

export const optionalText = <const Name extends string>(
  name: Name,
  common: Common & { readonly flags: string },
) => {
  const schema = { anyOf: [shortText(common.help), { type: "null" }] };
  return plain<string | null, Name>(name, common, schema, null, { flags: common.flags, nullWord: "" });
};

export const optionalUri = <const Name extends string>(
  name: Name,
  common: Common & { readonly flags: string },
) => {
  const schema = { anyOf: [{ type: "string", maxLength: 2000 }, { type: "null" }] };
  return plain<string | null, Name>(name, common, schema, null, { flags: common.flags, nullWord: "" });
};

export const flag = <const Name extends string>(name: Name, common: Common) =>
  plain<boolean, Name>(name, common, { type: "boolean" }, false, { flags: flagOf(name) });

/** One of these, the first if nothing is said. */
export const word = <const Name extends string, const Word extends string>(
  name: Name,
  choices: readonly [Word, ...Word[]],
  common: Common,
) =>
  plain<Word, Name>(name, common, { type: "string", enum: choices }, choices[0], {
    flags: `${flagOf(name)} <word>`,
    choices,
  });

/** One of these, or null: the server's own setting. */
export const ownWord = <const Name extends string, const Word extends string>(
  name: Name,
  choices: readonly Word[],
  common: Common,
) =>
  plain<Word | null, Name>(name, common, { type: ["string", "null"], enum: [...choices, null] }, null, {
    flags: `${flagOf(name)} <word>`,
    choices,
    nullWord: "default",
  });

/** A whole number, or null: the server's own setting, or no bound. */
export const ownNumber = <const Name extends string>(
  name: Name,
  range: readonly [from: number, to: number],
  common: Common & { readonly unit: "seconds" | "count"; readonly nullWord?: "default" | "none" },
) => {
  const [minimum, maximum] = range;
  const { unit, nullWord = "default" } = common;
  const schema = { type: ["integer", "null"], minimum, maximum };
  return plain<number | null, Name>(name, common, schema, null, {
    flags: `${flagOf(name)} <${unit}>`,
    range,
    nullWord,
  });
};

/** @param items what a schema says of each */
export const list = <const Name extends string>(
  name: Name,
  common: Common & { readonly flags: string; readonly items: object; readonly minItems?: number },
) => {
  const { items, minItems = 0, flags } = common;
  const schema = { type: "array", items, minItems, maxItems: 100, uniqueItems: true };
  return plain<readonly string[], Name>(name, common, schema, [], { flags, isList: true });
};

/** A list here, one text with spaces on the wire (RFC 6749 §3.3). */
export const scope = (
  common: Common & { readonly option?: null },
): Setting<readonly string[], string, "scope"> => ({
  name: "scope",
  column: "scope",
  schema: Type.Unsafe<string>(scopeSchema),
  initial: [],
  help: common.help,
  option: common.option === null ? null : { flags: "--scope <scope>", isList: true },
  toWire: (tokens) => tokens.join(" "),
  fromWire: (wire) => parseScope(wire) ?? [],
});

/** A setting that is only a schema, with an option of its own. */
export const structure = <Value, const Name extends string>(
  name: Name,
  common: Common & { readonly schema: object; readonly initial: Value },
) => plain<Value, Name>(name, common, common.schema, common.initial, null);

const entries = (settings: Settings) => Object.entries(settings);

/** The members' schemas, for an object of them. */
export const schemasOf = <S extends Settings>(settings: S) =>
  Object.fromEntries(entries(settings).map(([, { name, schema }]) => [name, schema])) as unknown as {
    [K in keyof S as S[K]["name"]]: S[K]["schema"];
  };

export const initialValues = <S extends Settings>(settings: S) =>
  Object.fromEntries(entries(settings).map(([key, { initial }]) => [key, initial])) as ValuesOf<S>;

export const describeValues = <S extends Settings>(settings: S, values: ValuesOf<S>) =>
  Object.fromEntries(
    entries(settings).map(([key, { name, toWire }]) => [name, toWire(values[key])]),
  ) as MembersOf<S>;

/** The values with what was sent in place; null is a value like others. */
export const withChanges = <S extends Settings, T extends ValuesOf<S>>(
  settings: S,
  values: T,
  sent: Readonly<Record<string, unknown>>,
): T => ({
  ...values,
  ...Object.fromEntries(
    entries(settings)
      .filter(([, { name }]) => sent[name] !== undefined)
      .map(([key, { name, fromWire }]) => [key, fromWire(sent[name])]),
  ),
});

const inColumns = (settings: Settings) =>
  entries(settings).flatMap(([key, { column }]) => (column === null ? [] : [{ key, column }]));

/** `c.first_party as "firstParty", …`: rows are values already. */
export const selectList = (settings: Settings, table: string): string =>
  inColumns(settings)
    .map(({ key, column }) => `${table}.${column} as "${key}"`)
    .join(", ");

/** `'firstParty', c.first_party, …`, for `json_build_object`. */
export const jsonMembers = (settings: Settings, table: string): string =>
  inColumns(settings)
    .map(({ key, column }) => `'${key}', ${table}.${column}`)
    .join(", ");

export const columnList = (settings: Settings): string =>
  inColumns(settings)
    .map(({ column }) => column)
    .join(", ");

/** `$2, $3, …` for the columns of `columnList`. */
export const parameterList = (settings: Settings, from: number): string =>
  inColumns(settings)
    .map((_, index) => `$${from + index}`)
    .join(", ");

/** In the order of `columnList`. */
export const columnValues = <S extends Settings>(settings: S, values: ValuesOf<S>): unknown[] =>
  inColumns(settings).map(({ key }) => values[key]);
