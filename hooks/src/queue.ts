// Events wait here and leave in batches, so that a hooked call never waits for the host.

import Java from "frida-java-bridge";
import { DEFAULTS } from "./rows.js";
import type { Options } from "./rows.js";
import type { Stacks } from "./stacks.js";

/** One hooked call, or `count` calls of which only the place is kept. Times: UTC ms, and monotonic microseconds. */
export interface Noted {
    h: number;
    t: number;
    m: number;
    th: string;
    o: string;
    x?: string;
    a?: string[];
    v?: [string, number][];
    n?: number;
    w?: number;
    s: number;
}

export class Queue {
    private options: Options = DEFAULTS;
    private events: Noted[] = [];
    private readonly told = new Set<number>();
    private timer: ReturnType<typeof setTimeout> | null = null;
    private sent = 0;
    private stacks: Stacks | null = null;
    // Called just before a batch leaves: what was only counted since the last one joins it.
    beforeFlush: () => void = () => {};

    configure(options: Options, stacks: Stacks): void {
        this.options = options;
        this.stacks = stacks;
    }

    push(event: Noted): void {
        this.events.push(event);
        if (this.events.length >= this.options.batch_events) {
            this.leave();
        } else {
            this.wake();
        }
    }

    /** Makes sure that what is waiting leaves within a batch's time. */
    wake(): void {
        if (this.timer === null) {
            this.timer = setTimeout(() => {
                this.timer = null;
                this.flush();
            }, this.options.batch_ms);
        }
    }

    /** Sends all that waits; gives how many events were ever sent. */
    flush(): number {
        this.beforeFlush();
        this.leave();
        return this.sent;
    }

    private leave(): void {
        const events = this.events;
        if (events.length === 0) {
            return;
        }
        this.events = [];
        const unspelled = new Set<number>();
        for (const { s } of events) {
            if (s !== 0 && !this.told.has(s)) {
                this.told.add(s);
                unspelled.add(s);
            }
        }
        const fresh: [number, string[]][] = [];
        if (unspelled.size !== 0) {
            Java.vm.perform(() => unspelled.forEach(s => fresh.push([s, this.stacks!.frames(s)])));
        }
        this.sent += events.length;
        send({ type: "events", first: this.sent - events.length, stacks: fresh, events });
    }
}
