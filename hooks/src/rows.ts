// What Python hands over: catalogue rows, already validated there.

/** Argument `argument` (counted from 0; -1 is the object called), read along `read`, must be one of these, and none of `unless`. */
export interface Condition {
    argument: number;
    read: string;
    equals: string[];
    starts: string[];
    contains: string[];
    unless: string[];
}

/** A text kept of an argument. */
export interface KeptArgument {
    argument: number;
    read: string;
}

/**
 * What is kept of the result, or `of` the object called. `as`: text, number, hex, mac, count, none.
 * `each`: the result is a list or an array and `read` goes for every element; `read` lists paths joined by commas.
 */
export interface KeptResult {
    as: "text" | "number" | "hex" | "mac" | "count" | "none";
    read: string[];
    each: boolean;
    of: "result" | "this";
}

export interface Row {
    id: string;
    class: string;
    method: string;
    overloads: string[][];
    levels: [number, number];
    counts_when: Condition[];
    keep_arguments: KeptArgument[];
    keep_result: KeptResult;
    placeholders: string[];
    in_app: boolean;
    is_read: boolean;
}

export interface Options {
    level: number;
    batch_ms: number;
    batch_events: number;
    details_per_second: number;
    text_limit: number;
    list_limit: number;
}

export const DEFAULTS: Options = {
    level: 0,
    batch_ms: 50,
    batch_events: 256,
    details_per_second: 500,
    text_limit: 4096,
    list_limit: 100,
};

/** Does a condition hold for this text? */
export function holds(condition: Condition, text: string | null): boolean {
    const { equals, starts, contains, unless } = condition;
    if (text === null || unless.includes(text)) {
        return false;
    }
    if (equals.length === 0 && starts.length === 0 && contains.length === 0) {
        return true;
    }
    return equals.includes(text) || starts.some(s => text.startsWith(s)) || contains.some(s => text.includes(s));
}

/** What a result tells by its texts alone. */
export function outcomeOf(texts: string[], placeholders: string[]): "returned" | "empty" | "placeholder" {
    const full = texts.filter(text => text !== "");
    if (full.length === 0) {
        return "empty";
    }
    return full.every(text => isPlaceholder(text, placeholders)) ? "placeholder" : "returned";
}

function isPlaceholder(text: string, placeholders: string[]): boolean {
    return placeholders.includes(text.toLowerCase()) || (text.length > 3 && /^[0:.,\-]+$/.test(text));
}
