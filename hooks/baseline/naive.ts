// The usual way to watch a method, for benchmarks only: the bridge's wrappers, a stack built frame by frame over the
// bridge, one message an event.

import Java from "frida-java-bridge";

rpc.exports = {
    arm(className: string, method: string): void {
        Java.vm.perform(() => {
            // Links the class: the bridge may not model one that is loaded only.
            const loader = Java.use("java.lang.ClassLoader").getSystemClassLoader();
            Java.use("java.lang.Class").forName(className, true, loader).getDeclaredMethods();
            const Exception = Java.use("java.lang.Exception");
            for (const overload of Java.use(className)[method].overloads) {
                overload.implementation = function (this: Java.Wrapper, ...args: any[]): any {
                    const result = overload.call(this, ...args);
                    const frames: string[] = [];
                    for (const frame of Exception.$new().getStackTrace()) {
                        frames.push(frame.toString());
                    }
                    send({ api: `${className}.${method}`, at: Date.now(), args: args.map(String), result: String(result), frames });
                    return result;
                };
            }
        });
    },

    open(): void {
        Java.vm.perform(() => Java.use("auditor.deskphone.Gate").open());
    },
};
