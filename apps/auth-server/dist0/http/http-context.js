export {};
//# sourceMappingURL=http-context.js.map