// The part of a hooked call that every call pays, in C: call the original, ask whose code is on the stack, count.
// Only a call of the app that is to be told goes on into the script. The C is written here because every overload
// needs a function of its own type, and compiled by Frida when the hooks are armed.

import type { NativeType } from "./jni.js";

const C_TYPE: Record<NativeType, string> = {
    pointer: "void *", uint8: "unsigned char", int8: "signed char", uint16: "unsigned short", int16: "short",
    int32: "int", int64: "long long", float: "float", double: "double", void: "void",
};
const MEMBER: Record<NativeType, string> = {
    pointer: "l", uint8: "z", int8: "b", uint16: "c", int16: "s", int32: "i", int64: "j", float: "f", double: "d", void: "j",
};

const WORD = Process.pointerSize;
const HOOK_BYTES = 2 * WORD + 8 * 4;
const SLOTS = 512;
const SLOT_BYTES = 32;
const STATE_WORDS = 5;
const EVERY_HOOK = 1 << 20;

/** What C has to know of one overload. `callOffset`: its function in the JNI table. */
export interface Shape {
    holder: NativePointer;
    callOffset: number;
    isStatic: boolean;
    result: NativeType;
    types: NativeType[];
    /** Overloads of one method have one number; calls among them are one call. */
    group: number;
    /** One row without conditions: its calls can be counted without looking at them. */
    isPlain: boolean;
    /** A read: what the framework calls inside it is part of it. */
    isRead: boolean;
}

/** Told of a call of the app: arguments and result as jvalues, UTC ms, monotonic us. */
export type Tell = (env: NativePointer, self: NativePointer, args: NativePointer, result: NativePointer, hook: number,
    stack: number, at: number, micros: number) => void;

/** A count made in C: calls of one hook from one place. */
export interface Counted {
    hook: number;
    stack: number;
    count: number;
    first: number;
    last: number;
}

export interface Native {
    replacement(hook: number): NativePointer;
    setOn(isOn: boolean): void;
    take(): Counted[];
    /** Calls of the framework for itself, and calls inside another hooked call. */
    quiet(hook: number): { framework: number; nested: number };
}

const CORE = `
#include <stdint.h>
typedef union { unsigned char z; signed char b; unsigned short c; short s; int i; long long j; float f; double d; void *l; } jvalue;
typedef struct { void *holder; void *method; int group; int plain; int inside; int details; int window; int framework; int nested; int pad; } Hook;
typedef struct { int hook; int stack; int count; int pad; double first; double last; } Slot;
typedef struct { int hook; int stack; void *saved; double at; double micros; } Call;
typedef struct { long sec; long nsec; } Time;
extern Hook hooks[];
extern Slot slots[];
extern int state[];
extern char mutex[];
extern char stacksClass[];
extern char captureMethod[];
extern int clock_gettime(int clock, Time *time);
extern void *pthread_getspecific(unsigned int key);
extern int pthread_setspecific(unsigned int key, void *value);
extern int pthread_mutex_lock(void *mutex);
extern int pthread_mutex_unlock(void *mutex);
extern void resolve(int hook, void *env);
extern void tell(void *env, void *self, jvalue *args, jvalue *result, int hook, int stack, double at, double micros);
#define JNI(env, n) ((*(void ***) (env))[n])
#define KEY ((unsigned int) state[2])
#define ALL ((void *) (long) ${EVERY_HOOK})

static void add(int *number) { pthread_mutex_lock(mutex); (*number)++; pthread_mutex_unlock(mutex); }

static void begin(Call *call, int hook, void *env) {
    Hook *h = &hooks[hook];
    void *in;
    Time now;
    call->stack = 0;
    call->hook = hook;
    if (h->method == 0) resolve(hook, env);
    if (!state[0]) return;
    in = pthread_getspecific(KEY);
    if (in == ALL || in == (void *) (long) h->group) { add(&h->nested); return; }
    call->saved = in;
    call->stack = -1;
    if (state[3]) {
        pthread_setspecific(KEY, ALL);
        call->stack = ((int (*)(void *, void *, void *, void *)) JNI(env, 131))(env, stacksClass, captureMethod, 0);
        if (((unsigned char (*)(void *)) JNI(env, 228))(env)) { ((void (*)(void *)) JNI(env, 17))(env); call->stack = 0; }
        pthread_setspecific(KEY, in);
        if (call->stack == 0) { add(&h->framework); return; }
    }
    pthread_setspecific(KEY, (void *) (long) h->inside);
    clock_gettime(0, &now);
    call->at = now.sec * 1000.0 + now.nsec / 1000000;
    clock_gettime(1, &now);
    call->micros = now.sec * 1000000.0 + now.nsec / 1000;
}

static int countOnly(Call *call) {
    Hook *h = &hooks[call->hook];
    int second = (int) (call->at / 1000.0);
    unsigned int at, tries;
    int done = 0;
    if (!h->plain || call->stack < 0) return 0;
    pthread_mutex_lock(mutex);
    if (h->window != second) { h->window = second; h->details = 0; }
    if (h->details < state[1]) { h->details++; pthread_mutex_unlock(mutex); return 0; }
    at = ((unsigned int) call->hook * 31u + (unsigned int) call->stack) * 2654435761u;
    for (tries = 0; tries < 16 && !done; tries++) {
        Slot *s = &slots[(at + tries) % ${SLOTS}];
        if (s->count == 0) { s->hook = call->hook; s->stack = call->stack; s->first = call->at; state[4]++; }
        if (s->hook == call->hook && s->stack == call->stack) { s->count++; s->last = call->at; done = 1; }
    }
    pthread_mutex_unlock(mutex);
    return done;
}

static void end(Call *call, void *env, void *self, jvalue *args, jvalue *result) {
    pthread_setspecific(KEY, ALL);
    if (((unsigned char (*)(void *)) JNI(env, 228))(env) || !countOnly(call))
        tell(env, self, args, result, call->hook, call->stack, call->at, call->micros);
    pthread_setspecific(KEY, call->saved);
}
`;

