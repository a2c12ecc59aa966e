// The bridge's own way to replace a method. Its public surface only offers it wrapped in conversions of every argument
// and result, which cost more than all the rest of a hooked call and rebuild arrays on the way.

import Java from "frida-java-bridge";
import * as android from "frida-java-bridge/lib/android.js";
// @ts-expect-error: this part of the bridge comes without types
import * as jvm from "frida-java-bridge/lib/jvm.js";

interface Mangler {
    replace(implementation: NativePointer, isInstance: boolean, argumentTypes: unknown[], vm: unknown, api: unknown): void;
    resolveTarget(wrapper: unknown, isInstance: boolean, env: unknown, api: unknown): NativePointer;
}

/** A replaced method: `original()` is the id that calls it unhooked. */
export interface Replaced {
    original(env: NativePointer): NativePointer;
}

/** "art" or "jvm". */
export function flavor(): string {
    return (Java as any).api.flavor;
}

const kept: unknown[] = [];

/** Replaces a method; on HotSpot the VM takes it on the script's next tick. */
export function replace(method: NativePointer, isStatic: boolean, parameters: unknown[], implementation: NativePointer): Replaced {
    const { api } = Java as any;
    const make: (id: NativePointer) => Mangler = flavor() === "art" ? (android as any).makeMethodMangler : jvm.makeMethodMangler;
    const mangler = make(method);
    kept.push(mangler, implementation);
    mangler.replace(implementation, !isStatic, parameters, Java.vm, api);
    let target: NativePointer | null = null;
    return {
        original: env => target ??= mangler.resolveTarget(null, !isStatic, env, api),
    };
}
