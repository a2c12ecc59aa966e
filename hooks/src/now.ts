// Threads' names.

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
