/** How values of claims are written (OpenID Connect Core 1.0 §5.1): a JSON schema, and what no schema can check. */

export interface Format {
  readonly type: "string" | "boolean";
  /** JSON Schema. A value that breaks it, or does not fit, is told "must be" and the description. */
  readonly schema: { readonly description: string; readonly pattern?: string };
  readonly fits?: (value: string) => boolean;
  /** The form that is kept, of what is merely untidy. */
  readonly tidy?: (value: string) => string;
  readonly multiline?: true;
}

/** No control characters, and no lone surrogates (Cs), which are no text that could be kept. */
const character = "[^\\p{Cc}\\p{Cs}]";

export const text: Format = {
  type: "string",
  schema: {
    pattern: `^(?=\\s*\\S)${character}{1,200}$`,
    description: "1 to 200 characters, all in one line",
  },
};

export const lines: Format = {
  type: "string",
  schema: {
    pattern: `^(?=\\s*\\S)(${character}|\\r?\\n){1,1000}$`,
    description: "1 to 1000 characters, in one or more lines",
  },
  tidy: (value) => value.replaceAll("\r\n", "\n"),
  multiline: true,
};

export const flag: Format = { type: "boolean", schema: { description: "true or false" } };

export const webAddress: Format = {
  type: "string",
  schema: {
    pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\\p{Cc}\\p{Cs}]{1,1990}$",
    description: "an address that begins with https:// or http://, up to 2000 characters",
  },
  // Whatever is before an @ in an address could be a password.
  fits: (value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && url.username === "" && url.password === "";
  },
};

export const birthdate: Format = {
  type: "string",
  schema: {
    pattern: "^\\d{4}(-\\d{2}-\\d{2})?$",
    description: "a date such as 1815-12-10, a year such as 1815, or 0000-12-10 for a day without its year",
  },
  fits: (value) => value !== "0000" && isDay(value.length === 4 ? `${value}-01-01` : value),
};

/** The year 0 has a February 29. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

export const timeZone: Format = {
  type: "string",
  schema: {
    pattern: "^[A-Za-z][A-Za-z0-9_+/-]{1,63}$",
    description: "a name from the IANA Time Zone Database, such as Europe/Berlin",
  },
  fits: (value) => isThrown(() => new Intl.DateTimeFormat("en", { timeZone: value })) === false,
};

export const languageTag: Format = {
  type: "string",
  schema: {
    pattern: "^[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8}){0,7}$",
    description: "a language tag (BCP 47), such as de or en-GB",
  },
  fits: (value) => isThrown(() => canonicalTag(value)) === false,
  tidy: canonicalTag,
};

function canonicalTag(value: string): string {
  const [tag = value] = Intl.getCanonicalLocales(value.replaceAll("_", "-"));
  return tag;
}

function isThrown(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

export const phoneNumber: Format = {
  type: "string",
  schema: {
    pattern: "^\\+?[0-9(][0-9 ()./-]{1,40}(;ext=[0-9]{1,10})?$",
    description: "a phone number of 3 to 15 digits, best with + and the country: +44 20 7946 0958",
  },
  fits: (value) => {
    const digits = value.replace(/;.*/, "").replace(/\D/g, "").length;
    return digits >= 3 && digits <= 15;
  },
};
