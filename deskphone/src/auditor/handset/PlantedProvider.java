package auditor.handset;

import android.app.Application;
import android.content.ContentProvider;
import android.content.ContentUris;
import android.content.ContentValues;
import android.content.pm.ProviderInfo;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;
import auditor.deskphone.Fields;
import auditor.deskphone.Session;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.robolectric.shadows.ShadowContentResolver;

/** One of the system's content providers with planted rows in an SQLite database, behind its read permission. */
final class PlantedProvider extends ContentProvider {
    private final Session session;
    private final String authority;
    private final String reads;
    private final String writes;
    private final Consumer<SQLiteDatabase> rows;
    private SQLiteDatabase made;

    private PlantedProvider(Session session, String authority, String reads, String writes, Consumer<SQLiteDatabase> rows) {
        this.session = session;
        this.rows = rows;
        this.authority = authority;
        this.reads = "android.permission." + reads;
        this.writes = "android.permission." + writes;
    }

    /** Made at its first use: most apps never ask. */
    private synchronized SQLiteDatabase database() {
        if (made == null) {
            made = SQLiteDatabase.create(null);
            rows.accept(made);
        }
        return made;
    }

    /** Makes the providers anew from the identity and registers them. */
    static void register(Session session, Application application) {
        Fields identity = session.identity();
        PlantedProvider contacts = new PlantedProvider(session, "com.android.contacts", "READ_CONTACTS", "WRITE_CONTACTS",
                database -> ContactRows.fill(database, identity.objects("contacts")));
        PlantedProvider sms = new PlantedProvider(session, "sms", "READ_SMS", "SEND_SMS",
                database -> OtherRows.sms(database, identity.objects("sms")));
        PlantedProvider calls = new PlantedProvider(session, "call_log", "READ_CALL_LOG", "WRITE_CALL_LOG",
                database -> OtherRows.calls(database, identity.objects("call_log")));
        PlantedProvider calendar = new PlantedProvider(session, "com.android.calendar", "READ_CALENDAR", "WRITE_CALENDAR",
                database -> OtherRows.calendar(database, identity.objects("calendar")));
        for (PlantedProvider provider : List.of(contacts, sms, calls, calendar)) {
            ProviderInfo info = new ProviderInfo();
            info.authority = provider.authority;
            info.packageName = "com.android.providers";
            info.exported = true;
            info.applicationInfo = new android.content.pm.ApplicationInfo();
            provider.attachInfo(application, info);
            ShadowContentResolver.registerProviderInternal(provider.authority, provider);
        }
    }

    @Override
    public boolean onCreate() {
        return true;
    }

    private void require(String permission, Uri uri) {
        if (!session.grants().holds(permission)) {
            throw new SecurityException("Permission Denial: opening provider for " + uri + " from ProcessRecord{"
                    + session.config().text("package", "") + "} (pid=" + android.os.Process.myPid() + ", uid="
                    + session.config().number("uid", 0) + ") requires " + reads + " or " + writes);
        }
    }

    @Override
    public Cursor query(Uri uri, String[] projection, String selection, String[] arguments, String order) {
        require(reads, uri);
        Place place = place(uri);
        String where = place.where == null ? selection
                : selection == null || selection.isEmpty() ? place.where : "(" + selection + ") AND " + place.where;
        if (session.grants().ignores(reads)) {
            // The app-op is switched off: Android answers with no rows.
            where = "0";
        }
        Cursor cursor = database().query(place.table, projection, where, arguments, null, null, order);
        cursor.setNotificationUri(getContext().getContentResolver(), uri);
        return cursor;
    }

    private record Place(String table, String where) {
    }

    private Place place(Uri uri) {
        List<String> path = uri.getPathSegments();
        String first = path.isEmpty() ? "" : path.get(0);
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        boolean one = path.size() > 1 && last.matches("\\d{1,18}");
        String id = one ? "_id = " + Long.parseLong(last) : null;
        switch (authority) {
            case "com.android.contacts":
                return ContactRows.place(path, first, last, one) instanceof Map.Entry<String, String> entry
                        ? new Place(entry.getKey(), entry.getValue()) : new Place("view_data", "0");
            case "sms":
                return new Place("sms", first.equals("inbox") ? "type = 1" : first.equals("sent") ? "type = 2"
                        : first.matches("\\d{1,18}") ? "_id = " + first : null);
            case "call_log":
                return new Place("calls", id);
            default:
                return new Place(first.equals("calendars") ? "calendars" : first.equals("instances") ? "instances" : "events",
                        first.equals("instances") ? null : id);
        }
    }

    @Override
    public String getType(Uri uri) {
        return "vnd.android.cursor.dir/" + authority;
    }

    @Override
    public Uri insert(Uri uri, ContentValues values) {
        require(writes, uri);
        String table = authority.equals("com.android.contacts") ? ContactRows.table(uri) : place(uri).table;
        return ContentUris.withAppendedId(uri, database().insert(table, null, values));
    }

    @Override
    public int delete(Uri uri, String selection, String[] arguments) {
        require(writes, uri);
        return 0;
    }

    @Override
    public int update(Uri uri, ContentValues values, String selection, String[] arguments) {
        require(writes, uri);
        return 0;
    }
}
