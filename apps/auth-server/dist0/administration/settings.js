/**
 * The settings of clients and APIs. Each is one entry: its member in the admin API with its schema, its column, its initial
 * value, its help text and its command-line option. SQL, representation, checks, options and documentation follow from it.
 */
import { parseScope } from "../shared/index.js";
import { Type } from "typebox";
import { scope as scopeSchema } from "./schemas.js";
const plain = (name, { help, column = name }, schema, initial, option) => ({
    name,
    column,
    schema: Type.Unsafe({ description: `${capitalized(help)}.`, ...schema }),
    initial,
    help,
    option,
    toWire: (value) => value,
    fromWire: (wire) => wire,
});
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const flagOf = (name) => `--${name.replaceAll("_", "-")}`;
/** No control characters, and no lone surrogates (Cs): JSON can write them, but they are no text that could be kept. */
const shortTextPattern = "^[^\\p{Cc}\\p{Cs}]{1,200}$";
export const shortText = (help) => ({
    type: "string",
    pattern: shortTextPattern,
    description: `1 to 200 characters, ${help}`,
});
export const text = (name, common) => plain(name, common, shortText(common.help), "", { flags: common.flags });
export const optionalText = (name, common) => {
    const schema = { anyOf: [shortText(common.help), { type: "null" }] };
    return plain(name, common, schema, null, { flags: common.flags, nullWord: "" });
};
export const optionalUri = (name, common) => {
    const schema = { anyOf: [{ type: "string", maxLength: 2000 }, { type: "null" }] };
    return plain(name, common, schema, null, { flags: common.flags, nullWord: "" });
};
export const flag = (name, common) => plain(name, common, { type: "boolean" }, false, { flags: flagOf(name) });
/** One of these, the first if nothing is said. */
export const word = (name, choices, common) => plain(name, common, { type: "string", enum: choices }, choices[0], {
    flags: `${flagOf(name)} <word>`,
    choices,
});
/** One of these, or null: the server's own setting. */
export const ownWord = (name, choices, common) => plain(name, common, { type: ["string", "null"], enum: [...choices, null] }, null, {
    flags: `${flagOf(name)} <word>`,
    choices,
    nullWord: "default",
});
/** A whole number, or null: the server's own setting, or no bound. */
export const ownNumber = (name, range, common) => {
    const [minimum, maximum] = range;
    const { unit, nullWord = "default" } = common;
    const schema = { type: ["integer", "null"], minimum, maximum };
    return plain(name, common, schema, null, {
        flags: `${flagOf(name)} <${unit}>`,
        range,
        nullWord,
    });
};
/** @param items what a schema says of each */
export const list = (name, common) => {
    const { items, minItems = 0, flags } = common;
    const schema = { type: "array", items, minItems, maxItems: 100, uniqueItems: true };
    return plain(name, common, schema, [], { flags, isList: true });
};
/** A list here, one text with spaces on the wire (RFC 6749 §3.3). */
export const scope = (common) => ({
    name: "scope",
    column: "scope",
    schema: Type.Unsafe(scopeSchema),
    initial: [],
    help: common.help,
    option: common.option === null ? null : { flags: "--scope <scope>", isList: true },
    toWire: (tokens) => tokens.join(" "),
    fromWire: (wire) => parseScope(wire) ?? [],
});
/** A setting that is only a schema, with an option of its own. */
export const structure = (name, common) => plain(name, common, common.schema, common.initial, null);
const entries = (settings) => Object.entries(settings);
/** The members' schemas, for an object of them. */
export const schemasOf = (settings) => Object.fromEntries(entries(settings).map(([, { name, schema }]) => [name, schema]));
export const initialValues = (settings) => Object.fromEntries(entries(settings).map(([key, { initial }]) => [key, initial]));
export const describeValues = (settings, values) => Object.fromEntries(entries(settings).map(([key, { name, toWire }]) => [name, toWire(values[key])]));
/** The values with what was sent in place; null is a value like others. */
export const withChanges = (settings, values, sent) => ({
    ...values,
    ...Object.fromEntries(entries(settings)
        .filter(([, { name }]) => sent[name] !== undefined)
        .map(([key, { name, fromWire }]) => [key, fromWire(sent[name])])),
});
const inColumns = (settings) => entries(settings).flatMap(([key, { column }]) => (column === null ? [] : [{ key, column }]));
/** `c.first_party as "firstParty", …`: rows are values already. */
export const selectList = (settings, table) => inColumns(settings)
    .map(({ key, column }) => `${table}.${column} as "${key}"`)
    .join(", ");
/** `'firstParty', c.first_party, …`, for `json_build_object`. */
export const jsonMembers = (settings, table) => inColumns(settings)
    .map(({ key, column }) => `'${key}', ${table}.${column}`)
    .join(", ");
export const columnList = (settings) => inColumns(settings)
    .map(({ column }) => column)
    .join(", ");
/** `$2, $3, …` for the columns of `columnList`. */
export const parameterList = (settings, from) => inColumns(settings)
    .map((_, index) => `$${from + index}`)
    .join(", ");
/** In the order of `columnList`. */
export const columnValues = (settings, values) => inColumns(settings).map(({ key }) => values[key]);
//# sourceMappingURL=settings.js.map