package auditor.handset;

import java.util.ArrayList;
import java.util.List;

/** The pages that a WebView has shown, and where in them it is. */
final class PageHistory {
    private final List<PageSource> sources = new ArrayList<>();
    private int at = -1;

    boolean canGo(int steps) {
        return at + steps >= 0 && at + steps < sources.size();
    }

    /** What to load after so many steps forward, which can be gone; negative goes back, 0 loads again. */
    PageSource go(int steps) {
        at += steps;
        return sources.get(at);
    }

    /** A new page after the current one: those that came after it are forgotten. */
    void add(PageSource source) {
        while (sources.size() > at + 1) {
            sources.remove(sources.size() - 1);
        }
        sources.add(new PageSource(source.url(), source.inline(), source.mime()));
        at = sources.size() - 1;
    }
}
