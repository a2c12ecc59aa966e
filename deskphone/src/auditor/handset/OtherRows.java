package auditor.handset;

import android.content.ContentValues;
import android.database.sqlite.SQLiteDatabase;
import auditor.deskphone.Fields;
import java.util.List;

/** Tables of the message, call and calendar providers with the columns that apps read. */
final class OtherRows {
    private static final long MINUTE_MS = 60_000;

    private OtherRows() {
    }

    static void sms(SQLiteDatabase database, List<Fields> rows) {
        database.execSQL("CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER DEFAULT 1, address TEXT, person TEXT,"
                + " date INTEGER, date_sent INTEGER, protocol INTEGER, read INTEGER DEFAULT 1, status INTEGER DEFAULT -1,"
                + " type INTEGER DEFAULT 1, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0, seen INTEGER DEFAULT 1)");
        long at = System.currentTimeMillis();
        for (Fields row : rows) {
            ContentValues values = new ContentValues();
            values.put("address", row.text("address"));
            values.put("body", row.text("body"));
            values.put("date", at -= MINUTE_MS);
            database.insert("sms", null, values);
        }
    }

    static void calls(SQLiteDatabase database, List<Fields> rows) {
        database.execSQL("CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER DEFAULT 1,"
                + " new INTEGER DEFAULT 0, name TEXT, numbertype INTEGER, numberlabel TEXT, is_read INTEGER DEFAULT 1,"
                + " geocoded_location TEXT, countryiso TEXT, presentation INTEGER DEFAULT 1)");
        long at = System.currentTimeMillis();
        for (Fields row : rows) {
            ContentValues values = new ContentValues();
            values.put("number", row.text("number"));
            values.put("duration", row.number("duration", 0));
            values.put("date", at -= MINUTE_MS);
            database.insert("calls", null, values);
        }
    }

    static void calendar(SQLiteDatabase database, List<Fields> rows) {
        String columns = " (_id INTEGER PRIMARY KEY, event_id INTEGER, calendar_id INTEGER DEFAULT 1, title TEXT, description TEXT,"
                + " eventLocation TEXT, dtstart INTEGER, dtend INTEGER, begin INTEGER, end INTEGER, allDay INTEGER DEFAULT 0,"
                + " eventTimezone TEXT, organizer TEXT, account_name TEXT, account_type TEXT, calendar_displayName TEXT,"
                + " rrule TEXT, duration TEXT, hasAlarm INTEGER DEFAULT 0, deleted INTEGER DEFAULT 0, visible INTEGER DEFAULT 1)";
        for (String table : List.of("events", "instances")) {
            database.execSQL("CREATE TABLE " + table + columns);
        }
        database.execSQL("CREATE TABLE calendars (_id INTEGER PRIMARY KEY, name TEXT, calendar_displayName TEXT, account_name TEXT,"
                + " account_type TEXT, ownerAccount TEXT, visible INTEGER DEFAULT 1, isPrimary INTEGER DEFAULT 1, calendar_access_level INTEGER DEFAULT 700)");
        database.execSQL("INSERT INTO calendars (name, calendar_displayName, account_name, account_type) VALUES ('phone', 'phone', 'phone', 'LOCAL')");
        long start = System.currentTimeMillis();
        for (Fields row : rows) {
            ContentValues values = new ContentValues();
            values.put("title", row.text("title"));
            values.put("eventLocation", row.text("location"));
            values.put("dtstart", start += 60 * MINUTE_MS);
            values.put("begin", start);
            values.put("dtend", start + 30 * MINUTE_MS);
            values.put("end", start + 30 * MINUTE_MS);
            long id = database.insert("events", null, values);
            values.put("event_id", id);
            database.insert("instances", null, values);
        }
    }
}
