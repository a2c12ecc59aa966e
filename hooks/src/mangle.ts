// The bridge's own way to replace a method. Its public surface only offers it wrapped in conversions of every argument
// and result, which cost more than all the rest of a hooked call and rebuild arrays on the way.

import Java from "frida-java-bridge";
import * as android from "frida-java-bridge/lib/android.js";
// @ts-expect-error: this part of the bridge comes without types
import * as jvm from "frida-java-bridge/lib/jvm.js";

interface Mangler {
    newMethod: unknown;
    replace(implementation: NativePointer, isInstance: boolean, argumentTypes: unknown[], vm: unknown, api: unknown): void;
    resolveTarget(wrapper: unknown, isInstance: boolean, env: unknown, api: unknown): NativePointer;
}

/** A replaced method: `original()` is the id that calls it unhooked. `isInPlace`: the VM has taken it. */
export interface Replaced {
    original(env: NativePointer): NativePointer;
    isInPlace(): boolean;
}

/** "art" or "jvm". */
export function flavor(): string {
    return (Java as any).api.flavor;
}

// What the bridge has HotSpot do after each method it replaces: passes over all compiled code and all loaded classes
// that look for methods marked as old. One pass after the last method finds them all.
const SWEEPS = [
    "VM_RedefineClasses::flush_dependent_code", "ClassLoaderDataGraph::classes_do",
    "ResolvedMethodTable::adjust_method_entries", "ClassLoaderDataGraph::clean_deallocate_lists",
];

const kept: unknown[] = [];

/** Replaces a method; on HotSpot the VM takes it on the script's next tick. */
export function replace(method: NativePointer, isStatic: boolean, parameters: unknown[], implementation: NativePointer): Replaced {
    const { api } = Java as any;
    const isArt = flavor() === "art";
    const make: (id: NativePointer) => Mangler = isArt ? (android as any).makeMethodMangler : jvm.makeMethodMangler;
    const mangler = make(method);
    kept.push(mangler, implementation);
    mangler.replace(implementation, !isStatic, parameters, Java.vm, api);
    let target: NativePointer | null = null;
    return {
        original: env => target ??= mangler.resolveTarget(null, !isStatic, env, api),
        isInPlace: () => isArt || mangler.newMethod !== null,
    };
}

/**
 * Waits until the VM has taken what was replaced on this tick. `count` methods were, no method twice. Resolves when all
 * are in place or the VM gave up; `isInPlace` tells.
 */
export function settled(count: number): Promise<void> {
    const { api } = Java as any;
    const givenBack: (() => void)[] = [];
    if (flavor() === "jvm") {
        SWEEPS.filter(name => api[name] !== undefined).forEach(name => {
            const sweep = api[name];
            let calls = 0;
            api[name] = (...args: unknown[]): void => {
                if (++calls === count) {
                    sweep(...args);
                }
            };
            givenBack.push(() => { api[name] = sweep; });
        });
    }
    return new Promise(resolve => Script.nextTick(() => Script.nextTick(() => {
        givenBack.forEach(giveBack => giveBack());
        resolve();
    })));
}
