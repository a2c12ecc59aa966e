// Finding classes and their methods.
//
// The bridge's own class models are not asked: building one of a class that is loaded but not linked ends a HotSpot VM,
// and it looks array types up by names that not every class loader knows. On HotSpot the VM's tool interface gives the
// methods: JNI's own ways to a method id start the class's static code, long before the app would.

import Java from "frida-java-bridge";
import * as jni from "./jni.js";
import { flavor } from "./mangle.js";
import { ReflectedMembers } from "./reflection.js";
import { ToolMembers } from "./toolinterface.js";
import type { NativeType } from "./jni.js";

/** A method. `parameters` are Java names (java.lang.String, int, byte[]), descriptors are JNI's. */
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
export function find(env: NativePointer, name: string, loader: Java.Wrapper | null): Found {
    const isArt = flavor() === "art";
    const wrapper = Java.use("java.lang.Class").forName(name, isArt, loader);
    const handle = jni.newGlobalRef(env, wrapper.$h);
    wrapper.$dispose();
    const members = isArt ? new ReflectedMembers(env, handle) : new ToolMembers(env, handle);
    return { handle, methods: wanted => members.named(env, wanted) };
}
