package auditor.handset;

import android.content.ComponentName;
import android.content.Intent;
import android.net.Uri;
import auditor.deskphone.Fields;

/** Makes intents of what the shell was given. */
final class Intents {
    private Intents() {
    }

    /** The intent of PROTOCOL.md, to that component unless it is null or empty. */
    static Intent of(Fields wanted, String component) {
        Intent intent = new Intent(wanted.text("action"));
        if (Intent.ACTION_MAIN.equals(intent.getAction()) && wanted.texts("categories").isEmpty()) {
            intent.addCategory(Intent.CATEGORY_LAUNCHER);
        }
        wanted.texts("categories").forEach(intent::addCategory);
        Uri data = wanted.text("data") == null ? null : Uri.parse(wanted.text("data"));
        intent.setDataAndType(data, wanted.text("type"));
        intent.setPackage(wanted.text("package"));
        intent.addFlags(wanted.number("flags", 0));
        if (component != null && !component.isEmpty()) {
            intent.setComponent(ComponentName.unflattenFromString(component));
            intent.setPackage(null);
        }
        wanted.object("extras").all().forEach((name, value) -> extra(intent, name, value));
        wanted.object("typed").all().forEach((name, value) -> typed(intent, name, String.valueOf(value)));
        return intent;
    }

    private static void extra(Intent intent, String name, Object value) {
        if (value instanceof Boolean flag) {
            intent.putExtra(name, flag);
        } else if (value instanceof Long number) {
            intent.putExtra(name, number.intValue());
        } else if (value != null) {
            intent.putExtra(name, value.toString());
        }
    }

    /** A value whose type goes before it, as in "long:12". */
    private static void typed(Intent intent, String name, String value) {
        String text = value.substring(value.indexOf(':') + 1);
        switch (value.substring(0, value.indexOf(':'))) {
            case "long" -> intent.putExtra(name, Long.parseLong(text));
            case "float" -> intent.putExtra(name, Float.parseFloat(text));
            case "uri" -> intent.putExtra(name, Uri.parse(text));
            case "component" -> intent.putExtra(name, ComponentName.unflattenFromString(text));
            case "strings" -> intent.putExtra(name, text.split("(?<!\\\\),"));
            case "null" -> intent.putExtra(name, (String) null);
            default -> throw new IllegalArgumentException("unknown type of an extra: " + value);
        }
    }
}
