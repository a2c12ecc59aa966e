// The agent in the app's process. What it watches comes from Python as rows; what it sees goes back in batches.

import Java from "frida-java-bridge";
import { find } from "./classes.js";
import * as jni from "./jni.js";
import { declare, fail } from "./ledger.js";
import { flavor } from "./mangle.js";
import { bindDenial } from "./note.js";
import { Queue } from "./queue.js";
import { bindClasses } from "./read.js";
import { DEFAULTS, holds, outcomeOf } from "./rows.js";
import { artStacks, deskStacks } from "./stacks.js";
import { Watch } from "./watch.js";
import type { Found } from "./classes.js";
import type { Entry } from "./ledger.js";
import type { Condition, Options, Row } from "./rows.js";
import type { Stacks } from "./stacks.js";
import type { Watched } from "./watch.js";

const GATE = "auditor.deskphone.Gate";
const COUNTS_MS = 1000;
const STACKS = "auditor.deskphone.Stacks";

const queue = new Queue();
const ledger: Entry[] = [];
let watch: Watch | null = null;

interface Home {
    loader: Java.Wrapper | null;
    stacks: Stacks;
}

function inVm<T>(body: (env: NativePointer) => T): T {
    let result: T;
    Java.vm.perform(() => {
        const env: NativePointer = Java.vm.getEnv().handle;
        jni.bind(env);
        result = body(env);
    });
    return result!;
}

function systemLoader(): Java.Wrapper {
    return Java.use("java.lang.ClassLoader").getSystemClassLoader();
}

function home(env: NativePointer): Home {
    if (flavor() === "art") {
        return { loader: null, stacks: artStacks() };
    }
    // Reflection links the two classes before the bridge models them.
    for (const name of [GATE, STACKS]) {
        find(env, name, systemLoader());
    }
    const helper = Java.use(STACKS);
    return { loader: Java.use(GATE).loader.value, stacks: deskStacks(helper, find(env, STACKS, systemLoader()).handle) };
}

function bindCommon(env: NativePointer): void {
    bindClasses(find(env, "java.lang.String", null).handle, find(env, "java.util.List", null).handle);
    bindDenial(find(env, "java.lang.SecurityException", null).handle);
}

// Rows of one method share one replacement; the first row whose conditions hold has the call.
function group(rows: Row[], level: number): Map<string, Watched[]> {
    const groups = new Map<string, Watched[]>();
    rows.forEach(row => {
        const entry = declare(row.id);
        const watched = { index: ledger.length, row, entry };
        ledger.push(entry);
        const [first, last] = row.levels;
        if (level !== 0 && (level < first || level > last)) {
            entry.state = "not_applicable";
            entry.why = `API level ${level} is outside ${first}-${last}`;
            return;
        }
        const key = `${row.class}#${row.method}`;
        groups.set(key, [...groups.get(key) ?? [], watched]);
    });
    return groups;
}

function plan(find: (name: string) => Found, group: Watched[], number: number, watching: Watch): void {
    const { class: className, method } = group[0].row;
    const entries = group.map(watched => watched.entry);
    try {
        const found = find(className);
        const overloads = found.methods(method);
        if (overloads.length === 0) {
            throw new Error(`${className} has no method ${method} here`);
        }
        entries.forEach(entry => { entry.state = "resolved"; });
        const planned = new Set<Watched>();
        for (const overload of overloads) {
            const wanted = group.filter(({ row }) => row.overloads.length === 0
                || row.overloads.some(names => names.join() === overload.parameters.join()));
            if (overload.isAbstract || wanted.length === 0) {
                continue;
            }
            watching.add(found, overload, wanted, number);
            wanted.forEach(watched => planned.add(watched));
        }
        group.filter(watched => !planned.has(watched)).forEach(({ entry }) => {
            fail(entry, "no overload with code of its own fits");
        });
    } catch (error) {
        const why = String((error as Error).message ?? error);
        const isMissing = /ClassNotFoundException|NoClassDefFoundError/.test(why);
        group.forEach(({ row, entry }) => {
            if (isMissing && row.in_app) {
                entry.state = "not_applicable";
                entry.why = `no class ${className} when the hooks were armed`;
            } else {
                fail(entry, why);
            }
        });
    }
}

rpc.exports = {
    info(): object {
        return { java: Java.available, flavor: Java.available ? flavor() : null, pid: Process.id };
    },

    clock(): number {
        return Date.now();
    },

    /** Arms rows; resolves to the ledger once the VM has taken all replacements. */
    arm(rows: Row[], given: Partial<Options>): Promise<Entry[]> {
        if (watch !== null) {
            throw new Error("the agent is already armed");
        }
        if (!Java.available) {
            throw new Error("this process has no Java VM");
        }
        const options = { ...DEFAULTS, ...given };
        const armed = inVm(env => {
            bindCommon(env);
            const place = home(env);
            const watching = new Watch(queue, place.stacks, options);
            queue.configure(options, place.stacks);
            const classes = new Map<string, Found>();
            const found = (name: string): Found => {
                const known = classes.get(name) ?? find(env, name, place.loader);
                classes.set(name, known);
                return known;
            };
            Array.from(group(rows, options.level).values()).forEach((watched, number) => plan(found, watched, number, watching));
            watch = watching;
            return watching.arm();
        });
        // What is only counted wakes nobody.
        setInterval(() => queue.flush(), COUNTS_MS);
        return armed.then(() => ledger);
    },

    /** Opens the desk phone's gate: the app's first line runs after this. */
    open(): void {
        inVm(() => { Java.use(GATE).open(); });
    },

    /** Sends what waits; gives how many events were ever sent. */
    flush(): number {
        return queue.flush();
    },

    ledger(): Entry[] {
        watch?.settle();
        return ledger;
    },

    /** Stops noting; hooks stay in place, for taking them off a running app is what breaks it. */
    rest(): number {
        watch?.rest();
        return queue.flush();
    },

    /** What a condition and a result's texts amount to: the catalogue's own examples are tried with this. */
    example(conditions: Condition[], args: (string | null)[], texts: string[], placeholders: string[]): [boolean, string] {
        return [conditions.every((condition, i) => holds(condition, args[i])), outcomeOf(texts, placeholders)];
    },
};
