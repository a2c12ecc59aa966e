// Finding classes and their methods by reflection.
//
// The bridge's own class models are not asked: building one of a class that is loaded but not linked ends a HotSpot VM,
// and it looks array types up by names that not every class loader knows.

import Java from "frida-java-bridge";
import * as jni from "./jni.js";
import { nativeType } from "./read.js";
import type { NativeType } from "./jni.js";

const STATIC = 0x0008;
const ABSTRACT = 0x0400;

/** A method as reflection shows it. `parameters` are Java names (java.lang.String, int, byte[]). */
export interface Declared {
    id: NativePointer;
    isStatic: boolean;
    isAbstract: boolean;
    parameters: string[];
    types: NativeType[];
    descriptors: string[];
    result: string;
    resultType: NativeType;
}

/** A class held by a global reference. */
export interface Found {
    handle: NativePointer;
    methods(name: string): Declared[];
}

/** Loads a class through `loader` (null: the framework's own); throws with the reason when there is none. */
export function find(env: NativePointer, name: string, loader: Java.Wrapper | null, initialize: boolean): Found {
    const wrapper = Java.use("java.lang.Class").forName(name, initialize, loader);
    const handle = jni.newGlobalRef(env, wrapper.$h);
    return {
        handle,
        methods: wanted => jni.withFrame(env, () => declared(env, handle, wanted)),
    };
}

function declared(env: NativePointer, klass: NativePointer, wanted: string): Declared[] {
    const isConstructor = wanted === "$init";
    const all = isConstructor
        ? ask(env, klass, "getDeclaredConstructors", "()[Ljava/lang/reflect/Constructor;")
        : ask(env, klass, "getDeclaredMethods", "()[Ljava/lang/reflect/Method;");
    const found: Declared[] = [];
    const count = jni.arrayLength(env, all);
    for (let i = 0; i < count; i++) {
        jni.withFrame(env, () => {
            const method = jni.element(env, all, i);
            if (isConstructor || name(env, method) === wanted) {
                found.push(describe(env, method, isConstructor));
            }
        });
    }
    return found;
}

function describe(env: NativePointer, method: NativePointer, isConstructor: boolean): Declared {
    const parameters = ask(env, method, "getParameterTypes", "()[Ljava/lang/Class;");
    const descriptors: string[] = [];
    for (let i = 0; i < jni.arrayLength(env, parameters); i++) {
        descriptors.push(descriptor(name(env, jni.element(env, parameters, i))));
    }
    const result = isConstructor ? "V" : descriptor(name(env, ask(env, method, "getReturnType", "()Ljava/lang/Class;")));
    const getModifiers = jni.methodOf(env, jni.getObjectClass(env, method), "getModifiers", "()I")!;
    const modifiers: number = jni.callVirtual(env, method, getModifiers, "int32");
    return {
        id: jni.fromReflectedMethod(env, method),
        isStatic: (modifiers & STATIC) !== 0,
        isAbstract: (modifiers & ABSTRACT) !== 0,
        parameters: descriptors.map(javaName),
        types: descriptors.map(nativeType),
        descriptors,
        result,
        resultType: nativeType(result),
    };
}

function ask(env: NativePointer, object: NativePointer, method: string, signature: string): NativePointer {
    const id = jni.methodOf(env, jni.getObjectClass(env, object), method, signature);
    const result: NativePointer = id === null ? NULL : jni.callVirtual(env, object, id, "pointer");
    if (jni.takeException(env) !== null || result.isNull()) {
        throw new Error(`${method} gave nothing: a class that its signatures name is missing`);
    }
    return result;
}

function name(env: NativePointer, object: NativePointer): string {
    return jni.stringText(env, ask(env, object, "getName", "()Ljava/lang/String;"), 512).text;
}

const PRIMITIVES: Record<string, string> = {
    boolean: "Z", byte: "B", char: "C", short: "S", int: "I", long: "J", float: "F", double: "D", void: "V",
};

// Class.getName gives "int", "java.lang.String" and "[Ljava.lang.String;".
function descriptor(className: string): string {
    return PRIMITIVES[className] ?? (className.startsWith("[") ? className : `L${className};`);
}

function javaName(type: string): string {
    if (type.startsWith("[")) {
        return `${javaName(type.slice(1))}[]`;
    }
    if (type.startsWith("L")) {
        return type.slice(1, -1);
    }
    return Object.keys(PRIMITIVES).find(key => PRIMITIVES[key] === type) ?? type;
}
