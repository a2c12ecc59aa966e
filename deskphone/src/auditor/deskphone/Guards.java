package auditor.deskphone;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.robolectric.internal.bytecode.ShadowedObject;
import org.robolectric.pluginapi.MethodHandleDecorator;

/**
 * Folds permission checks and planted answers in front of framework methods, by the table of rules. Methods without a
 * rule are bound as before and pay nothing.
 */
public final class Guards implements MethodHandleDecorator {
    private static final String ORIGINAL = "original";
    private static final String ANDROID = "android";
    private static final MethodHandle CALL = handle("call", Object.class, Rule[].class, MethodHandle.class, Class.class,
            Object[].class);
    private static final MethodHandle DATA = data();
    private static final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private static final ThreadLocal<Boolean> trusted = ThreadLocal.withInitial(() -> false);

    private final Map<String, List<Rule>> rules;
    private final Session session;

    /** Gives what an allowed call returns. */
    public interface Answer {
        /** Answers for the call with those arguments (the receiver first unless static); may fall back on the original. */
        Object answer(Object[] arguments, Original original) throws Throwable;
    }

    /** Calls the framework's own method. */
    public interface Original {
        Object call() throws Throwable;
    }

    Guards(Session session) throws java.io.IOException {
        this.session = session;
        rules = Rule.read();
    }

    /** Names what "handset:NAME" in the table does. */
    public static void answer(String name, Answer answer) {
        answers.put(name, answer);
    }

    /** Runs with the phone's own rights: no rule applies on this thread meanwhile. */
    public static <T> T trusted(java.util.concurrent.Callable<T> work) throws Exception {
        boolean before = trusted.get();
        trusted.set(true);
        try {
            return work.call();
        } finally {
            trusted.set(before);
        }
    }

    @Override
    public MethodHandle decorate(Class<?> type, String method, MethodType shape, boolean isStatic, MethodHandle shadow) {
        List<Rule> named = rules.get(type.getName() + "#" + method);
        if (named == null) {
            return null;
        }
        int arity = shape.parameterCount() - (isStatic ? 0 : 1);
        Rule[] fitting = named.stream().filter(rule -> rule.applies(arity, session.api(), session.target()))
                .toArray(Rule[]::new);
        if (fitting.length == 0) {
            return null;
        }
        boolean bare = Arrays.stream(fitting).anyMatch(rule -> rule.answer().equals(ANDROID));
        MethodHandle original = original(type, method, shape, isStatic, bare ? null : shadow);
        MethodType whole = isStatic ? shape : shape.changeParameterType(0, type);
        MethodHandle spread = original.asType(whole.generic()).asSpreader(Object[].class, whole.parameterCount());
        MethodHandle call = MethodHandles.insertArguments(CALL.bindTo(this), 0, fitting, spread, shape.returnType());
        return call.asCollector(Object[].class, whole.parameterCount()).asType(whole);
    }

    private static MethodHandle original(Class<?> type, String method, MethodType shape, boolean isStatic, MethodHandle shadow) {
        if (shadow != null && isStatic) {
            return shadow.asType(shape);
        }
        if (shadow != null) {
            Class<?> receiver = shadow.type().parameterType(0);
            MethodHandle direct = receiver.equals(type) ? shadow
                    : MethodHandles.filterArguments(shadow, 0, DATA.asType(MethodType.methodType(receiver, type)));
            return direct.asType(shape.changeParameterType(0, type));
        }
        String name = "$$robo$$" + type.getName().replace('.', '_').replace('$', '_') + "$" + method;
        MethodType bare = isStatic ? shape : shape.dropParameterTypes(0, 1);
        try {
            Method real = type.getDeclaredMethod(name, bare.parameterArray());
            real.setAccessible(true);
            return MethodHandles.lookup().unreflect(real);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("guards.tsv: no code behind " + type.getName() + "." + method, e);
        }
    }

    /** Runs at every guarded call. */
    private Object call(Rule[] fitting, MethodHandle spread, Class<?> returns, Object[] arguments) throws Throwable {
        Original original = () -> spread.invoke(arguments);
        if (trusted.get()) {
            return original.call();
        }
        Rule answering = fitting[0];
        for (Rule rule : fitting) {
            if (!rule.allowed(session.grants())) {
                return denied(rule, returns);
            }
            if (rule.ignored(session.grants())) {
                return nothing(returns);
            }
            answering = answering.answer().equals(ORIGINAL) ? rule : answering;
        }
        String answer = answering.answer();
        if (answer.startsWith("hole:")) {
            String[] hole = answer.split(":", 3);
            session.ledgerOnce(Hole.valueOf(hole[1].toUpperCase(Locale.ROOT)), answering.type() + "." + answering.method(), hole[2]);
            return original.call();
        }
        if (answer.startsWith("identity:")) {
            String value = session.identity().text(answer.substring(9));
            return value != null ? value : original.call();
        }
        Answer named = answer.startsWith("handset:") ? answers.get(answer.substring(8)) : null;
        return named == null ? original.call() : named.answer(arguments, original);
    }

    /** What a call brings whose app-op is switched off. */
    private static Object nothing(Class<?> returns) {
        if (returns == boolean.class) {
            return false;
        }
        return returns == int.class ? (Object) 0 : returns.isArray() || List.class.isAssignableFrom(returns) ? empty(returns) : null;
    }

    private static Object empty(Class<?> returns) {
        return returns.isArray() ? Array.newInstance(returns.getComponentType(), 0) : new java.util.ArrayList<>();
    }

    private Object denied(Rule rule, Class<?> returns) {
        String denied = rule.denied();
        if (denied.startsWith("value:")) {
            return denied.substring(6);
        }
        if (denied.startsWith("fails:")) {
            throw new RuntimeException(denied.substring(6));
        }
        switch (denied) {
            case "null":
                return null;
            case "zero":
                return 0;
            case "false":
                return false;
            case "empty":
                return empty(returns);
            default:
                throw new SecurityException(refusal(rule));
        }
    }

    private String refusal(Rule rule) {
        if (rule.denied().startsWith("throws:")) {
            return rule.denied().substring(7).replace("{method}", rule.method()).replace("{uid}", Integer.toString(session.config().number("uid", 0)))
                    .replace("{package}", session.config().text("package", ""));
        }
        StringBuilder needed = new StringBuilder();
        for (List<String> all : rule.needs()) {
            needed.append(needed.isEmpty() ? "" : " or ").append(String.join(" and ", all));
        }
        // The words of Context.enforceCallingOrSelfPermission.
        return rule.method() + ": Neither user " + session.config().number("uid", 0) + " nor current process has " + needed + ".";
    }

    private static MethodHandle handle(String name, Class<?> returns, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().findVirtual(Guards.class, name, MethodType.methodType(returns, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static MethodHandle data() {
        try {
            return MethodHandles.publicLookup().findVirtual(ShadowedObject.class, "$$robo$getData",
                    MethodType.methodType(Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
