package auditor.handset;

import android.content.ContentValues;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;
import auditor.deskphone.Fields;
import java.io.File;
import java.util.List;

/** The media store's table with the columns of MediaStore, and which URI reads what of it. */
final class MediaRows {
    private static final long DAY_MS = 86_400_000;
    private static final String NAME = "_display_name";

    /** A collection of the media store: the number of MediaStore.Files.FileColumns.MEDIA_TYPE, -1 for all. */
    enum Kind {
        IMAGES(1, "READ_MEDIA_IMAGES", "Pictures", "vnd.android.cursor.dir/image"),
        AUDIO(2, "READ_MEDIA_AUDIO", "Music", "vnd.android.cursor.dir/audio"),
        VIDEO(3, "READ_MEDIA_VIDEO", "Movies", "vnd.android.cursor.dir/video"),
        ALL(-1, null, "Download", "vnd.android.cursor.dir/file");

        final int type;
        final String permission;
        final String folder;
        final String directory;

        Kind(int type, String permission, String folder, String directory) {
            this.type = type;
            this.permission = permission;
            this.folder = folder;
            this.directory = directory;
        }
    }

    private MediaRows() {
    }

    /** The collection of content://media/VOLUME/KIND/.... */
    static Kind kind(Uri uri) {
        switch (uri.getPathSegments().size() > 1 ? uri.getPathSegments().get(1) : "") {
            case "images":
                return Kind.IMAGES;
            case "audio":
                return Kind.AUDIO;
            case "video":
                return Kind.VIDEO;
            default:
                return Kind.ALL;
        }
    }

    /** The row that a URI names, or null for a whole collection. */
    static String id(Uri uri) {
        String last = uri.getLastPathSegment();
        return last != null && uri.getPathSegments().size() > 2 && last.matches("\\d{1,18}") ? last : null;
    }

    static void fill(SQLiteDatabase database, List<Fields> photos, String card) {
        database.execSQL("CREATE TABLE files (_id INTEGER PRIMARY KEY, _data TEXT, _display_name TEXT, title TEXT, mime_type TEXT,"
                + " _size INTEGER, date_added INTEGER, date_modified INTEGER, datetaken INTEGER, width INTEGER, height INTEGER,"
                + " orientation INTEGER DEFAULT 0, bucket_id INTEGER, bucket_display_name TEXT, relative_path TEXT, media_type INTEGER,"
                + " parent INTEGER, duration INTEGER, latitude REAL, longitude REAL, volume_name TEXT DEFAULT 'external_primary',"
                + " is_pending INTEGER DEFAULT 0, is_trashed INTEGER DEFAULT 0, is_favorite INTEGER DEFAULT 0, is_drm INTEGER DEFAULT 0,"
                + " is_download INTEGER DEFAULT 0, date_expires INTEGER, generation_added INTEGER DEFAULT 1,"
                + " generation_modified INTEGER DEFAULT 1, owner_package_name TEXT, description TEXT, picasa_id TEXT, isprivate INTEGER,"
                + " mini_thumb_magic INTEGER, resolution TEXT, artist TEXT, artist_id INTEGER, album TEXT, album_id INTEGER,"
                + " album_artist TEXT, composer TEXT, track INTEGER, year INTEGER, is_music INTEGER, is_alarm INTEGER,"
                + " is_notification INTEGER, is_ringtone INTEGER, is_podcast INTEGER, document_id TEXT, instance_id TEXT,"
                + " original_document_id TEXT)");
        long taken = System.currentTimeMillis();
        for (Fields photo : photos) {
            ContentValues row = place(card, photo.text("folder", "DCIM/Camera"), photo.text("name", "picture.png"));
            row.put("_size", new File(row.getAsString("_data")).length());
            row.put("mime_type", "image/png");
            row.put("media_type", Kind.IMAGES.type);
            row.put("width", photo.number("width", 0));
            row.put("height", photo.number("height", 0));
            row.put("datetaken", taken -= DAY_MS);
            row.put("date_added", taken / 1000);
            row.put("date_modified", taken / 1000);
            database.insert("files", null, row);
        }
    }

    private static ContentValues place(String card, String folder, String name) {
        ContentValues row = new ContentValues();
        File file = new File(new File(card, folder), name);
        row.put("_data", file.getPath());
        row.put(NAME, name);
        row.put("title", name.replaceFirst("\\.[^.]*$", ""));
        row.put("relative_path", folder + "/");
        row.put("bucket_display_name", file.getParentFile().getName());
        row.put("bucket_id", file.getParent().toLowerCase(java.util.Locale.ROOT).hashCode());
        return row;
    }

    /** The row of a file that the app adds: in its collection's folder unless it says another, never outside the card. */
    static ContentValues own(Kind kind, ContentValues given, String card, String owner) {
        String name = given.containsKey(NAME) ? given.getAsString(NAME) : String.valueOf(System.currentTimeMillis());
        String folder = given.containsKey("relative_path") ? given.getAsString("relative_path") : kind.folder;
        boolean outside = (folder + "/" + name).contains("..") || name.contains("/");
        if (outside) {
            throw new IllegalArgumentException("Invalid path " + folder + "/" + name);
        }
        ContentValues row = place(card, folder.replaceAll("^/+|/+$", ""), name);
        long now = System.currentTimeMillis();
        row.put("date_added", now / 1000);
        row.put("date_modified", now / 1000);
        String data = row.getAsString("_data");
        row.putAll(given);
        row.put("_data", data);
        row.put("media_type", Math.max(0, kind.type));
        row.put("owner_package_name", owner);
        return row;
    }
}
