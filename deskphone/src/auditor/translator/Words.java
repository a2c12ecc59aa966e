package auditor.translator;

/** Names of types in their two forms. */
final class Words {
    private Words() {
    }

    /** {@code Lcom/example/A;} as {@code com/example/A}. */
    static String internal(String descriptor) {
        return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
    }
}
