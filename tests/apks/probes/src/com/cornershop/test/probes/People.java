package com.cornershop.test.probes;

import android.accounts.AccountManager;
import android.app.Activity;
import android.content.ContentResolver;
import android.content.ContentUris;
import android.content.Context;
import android.database.Cursor;
import android.net.Uri;
import android.provider.CalendarContract;
import android.provider.CallLog;
import android.provider.ContactsContract;
import android.provider.MediaStore;
import android.provider.Telephony;
import java.io.IOException;
import java.io.InputStream;

/** Starts the probes for what people keep on a phone; each says what it found. */
final class People {
    private People() {
    }

    static void start(Activity activity) {
        ContentResolver resolver = activity.getContentResolver();
        Say.each(() -> ContactsRead.read(resolver), () -> CallLogRead.read(resolver), () -> SmsRead.read(resolver),
                () -> CalendarRead.read(resolver), () -> PhotosRead.read(resolver), () -> AccountsRead.read(activity));
    }

    /** That column of every row, told to the log. */
    static void tell(Cursor cursor, String column) {
        while (cursor.moveToNext()) {
            Say.that("row " + column + "=" + cursor.getString(cursor.getColumnIndexOrThrow(column)));
        }
        cursor.close();
    }
}

final class ContactsRead {
    private ContactsRead() {
    }

    static void read(ContentResolver resolver) {
        People.tell(resolver.query(ContactsContract.CommonDataKinds.Phone.CONTENT_URI, null, null, null, null), "data1");
    }
}

final class CallLogRead {
    private CallLogRead() {
    }

    static void read(ContentResolver resolver) {
        People.tell(resolver.query(CallLog.Calls.CONTENT_URI, new String[] {CallLog.Calls.NUMBER}, null, null,
                CallLog.Calls.DEFAULT_SORT_ORDER), CallLog.Calls.NUMBER);
    }
}

final class SmsRead {
    private SmsRead() {
    }

    static void read(ContentResolver resolver) {
        People.tell(resolver.query(Telephony.Sms.Inbox.CONTENT_URI, null, null, null, null), Telephony.Sms.BODY);
    }
}

final class CalendarRead {
    private CalendarRead() {
    }

    static void read(ContentResolver resolver) {
        People.tell(CalendarContract.Instances.query(resolver, new String[] {CalendarContract.Instances.TITLE}, 0, Long.MAX_VALUE),
                CalendarContract.Instances.TITLE);
    }
}

/** Lists the pictures and opens the first. */
final class PhotosRead {
    private PhotosRead() {
    }

    static void read(ContentResolver resolver) throws IOException {
        Uri images = MediaStore.Images.Media.EXTERNAL_CONTENT_URI;
        try (Cursor cursor = resolver.query(images, null, null, null, MediaStore.MediaColumns.DATE_ADDED + " DESC")) {
            while (cursor.moveToNext()) {
                Say.that("row _display_name=" + cursor.getString(cursor.getColumnIndexOrThrow(MediaStore.MediaColumns.DISPLAY_NAME)));
                Uri one = ContentUris.withAppendedId(images, cursor.getLong(cursor.getColumnIndexOrThrow(MediaStore.MediaColumns._ID)));
                try (InputStream in = resolver.openInputStream(one)) {
                    Say.that("picture begins with " + in.read());
                }
                java.io.File file = new java.io.File(cursor.getString(cursor.getColumnIndexOrThrow(MediaStore.MediaColumns.DATA)));
                Say.that("picture has " + (file.length() == cursor.getLong(cursor.getColumnIndexOrThrow(MediaStore.MediaColumns.SIZE))
                        ? "its size" : "another size"));
            }
        }
    }
}

final class AccountsRead {
    private AccountsRead() {
    }

    static void read(Context context) {
        AccountManager.get(context).getAccounts();
    }
}
