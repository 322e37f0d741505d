/** An authenticator app, played by libraries that are not the server's: it reads the QR code off the screen. */
import jsqr from "jsqr";
import { generateSync } from "otplib";
import type { Page } from "playwright-core";

/** The text of the QR code that a page shows. */
export async function readQrCode(page: Page): Promise<string> {
  const png = (await page.locator("svg.qr").screenshot()).toString("base64");
  // A page of its own: the server's allow no images but their own.
  const decoder = await page.context().newPage();
  const [width, height, ...pixels] = await decoder.evaluate<number[]>(`(async () => {
    const image = new Image()
    image.src = "data:image/png;base64,${png}"
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d")
    context.drawImage(image, 0, 0)
    return [image.width, image.height, ...context.getImageData(0, 0, image.width, image.height).data]
  })()`);
  await decoder.close();
  const found = jsqr.default(new Uint8ClampedArray(pixels), width ?? 0, height ?? 0);
  if (found === null) throw new Error("no QR code can be read on this page");
  return found.data;
}

/** What the app shows for a secret, so many seconds from now. */
export const codeOf = (uri: string, later = 0): string =>
  generateSync({
    secret: new URL(uri).searchParams.get("secret") ?? "",
    epoch: Math.floor(Date.now() / 1000) + later,
  });
