package auditor.handset;

import android.app.Application;
import android.content.ContentProvider;
import android.content.ContentUris;
import android.content.ContentValues;
import android.content.pm.ApplicationInfo;
import android.content.pm.ProviderInfo;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;
import android.os.ParcelFileDescriptor;
import android.provider.MediaStore;
import auditor.deskphone.Session;
import java.io.File;
import java.io.FileNotFoundException;
import org.robolectric.shadows.ShadowContentResolver;

/**
 * The media store: planted pictures, whose files lie on the card, and what the app puts there itself. Since Android 10 an
 * app without the permission sees its own files only; before, it is refused.
 */
final class PlantedMedia extends ContentProvider {
    private static final int OWN_ONLY_SINCE = 29;
    private static final int BY_KIND_SINCE = 33;
    private final Session session;
    private SQLiteDatabase made;

    private PlantedMedia(Session session) {
        this.session = session;
    }

    /** Made at its first use: most apps never ask. */
    private synchronized SQLiteDatabase database() {
        if (made == null) {
            made = SQLiteDatabase.create(null);
            MediaRows.fill(made, session.identity().objects("photos"), session.config().text("sdcard", "/sdcard"));
        }
        return made;
    }

    /** Makes it anew from the identity and registers it. */
    static void register(Session session, Application application) {
        PlantedMedia media = new PlantedMedia(session);
        ProviderInfo info = new ProviderInfo();
        info.authority = MediaStore.AUTHORITY;
        info.packageName = "com.android.providers.media.module";
        info.exported = true;
        info.grantUriPermissions = true;
        info.applicationInfo = new ApplicationInfo();
        media.attachInfo(application, info);
        ShadowContentResolver.registerProviderInternal(MediaStore.AUTHORITY, media);
    }

    @Override
    public boolean onCreate() {
        return true;
    }

    private boolean holds(String name) {
        return session.grants().holds("android.permission." + name);
    }

    private boolean sees(MediaRows.Kind kind) {
        if (session.api() >= BY_KIND_SINCE && session.target() >= BY_KIND_SINCE) {
            return kind.permission == null ? holds("READ_MEDIA_IMAGES") && holds("READ_MEDIA_VIDEO") : holds(kind.permission);
        }
        return holds("READ_EXTERNAL_STORAGE") || holds("WRITE_EXTERNAL_STORAGE");
    }

    /** The condition that keeps rows of others from an app that may not see them; null when it may. */
    private String own(MediaRows.Kind kind, Uri uri) {
        if (sees(kind)) {
            return null;
        }
        if (session.api() < OWN_ONLY_SINCE) {
            throw new SecurityException("Permission Denial: reading com.android.providers.media.MediaProvider uri " + uri + " from pid="
                    + android.os.Process.myPid() + ", uid=" + session.config().number("uid", 0)
                    + " requires android.permission.READ_EXTERNAL_STORAGE, or grantUriPermission()");
        }
        return "owner_package_name = '" + session.config().text("package", "") + "'";
    }

    private String where(Uri uri, MediaRows.Kind kind, String own) {
        String one = MediaRows.id(uri);
        String where = kind.type < 0 ? "1" : "media_type = " + kind.type;
        return where + (one == null ? "" : " AND _id = " + one) + (own == null ? "" : " AND " + own);
    }

    @Override
    public Cursor query(Uri uri, String[] projection, String selection, String[] arguments, String order) {
        MediaRows.Kind kind = MediaRows.kind(uri);
        String where = where(uri, kind, own(kind, uri));
        String whole = selection == null || selection.isEmpty() ? where : "(" + selection + ") AND " + where;
        Cursor cursor = database().query("files", projection, whole, arguments, null, null, order);
        cursor.setNotificationUri(getContext().getContentResolver(), uri);
        return cursor;
    }

    @Override
    public String getType(Uri uri) {
        MediaRows.Kind kind = MediaRows.kind(uri);
        try (Cursor cursor = database().query("files", new String[] {"mime_type"}, where(uri, kind, null), null, null, null, null)) {
            return MediaRows.id(uri) != null && cursor.moveToFirst() ? cursor.getString(0) : kind.directory;
        }
    }

    @Override
    public ParcelFileDescriptor openFile(Uri uri, String mode) throws FileNotFoundException {
        MediaRows.Kind kind = MediaRows.kind(uri);
        boolean writes = !mode.equals("r");
        String own = writes ? "owner_package_name = '" + session.config().text("package", "") + "'" : own(kind, uri);
        String known = where(uri, kind, null);
        try (Cursor all = database().query("files", new String[] {"_data"}, known, null, null, null, null);
                Cursor cursor = database().query("files", new String[] {"_data"}, where(uri, kind, own), null, null, null, null)) {
            if (MediaRows.id(uri) == null || !all.moveToFirst()) {
                throw new FileNotFoundException("No item at " + uri);
            }
            if (!cursor.moveToFirst()) {
                throw new SecurityException(session.config().text("package", "") + " has no access to " + uri);
            }
            File file = new File(cursor.getString(0));
            if (writes) {
                file.getParentFile().mkdirs();
            }
            return ParcelFileDescriptor.open(file, ParcelFileDescriptor.parseMode(mode));
        }
    }

    @Override
    public Uri insert(Uri uri, ContentValues values) {
        if (session.api() < OWN_ONLY_SINCE && !holds("WRITE_EXTERNAL_STORAGE")) {
            throw new SecurityException("Permission Denial: writing com.android.providers.media.MediaProvider uri " + uri
                    + " requires android.permission.WRITE_EXTERNAL_STORAGE, or grantUriPermission()");
        }
        MediaRows.Kind kind = MediaRows.kind(uri);
        ContentValues row = MediaRows.own(kind, values, session.config().text("sdcard", "/sdcard"), session.config().text("package", ""));
        return ContentUris.withAppendedId(uri, database().insert("files", null, row));
    }

    @Override
    public int delete(Uri uri, String selection, String[] arguments) {
        return database().delete("files", ofOwn(uri, selection), arguments);
    }

    @Override
    public int update(Uri uri, ContentValues values, String selection, String[] arguments) {
        return database().update("files", values, ofOwn(uri, selection), arguments);
    }

    private String ofOwn(Uri uri, String selection) {
        String where = where(uri, MediaRows.kind(uri), "owner_package_name = '" + session.config().text("package", "") + "'");
        return selection == null || selection.isEmpty() ? where : "(" + selection + ") AND " + where;
    }
}
