// Whose code is on the stack: decided before anything is built, kept as a number, spelled out once.

import Java from "frida-java-bridge";

const FRAME_LIMIT = 64;

/** Where stacks come from. `capture` gives 0 when no code of the app is on this thread's stack. */
export interface Stacks {
    /** The Java method that captures, for code that can call it without the script; null where there is none. */
    direct: { klass: NativePointer; method: NativePointer } | null;
    capture(env: NativePointer): number;
    frames(id: number): string[];
}

/** Stacks of the desk phone, gathered by its own Java helper. */
export function deskStacks(helper: Java.Wrapper, helperClass: NativePointer): Stacks {
    return {
        direct: { klass: helperClass, method: helper.capture.handle },
        capture: () => helper.capture() as number,
        frames: id => {
            const text = helper.frames(id) as string | null;
            return text === null || text === "" ? [] : text.split("\n").slice(0, FRAME_LIMIT);
        },
    };
}

/** Stacks of ART. Code of the app is what was loaded from its own files. */
export function artStacks(): Stacks {
    const ids = new Map<string, number>();
    const spelled: string[][] = [[]];
    return {
        direct: null,
        capture: () => {
            const trace = Java.backtrace({ limit: FRAME_LIMIT });
            const known = ids.get(trace.id);
            if (known !== undefined) {
                return known;
            }
            const fromApp = trace.frames.some(frame => /^\/(data|mnt\/expand)\//.test(frame.origin));
            let id = 0;
            if (fromApp) {
                id = spelled.length;
                spelled.push(trace.frames.map(f => `${f.className}.${f.methodName}(${f.fileName}:${f.lineNumber})`));
            }
            ids.set(trace.id, id);
            return id;
        },
        frames: id => spelled[id] ?? [],
    };
}
