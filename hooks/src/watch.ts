// Rows on methods: what is replaced by what, and what the script does with a call of the app that is to be told.

import * as jni from "./jni.js";
import { fail } from "./ledger.js";
import { replace, settled } from "./mangle.js";
import { compile } from "./native.js";
import { note, outcomeOfThrowable } from "./note.js";
import { threadName } from "./now.js";
import { holds } from "./rows.js";
import { readText } from "./read.js";
import { Thinner } from "./thin.js";
import type { Declared, Found } from "./classes.js";
import type { Entry } from "./ledger.js";
import type { Native as NativeValue } from "./jni.js";
import type { Replaced } from "./mangle.js";
import type { Native } from "./native.js";
import type { Queue } from "./queue.js";
import type { Options, Row } from "./rows.js";
import type { Stacks } from "./stacks.js";

const MATCH_LIMIT = 1024;

/** A row on a method: `index` names it in events. */
export interface Watched {
    index: number;
    row: Row;
    entry: Entry;
}

interface Hook {
    found: Found;
    method: Declared;
    rows: Watched[];
    group: number;
}

/** Everything that is watched in this process. */
export class Watch {
    private readonly hooks: Hook[] = [];
    private readonly replaced: (Replaced | null)[] = [];
    private readonly thinner: Thinner;
    private native: Native | null = null;

    constructor(private readonly queue: Queue, private readonly stacks: Stacks, private readonly options: Options) {
        this.thinner = new Thinner(options.details_per_second);
        queue.beforeFlush = () => this.tellCounts();
    }

    /** Plans the rows for one overload. Overloads and rows of one method share a group. */
    add(found: Found, method: Declared, rows: Watched[], group: number): void {
        this.hooks.push({ found, method, rows, group });
    }

    /** Replaces all planned methods; resolves when the VM has taken them. */
    arm(): Promise<void> {
        const shapes = this.hooks.map(({ found, method, rows, group }) => ({
            holder: found.handle,
            callOffset: jni.callOffset(method.isStatic, method.resultType),
            isStatic: method.isStatic,
            result: method.resultType,
            types: method.types,
            group,
            isPlain: rows.length === 1 && rows[0].row.counts_when.length === 0,
            isRead: rows.every(({ row }) => row.is_read),
        }));
        this.native = compile(shapes, this.tell.bind(this), (hook, env) => this.replaced[hook]!.original(env),
            this.stacks.direct, this.options.details_per_second);
        this.hooks.forEach(({ method, rows }, hook) => {
            this.replaced.push(null);
            try {
                this.replaced[hook] = replace(method.id, method.isStatic, method.descriptors, this.native!.replacement(hook));
            } catch (error) {
                rows.forEach(({ entry }) => fail(entry, `could not be replaced: ${error}`));
            }
        });
        this.native.setOn(true);
        return settled(this.replaced.filter(replaced => replaced !== null).length).then(() => this.check());
    }

    // Only what the VM has taken is armed.
    private check(): void {
        this.hooks.forEach(({ rows }, hook) => {
            const replaced = this.replaced[hook];
            if (replaced?.isInPlace()) {
                rows.forEach(({ entry }) => {
                    entry.overloads++;
                    entry.state = entry.state === "resolved" ? "armed" : entry.state;
                });
            } else if (replaced !== null) {
                rows.forEach(({ entry }) => fail(entry, "the VM did not take the replacement"));
            }
        });
    }

    /** Stops telling; the hooks stay in place. */
    rest(): void {
        this.native?.setOn(false);
    }

    /** Brings the counts made in C into the ledger. */
    settle(): void {
        const quiet = new Map<Entry, { framework: number; nested: number }>();
        this.hooks.forEach(({ rows }, hook) => {
            const { framework, nested } = this.native!.quiet(hook);
            const sum = quiet.get(rows[0].entry) ?? { framework: 0, nested: 0 };
            quiet.set(rows[0].entry, { framework: sum.framework + framework, nested: sum.nested + nested });
        });
        quiet.forEach((sum, entry) => Object.assign(entry, sum));
    }

    // Called at the end of a call of the app, with whatever the original gave or threw.
    private tell(env: NativePointer, self: NativePointer, argv: NativePointer, resultAt: NativePointer, index: number,
        known: number, at: number, micros: number): void {
        const { method, rows } = this.hooks[index];
        const throwable = jni.takeException(env);
        let watched: Watched | null = null;
        try {
            const stack = known > 0 ? known : this.stacks.capture(env);
            if (stack !== 0) {
                const args = jni.readArguments(argv, method.types);
                watched = rows.find(one => one.row.counts_when.length === 0 || counts(env, self, args, method, one)) ?? null;
                if (watched !== null) {
                    const result = jni.readArguments(resultAt, [method.resultType])[0];
                    this.keep(env, watched, method, self, args, result, throwable,
                        { h: watched.index, t: at, m: micros, th: threadName(Process.getCurrentThreadId()), s: stack });
                }
            }
        } catch (error) {
            (watched ?? rows[0]).entry.lost++;
            (watched ?? rows[0]).entry.why = `a call could not be noted: ${error}`.slice(0, 500);
        } finally {
            jni.clearException(env);
            if (throwable !== null) {
                jni.throwAgain(env, throwable);
            }
        }
    }

    private keep(env: NativePointer, { index, row, entry }: Watched, method: Declared, self: NativePointer, args: NativeValue[],
        result: any, throwable: NativePointer | null, place: { h: number; t: number; m: number; th: string; s: number }): void {
        entry.state = "fired";
        entry.app++;
        if (this.thinner.admits(index, place.t)) {
            this.queue.push(jni.withFrame(env, () => note(env, row, method, self, args, result, throwable, place, this.options)));
        } else {
            entry.thinned++;
            this.thinner.count({ ...place, o: throwable === null ? "returned" : outcomeOfThrowable(env, throwable) });
            this.queue.wake();
        }
    }

    private tellCounts(): void {
        for (const { hook, stack, count, first, last } of this.native?.take() ?? []) {
            const { index, entry } = this.hooks[hook].rows[0];
            entry.app += count;
            entry.thinned += count;
            this.queue.push({ h: index, t: first, m: 0, th: "", o: "returned", n: count, w: last - first, s: stack });
        }
        this.thinner.take().forEach(event => this.queue.push(event));
    }
}

function counts(env: NativePointer, self: NativePointer, args: NativeValue[], method: Declared, watched: Watched): boolean {
    return jni.withFrame(env, () => watched.row.counts_when.every(condition => {
        const value = condition.argument === -1 ? self : args[condition.argument];
        const type = condition.argument === -1 ? "pointer" : method.types[condition.argument];
        return value !== undefined && holds(condition, readText(env, value, type, condition.read, MATCH_LIMIT)?.text ?? null);
    }));
}
