import { defineConfig } from "vite";

/** Nothing inline: the page is served with a Content-Security-Policy that takes files of its own origin alone. */
export default defineConfig({
  build: {
    outDir: "dist/page",
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    sourcemap: true,
  },
});
