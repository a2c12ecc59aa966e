// The device's clocks and threads' names.

const CLOCK_MONOTONIC = 1;
const timespec = Memory.alloc(16);
const clockGettime = new NativeFunction(Module.getGlobalExportByName("clock_gettime"), "int", ["int", "pointer"], {
    scheduling: "exclusive",
    exceptions: "propagate",
});

/** Microseconds of the clock that never goes back. */
export function monotonicMicros(): number {
    clockGettime(CLOCK_MONOTONIC, timespec);
    const seconds = Process.pointerSize === 8 ? timespec.readS64().toNumber() : timespec.readS32();
    const nanos = Process.pointerSize === 8 ? timespec.add(8).readS64().toNumber() : timespec.add(4).readS32();
    return seconds * 1_000_000 + Math.floor(nanos / 1000);
}

const names = new Map<number, string>();

/** A thread's name as the kernel has it (15 characters). Kept from its first hooked call on. */
export function threadName(tid: number): string {
    let name = names.get(tid);
    if (name === undefined) {
        try {
            name = File.readAllText(`/proc/self/task/${tid}/comm`).trim();
        } catch (error) {
            name = String(tid);
        }
        names.set(tid, name);
    }
    return name;
}
