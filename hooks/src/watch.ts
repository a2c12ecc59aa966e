// The hooked call: note the time, decide cheaply, call the original, note what came of it, give back the same.

import * as jni from "./jni.js";
import { fail } from "./ledger.js";
import { replace } from "./mangle.js";
import { monotonicMicros, threadName } from "./now.js";
import { note, outcomeOfThrowable } from "./note.js";
import { Thinner } from "./thin.js";
import { holds } from "./rows.js";
import { readText } from "./read.js";
import type { Declared, Found } from "./classes.js";
import type { Entry } from "./ledger.js";
import type { Native } from "./jni.js";
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

/** What every hooked call needs. */
export interface Surroundings {
    queue: Queue;
    stacks: Stacks;
    options: Options;
    thinner: Thinner;
    on: boolean;
}

// Threads inside a hooked call that counted: what the framework calls in there is part of the same read.
const inside = new Set<number>();

/** Puts the rows on one overload. Armed when the VM has taken the replacement, one tick of the script later. */
export function hook(found: Found, method: Declared, rows: Watched[], around: Surroundings): void {
    const original = jni.originalCaller(found.handle, method.isStatic, method.resultType, method.types);
    const nothing = method.resultType === "pointer" ? NULL : method.resultType === "int64" ? int64(0) : 0;
    const call = (env: NativePointer, self: NativePointer, args: Native[]): any => original(env, self, replaced.original(env), args);

    const replacement = new NativeCallback((env: any, self: any, ...args: any[]) => {
        const tid = Process.getCurrentThreadId();
        const watched = around.on ? decide(env, self, args, method, rows, tid) : null;
        const stack = watched === null ? 0 : capture(env, watched, around.stacks);
        if (watched === null || stack === 0) {
            return call(env, self, args);
        }
        const at = Date.now();
        const since = monotonicMicros();
        inside.add(tid);
        let result: any = nothing;
        let throwable: NativePointer | null = null;
        try {
            result = call(env, self, args);
            throwable = jni.takeException(env);
            const { entry, index } = watched;
            entry.state = "fired";
            entry.app++;
            const place = { h: index, t: at, m: since, th: threadName(tid), s: stack };
            if (around.thinner.admits(index, at)) {
                around.queue.push(jni.withFrame(env, () => note(env, watched.row, method, self, args, result, throwable, place, around.options)));
            } else {
                entry.thinned++;
                around.thinner.count({ ...place, o: throwable === null ? "returned" : outcomeOfThrowable(env, throwable) });
                around.queue.wake();
            }
        } catch (error) {
            watched.entry.lost++;
            watched.entry.why = `a call could not be noted: ${error}`.slice(0, 500);
        } finally {
            inside.delete(tid);
            jni.clearException(env);
            if (throwable !== null) {
                jni.throwAgain(env, throwable);
            }
        }
        return result;
    }, method.resultType, ["pointer", "pointer", ...method.types] as any);

    const replaced = replace(method.id, method.isStatic, method.descriptors, replacement);
}

function decide(env: NativePointer, self: NativePointer, args: Native[], method: Declared, rows: Watched[], tid: number): Watched | null {
    const watched = rows.find(w => w.row.counts_when.length === 0 || counts(env, self, args, method, w)) ?? null;
    if (watched !== null && inside.has(tid)) {
        watched.entry.nested++;
        return null;
    }
    return watched;
}

function counts(env: NativePointer, self: NativePointer, args: Native[], method: Declared, watched: Watched): boolean {
    try {
        return jni.withFrame(env, () => watched.row.counts_when.every(condition => {
            const value = condition.argument === -1 ? self : args[condition.argument];
            const type = condition.argument === -1 ? "pointer" : method.types[condition.argument];
            return value !== undefined && holds(condition, readText(env, value, type, condition.read, MATCH_LIMIT)?.text ?? null);
        }));
    } catch (error) {
        fail(watched.entry, `its condition could not be read: ${error}`);
        return false;
    }
}

function capture(env: NativePointer, watched: Watched, stacks: Stacks): number {
    try {
        const stack = stacks.capture(env);
        if (jni.takeException(env) !== null || stack === 0) {
            watched.entry.framework++;
            return 0;
        }
        return stack;
    } catch (error) {
        watched.entry.lost++;
        return 0;
    }
}
