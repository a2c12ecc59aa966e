// What became of every row: nothing that could not be watched is passed over in silence.

export interface Entry {
    id: string;
    state: "declared" | "resolved" | "armed" | "fired" | "failed" | "not_applicable";
    why: string;
    overloads: number;
    /** Calls with code of the app on the stack, calls the framework made for itself, calls inside another hooked call. */
    app: number;
    framework: number;
    nested: number;
    /** Calls told only by number, and times that noting a call failed (the call itself went on). */
    thinned: number;
    lost: number;
}

export function declare(id: string): Entry {
    return { id, state: "declared", why: "", overloads: 0, app: 0, framework: 0, nested: 0, thinned: 0, lost: 0 };
}

export function fail(entry: Entry, why: string): void {
    entry.state = "failed";
    entry.why = why.slice(0, 500);
}
