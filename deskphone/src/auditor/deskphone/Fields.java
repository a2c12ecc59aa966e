package auditor.deskphone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Typed access to the members of a parsed JSON object; a missing or wrong member gives the fallback. */
public final class Fields {
    private final Map<String, Object> members;

    public Fields(Map<String, Object> members) {
        this.members = members;
    }

    public Map<String, Object> all() {
        return Collections.unmodifiableMap(members);
    }

    public String text(String name, String fallback) {
        Object value = members.get(name);
        return value instanceof String || value instanceof Number ? value.toString() : fallback;
    }

    public String text(String name) {
        return text(name, null);
    }

    public int number(String name, int fallback) {
        return members.get(name) instanceof Number number ? number.intValue() : fallback;
    }

    public double real(String name, double fallback) {
        return members.get(name) instanceof Number number ? number.doubleValue() : fallback;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** The object under that name, empty when there is none. */
    @SuppressWarnings("unchecked")
    public Fields object(String name) {
        return new Fields(members.get(name) instanceof Map ? (Map<String, Object>) members.get(name) : Map.of());
    }

    /** The objects of the list under that name. */
    @SuppressWarnings("unchecked")
    public List<Fields> objects(String name) {
        List<Fields> found = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map) {
                    found.add(new Fields((Map<String, Object>) item));
                }
            }
        }
        return found;
    }

    /** The strings of the list under that name. */
    public List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof String text) {
                    found.add(text);
                }
            }
        }
        return found;
    }

    /** The whole numbers of the list under that name. */
    public List<Integer> numbers(String name) {
        List<Integer> found = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Number number) {
                    found.add(number.intValue());
                }
            }
        }
        return found;
    }
}
