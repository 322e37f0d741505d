/** Name, logo and accent colour of an installation. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { contrast, hardestPaper, inkOn, leastContrast, readable } from "../../src/http/branding.js";
import { newSecret } from "../../src/secrets.js";
import { testServer } from "../support/server.js";

const folder = mkdtempSync(join(tmpdir(), "regrant-branding-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const evilSvg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;

const needed = { DATABASE_URL: "postgres://db.example/regrant", SECRETS: `main:${newSecret()}` };
const read = (env: Readonly<Record<string, string>>) => readConfig({ ...needed, ...env }).branding;

describe("Contrast (WCAG 2.2)", () => {
  it("is that of the specification", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 1);
    expect(contrast("#8f3a12", "#8f3a12")).toBe(1);
  });

  it("of text on buttons is enough, whatever accent is taken", () => {
    for (const scheme of ["light", "dark"] as const) {
      for (const color of ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffcc00", "#777777"]) {
        const accent = readable(color, scheme);
        expect(contrast(accent, hardestPaper[scheme])).toBeGreaterThanOrEqual(leastContrast);
        expect(contrast(accent, inkOn(accent))).toBeGreaterThanOrEqual(leastContrast);
      }
    }
  });
});

describe("Branding", () => {
  it("takes an accent that can be read, short or long, and makes it lighter for dark pages", () => {
    const { accent } = read({ BRAND_ACCENT_COLOR: "#06C" });
    expect(accent.light).toBe("#0066cc");
    expect(accent.dark).toBe(readable("#0066cc", "dark"));
    expect(read({ BRAND_ACCENT_COLOR: "#0066cc", BRAND_ACCENT_COLOR_DARK: "#66B2FF" }).accent).toEqual({
      light: "#0066cc",
      dark: "#66b2ff",
    });
  });

  it.each([
    [{ BRAND_ACCENT_COLOR: "red" }, /BRAND_ACCENT_COLOR: is "red"; it must be a colour like #8f3a12/],
    [
      { BRAND_ACCENT_COLOR: "#ffcc00" },
      /BRAND_ACCENT_COLOR: is "#ffcc00"; it must be a colour that can be read on light pages: text needs a contrast of 4.5, and this one has 1.3; #[0-9a-f]{6} would do/,
    ],
    [{ BRAND_ACCENT_COLOR_DARK: "#8f3a12" }, /BRAND_ACCENT_COLOR_DARK: .* on dark pages: .* this one has 2/],
    [{ BRAND_NAME: "x".repeat(61) }, /BRAND_NAME: .* one line of at most 60 characters/],
    [{ BRAND_NAME: "a\nb" }, /BRAND_NAME/],
    [{ BRAND_NAME: "Bank\u202eknaB" }, /BRAND_NAME/],
    [{ BRAND_LOGO_FILE: "/nowhere/logo.svg" }, /BRAND_LOGO_FILE: .* a file that can be read \(ENOENT\)/],
    [{ BRAND_LOGO_FILE: folder }, /BRAND_LOGO_FILE: .* \(EISDIR\)/],
    [{ BRAND_LOGO_FILE: file("logo.txt", "logo") }, /an SVG, PNG, WebP or JPEG of at most 256 KiB/],
    [{ BRAND_LOGO_FILE: file("page.svg", "<html><svg></svg></html>") }, /an SVG, PNG/],
    [{ BRAND_LOGO_FILE: file("large.svg", `<svg>${" ".repeat(262_144)}</svg>`) }, /an SVG, PNG/],
  ])("refuses %j in words", (env, words) => {
    expect(() => read(env)).toThrow(words);
  });

  it("knows images by what is in them", () => {
    const png = Buffer.from("89504e470d0a1a0a0000", "hex");
    for (const [content, type] of [
      [png, "image/png"],
      [Buffer.from("ffd8ffe0", "hex"), "image/jpeg"],
      ["RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"],
      ["<svg/>", "image/svg+xml"],
      [`<?xml version="1.0"?>\n<!-- made by hand -->\n<svg viewBox="0 0 1 1"/>`, "image/svg+xml"],
    ] as const) {
      expect(read({ BRAND_LOGO_FILE: file("logo", content) }).logo?.type).toBe(type);
    }
  });

  it("is on every page: the name in title and head, the colours, and their style allowed by its hash", async () => {
    const { app } = await testServer({
      env: { BRAND_NAME: "Müller & Söhne <AG>", BRAND_ACCENT_COLOR: "#0066cc" },
    });
    for (const url of ["/login", "/errors", "/oauth2/authorize"]) {
      const { body, headers } = await app.inject(url);
      expect(body).toMatch(/<title>[^<]+ · Müller &amp; Söhne &lt;AG&gt;<\/title>/);
      expect(body).toContain("> Müller &amp; Söhne &lt;AG&gt;</header>");
      expect(body).toContain("--accent:#0066cc");
      expect(body).not.toContain("Regrant");
      expect(String(headers["content-security-policy"])).toContain("img-src 'self'");
    }
  });

  it("serves the logo, and an icon where browsers look for one; neither runs a script when opened", async () => {
    const { app } = await testServer({ env: { BRAND_LOGO_FILE: file("evil.svg", evilSvg) } });
    const plain = await testServer();
    for (const url of ["/logo", "/favicon.ico"]) {
      const own = await app.inject(url);
      expect([own.statusCode, own.body]).toEqual([200, evilSvg]);
      const standard = await plain.app.inject(url);
      expect(standard.body).toContain('fill="#8f3a12"');
      for (const { headers } of [own, standard]) {
        expect(headers).toMatchObject({
          "content-type": "image/svg+xml",
          "content-security-policy": "default-src 'none'; sandbox",
          "x-content-type-options": "nosniff",
          "cache-control": "public, max-age=3600",
        });
        const again = await app.inject({ url, headers: { "if-none-match": String(own.headers.etag) } });
        expect(again.statusCode).toBe(304);
      }
    }
  });
});
