// Methods of a class by HotSpot's tool interface (JVMTI), which runs none of the class's code.

import Java from "frida-java-bridge";
import * as jni from "./jni.js";
import { javaName, nativeType, parseSignature } from "./signature.js";
import type { Declared } from "./classes.js";

const STATIC = 0x0008;
const ABSTRACT = 0x0400;

// Numbers of the functions in the interface's table (JVM TI reference, "Function Index").
const DEALLOCATE = 47;
const GET_CLASS_METHODS = 52;
const GET_METHOD_NAME = 64;
const GET_METHOD_MODIFIERS = 66;

type Call = (...args: unknown[]) => number;

const calls = new Map<number, Call>();

function tool(number: number, ...types: string[]): Call {
    const known = calls.get(number);
    if (known !== undefined) {
        return known;
    }
    const handle: NativePointer = (Java as any).api.jvmti.handle;
    const address = handle.readPointer().add((number - 1) * Process.pointerSize).readPointer();
    const call = new NativeFunction(address, "int", ["pointer", ...types] as any, { exceptions: "propagate" }) as any;
    const made: Call = (...args) => call(handle, ...args);
    calls.set(number, made);
    return made;
}

/** The declared methods of one class. */
export class ToolMembers {
    private readonly byName = new Map<string, Declared[]>();

    constructor(env: NativePointer, klass: NativePointer) {
        link(env, klass);
        const count = Memory.alloc(4);
        const at = Memory.alloc(Process.pointerSize);
        const code = tool(GET_CLASS_METHODS, "pointer", "pointer", "pointer")(klass, count, at);
        if (code !== 0) {
            throw new Error(`the VM does not give the methods of this class (JVMTI error ${code})`);
        }
        const methods = at.readPointer();
        const total = count.readS32();
        const out = Memory.alloc(3 * Process.pointerSize);
        for (let i = 0; i < total; i++) {
            this.add(methods.add(i * Process.pointerSize).readPointer(), out);
        }
        tool(DEALLOCATE, "pointer")(methods);
    }

    named(_env: NativePointer, wanted: string): Declared[] {
        return this.byName.get(wanted === "$init" ? "<init>" : wanted) ?? [];
    }

    private add(id: NativePointer, out: NativePointer): void {
        const signatureAt = out.add(Process.pointerSize);
        const modifiersAt = signatureAt.add(Process.pointerSize);
        tool(GET_METHOD_NAME, "pointer", "pointer", "pointer", "pointer")(id, out, signatureAt, NULL);
        tool(GET_METHOD_MODIFIERS, "pointer", "pointer")(id, modifiersAt);
        const name = out.readPointer().readUtf8String()!;
        const { parameters, result } = parseSignature(signatureAt.readPointer().readUtf8String()!);
        tool(DEALLOCATE, "pointer")(out.readPointer());
        tool(DEALLOCATE, "pointer")(signatureAt.readPointer());
        const modifiers = modifiersAt.readS32();
        const declared = {
            id,
            isStatic: (modifiers & STATIC) !== 0,
            isAbstract: (modifiers & ABSTRACT) !== 0,
            parameters: parameters.map(javaName),
            types: parameters.map(nativeType),
            descriptors: parameters,
            result,
            resultType: nativeType(result),
        };
        this.byName.set(name, [...this.byName.get(name) ?? [], declared]);
    }
}

// Reflection links a class before it looks at what the class names; that one of those is missing does not matter here.
function link(env: NativePointer, klass: NativePointer): void {
    jni.withFrame(env, () => {
        const id = jni.methodOf(env, jni.getObjectClass(env, klass), "getDeclaredConstructors", "()[Ljava/lang/reflect/Constructor;")!;
        jni.callVirtual(env, klass, id, "pointer");
        jni.takeException(env);
    });
}
