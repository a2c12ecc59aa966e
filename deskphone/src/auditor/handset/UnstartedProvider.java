package auditor.handset;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.pm.ProviderInfo;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.os.ParcelFileDescriptor;
import auditor.deskphone.Session;
import java.io.FileNotFoundException;

/** Stands for a content provider of another process, which does not come up: it has nothing, and who asks it is told. */
final class UnstartedProvider extends ContentProvider {
    private final Session session;
    private final ProviderInfo info;

    UnstartedProvider(Session session, ProviderInfo info) {
        this.session = session;
        this.info = info;
    }

    private void asked() {
        OwnProcess.tell(session, info, "");
    }

    @Override
    public boolean onCreate() {
        return true;
    }

    @Override
    public Cursor query(Uri uri, String[] columns, String where, String[] values, String order) {
        asked();
        return null;
    }

    @Override
    public String getType(Uri uri) {
        asked();
        return null;
    }

    @Override
    public Uri insert(Uri uri, ContentValues values) {
        asked();
        return null;
    }

    @Override
    public int delete(Uri uri, String where, String[] values) {
        asked();
        return 0;
    }

    @Override
    public int update(Uri uri, ContentValues values, String where, String[] arguments) {
        asked();
        return 0;
    }

    @Override
    public Bundle call(String method, String argument, Bundle extras) {
        asked();
        return null;
    }

    @Override
    public ParcelFileDescriptor openFile(Uri uri, String mode) throws FileNotFoundException {
        asked();
        throw new FileNotFoundException("No content provider: " + uri);
    }
}
