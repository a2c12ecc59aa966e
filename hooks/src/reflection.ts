// Methods of a class by reflection, for ART: it starts a class's own code, which ART has to do before a hook anyway.

import * as jni from "./jni.js";
import { descriptor, javaName, nativeType } from "./signature.js";
import type { Declared } from "./classes.js";

// The members of a class, asked for once: some classes have a thousand.
export class ReflectedMembers {
    private readonly methods: NativePointer;
    private readonly constructors: NativePointer;
    private readonly places = new Map<string, number[]>();

    constructor(env: NativePointer, klass: NativePointer) {
        const kept = (method: string, signature: string): NativePointer =>
            jni.withFrame(env, () => jni.newGlobalRef(env, ask(env, klass, method, signature)));
        this.methods = kept("getDeclaredMethods", "()[Ljava/lang/reflect/Method;");
        this.constructors = kept("getDeclaredConstructors", "()[Ljava/lang/reflect/Constructor;");
        const count = jni.arrayLength(env, this.methods);
        for (let i = 0; i < count; i++) {
            const called = jni.withFrame(env, () => name(env, jni.element(env, this.methods, i)));
            this.places.set(called, [...this.places.get(called) ?? [], i]);
        }
    }

    named(env: NativePointer, wanted: string): Declared[] {
        const isConstructor = wanted === "$init";
        const array = isConstructor ? this.constructors : this.methods;
        const places = isConstructor ? Array.from({ length: jni.arrayLength(env, array) }, (_, i) => i) : this.places.get(wanted) ?? [];
        return places.map(i => jni.withFrame(env, () => describe(env, jni.element(env, array, i), isConstructor)));
    }
}

const STATIC = 0x0008;
const ABSTRACT = 0x0400;

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

