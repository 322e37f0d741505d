/** A request's context: work that nobody waits for is dropped before it reaches the database. */
export const contextOf = (context, work) => ({
    ...context,
    db: context.db.for(work),
    rotate: (rotation) => context.rotate(rotation, work),
});
//# sourceMappingURL=context.js.map