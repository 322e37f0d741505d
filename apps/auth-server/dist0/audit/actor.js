/** Who acts, and from where. */
export {};
//# sourceMappingURL=actor.js.map