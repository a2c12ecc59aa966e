// The JNI functions an observer needs, called directly: no wrapper objects, no conversions, no global references.

export type Native = NativePointer | number | Int64 | UInt64;
export type NativeType = "pointer" | "uint8" | "int8" | "uint16" | "int16" | "int32" | "int64" | "float" | "double" | "void";

const WORD = Process.pointerSize;
const JVALUE = 8;

// Offsets in the JNI function table (JNI specification, "Interface Function Table"): first of each family of calls.
const FAMILY: Record<NativeType, number> = {
    pointer: 0, uint8: 3, int8: 6, uint16: 9, int16: 12, int32: 15, int64: 18, float: 21, double: 24, void: 27,
};
const VIRTUAL = 34;
const NONVIRTUAL = 64;
const STATIC = 114;
const TAKES_ARRAY = 2;
const FIELD: Record<string, number> = {
    pointer: 95, uint8: 96, int8: 97, uint16: 98, int16: 99, int32: 100, int64: 101, float: 102, double: 103,
};

type Invoke = (...args: any[]) => any;

let table: NativePointer = NULL;
const functions = new Map<string, Invoke>();

// `exclusive` keeps the script's lock over a call too short to be worth giving it away; nothing that can run the app's
// code may be called so.
function native(index: number, result: NativeType, args: NativeType[], exclusive: boolean): Invoke {
    const key = `${index}:${exclusive}`;
    let found = functions.get(key);
    if (found === undefined) {
        const made = new NativeFunction(table.add(index * WORD).readPointer(), result, args as any, {
            exceptions: "propagate",
            scheduling: exclusive ? "exclusive" : "cooperative",
        });
        found = made as unknown as Invoke;
        functions.set(key, found);
    }
    return found;
}

const short = (index: number, result: NativeType, ...args: NativeType[]): Invoke => native(index, result, args, true);

let deleteLocalRef_: Invoke, newGlobalRef_: Invoke, getObjectClass_: Invoke, isInstanceOf_: Invoke, getMethodId_: Invoke;
let getFieldId_: Invoke, exceptionOccurred_: Invoke, exceptionClear_: Invoke, throw_: Invoke, getStringLength_: Invoke;
let getStringRegion_: Invoke, getArrayLength_: Invoke, getElement_: Invoke, getBytes_: Invoke, pushFrame_: Invoke, popFrame_: Invoke;
let exceptionCheck_: Invoke, fromReflectedMethod_: Invoke;

/** Binds the function table of the VM; every thread of one VM has the same. */
export function bind(env: NativePointer): void {
    if (!table.isNull()) {
        return;
    }
    table = env.readPointer();
    fromReflectedMethod_ = short(7, "pointer", "pointer", "pointer");
    throw_ = short(13, "int32", "pointer", "pointer");
    exceptionOccurred_ = short(15, "pointer", "pointer");
    exceptionClear_ = short(17, "void", "pointer");
    pushFrame_ = short(19, "int32", "pointer", "int32");
    popFrame_ = short(20, "pointer", "pointer", "pointer");
    newGlobalRef_ = short(21, "pointer", "pointer", "pointer");
    deleteLocalRef_ = short(23, "void", "pointer", "pointer");
    getObjectClass_ = short(31, "pointer", "pointer", "pointer");
    isInstanceOf_ = short(32, "uint8", "pointer", "pointer", "pointer");
    getMethodId_ = short(33, "pointer", "pointer", "pointer", "pointer", "pointer");
    getFieldId_ = short(94, "pointer", "pointer", "pointer", "pointer", "pointer");
    getStringLength_ = short(164, "int32", "pointer", "pointer");
    getArrayLength_ = short(171, "int32", "pointer", "pointer");
    getElement_ = short(173, "pointer", "pointer", "pointer", "int32");
    getBytes_ = short(200, "void", "pointer", "pointer", "int32", "int32", "pointer");
    getStringRegion_ = short(220, "void", "pointer", "pointer", "int32", "int32", "pointer");
    exceptionCheck_ = short(228, "uint8", "pointer");
}

export const throwAgain = (env: NativePointer, throwable: NativePointer): void => { throw_(env, throwable); };
export const clearException = (env: NativePointer): void => { exceptionClear_(env); };
export const fromReflectedMethod = (env: NativePointer, method: NativePointer): NativePointer => fromReflectedMethod_(env, method);
export const newGlobalRef = (env: NativePointer, object: NativePointer): NativePointer => newGlobalRef_(env, object);
export const deleteLocalRef = (env: NativePointer, object: NativePointer): void => { deleteLocalRef_(env, object); };
export const getObjectClass = (env: NativePointer, object: NativePointer): NativePointer => getObjectClass_(env, object);
export const arrayLength = (env: NativePointer, array: NativePointer): number => getArrayLength_(env, array);
export const element = (env: NativePointer, array: NativePointer, index: number): NativePointer => getElement_(env, array, index);
export const isInstance = (env: NativePointer, object: NativePointer, klass: NativePointer): boolean => isInstanceOf_(env, object, klass) !== 0;

