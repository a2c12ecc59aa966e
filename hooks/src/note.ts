// What is kept of a call: arguments, result or exception, and what they amount to.

import * as jni from "./jni.js";
import { elements, hex, readText } from "./read.js";
import { outcomeOf } from "./rows.js";
import type { Declared } from "./classes.js";
import type { Native } from "./jni.js";
import type { Noted } from "./queue.js";
import type { Text } from "./read.js";
import type { Options, Row } from "./rows.js";

let securityException: NativePointer = NULL;

/** The class whose instances mean that the system said no; a global reference. */
export function bindDenial(klass: NativePointer): void {
    securityException = klass;
}

/** "denied" for a SecurityException, else "threw". */
export function outcomeOfThrowable(env: NativePointer, throwable: NativePointer): "denied" | "threw" {
    return jni.isInstance(env, throwable, securityException) ? "denied" : "threw";
}

type Place = Pick<Noted, "h" | "t" | "m" | "th" | "s">;

/** Builds the event of a call that is over; the thread has no exception pending. */
export function note(env: NativePointer, row: Row, method: Declared, self: NativePointer, args: Native[], result: any,
    throwable: NativePointer | null, place: Place, options: Options): Noted {
    const event: Noted = { ...place, o: "returned" };
    const texts = row.keep_arguments.map(kept => argumentText(env, kept.argument, kept.read, method, self, args, options));
    if (throwable !== null) {
        event.o = outcomeOfThrowable(env, throwable);
        event.x = describe(env, throwable);
    } else {
        keepResult(env, row, method, self, result, event, texts, options);
    }
    if (texts.length !== 0) {
        event.a = texts;
    }
    return event;
}

function argumentText(env: NativePointer, index: number, path: string, method: Declared, self: NativePointer, args: Native[], options: Options): string {
    if (index === -1) {
        return readText(env, self, "pointer", path, options.text_limit)?.text ?? "null";
    }
    const value = args[index];
    if (value === undefined) {
        return "";
    }
    const list = method.descriptors[index].startsWith("[L") && !(value as NativePointer).isNull()
        ? elements(env, value as NativePointer, method.descriptors[index], options.list_limit).items
        : null;
    if (list !== null) {
        return list.map(item => readText(env, item, "pointer", path, options.text_limit)?.text ?? "null").join(",");
    }
    return readText(env, value, method.types[index], path, options.text_limit)?.text ?? "null";
}

function keepResult(env: NativePointer, row: Row, method: Declared, self: NativePointer, result: any, event: Noted, texts: string[],
    options: Options): void {
    const { as, read, each, of } = row.keep_result;
    if (of === "this") {
        keepTexts(read.map(path => joined(env, self, "pointer", path, options)).filter(present), row, event);
        return;
    }
    if (method.resultType === "void") {
        return;
    }
    if (method.resultType === "pointer" && result.isNull()) {
        event.o = "empty";
        return;
    }
    if (each) {
        keepEach(env, row, method, result, event, texts, options);
        return;
    }
    if (as === "none") {
        return;
    }
    if (as === "mac" || as === "hex") {
        const value = hex(env, result, as === "mac" ? ":" : "", options.text_limit);
        keepTexts([value], row, event);
        return;
    }
    if (as === "count") {
        const count = joined(env, result, method.resultType, read[0] ?? "", options)?.text ?? "0";
        texts.push(`count=${count}`);
        if (Number(count) === 0) {
            event.o = "empty";
        }
        return;
    }
    const paths = read.length === 0 ? [""] : read;
    keepTexts(paths.map(path => joined(env, result, method.resultType, path, options)).filter(present), row, event);
}

function keepEach(env: NativePointer, row: Row, method: Declared, result: any, event: Noted, texts: string[], options: Options): void {
    const { read } = row.keep_result;
    const { items, count } = elements(env, result, method.result, options.list_limit);
    texts.push(`count=${count}`);
    if (count === 0) {
        event.o = "empty";
    } else if (read.length !== 0) {
        keepTexts(items.flatMap(item => read.map(path => joined(env, item, "pointer", path, options)).filter(present)), row, event);
    }
}

// "getLatitude()D,getLongitude()D" is one value of two parts.
function joined(env: NativePointer, value: Native, type: Declared["resultType"], paths: string, options: Options): Text | null {
    const parts = paths.split(/,(?=[A-Za-z])/).map(path => readText(env, value, type, path, options.text_limit));
    if (parts.some(part => part === null)) {
        return null;
    }
    const text = parts.map(part => part!.text).join(",");
    return { text, length: parts.reduce((sum, part) => sum + part!.length, parts.length - 1) };
}

function keepTexts(values: Text[], row: Row, event: Noted): void {
    event.o = outcomeOf(values.map(value => value.text), row.placeholders);
    const full = values.filter(value => value.text !== "");
    if (full.length !== 0) {
        event.v = full.map(value => [value.text, value.length]);
    }
}

function present(text: Text | null): text is Text {
    return text !== null;
}

function describe(env: NativePointer, throwable: NativePointer): string {
    const name = readText(env, throwable, "pointer", "getClass()Ljava/lang/Class; getName()Ljava/lang/String;", 256);
    const message = readText(env, throwable, "pointer", "getMessage()Ljava/lang/String;", 256);
    return message === null ? name?.text ?? "" : `${name?.text ?? ""}: ${message.text}`;
}
