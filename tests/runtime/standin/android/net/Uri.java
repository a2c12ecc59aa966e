package android.net;

public final class Uri {
    private final String text;

    public Uri(String text) {
        this.text = text;
    }

    public String getAuthority() {
        return text.split("/")[2];
    }

    @Override
    public String toString() {
        return text;
    }
}