/** Runs `body` and gives back every local reference it made; the app's table of them is small. */
export function withFrame<T>(env: NativePointer, body: () => T): T {
    pushFrame_(env, 32);
    try {
        return body();
    } finally {
        popFrame_(env, NULL);
    }
}

/** The pending throwable, taken off the thread, or null. */
export function takeException(env: NativePointer): NativePointer | null {
    if (exceptionCheck_(env) === 0) {
        return null;
    }
    const throwable: NativePointer = exceptionOccurred_(env);
    exceptionClear_(env);
    return throwable;
}

const buffers: NativePointer[] = [];
const BUFFER_BYTES = 8192;

function borrow(bytes: number): NativePointer {
    return bytes <= BUFFER_BYTES ? buffers.pop() ?? Memory.alloc(BUFFER_BYTES) : Memory.alloc(bytes);
}

function giveBack(buffer: NativePointer, bytes: number): void {
    if (bytes <= BUFFER_BYTES && buffers.length < 64) {
        buffers.push(buffer);
    }
}

/** A java.lang.String's text, at most `limit` characters of it, and its full length. */
export function stringText(env: NativePointer, string: NativePointer, limit: number): { text: string; length: number } {
    const length: number = getStringLength_(env, string);
    const wanted = Math.min(length, limit);
    const bytes = (wanted + 1) * 2;
    const buffer = borrow(bytes);
    try {
        getStringRegion_(env, string, 0, wanted, buffer);
        const text = wanted === 0 ? "" : buffer.readUtf16String(wanted) ?? "";
        return { text, length };
    } finally {
        giveBack(buffer, bytes);
    }
}

/** The first `limit` bytes of a byte[]. */
export function byteArray(env: NativePointer, array: NativePointer, limit: number): Uint8Array {
    const length = Math.min(getArrayLength_(env, array), limit);
    if (length === 0) {
        return new Uint8Array(0);
    }
    const buffer = Memory.alloc(length);
    getBytes_(env, array, 0, length, buffer);
    return new Uint8Array(buffer.readByteArray(length) as ArrayBuffer);
}

const texts = new Map<string, NativePointer>();

function cString(text: string): NativePointer {
    let found = texts.get(text);
    if (found === undefined) {
        found = Memory.allocUtf8String(text);
        texts.set(text, found);
    }
    return found;
}

/** Method of the object's class by name and JNI signature, or null when it has none. */
export function methodOf(env: NativePointer, klass: NativePointer, name: string, signature: string): NativePointer | null {
    const id: NativePointer = getMethodId_(env, klass, cString(name), cString(signature));
    return takeException(env) === null ? id : null;
}

/** Field of the object's class by name and JNI type, or null when it has none. */
export function fieldOf(env: NativePointer, klass: NativePointer, name: string, type: string): NativePointer | null {
    const id: NativePointer = getFieldId_(env, klass, cString(name), cString(type));
    return takeException(env) === null ? id : null;
}

/** Native values of an array of jvalues. */
export function readArguments(values: NativePointer, types: NativeType[]): Native[] {
    return types.map((type, i) => {
        const slot = values.add(i * JVALUE);
        switch (type) {
            case "pointer": return slot.readPointer();
            case "uint8": return slot.readU8();
            case "int8": return slot.readS8();
            case "uint16": return slot.readU16();
            case "int16": return slot.readS16();
            case "int32": return slot.readS32();
            case "int64": return slot.readS64();
            case "float": return slot.readFloat();
            case "double": return slot.readDouble();
            case "void": return 0;
        }
    });
}

/** The JNI function that calls exactly one method, whatever a subclass overrides, with arguments as jvalues. */
export function callOffset(isStatic: boolean, result: NativeType): number {
    return (isStatic ? STATIC : NONVIRTUAL) + FAMILY[result] + TAKES_ARRAY;
}

/** Calls a method of an object as Java would, with whole numbers as arguments. */
export function callVirtual(env: NativePointer, object: NativePointer, method: NativePointer, result: NativeType, numbers: number[] = []): any {
    const buffer = borrow(BUFFER_BYTES);
    numbers.forEach((value, i) => buffer.add(i * JVALUE).writeS32(value));
    try {
        return native(VIRTUAL + FAMILY[result] + TAKES_ARRAY, result, ["pointer", "pointer", "pointer", "pointer"], false)(env, object, method, buffer);
    } finally {
        giveBack(buffer, BUFFER_BYTES);
    }
}

/** A field of an object. */
export function getField(env: NativePointer, object: NativePointer, field: NativePointer, type: NativeType): any {
    return short(FIELD[type], type, "pointer", "pointer", "pointer")(env, object, field);
}
