import { type TUnsafe } from "typebox";
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
export type Settings = Readonly<Record<string, Setting<any, any>>>;
/** What the server works with, by the names of the entries. */
export type ValuesOf<S extends Settings> = {
    readonly [K in keyof S]: S[K]["initial"];
};
/** What the admin API shows and takes, by member. */
export type MembersOf<S extends Settings> = {
    [K in keyof S as S[K]["name"]]: S[K]["schema"]["~unsafe"];
};
interface Common {
    readonly help: string;
    /** Where it is not the member's name. */
    readonly column?: string | null;
}
export declare const shortText: (help: string) => {
    type: string;
    pattern: string;
    description: string;
};
export declare const text: <const Name extends string>(name: Name, common: Common & {
    readonly flags: string;
}) => Setting<string, string, Name>;
export declare const optionalText: <const Name extends string>(name: Name, common: Common & {
    readonly flags: string;
}) => Setting<string | null, string | null, Name>;
export declare const optionalUri: <const Name extends string>(name: Name, common: Common & {
    readonly flags: string;
}) => Setting<string | null, string | null, Name>;
export declare const flag: <const Name extends string>(name: Name, common: Common) => Setting<boolean, boolean, Name>;
/** One of these, the first if nothing is said. */
export declare const word: <const Name extends string, const Word extends string>(name: Name, choices: readonly [Word, ...Word[]], common: Common) => Setting<Word, Word, Name>;
/** One of these, or null: the server's own setting. */
export declare const ownWord: <const Name extends string, const Word extends string>(name: Name, choices: readonly Word[], common: Common) => Setting<Word | null, Word | null, Name>;
/** A whole number, or null: the server's own setting, or no bound. */
export declare const ownNumber: <const Name extends string>(name: Name, range: readonly [from: number, to: number], common: Common & {
    readonly unit: "seconds" | "count";
    readonly nullWord?: "default" | "none";
}) => Setting<number | null, number | null, Name>;
/** @param items what a schema says of each */
export declare const list: <const Name extends string>(name: Name, common: Common & {
    readonly flags: string;
    readonly items: object;
    readonly minItems?: number;
}) => Setting<readonly string[], readonly string[], Name>;
/** A list here, one text with spaces on the wire (RFC 6749 §3.3). */
export declare const scope: (common: Common & {
    readonly option?: null;
}) => Setting<readonly string[], string, "scope">;
/** A setting that is only a schema, with an option of its own. */
export declare const structure: <Value, const Name extends string>(name: Name, common: Common & {
    readonly schema: object;
    readonly initial: Value;
}) => Setting<Value, Value, Name>;
/** The members' schemas, for an object of them. */
export declare const schemasOf: <S extends Settings>(settings: S) => { [K in keyof S as S[K]["name"]]: S[K]["schema"]; };
export declare const initialValues: <S extends Settings>(settings: S) => ValuesOf<S>;
export declare const describeValues: <S extends Settings>(settings: S, values: ValuesOf<S>) => MembersOf<S>;
/** The values with what was sent in place; null is a value like others. */
export declare const withChanges: <S extends Settings, T extends ValuesOf<S>>(settings: S, values: T, sent: Readonly<Record<string, unknown>>) => T;
/** `c.first_party as "firstParty", …`: rows are values already. */
export declare const selectList: (settings: Settings, table: string) => string;
/** `'firstParty', c.first_party, …`, for `json_build_object`. */
export declare const jsonMembers: (settings: Settings, table: string) => string;
export declare const columnList: (settings: Settings) => string;
/** `$2, $3, …` for the columns of `columnList`. */
export declare const parameterList: (settings: Settings, from: number) => string;
/** In the order of `columnList`. */
export declare const columnValues: <S extends Settings>(settings: S, values: ValuesOf<S>) => unknown[];
export {};
