import { queryForm } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { deviceOf } from "../http/views/device.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import { historyInWords, historyOf } from "./history.js";
import { historyPage } from "./views/history.js";
const pageLimit = 30;
export function accountHistoryEndpoint(app, context) {
    app.get("/account/history", async (request, reply) => {
        const signIn = await currentSignIn(context, request);
        if (signIn === null)
            return reply.redirect("/login", 303);
        const cursor = queryForm(request).get("cursor");
        const { items, nextCursor } = await historyOf(context.db, signIn.userId, { limit: pageLimit, cursor });
        const texts = textsOf(request);
        const page = historyPage({
            email: signIn.email,
            events: { items: items.map((event) => viewOf(event, texts)), older: nextCursor },
            isFirst: cursor === undefined,
            now: new Date(signIn.authenticatedAt.getTime() + signIn.ageSeconds * 1000),
        });
        return sendPage(context, reply, page);
    });
}
function viewOf(event, texts) {
    const { isAdministrators, address, at } = event;
    const { icon, title, more, alarming } = historyInWords(event, texts);
    const device = deviceOf(event.userAgent);
    return {
        icon: icon === "device" ? device.kind : icon,
        title,
        about: [event.clientName, more].filter((line) => line !== null),
        // Nobody learns from where an administrator works.
        by: isAdministrators ? "administrator" : address === null ? null : { device, address },
        at,
        alarming,
    };
}
//# sourceMappingURL=history-page.js.map