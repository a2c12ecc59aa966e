package auditor.handset;

import android.content.ContentValues;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;
import android.provider.ContactsContract.CommonDataKinds.Email;
import android.provider.ContactsContract.CommonDataKinds.Phone;
import android.provider.ContactsContract.CommonDataKinds.StructuredName;
import auditor.deskphone.Fields;
import java.util.AbstractMap.SimpleEntry;
import java.util.List;
import java.util.Map;

/** The address book's tables with the columns of ContactsContract, and which URI reads which. */
final class ContactRows {
    private static final String CONTACT_COLUMNS = "contact_id INTEGER, raw_contact_id INTEGER, lookup TEXT, display_name TEXT,"
            + " display_name_alt TEXT, sort_key TEXT, phonebook_label TEXT, has_phone_number INTEGER, starred INTEGER DEFAULT 0,"
            + " times_contacted INTEGER DEFAULT 0, last_time_contacted INTEGER DEFAULT 0, in_visible_group INTEGER DEFAULT 1,"
            + " photo_id INTEGER, photo_uri TEXT, photo_thumb_uri TEXT, photo_file_id INTEGER, custom_ringtone TEXT,"
            + " send_to_voicemail INTEGER DEFAULT 0, account_type TEXT, account_name TEXT, deleted INTEGER DEFAULT 0,"
            + " version INTEGER DEFAULT 1, dirty INTEGER DEFAULT 0, sourceid TEXT, contact_last_updated_timestamp INTEGER,"
            + " name_raw_contact_id INTEGER, is_user_profile INTEGER DEFAULT 0, contact_status TEXT, contact_presence INTEGER";

    private ContactRows() {
    }

    static void fill(SQLiteDatabase database, List<Fields> contacts) {
        StringBuilder data = new StringBuilder();
        for (int i = 1; i <= 15; i++) {
            data.append(", data").append(i).append(" TEXT");
        }
        database.execSQL("CREATE TABLE view_data (_id INTEGER PRIMARY KEY, mimetype TEXT, is_primary INTEGER DEFAULT 0,"
                + " is_super_primary INTEGER DEFAULT 0, data_version INTEGER DEFAULT 1, " + CONTACT_COLUMNS + data + ")");
        database.execSQL("CREATE TABLE view_contacts (_id INTEGER PRIMARY KEY, " + CONTACT_COLUMNS + ")");
        database.execSQL("CREATE TABLE view_raw_contacts (_id INTEGER PRIMARY KEY, " + CONTACT_COLUMNS + ")");
        long id = 0;
        for (Fields contact : contacts) {
            id++;
            String name = contact.text("name", "");
            ContentValues common = new ContentValues();
            common.put("contact_id", id);
            common.put("raw_contact_id", id);
            common.put("name_raw_contact_id", id);
            common.put("lookup", "0r" + id + "-" + Integer.toHexString(name.hashCode()));
            common.put("display_name", name);
            common.put("display_name_alt", name);
            common.put("sort_key", name);
            common.put("has_phone_number", contact.has("phone") ? 1 : 0);
            ContentValues whole = new ContentValues(common);
            whole.put("_id", id);
            database.insert("view_contacts", null, whole);
            database.insert("view_raw_contacts", null, whole);
            row(database, common, StructuredName.CONTENT_ITEM_TYPE, name, null);
            row(database, common, Phone.CONTENT_ITEM_TYPE, contact.text("phone"), "2");
            row(database, common, Email.CONTENT_ITEM_TYPE, contact.text("email"), "1");
        }
    }

    private static void row(SQLiteDatabase database, ContentValues common, String kind, String value, String type) {
        if (value == null) {
            return;
        }
        ContentValues row = new ContentValues(common);
        row.put("mimetype", kind);
        row.put("data1", value);
        row.put("data2", type);
        if (kind.equals(Phone.CONTENT_ITEM_TYPE)) {
            row.put("data4", value.replaceAll("[^+0-9]", ""));
        }
        database.insert("view_data", null, row);
    }

    /** Table and condition of that URI. */
    static Map.Entry<String, String> place(List<String> path, String first, String last, boolean one) {
        String second = path.size() > 1 ? path.get(1) : "";
        String id = one ? last : null;
        switch (first) {
            case "contacts":
                if (second.equals("filter") || second.equals("lookup")) {
                    return new SimpleEntry<>("view_contacts", second.equals("filter") && path.size() > 2
                            ? "display_name LIKE " + quote("%" + last + "%")
                            : path.size() > 2 ? "lookup = " + quote(path.get(2)) : null);
                }
                if (path.size() > 2) {
                    return new SimpleEntry<>("view_data", second.matches("\\d{1,18}") ? "contact_id = " + second : null);
                }
                return new SimpleEntry<>("view_contacts", id == null ? null : "_id = " + id);
            case "raw_contacts":
                return path.size() > 2 ? new SimpleEntry<>("view_data", second.matches("\\d{1,18}") ? "raw_contact_id = " + second : null)
                        : new SimpleEntry<>("view_raw_contacts", id == null ? null : "_id = " + id);
            case "phone_lookup":
                return new SimpleEntry<>("view_data", "mimetype = " + quote(Phone.CONTENT_ITEM_TYPE) + " AND (data1 = " + quote(last)
                        + " OR data4 = " + quote(last) + ")");
            case "data":
                if (second.equals("phones") || second.equals("emails")) {
                    String kind = second.equals("phones") ? Phone.CONTENT_ITEM_TYPE : Email.CONTENT_ITEM_TYPE;
                    return new SimpleEntry<>("view_data", "mimetype = " + quote(kind) + (id == null ? "" : " AND _id = " + id));
                }
                return new SimpleEntry<>("view_data", id == null ? null : "_id = " + id);
            default:
                return new SimpleEntry<>("view_data", null);
        }
    }

    static String table(Uri uri) {
        return uri.getPathSegments().isEmpty() || !uri.getPathSegments().get(0).equals("raw_contacts") ? "view_data" : "view_raw_contacts";
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
