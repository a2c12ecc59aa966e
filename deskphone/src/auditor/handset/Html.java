package auditor.handset;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ccil.cowan.tagsoup.Parser;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What a page says without its scripts: title, text, links and forms in their order, and the parts that it names. */
final class Html extends DefaultHandler {
    private static final int MOST_ITEMS = 2000;
    private static final int MOST_PARTS = 200;
    private static final Set<String> BLOCKS = Set.of("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th", "br", "hr",
            "section", "article", "header", "footer", "nav", "main", "table", "ul", "ol", "dl", "dt", "dd", "form", "blockquote", "pre",
            "body", "fieldset", "label", "option", "select", "button", "iframe");
    private static final Set<String> SILENT = Set.of("script", "style", "template", "noscript", "title", "textarea", "option", "button");

    /** Kinds of a part: who asks for it in a browser. */
    enum Kind { IMAGE, SCRIPT, STYLE, FRAME, OTHER }

    /** A part of the page, by the address that it has in the page. */
    record Part(Kind kind, String address) {
    }

    /** A piece of the page: text, a link when `target` is set, a field or button of a form. */
    record Item(String text, String target, Field field) {
    }

    /** A field of a form. `type` is that of the input; "submit" is a button. */
    record Field(Form form, String type, String name, String value, boolean checked) {
    }

    /** A form: where it goes and what is in it. */
    record Form(String action, String method, List<Field> fields) {
    }

    private final boolean scripted;
    private final List<Item> items = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final Deque<String> silent = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder hidden = new StringBuilder();
    private String title = "";
    private String base;
    private String refresh;
    private String link;
    private Form form;
    private Field open;
    private int scripts;

    private Html(boolean scripted) {
        this.scripted = scripted;
    }

    /** Reads a page, however broken; `scripted` when the browser would run scripts, which hides its noscript parts. */
    static Html read(String source, boolean scripted) {
        Html html = new Html(scripted);
        Parser parser = new Parser();
        parser.setContentHandler(html);
        try {
            parser.parse(new InputSource(new StringReader(source)));
        } catch (IOException | SAXException e) {
            html.flush();
        }
        return html;
    }

    String title() {
        return title;
    }

    List<Item> items() {
        return items;
    }

    List<Part> parts() {
        return parts;
    }

    /** The address that those of the page are relative to, or null for the page's own. */
    String base() {
        return base;
    }

    /** Where the page goes by itself, or null. */
    String refresh() {
        return refresh;
    }

    /** How many scripts there are, attributes with code included. */
    int scripts() {
        return scripts;
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes given) {
        if (BLOCKS.contains(name)) {
            flush();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < given.getLength(); i++) {
            String key = given.getLocalName(i).toLowerCase(java.util.Locale.ROOT);
            values.put(key, given.getValue(i));
            if (key.startsWith("on") && scripted) {
                scripts++;
            }
        }
        if (SILENT.contains(name) && (scripted || !name.equals("noscript"))) {
            silent.push(name);
            hidden.setLength(0);
        }
        element(name, values);
    }

    private void element(String name, Map<String, String> values) {
        switch (name) {
            case "base" -> base = base == null ? values.get("href") : base;
            case "a" -> {
                if (values.get("href") != null) {
                    flush();
                    link = values.get("href");
                }
            }
            case "img" -> {
                part(Kind.IMAGE, values.get("src"));
                if (values.get("alt") != null) {
                    text.append(values.get("alt")).append(' ');
                }
            }
            case "script" -> {
                scripts++;
                if (scripted) {
                    part(Kind.SCRIPT, values.get("src"));
                }
            }
            case "link" -> {
                String relation = values.getOrDefault("rel", "").toLowerCase(java.util.Locale.ROOT);
                if (relation.contains("stylesheet")) {
                    part(Kind.STYLE, values.get("href"));
                } else if (relation.contains("icon") || relation.contains("preload")) {
                    part(Kind.OTHER, values.get("href"));
                }
            }
            case "iframe", "frame" -> part(Kind.FRAME, values.get("src"));
            case "audio", "video", "source", "embed", "track" -> {
                part(Kind.OTHER, values.get("src"));
                part(Kind.IMAGE, values.get("poster"));
            }
            case "object" -> part(Kind.OTHER, values.get("data"));
            case "meta" -> meta(values);
            case "form" -> form = new Form(values.getOrDefault("action", ""), values.getOrDefault("method", "get"), new ArrayList<>());
            case "input" -> input(values.getOrDefault("type", "text").toLowerCase(java.util.Locale.ROOT), values);
            case "button", "textarea", "select" -> open = new Field(form, name.equals("button") ? "submit" : "text", values.get("name"),
                    values.getOrDefault("value", ""), false);
            case "option" -> {
                if (open != null && open.value.isEmpty()) {
                    open = new Field(open.form, open.type, open.name, values.getOrDefault("value", ""), false);
                }
            }
            default -> { }
        }
    }

    private void meta(Map<String, String> values) {
        String content = values.getOrDefault("content", "");
        int at = content.toLowerCase(java.util.Locale.ROOT).indexOf("url=");
        if ("refresh".equalsIgnoreCase(values.get("http-equiv")) && at >= 0) {
            refresh = content.substring(at + 4).replaceAll("^['\" ]+|['\" ]+$", "");
        }
    }

    private void input(String type, Map<String, String> values) {
        flush();
        if (type.equals("image")) {
            part(Kind.IMAGE, values.get("src"));
        }
        String shown = type.equals("submit") || type.equals("image") || type.equals("button") ? "submit" : type;
        Field field = new Field(form, shown, values.get("name"), values.getOrDefault("value", ""), values.containsKey("checked"));
        add(field, shown.equals("submit") ? values.getOrDefault("value", "Submit") : values.getOrDefault("placeholder", ""));
    }

    private void add(Field field, String words) {
        if (form != null) {
            form.fields.add(field);
        }
        if (!field.type.equals("hidden") && items.size() < MOST_ITEMS) {
            items.add(new Item(words, null, field));
        }
    }

    private void part(Kind kind, String address) {
        if (address != null && !address.isBlank() && parts.size() < MOST_PARTS) {
            parts.add(new Part(kind, address.trim()));
        }
    }

    @Override
    public void endElement(String uri, String name, String qualified) {
        if (name.equals(silent.peek())) {
            silent.pop();
            String words = hidden.toString().trim();
            if (name.equals("title") && title.isEmpty()) {
                title = words.replaceAll("\\s+", " ");
            } else if ((name.equals("button") || name.equals("textarea")) && open != null) {
                add(name.equals("button") ? open : new Field(open.form, open.type, open.name, words, false), words);
                open = null;
            }
        }
        if (name.equals("select") && open != null) {
            add(open, "");
            open = null;
        }
        if (name.equals("form")) {
            form = null;
        }
        if (name.equals("a") || BLOCKS.contains(name)) {
            flush();
        }
        if (name.equals("a")) {
            link = null;
        }
    }

    @Override
    public void characters(char[] letters, int start, int length) {
        (silent.isEmpty() ? text : hidden).append(letters, start, length);
    }

    @Override
    public void endDocument() {
        flush();
    }

    private void flush() {
        String words = text.toString().replaceAll("[\\s\\u00a0]+", " ").trim();
        text.setLength(0);
        if (!words.isEmpty() && items.size() < MOST_ITEMS) {
            items.add(new Item(words, link, null));
        }
    }
}
