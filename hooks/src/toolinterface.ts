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

// Some classes have a thousand methods; their names are compared where they are.
const SEARCH = `
typedef int (*GetName)(void *, void *, char **, char **, char **);
typedef int (*Deallocate)(void *, char *);

static int same(const char *a, const char *b) {
    while (*a && *a == *b) { a++; b++; }
    return *a == *b;
}

int search(void **tool, void **methods, int count, int from, const char *wanted) {
    GetName getName = (GetName) ((void ***) tool)[0][${GET_METHOD_NAME - 1}];
    Deallocate deallocate = (Deallocate) ((void ***) tool)[0][${DEALLOCATE - 1}];
    char *name;
    int found;
    for (; from < count; from++) {
        if (getName(tool, methods[from], &name, 0, 0) != 0) continue;
        found = same(name, wanted);
        deallocate(tool, name);
        if (found) return from;
    }
    return -1;
}
`;

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

let search_: NativeFunction<number, [NativePointerValue, NativePointerValue, number, number, NativePointerValue]> | null = null;
let module_: CModule | null = null;

// Index of the next method of that name at or after `from`, or -1.
function search(methods: NativePointer, count: number, from: number, name: NativePointer): number {
    if (search_ === null) {
        module_ = new CModule(SEARCH);
        search_ = new NativeFunction(module_.search, "int", ["pointer", "pointer", "int", "int", "pointer"], { exceptions: "propagate" });
    }
    return search_((Java as any).api.jvmti.handle, methods, count, from, name);
}

/** The declared methods of one class. */
export class ToolMembers {
    private readonly methods: NativePointer;
    private readonly count: number;
    private readonly out = Memory.alloc(3 * Process.pointerSize);

    constructor(env: NativePointer, klass: NativePointer) {
        link(env, klass);
        const count = Memory.alloc(4);
        const code = tool(GET_CLASS_METHODS, "pointer", "pointer", "pointer")(klass, count, this.out);
        if (code !== 0) {
            throw new Error(`the VM does not give the methods of this class (JVMTI error ${code})`);
        }
        this.methods = this.out.readPointer();
        this.count = count.readS32();
    }

    named(_env: NativePointer, wanted: string): Declared[] {
        const name = Memory.allocUtf8String(wanted === "$init" ? "<init>" : wanted);
        const found: Declared[] = [];
        for (let i = search(this.methods, this.count, 0, name); i !== -1; i = search(this.methods, this.count, i + 1, name)) {
            found.push(this.describe(this.methods.add(i * Process.pointerSize).readPointer()));
        }
        return found;
    }

    private describe(id: NativePointer): Declared {
        const { out } = this;
        const modifiersAt = out.add(Process.pointerSize);
        tool(GET_METHOD_NAME, "pointer", "pointer", "pointer", "pointer")(id, NULL, out, NULL);
        tool(GET_METHOD_MODIFIERS, "pointer", "pointer")(id, modifiersAt);
        const { parameters, result } = parseSignature(out.readPointer().readUtf8String()!);
        tool(DEALLOCATE, "pointer")(out.readPointer());
        const modifiers = modifiersAt.readS32();
        return {
            id,
            isStatic: (modifiers & STATIC) !== 0,
            isAbstract: (modifiers & ABSTRACT) !== 0,
            parameters: parameters.map(javaName),
            types: parameters.map(nativeType),
            descriptors: parameters,
            result,
            resultType: nativeType(result),
        };
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
