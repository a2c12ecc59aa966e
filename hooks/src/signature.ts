// JNI signatures and Java's names of types.

import type { NativeType } from "./jni.js";

const NATIVE: Record<string, NativeType> = {
    Z: "uint8", B: "int8", C: "uint16", S: "int16", I: "int32", J: "int64", F: "float", D: "double", V: "void",
};

/** The native type of a JNI type descriptor. */
export function nativeType(descriptor: string): NativeType {
    return NATIVE[descriptor] ?? "pointer";
}

/** "(ILjava/lang/String;)V" as parameter descriptors and result descriptor. */
export function parseSignature(signature: string): { parameters: string[]; result: string } {
    const close = signature.lastIndexOf(")");
    return {
        parameters: signature.slice(1, close).match(/\[*(?:[ZBCSIJFD]|L[^;]+;)/g) ?? [],
        result: signature.slice(close + 1),
    };
}

const PRIMITIVES: Record<string, string> = {
    boolean: "Z", byte: "B", char: "C", short: "S", int: "I", long: "J", float: "F", double: "D", void: "V",
};

/** A descriptor of what Class.getName gives: "int", "java.lang.String" and "[Ljava.lang.String;". */
export function descriptor(className: string): string {
    return PRIMITIVES[className] ?? (className.startsWith("[") ? className.replace(/\./g, "/") : `L${className.replace(/\./g, "/")};`);
}

/** The Java name of a descriptor: java.lang.String, int, byte[]. */
export function javaName(type: string): string {
    if (type.startsWith("[")) {
        return `${javaName(type.slice(1))}[]`;
    }
    if (type.startsWith("L")) {
        return type.slice(1, -1).replace(/\//g, ".");
    }
    return Object.keys(PRIMITIVES).find(key => PRIMITIVES[key] === type) ?? type;
}
