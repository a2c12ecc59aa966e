// Reading a Java value along a path such as "getLastLocation()Landroid/location/Location; getLatitude()D".

import * as jni from "./jni.js";
import { nativeType } from "./signature.js";
import type { Native, NativeType } from "./jni.js";

interface Step {
    name: string;
    signature: string;
    isMethod: boolean;
    result: NativeType;
    numbers: number[];
}

const parsed = new Map<string, Step[]>();
let stringClass: NativePointer = NULL;
let listClass: NativePointer = NULL;

/** Classes that every reading needs; called once with global references. */
export function bindClasses(string: NativePointer, list: NativePointer): void {
    stringClass = string;
    listClass = list;
}

function steps(path: string): Step[] {
    let found = parsed.get(path);
    if (found === undefined) {
        found = path.split(" ").filter(part => part !== "").map(parse);
        parsed.set(path, found);
    }
    return found;
}

// A step is a method "name(arguments)result@1,2" with whole numbers as arguments, or a field "name:type".
function parse(part: string): Step {
    const [call, numbers] = part.split("@");
    const open = call.indexOf("(");
    const isMethod = open !== -1;
    const at = isMethod ? open : call.indexOf(":");
    const signature = call.slice(isMethod ? at : at + 1);
    return {
        name: call.slice(0, at),
        signature,
        isMethod,
        result: nativeType(isMethod ? signature.slice(signature.indexOf(")") + 1) : signature),
        numbers: numbers === undefined ? [] : numbers.split(",").map(Number),
    };
}

/** A value as text: at most `limit` characters of it, and how long it is in full. */
export interface Text {
    text: string;
    length: number;
}

function plain(value: any): Text {
    const text = String(value);
    return { text, length: text.length };
}

/** Follows `path` from a native value of a type; null when something on the way is null or missing. */
export function readText(env: NativePointer, value: Native, type: NativeType, path: string, limit: number): Text | null {
    let current: any = value;
    let currentType = type;
    for (const step of steps(path)) {
        if (currentType !== "pointer" || current.isNull()) {
            return null;
        }
        const klass = jni.getObjectClass(env, current);
        const id = step.isMethod ? jni.methodOf(env, klass, step.name, step.signature) : jni.fieldOf(env, klass, step.name, step.signature);
        if (id === null) {
            return null;
        }
        current = step.isMethod
            ? jni.callVirtual(env, current, id, step.result, step.numbers)
            : jni.getField(env, current, id, step.result);
        if (jni.takeException(env) !== null) {
            return null;
        }
        currentType = step.result;
    }
    return asText(env, current, currentType, limit);
}

function asText(env: NativePointer, value: any, type: NativeType, limit: number): Text | null {
    if (type !== "pointer") {
        return plain(value);
    }
    if (value.isNull()) {
        return null;
    }
    if (jni.isInstance(env, value, stringClass)) {
        return jni.stringText(env, value, limit);
    }
    const toString = jni.methodOf(env, jni.getObjectClass(env, value), "toString", "()Ljava/lang/String;");
    const text: NativePointer = toString === null ? NULL : jni.callVirtual(env, value, toString, "pointer");
    return jni.takeException(env) !== null || text.isNull() ? null : jni.stringText(env, text, limit);
}

/** The elements of a java.util.List or an object array (local references), at most `limit`, and how many there are. */
export function elements(env: NativePointer, value: NativePointer, descriptor: string, limit: number): { items: NativePointer[]; count: number } {
    const items: NativePointer[] = [];
    if (jni.isInstance(env, value, listClass)) {
        const klass = jni.getObjectClass(env, value);
        const size = jni.methodOf(env, klass, "size", "()I");
        const get = jni.methodOf(env, klass, "get", "(I)Ljava/lang/Object;");
        if (size === null || get === null) {
            return { items, count: 0 };
        }
        const count: number = jni.callVirtual(env, value, size, "int32");
        for (let i = 0; i < Math.min(count, limit); i++) {
            const item: NativePointer = jni.callVirtual(env, value, get, "pointer", [i]);
            if (jni.takeException(env) !== null) {
                break;
            }
            items.push(item);
        }
        return { items, count };
    }
    if (descriptor.startsWith("[L")) {
        const count = jni.arrayLength(env, value);
        for (let i = 0; i < Math.min(count, limit); i++) {
            items.push(jni.element(env, value, i));
        }
        return { items, count };
    }
    return { items, count: 0 };
}

/** A byte[] in hexadecimal, with `separator` between the bytes. */
export function hex(env: NativePointer, array: NativePointer, separator: string, limit: number): Text {
    const bytes = jni.byteArray(env, array, limit);
    return plain(Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join(separator));
}