function replacementSource(shape: Shape, hook: number): string {
    const parameters = ["void *env", "void *self", ...shape.types.map((type, i) => `${C_TYPE[type]} a${i}`)].join(", ");
    const stores = shape.types.map((type, i) => `args[${i}].${MEMBER[type]} = a${i};`).join(" ");
    const type = C_TYPE[shape.result];
    const pointerTypes = shape.isStatic ? "void *, void *, void *, jvalue *" : "void *, void *, void *, void *, jvalue *";
    const target = shape.isStatic ? "self" : `self, hooks[${hook}].holder`;
    const call = `((${type} (*)(${pointerTypes})) JNI(env, ${shape.callOffset}))(env, ${target}, hooks[${hook}].method, args)`;
    const isVoid = shape.result === "void";
    return `
${type} hook${hook}(${parameters}) {
    Call call; jvalue args[${shape.types.length + 1}]; jvalue result;
    ${stores} result.j = 0;
    begin(&call, ${hook}, env);
    ${isVoid ? "" : `result.${MEMBER[shape.result]} = `}${call};
    if (call.stack != 0) end(&call, env, self, args, &result);
    ${isVoid ? "" : `return result.${MEMBER[shape.result]};`}
}`;
}

const kept: unknown[] = [];

function libc(name: string): NativePointer {
    return Module.getGlobalExportByName(name);
}

function newThreadKey(): number {
    const key = Memory.alloc(8);
    const create = new NativeFunction(libc("pthread_key_create"), "int", ["pointer", "pointer"]);
    if (create(key, NULL) !== 0) {
        throw new Error("no thread-local storage is left in this process");
    }
    return key.readU32();
}

/**
 * Compiles the replacements. `original` gives the id that calls a hook's method unhooked; `capture` is the static
 * method that tells a stack by number, null where stacks are only to be had from the script.
 */
export function compile(shapes: Shape[], tell: Tell, original: (hook: number, env: NativePointer) => NativePointer,
    capture: { klass: NativePointer; method: NativePointer } | null, detailsPerSecond: number): Native {
    const hooks = Memory.alloc(Math.max(1, shapes.length) * HOOK_BYTES);
    const slots = Memory.alloc(SLOTS * SLOT_BYTES);
    const state = Memory.alloc(STATE_WORDS * 4);
    const mutex = Memory.alloc(128);
    const numbers = (hook: number): NativePointer => hooks.add(hook * HOOK_BYTES + 2 * WORD);
    shapes.forEach((shape, hook) => {
        const group = shape.group + 1;
        hooks.add(hook * HOOK_BYTES).writePointer(shape.holder);
        numbers(hook).writeS32(group);
        numbers(hook).add(4).writeS32(shape.isPlain ? 1 : 0);
        numbers(hook).add(8).writeS32(shape.isPlain && shape.isRead ? EVERY_HOOK : group);
    });
    state.add(4).writeS32(Math.min(detailsPerSecond, 0x7fffffff));
    state.add(8).writeU32(newThreadKey());
    state.add(12).writeS32(capture === null ? 0 : 1);
    const told = new NativeCallback(tell as any, "void", ["pointer", "pointer", "pointer", "pointer", "int", "int", "double", "double"]);
    const resolve = new NativeCallback((hook: number, env: NativePointer) => {
        hooks.add(hook * HOOK_BYTES + WORD).writePointer(original(hook, env));
    }, "void", ["int", "pointer"]);
    const module = new CModule(CORE + shapes.map(replacementSource).join("\n"), {
        hooks, slots, state, mutex,
        stacksClass: capture?.klass ?? state,
        captureMethod: capture?.method ?? state,
        clock_gettime: libc("clock_gettime"),
        pthread_getspecific: libc("pthread_getspecific"),
        pthread_setspecific: libc("pthread_setspecific"),
        pthread_mutex_lock: libc("pthread_mutex_lock"),
        pthread_mutex_unlock: libc("pthread_mutex_unlock"),
        resolve,
        tell: told,
    });
    kept.push(hooks, slots, state, mutex, told, resolve, module);
    const lock = new NativeFunction(libc("pthread_mutex_lock"), "int", ["pointer"], { scheduling: "exclusive" });
    const unlock = new NativeFunction(libc("pthread_mutex_unlock"), "int", ["pointer"], { scheduling: "exclusive" });

    return {
        replacement: hook => (module as any)[`hook${hook}`],
        setOn: isOn => { state.writeS32(isOn ? 1 : 0); },
        take: () => {
            const counted: Counted[] = [];
            if (state.add(16).readS32() === 0) {
                return counted;
            }
            lock(mutex);
            try {
                for (let i = 0; i !== SLOTS; i++) {
                    const slot = slots.add(i * SLOT_BYTES);
                    const count = slot.add(8).readS32();
                    if (count !== 0) {
                        counted.push({
                            hook: slot.readS32(), stack: slot.add(4).readS32(), count,
                            first: slot.add(16).readDouble(), last: slot.add(24).readDouble(),
                        });
                        slot.add(8).writeS32(0);
                    }
                }
                state.add(16).writeS32(0);
            } finally {
                unlock(mutex);
            }
            return counted;
        },
        quiet: hook => ({ framework: numbers(hook).add(20).readS32(), nested: numbers(hook).add(24).readS32() }),
    };
}
