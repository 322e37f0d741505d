/** What the pages say, in English. Every other language has the same keys: a missing one does not compile. */
import { type Html } from "../html.js";
export declare const en: {
    language: string;
    providers: {
        or: string;
        continueWith: (name: string) => string;
        thisProvider: string;
        backToSignIn: string;
        backToAccount: string;
        problems: {
            provider_unknown: {
                title: string;
                what: () => string;
                now: string;
            };
            provider_unreachable: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            provider_refused: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            provider_answer_invalid: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            provider_answer_unexpected: {
                title: string;
                what: () => string;
                now: string;
            };
            provider_request_too_long: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            provider_authentication_old: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            identity_unknown: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            identity_address_taken: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            identity_address_missing: {
                title: string;
                what: (name: string) => string;
                now: string;
            };
            user_disabled: {
                title: string;
                what: () => string;
                now: string;
            };
        };
        account: {
            title: string;
            about: string;
            linked: (time: Html) => Html;
            used: (time: Html) => Html;
            notLinked: string;
            link: string;
            unlink: string;
            unseen: (name: string) => string;
        };
        confirm: {
            title: (name: string) => string;
            about: (who: Html, name: string) => Html;
            own: string;
            nobody: string;
            submit: string;
        };
        notices: {
            identity_linked: () => string;
            identity_unlinked: () => string;
            identity_last: () => string;
            identity_taken: () => string;
        };
    };
    login: {
        title: string;
        toAccount: string;
        toAccountPage: string;
        toContinue: (client: string) => Html;
        username: string;
        usernameMissing: string;
        password: string;
        passwordMissing: string;
        show: string;
        hide: string;
        submit: string;
        already: (email: string) => Html;
        goOn: string;
        another: string;
        confirm: (email: string) => Html;
    };
    selfService: {
        reset: {
            forgot: string;
            title: string;
            about: string;
            submit: string;
            sentTitle: string;
            sent: (email: string) => Html;
            lasts: (seconds: number) => string;
            nothingCame: string;
            again: string;
            toLogin: string;
            newTitle: string;
            for: (email: string) => Html;
            ends: string;
            save: string;
            revertTitle: string;
            revert: (email: string) => Html;
            taken: string;
        };
        closed: {
            title: string;
            until: (time: Html) => Html;
            kept: string;
            keep: string;
            leave: string;
        };
        email: {
            row: string;
            change: string;
            verified: string;
            title: string;
            about: (email: string) => Html;
            new: string;
            submit: string;
            sentTitle: string;
            sent: (email: string) => Html;
            nothingCame: string;
            toAccount: string;
            confirmTitle: string;
            confirm: (email: string, old: string) => Html;
            confirmButton: string;
            signInFirst: string;
            signIn: string;
            taken: string;
        };
        export: {
            title: string;
            about: string;
            submit: string;
        };
        deletion: {
            title: string;
            button: string;
            at: (days: number) => string;
            goes: string;
            stays: (auditMonths: number) => string;
            doneTitle: string;
            done: (time: Html) => Html;
            again: string;
        };
    };
    signUp: {
        question: string;
        title: string;
        toStart: string;
        email: string;
        emailMissing: string;
        emailUnsuitable: string;
        send: string;
        have: string;
        signIn: string;
        sent: {
            title: string;
            what: (email: string) => Html;
            nothing: string;
            again: string;
        };
        finish: {
            about: (email: string) => Html;
            aboutAnd: (email: string, client: string) => Html;
            replaces: (email: string) => Html;
            notYours: string;
            name: string;
            optional: string;
            password: string;
        };
        taken: {
            title: string;
            what: (email: string) => Html;
        };
        verify: {
            ask: string;
            unseen: (email: string) => string;
            title: string;
            is: (email: string) => Html;
            consequence: string;
            notYours: string;
            confirm: string;
            doneTitle: string;
            done: (email: string) => Html;
        };
    };
    deviceGrant: {
        title: string;
        enter: string;
        code: string;
        wrong: string;
        goOn: string;
        allowTitle: (client: string) => string;
        compare: string;
        onlyYours: string;
        asked: string;
        from: string;
        device: string;
        deny: string;
        allowed: string;
        denied: string;
        goBack: (client: string) => string;
        nothingGiven: (client: string) => string;
        toAccount: string;
    };
    consent: {
        title: (client: string) => string;
        heading: (client: Html) => Html;
        /** Beside the scheme or port that it has. */
        local: (address: Html) => Html;
        firstUse: string;
        /** An app that no operator has registered; the host is that of its client_id. */
        fromHost: (host: Html) => Html;
        registeredItself: string;
        asks: (app: Html, api: Html) => Html;
        asksWho: (app: Html) => Html;
        granted: string;
        identity: string;
        identityScopes: {
            openid: string;
            profile: string;
            email: string;
            address: string;
            phone: string;
            offline_access: string;
        };
        lasts: (seconds: number) => string;
        untilRevoked: Html;
        returnTo: (host: Html) => Html;
        returnToApp: string;
        allow: string;
        cancel: string;
        signedInAs: (email: string) => string;
        notYou: string;
    };
    passkeys: {
        signIn: string;
        confirm: string;
        needsScript: string;
        title: string;
        about: string;
        none: string;
        add: string;
        unavailable: string;
        known: string;
        notMade: string;
        single: string;
        synced: string;
        oneDevice: string;
        added: (time: Html) => Html;
        lastUsed: (time: Html) => Html;
        neverUsed: Html;
        edit: string;
        name: string;
        save: string;
        remove: string;
        unseen: (name: string) => string;
        removing: string;
        securityKey: string;
        phone: string;
        number: (passkeys: number) => string;
    };
    secondFactor: {
        title: string;
        signingIn: (email: string) => Html;
        code: string;
        codeRule: string;
        codeWrong: string;
        codeUsed: string;
        submit: string;
        lost: string;
        recoveryCode: string;
        recoveryRule: string;
        recoveryCodeWrong: string;
        useRecoveryCode: string;
        another: string;
        decline: string;
        recovered: string;
        remaining: (codes: number) => string;
        afterRecovery: string;
        goOn: string;
        toFactors: string;
        others: string;
        totp: {
            on: string;
            row: string;
            about: string;
            setUp: string;
            replace: string;
            remove: string;
            title: string;
            needed: (client: Html) => Html;
            replaces: string;
            scan: string;
            qrCode: string;
            byHand: string;
            open: string;
            key: string;
            enter: string;
            confirm: string;
            wrong: string;
        };
        recoveryCodes: {
            row: string;
            about: (codes: number) => string;
            renew: string;
            title: string;
            keep: string;
            old: string;
            done: string;
        };
    };
    logout: {
        title: string;
        heading: string;
        signedInAs: (email: string) => Html;
        appsStay: string;
        appsEnd: string;
        moreApps: string;
        appsToo: string;
        submit: string;
        stay: string;
        doneTitle: string;
        done: string;
        appsRemain: Html;
        appsEnded: string;
        again: string;
        everywhereTitle: string;
        everywhere: string;
        thisBrowserToo: string;
        delay: string;
    };
    /** In place of a redirect. */
    goingOn: {
        title: string;
        heading: string;
        link: string;
        button: string;
    };
    refusal: {
        nothingThere: {
            title: string;
            what: string;
            now: string;
        };
        notForPeople: {
            title: string;
            what: string;
            now: string;
        };
        appsFault: {
            title: string;
            what: string;
            now: string;
        };
        appDisabled: {
            title: string;
            what: string;
            now: string;
        };
        pageTooOld: {
            title: string;
            what: string;
            now: string;
        };
        noCookies: {
            title: string;
            what: string;
            now: string;
        };
        tooManyCookies: {
            title: string;
            what: string;
            now: string;
        };
        linkUnusable: {
            title: string;
            what: string;
            now: string;
        };
        busy: {
            title: string;
            what: string;
            now: string;
        };
        ourFault: {
            title: string;
            what: string;
            now: string;
        };
        other: {
            title: string;
            what: string;
            now: string;
        };
        whatNow: string;
        tryAgain: string;
        openAgain: string;
        toAccount: string;
        details: string;
        reason: string;
        description: string;
        requestId: string;
        time: string;
    };
    /** What a form answers, beside the field where it has one. */
    problems: {
        user_credentials_mismatch: string;
        user_disabled: string;
        email_unsuitable: string;
        session_unknown: string;
        password_unsuitable: string;
        password_common: string;
        passkey_refused: string;
        passkey_too_late: string;
        factor_unknown: string;
        factor_required: string;
        credential_required: string;
    };
    tooManyAttempts: (seconds: number) => string;
    otherProblem: string;
    errors: {
        indexTitle: string;
        index: Html;
        remedy: string;
        all: string;
        forDevelopers: string;
    };
    /** Of what happened less than a minute ago. */
    justNow: string;
    device: {
        unknown: string;
        on: (browser: string, system: string) => string;
    };
    ends: {
        refresh_token_reused: string;
        code_reused: string;
        session_address_changed: string;
        session_refresh_burst: string;
        refresh_token_ahead: string;
        administrator: string;
        provider_disabled: string;
        session_displaced: string;
    };
    history: {
        title: string;
        about: string;
        row: string;
        aboutRow: string;
        see: string;
        none: string;
        back: string;
        ifNotYou: Html;
        byAdministrator: string;
        events: {
            "consent.granted": string;
            "consent.withdrawn": string;
            "factor.added": string;
            "factor.codes_renewed": string;
            "factor.recovered": string;
            "factor.refused": string;
            "factor.removed": string;
            "identity.linked": string;
            "identity.unlinked": string;
            "password.changed": string;
            "session.created": string;
            "session.revoked": string;
            "sign_in.created": string;
            "sign_in.ended": string;
            "sign_in.new_device": string;
            "sign_in.stepped_up": string;
            "user.created": string;
            "user.deletion_cancelled": string;
            "user.deletion_requested": string;
            "user.disabled": string;
            "user.email_changed": string;
            "user.email_verified": string;
            "user.enabled": string;
            "user.exported": string;
            "user.updated": string;
        };
        ends: {
            client: string;
            client_deleted: string;
            client_disabled: string;
            logout: string;
            provider_logout: string;
            resource_deleted: string;
            displaced: string;
            user: string;
        };
        factors: {
            passkey: string;
            totp: string;
            recovery_code: string;
        };
    };
    account: {
        title: string;
        signOut: string;
        onThisPage: string;
        thisDevice: string;
        newest: string;
        more: string;
        cancel: string;
        lastActive: (time: Html) => Html;
        signedIn: (time: Html) => Html;
        expires: (time: Html) => Html;
        sessions: {
            title: string;
            about: string;
            none: string;
            end: string;
            unseen: (client: string, device: string) => string;
        };
        ended: {
            title: string;
            about: string;
            at: (time: Html) => Html;
        };
        browsers: {
            title: string;
            about: string;
            none: string;
            unseen: (device: string, address: string) => string;
        };
        apps: {
            title: string;
            about: string;
            none: string;
            allowed: (time: Html) => Html;
            remove: string;
            unseen: (client: string) => string;
        };
        profile: {
            title: string;
            edit: string;
            row: string;
            aboutRow: string;
            about: string;
            groups: {
                profile: string;
                phone: string;
                address: string;
            };
            labels: {
                name: string;
                given_name: string;
                middle_name: string;
                family_name: string;
                nickname: string;
                preferred_username: string;
                birthdate: string;
                gender: string;
                locale: string;
                zoneinfo: string;
                website: string;
                profile: string;
                picture: string;
                phone_number: string;
                "address.street_address": string;
                "address.postal_code": string;
                "address.locality": string;
                "address.region": string;
                "address.country": string;
                "address.formatted": string;
            };
            /** Beside the field; and what is wrong where it was not kept. */
            rules: {
                text: string;
                lines: string;
                url: string;
                birthdate: string;
                timeZone: string;
                language: string;
                phone: string;
            };
            verified: string;
            verifiedNumber: string;
            problem: string;
            save: string;
        };
        security: {
            title: string;
            password: string;
            noPassword: string;
            aboutPassword: string;
            everywhere: string;
            aboutEverywhere: string;
        };
        data: {
            title: string;
            exportRow: string;
            aboutExport: string;
            export: string;
            deleteRow: string;
            aboutDelete: (days: number) => string;
            delete: string;
        };
        factors: {
            title: string;
            lead: string;
            none: string;
            manage: string;
            back: string;
        };
        endOthers: {
            title: string;
            button: string;
            stays: string;
        };
        endAll: {
            title: string;
            button: string;
            stays: string;
        };
        willEnd: {
            sessions: (number: number) => string;
            browsers: (number: number) => string;
            moreSessions: (number: number) => string;
            moreBrowsers: (number: number) => string;
            nothing: string;
        };
        ways: {
            title: string;
            about: string;
            linked: (time: Html) => Html;
            used: (time: Html) => Html;
            notLinked: string;
            link: string;
            unlink: string;
            unseen: (name: string) => string;
        };
        password: {
            title: string;
            set: string;
            aboutSet: string;
            about: string;
            current: string;
            wrong: string;
            new: string;
            rule: string;
        };
        notices: {
            identity_linked: () => string;
            identity_unlinked: () => string;
            identity_last: () => string;
            identity_taken: () => string;
            session_ended: (sessions: number) => string;
            others_ended: (sessions: number, browsers: number) => string;
            all_ended: (sessions: number, browsers: number) => string;
            browser_ended: (sessions: number, browsers: number) => string;
            access_removed: (sessions: number) => string;
            password_changed: () => string;
            profile_saved: () => string;
            verification_sent: () => string;
            email_changed: () => string;
            passkey_added: () => string;
            passkey_renamed: () => string;
            passkey_removed: () => string;
            totp_added: () => string;
            totp_removed: () => string;
        };
    };
};
export type Texts = typeof en;
