// A hook that fires too often keeps its details for the first calls of a second and its numbers for the rest.

import type { Noted } from "./queue.js";

const WINDOW_MS = 1000;

export class Thinner {
    private readonly perSecond: number;
    private readonly windows = new Map<number, { start: number; details: number }>();
    private readonly counted = new Map<string, Noted>();

    constructor(perSecond: number) {
        this.perSecond = perSecond;
    }

    /** May this call of the hook be told in full? */
    admits(hook: number, at: number): boolean {
        const window = this.windows.get(hook);
        if (window === undefined || at - window.start >= WINDOW_MS || at < window.start) {
            this.windows.set(hook, { start: at, details: 1 });
            return true;
        }
        window.details++;
        return window.details <= this.perSecond;
    }

    /** Counts a call by hook, place, thread and outcome. */
    count(event: Noted): void {
        const key = `${event.h}|${event.s}|${event.th}|${event.o}`;
        const same = this.counted.get(key);
        if (same === undefined) {
            event.n = 1;
            event.w = 0;
            this.counted.set(key, event);
        } else {
            same.n!++;
            same.w = event.t - same.t;
        }
    }

    /** Hands over the counts since the last time. */
    take(): Noted[] {
        const events = Array.from(this.counted.values());
        this.counted.clear();
        return events;
    }
}
