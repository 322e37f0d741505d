/** How values of claims are written (OpenID Connect Core 1.0 §5.1): by a JSON schema, and by what no schema can check. */
/** No control characters, and no lone surrogates (Cs), which are no text that could be kept. */
const character = "[^\\p{Cc}\\p{Cs}]";
export const text = {
    kind: "text",
    schema: { type: "string", pattern: `^(?=\\s*\\S)${character}{1,200}$` },
    description: "1 to 200 characters, in one line",
};
export const lines = {
    kind: "lines",
    schema: { type: "string", pattern: `^(?=\\s*\\S)(?:${character}|\\r?\\n){1,1000}$` },
    description: "1 to 1000 characters, in one or more lines",
    tidy: (value) => value.replaceAll("\r\n", "\n"),
};
export const flag = { kind: "flag", schema: { type: "boolean" }, description: "true or false" };
export const webAddress = {
    kind: "url",
    schema: { type: "string", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\\p{Cc}\\p{Cs}]{1,2000}$" },
    description: "an address that begins with https:// or http://, without a user name or password",
    fits: (value) => {
        const url = URL.canParse(value) ? new URL(value) : null;
        return url !== null && url.username === "" && url.password === "";
    },
};
export const birthdate = {
    kind: "birthdate",
    schema: { type: "string", pattern: "^\\d{4}(?:-\\d{2}-\\d{2})?$" },
    description: "a date such as 1815-12-10, a year such as 1815, or 0000-12-10 for a day without its year",
    fits: (value) => value !== "0000" && isDay(value.length === 4 ? `${value}-01-01` : value),
};
/** The year 0000 has a February 29. */
function isDay(day) {
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
export const timeZone = {
    kind: "timeZone",
    // Intl takes offsets such as +01:00, too, but they are no names.
    schema: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_+/-]{1,63}$" },
    description: "a name from the IANA Time Zone Database, such as Europe/Berlin",
    fits: (value) => succeeds(() => new Intl.DateTimeFormat("en", { timeZone: value })),
};
export const languageTag = {
    kind: "language",
    schema: { type: "string", pattern: "^[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8}){0,7}$" },
    description: "a language tag (BCP 47), such as de or en-GB",
    fits: (value) => succeeds(() => canonicalTag(value)),
    tidy: canonicalTag,
};
/** Many programs write en_GB. */
function canonicalTag(value) {
    const [tag = value] = Intl.getCanonicalLocales(value.replaceAll("_", "-"));
    return tag;
}
export const phoneNumber = {
    kind: "phone",
    schema: { type: "string", pattern: "^\\+?[0-9(][0-9 ()./-]{1,40}(?:;ext=[0-9]{1,10})?$" },
    description: "a phone number of 3 to 15 digits, best with its country, such as +44 20 7946 0958",
    fits: (value) => {
        const digits = value.replace(/;.*/, "").replace(/\D/g, "").length;
        return digits >= 3 && digits <= 15;
    },
};
function succeeds(work) {
    try {
        work();
        return true;
    }
    catch {
        return false;
    }
}
/** What a value must be instead; null if it is that. */
export function faultOf({ schema, fits, description }, value) {
    const { type, pattern = "" } = schema;
    const isRight = typeof value === type &&
        (typeof value !== "string" || (new RegExp(pattern, "u").test(value) && (fits?.(value) ?? true)));
    return isRight ? null : `must be ${description}`;
}
/** The form that is kept of a value that has no fault. */
export const tidied = ({ tidy }, value) => typeof value === "string" ? (tidy ?? String)(value.trim().normalize("NFC")) : value;
//# sourceMappingURL=claim-formats.js.map